"""Protected parts of a mail: where they stand, what exactly is signed or encrypted.

Rule: octets are cut out as they came, never written anew, since a signature covers
them to the last white space; and what is shown afterwards is read from those very
octets, so that nobody shows one text and signs another. Nothing is checked here. A
mail that somebody forwarded (message/*) stays closed.
STANDARDS: RFC 1847 (signed, encrypted), RFC 8551 (S/MIME), RFC 3156 (PGP/MIME),
RFC 9580 §6-7 (armor, text that is signed in clear).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from gateway.mail.armor import PLACEHOLDER, Block, Cut, find_block, may_hold_armor
from gateway.mail.cms import CmsKind, cms_kind, signed_content
from gateway.mail.headers import unfold
from gateway.mail.limits import Limits
from gateway.mail.message import Protection
from gateway.mail.mime import Entity, walk
from gateway.mail.octets import Part, fields_of, has_words, split, whole
from gateway.mail.parameters import parse_parameters
from gateway.mail.transfer import decode, decode_base64, encoding_name

ENCRYPTED = frozenset(
    {
        Protection.SMIME_ENCRYPTED,
        Protection.OPENPGP_ENCRYPTED,
        Protection.OPENPGP_INLINE_ENCRYPTED,
    }
)

_CMS_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_ANY_FILE = frozenset({"application/octet-stream", "application/x-pkcs7"})
_CMS_NAME = "smime.p7m"
_VERSION_TYPE = "application/pgp-encrypted"
_INLINE = {
    Block.SIGNED: Protection.OPENPGP_INLINE_SIGNED,
    Block.MESSAGE: Protection.OPENPGP_INLINE_ENCRYPTED,
}
_ENTITY = re.compile(rb"\s{0,8}[!-9;-~]{1,100}[ \t]{0,8}:")
_BASE64 = b"MI"
"""How a CMS object begins in base64, whether its encoding is declared or not."""
_EMPTY = b"Content-Type: text/plain\r\n\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """One protected part, from ``start`` to ``end`` of the mail's octets.

    ``content`` is what is signed or encrypted: the octets beside a detached signature,
    a CMS object, or armor. ``partly``: words of the mail stand outside of it.
    ``stays``: it is not replaced by what it holds, since more stands within its bounds.
    ``cut`` is where armor stands within a text.
    """

    protection: Protection
    start: int
    end: int
    content: bytes
    signature: bytes = b""
    partly: bool = False
    stays: bool = False
    cut: Cut | None = None


def hints(root: Entity, text: str) -> tuple[Protection, ...]:
    """The layers that a mail's declared types and its text promise, unopened."""
    found: dict[Protection, None] = {}
    for entity in walk(root):
        kind = entity.content_type
        if kind == "multipart/signed":
            openpgp = "pgp" in entity.parameters.get("protocol", "").lower()
            found[Protection.OPENPGP_SIGNED if openpgp else Protection.SMIME_SIGNED] = (
                None
            )
        elif kind in {"multipart/encrypted", _VERSION_TYPE}:
            found[Protection.OPENPGP_ENCRYPTED] = None
        elif kind in _CMS_TYPES or (kind in _ANY_FILE and _is_p7m(entity)):
            signed = "signed" in entity.parameters.get("smime-type", "").lower()
            found[Protection.SMIME_OPAQUE if signed else Protection.SMIME_ENCRYPTED] = (
                None
            )
    if may_hold_armor(text):
        found |= {_INLINE[kind]: None for kind in Block if kind.begin in text}
    return tuple(found)


def _is_p7m(entity: Entity) -> bool:
    named = entity.disposition[1].get("filename") or entity.parameters.get("name", "")
    return named.strip().lower().endswith(".p7m")


def find_seal(raw: bytes, limits: Limits, *, skip: int = 0) -> Seal | None:
    """The outermost protected part in the order of the mail, ``skip`` of them aside."""
    found = _Walk(raw=raw, limits=limits, parts=limits.parts).seals()
    return next(islice(found, skip, None), None)


def put_back(raw: bytes, seal: Seal, opened: bytes | None) -> bytes:
    """The mail with what was opened in the seal's place; None: it stays closed.

    Of the header of what was opened only Content-* fields are taken: who writes to
    whom is what the outer header says.
    """
    if seal.stays:
        return raw
    before, after = raw[: seal.start], raw[seal.end :]
    if seal.cut:
        entity = seal.cut.filled(PLACEHOLDER if opened is None else opened)
    else:
        entity = _EMPTY if opened is None else opened
    inner = whole(entity)
    head = b"".join(fields_of(entity, inner, content=True))
    if seal.start == 0:
        outer = whole(raw)
        head = b"".join(fields_of(raw, outer, content=False)) + head
    return b"".join((before, head, b"\r\n", entity[inner.body :], after))


