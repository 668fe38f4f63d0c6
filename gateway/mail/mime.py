"""The tree of a message: read once from a file, bounded while it is read.

Rule: embedded messages (message/*) stay closed: what someone else wrote in a
forwarded mail is not what this sender says. Depth, parts, lines and field sizes are
cut while reading, because the standard library spends gigabytes on what it accepts.
STANDARDS: RFC 2045 §6 (encodings), RFC 2046 §5, RFC 2183, RFC 5322 §2.1.
"""

import binascii
import re
from collections.abc import Iterator, Mapping
from email.message import Message as StandardMessage
from email.parser import BytesFeedParser
from email.policy import Compat32, Policy, compat32
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from gateway.mail.headers import parse_parameters, unfold
from gateway.mail.limits import Limits

if TYPE_CHECKING:
    from typing_extensions import override
else:  # in the standard library from Python 3.12

    def override(method):
        return method


_CHUNK_BYTES = 65_536
_WHITE = b" \t\r\n"
_CONTINUES = (b" ", b"\t")
_FIELD = re.compile(rb"[ \t]|From |[!-9;-~]{1,256}[ \t]{0,8}:")
# RFC 5322 §4.5 (obs-optional) lets white space stand before the colon.
_SPACE_BEFORE_COLON = re.compile(rb"[!-9;-~]{1,256}[ \t]{1,8}:")
_LEAF = "application/octet-stream"


class Budget:
    """What is left to spend on one message, shared by all its entities."""

    __slots__ = ("defects", "limits", "parts")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.parts = limits.parts
        self.defects: list[str] = []

    def note(self, defect: str) -> None:
        if defect not in self.defects:
            self.defects.append(defect)


class Entity(StandardMessage):
    """One MIME entity; a leaf wherever it is not a multipart within the bounds."""

    def __init__(self, budget: Budget, policy: Policy = compat32) -> None:
        super().__init__(policy)
        self._budget = budget
        self._depth = 0
        self._content: tuple[str, Mapping[str, str]] | None = None

    @override
    def attach(self, payload: StandardMessage | str) -> None:
        # The parser attaches a child before reading it: the place to cut branches.
        if isinstance(payload, Entity):
            payload._depth = self._depth + 1  # noqa: SLF001 - same class
            self._budget.parts -= 1
            if self._budget.parts < 0:
                self._budget.note("too-many-parts")
                return
        super().attach(payload)

    @override
    def get_content_type(self) -> str:
        """The type the parser acts on: closed entities pass for opaque files."""
        kind = self.content_type
        if not kind.startswith("multipart/"):
            return _LEAF
        if self._depth >= self._budget.limits.depth:
            self._budget.note("too-deep")
            return _LEAF
        return kind

    @override
    def get_boundary(self, failobj: object = None) -> str | None:  # type: ignore[override]  # compat32 returns the default given
        boundary = self.parameters.get("boundary", "").rstrip()
        return boundary or None

    @property
    def content_type(self) -> str:
        """As declared, lower case; text/plain where nothing valid is (RFC 2045)."""
        return self._read_content()[0]

    @property
    def parameters(self) -> Mapping[str, str]:
        return self._read_content()[1]

    @property
    def children(self) -> tuple["Entity", ...]:
        payload = self.get_payload() if self.is_multipart() else ()
        return tuple(part for part in payload if isinstance(part, Entity))

    @property
    def disposition(self) -> tuple[str, Mapping[str, str]]:
        raw = self.field("content-disposition")
        return parse_parameters(raw, self._budget.limits)

    @property
    def transfer_encoding(self) -> str:
        return self.field("content-transfer-encoding").split(";")[0].strip().lower()

    def field(self, name: str) -> str:
        """The first field of that lower-case name, unfolded; empty where none is."""
        for key, value in self.raw_items():
            if key.lower() == name:
                return unfold(value, self._budget.limits)
        return ""

    def estimated_size(self) -> int:
        """Decoded size in bytes, from above, without decoding."""
        raw = self.get_payload()
        if not isinstance(raw, str):
            return 0
        if self.transfer_encoding != "base64":
            return len(raw)
        signs = len(raw) - raw.count("\n") - raw.count("\r")
        return signs * 3 // 4 - raw.count("=", max(0, len(raw) - 4))

    def octets(self) -> tuple[bytes, bool]:
        """The decoded content, and whether every sign of it could be decoded."""
        if self.is_multipart():
            return b"", False
        encoding = self.transfer_encoding
        if encoding == "base64":
            return _decode_base64(_raw_octets(self))
        if encoding in {"x-uuencode", "uuencode", "uue", "x-uue", "quoted-printable"}:
            decoded = self.get_payload(decode=True)
            return (decoded, True) if isinstance(decoded, bytes) else (b"", False)
        return _raw_octets(self), True

    def release(self) -> None:
        """Forget the content; it was read or refused, and it may be large."""
        self.set_payload("")

    def _read_content(self) -> tuple[str, Mapping[str, str]]:
        if self._content is None:
            raw = self.field("content-type")
            kind, parameters = parse_parameters(raw, self._budget.limits)
            self._content = (_content_type(kind, self.get_default_type()), parameters)
        return self._content


