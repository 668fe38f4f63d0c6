"""The tree of a message: read once from a file, bounded while it is read.

Rule: embedded messages (message/*) stay closed: what someone else wrote in a
forwarded mail is not what this sender says. Depth, parts, lines and field sizes are
cut while reading, because the standard library spends gigabytes on what it accepts.
STANDARDS: RFC 2045 §6 (encodings), RFC 2046 §5, RFC 2183, RFC 5322 §2.1.
"""

import re
from collections.abc import Iterator, Mapping
from email.message import Message as StandardMessage
from email.parser import BytesFeedParser
from email.policy import Compat32, Policy, compat32
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from gateway.mail.headers import unfold
from gateway.mail.limits import Limits
from gateway.mail.parameters import parse_parameters
from gateway.mail.transfer import decode, decode_text_part, encoding_name
from gateway.mail.wire import Octets, header_blocks

if TYPE_CHECKING:
    from typing_extensions import override
else:  # in the standard library from Python 3.12

    def override(method):
        return method


_LEAF = "application/octet-stream"
# A delimiter by what follows it, for bodies whose boundary is lost or wrong.
_DELIMITER = re.compile(
    r"(?mi)^--([^\s-][^\r\n]{0,199}|-{1,70}[^\s-][^\r\n]{0,199})\r?\n(?=content-\w{1,40}:)"
)
_DELIMITER_CHARS = 4096
_PIECE_BYTES = 65_536


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

    _payload: object

    def __init__(
        self, budget: Budget, policy: Policy = compat32, *, depth: int = 0
    ) -> None:
        super().__init__(policy)
        self._budget = budget
        self.depth = depth
        self._content: tuple[str, Mapping[str, str]] | None = None
        self._octets: bytes | None = None
        self._disposition: tuple[str, Mapping[str, str]] | None = None

    def with_file(self, content: bytes, *, name: str, content_type: str) -> "Entity":
        """A file that stood inside this entity, as if it had been attached.

        ``name`` may be anything a stranger wrote; it is cleaned where files are named.
        """
        made = Entity(self._budget, depth=self.depth + 1)
        made._octets = content
        made._content = (content_type, {"name": name})
        made["Content-Disposition"] = "attachment"
        return made

    @override
    def attach(self, payload: StandardMessage | str) -> None:
        # The parser attaches a child before reading it: the place to cut branches.
        if isinstance(payload, Entity):
            payload.depth = self.depth + 1
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
        if self.depth >= self._budget.limits.depth:
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
        if self._disposition is None:
            raw = self.field("content-disposition")
            self._disposition = parse_parameters(raw, self._budget.limits)
        return self._disposition

    @property
    def transfer_encoding(self) -> str:
        """``base64``, ``quoted-printable``, ``uuencode`` or empty."""
        return encoding_name(self.field("content-transfer-encoding"))

    def field(self, name: str) -> str:
        """The first field of that lower-case name, unfolded; empty where none is."""
        for key, value in self.raw_items():
            if key.lower() == name:
                return unfold(value, self._budget.limits)
        return ""

    def raw_payload(self) -> object:
        """What the parser kept; get_payload would read its octets in some charset."""
        return self._payload

    def estimated_size(self) -> int:
        """Decoded size in bytes, from above, without decoding."""
        if self._octets is not None:
            return len(self._octets)
        raw = self.raw_payload()
        if not isinstance(raw, str):
            return 0
        if self.transfer_encoding != "base64":
            return len(raw)
        signs = len(raw) - raw.count("\n") - raw.count("\r")
        return signs * 3 // 4 - raw.count("=", max(0, len(raw) - 4))

    def octets(self) -> tuple[bytes, bool]:
        """The decoded content, and whether every sign of it could be decoded."""
        if self._octets is not None:
            return self._octets, True
        if self.is_multipart():
            return b"", False
        return decode(raw_octets(self.raw_payload()), self.transfer_encoding)

    def text_octets(self) -> bytes:
        """The decoded content of a text, whose label may be missing or wrong."""
        if self._octets is not None or self.is_multipart():
            return self._octets or b""
        field = self.field("content-transfer-encoding")
        payload = self.raw_payload()
        if isinstance(payload, str):
            payload = payload[: self._budget.limits.encoded_text_bytes]
        octets = raw_octets(payload)
        return decode_text_part(octets, field, whole_message=self.depth == 0)

    def release(self) -> None:
        """Forget the content; it was read or refused, and it may be large."""
        self.set_payload("")
        self._octets = None

    def may_hold_lost_parts(self) -> bool:
        """Whether the body is to be looked through for parts with another boundary."""
        if self.content_type.startswith("multipart/"):
            return self.get_content_type() != _LEAF
        return self.depth == 0 and not self.field("content-type")

    def call_it(self, name: str) -> None:
        """Give a name to a part that came without one."""
        kind, parameters = self._read_content()
        self._content = (kind, {**parameters, "name": name})

    def adopt(self, children: tuple["Entity", ...]) -> None:
        """Take the parts that were found in the body, whatever the header says."""
        self.set_payload(list(children))
        if not self.content_type.startswith("multipart/"):
            self._content = ("multipart/mixed", self.parameters)

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
    octets = Octets(source)
    parser = _parser(budget)
    for block in header_blocks(octets, limits, budget.note):
        parser.feed(block)
    for chunk in _afforded(octets.chunks(), budget):
        parser.feed(chunk)
    root = _closed(parser)
    _find_lost_parts(root, budget)
    for entity in walk(root):
        for defect in entity.defects:
            budget.note(type(defect).__name__)
    return root, tuple(budget.defects)