@dataclass(slots=True, kw_only=True)
class _Walk:
    """One look through a mail, part by part, within its limits."""

    raw: bytes
    limits: Limits
    parts: int

    def seals(self) -> Iterator[Seal]:
        yield from self._of(whole(self.raw), depth=0, partly=False)

    def _of(self, part: Part, *, depth: int, partly: bool) -> Iterator[Seal]:
        self.parts -= 1
        if self.parts < 0 or depth > self.limits.depth:
            return
        kind, parameters = self._type(part)
        boundary = parameters.get("boundary", "").rstrip()
        if kind.startswith("multipart/") and boundary:
            yield from self._of_several(part, kind, boundary, depth, partly=partly)
            return
        found = self._of_leaf(part, kind, parameters, partly=partly)
        if found:
            yield found

    def _of_several(
        self, part: Part, kind: str, boundary: str, depth: int, *, partly: bool
    ) -> Iterator[Seal]:
        mark = boundary.encode("utf-8", "surrogateescape")
        children = split(self.raw, part, mark, self.limits.parts)
        tail = has_words(self.raw, part, children, mark)
        if kind == "multipart/signed" and children:
            more = len(children) > 2 or tail  # noqa: PLR2004 (RFC 1847 §2.1: content and signature)
            yield self._signed(part, children, partly=partly or more, stays=more)
            children = children[:1] if not more else children
        elif any(self._type(child)[0] == _VERSION_TYPE for child in children):
            found = self._encrypted(part, children, partly=partly or tail)
            if found:
                yield found
                return
        outside = partly or tail or len(children) > 1
        for child in children:
            yield from self._of(child, depth=depth + 1, partly=outside)

    def _signed(
        self, part: Part, children: tuple[Part, ...], *, partly: bool, stays: bool
    ) -> Seal:
        kinds = [self._type(child)[0] for child in children[1:2]]
        declared = self._type(part)[1].get("protocol", "").lower()
        openpgp = "pgp" in (declared or next(iter(kinds), ""))
        first = children[0]
        return Seal(
            protection=Protection.OPENPGP_SIGNED
            if openpgp
            else Protection.SMIME_SIGNED,
            start=part.start,
            end=part.end,
            content=self.raw[first.start : first.end],
            signature=self._content(children[1]) if kinds else b"",
            partly=partly,
            stays=stays,
        )

    def _encrypted(
        self, part: Part, children: tuple[Part, ...], *, partly: bool
    ) -> Seal | None:
        """PGP/MIME; also where a server made a multipart/mixed of it."""
        for child in children:
            if self._type(child)[0] == _VERSION_TYPE:
                continue
            content = self._content(child)
            block = find_block(content)
            if block and block.kind is Block.MESSAGE:
                return Seal(
                    protection=Protection.OPENPGP_ENCRYPTED,
                    start=part.start,
                    end=part.end,
                    content=content[block.start : block.end],
                    partly=partly or self._words_beside(children),
                )
        return None

    def _words_beside(self, children: tuple[Part, ...]) -> bool:
        texts = [one for one in children if self._type(one)[0].startswith("text/")]
        return any(self._content(one).strip() for one in texts)

    def _of_leaf(
        self, part: Part, kind: str, parameters: Mapping[str, str], *, partly: bool
    ) -> Seal | None:
        if kind in {"text/plain", ""}:
            return self._inline(part, partly=partly)
        name = self._name(part, parameters)
        if kind not in _CMS_TYPES and not (kind in _ANY_FILE and name.endswith(".p7m")):
            return None
        # "contract.pdf.p7m" is a signed file that was attached, no layer of the mail.
        layer = part.start == 0 or name in {"", _CMS_NAME}
        if not layer and "smime-type" not in parameters:
            return None
        protection, content = self._cms(part, declared=kind in _CMS_TYPES)
        if protection is None:
            return None
        return Seal(
            protection=protection,
            start=part.start,
            end=part.end,
            content=content,
            partly=partly,
        )

    def _cms(self, part: Part, *, declared: bool) -> tuple[Protection | None, bytes]:
        content = self._content(part)
        if cms_kind(content) is CmsKind.OTHER and content.lstrip()[:2] == _BASE64:
            mended = decode_base64(content)[0]
            content = mended if cms_kind(mended) is not CmsKind.OTHER else content
        kind = cms_kind(content)
        if kind is CmsKind.SIGNED:
            held = signed_content(content) or b""
            # Certificates alone, or a file, hold no entity.
            opaque = Protection.SMIME_OPAQUE if _ENTITY.match(held) else None
            return opaque, content
        broken = declared and kind is CmsKind.OTHER
        sealed = kind is CmsKind.ENCRYPTED or broken
        return (Protection.SMIME_ENCRYPTED if sealed else None), content

    def _inline(self, part: Part, *, partly: bool) -> Seal | None:
        if self._field(part, "content-disposition").lower().startswith("attachment"):
            return None
        octets = self._content(part)
        block = find_block(octets)
        if block is None:
            return None
        cut = Cut(
            before=octets[: block.start],
            after=octets[block.end :],
            content_type=self._field(part, "content-type"),
        )
        return Seal(
            protection=_INLINE[block.kind],
            start=part.start,
            end=part.end,
            content=octets[block.start : block.end],
            partly=partly or bool((cut.before + cut.after).strip()),
            cut=cut,
        )

    def _type(self, part: Part) -> tuple[str, Mapping[str, str]]:
        return parse_parameters(self._field(part, "content-type"), self.limits)

    def _name(self, part: Part, parameters: Mapping[str, str]) -> str:
        disposition = self._field(part, "content-disposition")
        given = parse_parameters(disposition, self.limits)[1].get("filename", "")
        return (given or parameters.get("name", "")).strip().lower()

    def _field(self, part: Part, name: str) -> str:
        wanted = name.encode() + b":"
        for field in fields_of(self.raw, part, content=True):
            if field[: len(wanted)].lower() == wanted:
                value = field[len(wanted) :].decode("ascii", "surrogateescape")
                return unfold(value.strip("\r\n"), self.limits)
        return ""

    def _content(self, part: Part) -> bytes:
        encoding = encoding_name(self._field(part, "content-transfer-encoding"))
        return decode(self.raw[part.body : part.end], encoding)[0]