def read_tree(source: BinaryIO, limits: Limits) -> tuple[Entity, tuple[str, ...]]:
    """Read a message from where ``source`` stands to its end.

    Returns the tree and the defects met while reading; never raises for content.
    """
    budget = Budget(limits)
    parser = BytesFeedParser(partial(Entity, budget), policy=_Bounded(limits))
    for block in _header_blocks(source, budget):
        parser.feed(block)
    lines_left = limits.lines
    while chunk := source.read(_CHUNK_BYTES):
        lines = chunk.count(b"\n")
        if lines > lines_left:
            budget.note("too-many-lines")
            parser.feed(b"\n".join(chunk.split(b"\n", lines_left)[:lines_left]))
            break
        lines_left -= lines
        parser.feed(chunk)
    root = parser.close()
    assert isinstance(root, Entity), "the parser's factory makes nothing else"  # noqa: S101 - an invariant
    for entity in walk(root):
        for defect in entity.defects:
            budget.note(type(defect).__name__)
    return root, tuple(budget.defects)


def walk(entity: Entity) -> Iterator[Entity]:
    yield entity
    for child in entity.children:
        yield from walk(child)


class _Bounded(Compat32):
    """compat32, with each field cut to a length its readers can afford."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        object.__setattr__(self, "_limits", limits)

    @override
    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        limits: Limits = self.__dict__["_limits"]
        name, value = super().header_source_parse(sourcelines)
        return name, value[: limits.field_chars]


def _header_blocks(source: BinaryIO, budget: Budget) -> Iterator[bytes]:
    """The header of the message, cut whole line by whole line at the limits."""
    limits = budget.limits
    lines: list[bytes] = []
    size = count = 0
    while line := source.readline(limits.header_bytes):
        size += len(line)
        count += line[:1] not in _CONTINUES
        if not line.strip(b"\r\n"):
            yield from _mended(lines, budget)
            yield line
            return
        if size > limits.header_bytes or count > limits.headers:
            budget.note("headers-too-large")
        else:
            lines.append(line)
    yield from _mended(lines, budget)


def _mended(lines: list[bytes], budget: Budget) -> Iterator[bytes]:
    """Drop what is no field between fields.

    At the first such line the standard library would end the header, and take the
    sender's name for text.
    """
    are_fields = [bool(_FIELD.match(line)) for line in lines]
    last = len(lines) - are_fields[::-1].index(True) if True in are_fields else 0
    for place, line in enumerate(lines):
        if place < last and not are_fields[place]:
            budget.note("broken-header-line")
        elif _SPACE_BEFORE_COLON.match(line):
            name, colon, value = line.partition(b":")
            yield name.rstrip() + colon + value
        else:
            yield line


def _content_type(kind: str, default: str) -> str:
    main, slash, sub = kind.partition("/")
    if not kind:
        return default
    if not (main and slash and sub) or "/" in sub:
        # RFC 2045 §5.2 asks for text/plain here; "text" alone is what it was once.
        return "text/plain"
    return kind


def _raw_octets(entity: Entity) -> bytes:
    if entity.transfer_encoding == "base64":
        raw = entity.get_payload()
        return raw.encode("ascii", "replace") if isinstance(raw, str) else b""
    decoded = entity.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _decode_base64(raw: bytes) -> tuple[bytes, bool]:
    signs = raw.translate(None, _WHITE)
    try:
        return binascii.a2b_base64(signs, strict_mode=True), True
    except binascii.Error:
        pass
    bare = signs.rstrip(b"=")
    try:
        padding = b"=" * (-len(bare) % 4)
        return binascii.a2b_base64(bare + padding, strict_mode=True), True
    except binascii.Error:
        pass
    try:
        # Signs outside the alphabet are skipped, as every mail client does.
        return binascii.a2b_base64(bare + b"==="), False
    except binascii.Error:
        return b"", False
