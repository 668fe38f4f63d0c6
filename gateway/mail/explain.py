"""What became of each part of a mail, and why: the same reading, told aloud.

Rule: nothing is decided here. The functions that read a mail are called again, and what
they decided is written down; so an explanation never says anything else than what the
gateway does.
STANDARDS: RFC 2045 §6, RFC 2046.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from gateway.mail.attachments import read_attachments
from gateway.mail.body import Body, Form, Piece, read_body
from gateway.mail.charset import decode_text
from gateway.mail.charset_names import codec_of
from gateway.mail.content import Content
from gateway.mail.limits import Limits
from gateway.mail.message import Attachment
from gateway.mail.mime import Entity, read_tree
from gateway.mail.parts import sort_parts

_SIGNATURES = ("application/pgp-signature", "application/pkcs7-signature")
_TRIED = (
    *("ascii", "utf-8", "gb18030", "big5hkscs", "cp1252", "cp932", "euc_jp", "cp949"),
    *("iso2022_jp_ext", "koi8-r", "cp1251", "iso8859-2", "utf-16-le", "utf-16-be"),
)
_SAMPLE_BYTES = 65_536
_REPAIRED = "repaired"
PARTS_TOLD = 200
"""Parts of one mail that are told one by one."""


class Became(StrEnum):
    """What a part came to be."""

    BRANCH = "branch"
    TEXT = "text"
    OTHER_FORM = "other-form"
    FILE = "file"
    REFUSED = "refused"
    SIGNATURE = "signature"
    OPENED = "opened"
    NOT_READ = "not-read"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPart:
    """One part of the tree; ``size_bytes`` is that of the decoded content.

    ``charset`` is as declared and ``read_as`` what its octets were read as: a codec, or
    ``repaired`` where no one codec gives that text. Both are empty but for texts.
    """

    depth: int
    content_type: str
    size_bytes: int
    encoding: str
    became: Became
    why: str = ""
    name: str = ""
    charset: str = ""
    read_as: str = ""


def explain_parts(source: BinaryIO, limits: Limits) -> tuple[ToldPart, ...]:
    """The parts of the message from where ``source`` stands, in its order.

    The first :data:`PARTS_TOLD` of them. Never raises for content.
    """
    root, _ = read_tree(source, limits)
    entities = list(_walk(root, 0, ()))
    sizes = {id(entity): entity.estimated_size() for entity, _, _ in entities}
    texts = {
        id(entity): _charsets(entity, limits) for entity, _, _ in entities[:PARTS_TOLD]
    }
    content = sort_parts(root, limits)
    body = read_body(content, limits)
    files = read_attachments(content.files, limits, html=body.html)
    told = _Told(content=content, body=body, files=files)
    return tuple(
        ToldPart(
            depth=depth,
            content_type=entity.content_type,
            size_bytes=sizes[id(entity)],
            encoding=entity.transfer_encoding or "none",
            became=became,
            why=why,
            name=name,
            charset=texts[id(entity)][0],
            read_as=texts[id(entity)][1],
        )
        for entity, depth, above in entities[:PARTS_TOLD]
        for became, why, name in (told.of(entity, above),)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What the reading made of a mail."""

    content: Content
    body: Body
    files: Sequence[Attachment]

    def of(self, entity: Entity, above: Sequence[Entity]) -> tuple[Became, str, str]:
        if entity.children:
            return Became.BRANCH, f"{len(entity.children)} parts", ""
        for file, kept in zip(self.content.files, self.files, strict=False):
            if file is entity:
                became = Became.REFUSED if kept.refused else Became.FILE
                return became, kept.refused or "", kept.filename
        for piece in self.body.pieces:
            if any(one is entity for one in piece.parts):
                return (*_of_piece(entity, piece), "")
        if entity.content_type in _SIGNATURES and above:
            return Became.SIGNATURE, "", ""
        if "tnef" in entity.content_type:
            return Became.OPENED, "what it wraps is read as if it were attached", ""
        return Became.NOT_READ, "", ""


def _of_piece(entity: Entity, piece: Piece) -> tuple[Became, str]:
    form = Form.HTML if entity.content_type == "text/html" else Form.PLAIN
    if entity.content_type in {"text/enriched", "text/richtext"}:
        form = Form.RICH
    if form is piece.form or (piece.form is Form.RICH and form is Form.HTML):
        return Became.TEXT, piece.why
    return Became.OTHER_FORM, piece.why


def _walk(
    entity: Entity, depth: int, above: tuple[Entity, ...]
) -> Iterator[tuple[Entity, int, tuple[Entity, ...]]]:
    yield entity, depth, above
    for child in entity.children:
        yield from _walk(child, depth + 1, (*above, entity))


def _charsets(entity: Entity, limits: Limits) -> tuple[str, str]:
    """The charset as declared, and the one that gives the text which was read."""
    if entity.children or not entity.content_type.startswith("text/"):
        return "", ""
    declared = entity.parameters.get("charset", "").lower()[:40]
    octets = entity.text_octets()[: limits.text_bytes]
    octets = octets[: octets.rfind(b"\n", 0, _SAMPLE_BYTES) + 1] or octets
    if not octets:
        return declared, ""
    text = decode_text(octets, declared)
    known = codec_of(declared) if declared else None
    for codec in (known, *_TRIED):
        if codec and _reads(octets, codec) == text:
            return declared, codec
    return declared, _REPAIRED


def _reads(octets: bytes, codec: str) -> str | None:
    try:
        return octets.decode(codec)
    except (LookupError, UnicodeError, ValueError):
        return None