def _afforded(chunks: Iterator[bytes], budget: Budget) -> Iterator[bytes]:
    """The body as far as its lines and parts are not too many, its lines not too long.

    The standard library takes CR alone for a line's end, and four octets of memory for
    each octet of an unfinished line.
    """
    lines_left, length = budget.limits.lines, 0
    for chunk in chunks:
        lines = chunk.count(b"\n") + chunk.count(b"\r") - chunk.count(b"\r\n")
        if lines > lines_left:
            budget.note("too-many-lines")
            yield b"".join(chunk.splitlines(keepends=True)[:lines_left])
            return
        lines_left -= lines
        length = len(chunk) if lines else length + len(chunk)
        yield chunk
        if length > budget.limits.line_bytes:
            budget.note("line-too-long")
            yield b"\n"
            length = 0
        if budget.parts < 0:
            return


def _pieces(octets: bytes) -> Iterator[bytes]:
    for start in range(0, len(octets), _PIECE_BYTES):
        yield octets[start : start + _PIECE_BYTES]


def raw_octets(payload: object) -> bytes:
    """A payload or preamble of the standard library as it came over the wire."""
    if not isinstance(payload, str):
        return b""
    try:
        return payload.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return payload.encode("utf-8", "replace")


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


def _content_type(kind: str, default: str) -> str:
    main, slash, sub = kind.partition("/")
    if not kind:
        return default
    if not (main and slash and sub) or "/" in sub:
        # RFC 2045 §5.2 asks for text/plain here; "text" alone is what it was once.
        return "text/plain"
    return kind


def _parser(budget: Budget, depth: int = 0) -> BytesFeedParser:
    make = partial(Entity, budget, depth=depth)
    return BytesFeedParser(make, policy=_Bounded(budget.limits))


def _closed(parser: BytesFeedParser) -> Entity:
    root = parser.close()
    assert isinstance(root, Entity), "the parser's factory makes nothing else"  # noqa: S101 - an invariant
    return root


def _find_lost_parts(root: Entity, budget: Budget) -> None:
    """Read the parts whose boundary is not declared, or not the one declared.

    Once for each entity of the first reading: what is found is not searched again.
    """
    for entity in tuple(walk(root)):
        payload = entity.raw_payload()
        if not isinstance(payload, str) or not entity.may_hold_lost_parts():
            continue
        found = _DELIMITER.search(payload, 0, _DELIMITER_CHARS)
        if found is None:
            continue
        budget.note("lost-boundary")
        boundary = found[1].rstrip().replace("\\", "\\\\").replace('"', '\\"')
        parser = _parser(budget, entity.depth)
        head = f'Content-Type: multipart/mixed; boundary="{boundary}"\n\n'
        parser.feed(raw_octets(head))
        for chunk in _afforded(_pieces(raw_octets(payload)), budget):
            parser.feed(chunk)
        entity.adopt(_closed(parser).children)
