"""The files of a message: named safely, judged one by one, kept or refused.

Rule: a refused file never refuses the mail, and the sender is told each name and
reason. Kept are jpg, txt (log) and zip, where name and content agree, and pictures
pasted into the text. The verdicts are the words of the domain's ``RefusedFor``.
STANDARDS: RFC 2183 (disposition), RFC 2231 (names), RFC 2392 (cid), RFC 2557 §8.3
(Content-Location). D12, THREATS 24-28.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from gateway.mail.limits import Limits
from gateway.mail.message import Attachment, ZipMember
from gateway.mail.mime import Entity
from gateway.mail.names import apart, safe_filename
from gateway.mail.picture_facts import TRUNCATED, foreign_tail, jpeg_end, sides
from gateway.mail.sniff import (
    JPEG,
    TEXT,
    ZIP,
    extension_of,
    is_picture,
    type_by_content,
    type_by_name,
)
from gateway.mail.zip_listing import list_zip

TOO_LARGE = "too-large"
PDF = "application/pdf"
WRONG_TYPE = "wrong-type"
PICTURE = "picture-not-jpg"
DIFFER = "name-and-content-differ"
EMPTY = "empty"
UNREADABLE = "unreadable"
TOO_MANY = "too-many"

DECORATION = "decoration"

_REFERENCE = re.compile(r"""(?i)(?:cid:|src\s{0,3}=\s{0,3}["']?)([^"'\s<>)]{1,512})""")
_NAME_BY_TYPE = {
    "text/html": "html",
    "text/calendar": "ics",
    "text/csv": "csv",
    "application/pdf": "pdf",
    "application/ms-tnef": "dat",
    "message/rfc822": "eml",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """How a file stands in its mail. ``shown``: the text itself shows it."""

    position: int
    shown: bool
    pasted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdict:
    """``refused`` is empty where the file is kept."""

    refused: str = ""
    marks: tuple[str, ...] = ()
    members: tuple[ZipMember, ...] = ()


def read_attachments(
    files: Sequence[Entity], limits: Limits, *, html: str = ""
) -> tuple[Attachment, ...]:
    """Judge each file; its bytes are decoded one at a time and released.

    ``html`` is the body, which may show pictures by their Content-ID.
    """
    shown = _references(html[: limits.html_chars]) if files else frozenset[str]()
    found: list[Attachment] = []
    taken: dict[str, int] = {}
    counted = 0
    for position, entity in enumerate(files[: limits.parts], start=1):
        place = _place(entity, position, shown)
        if counted >= limits.attachments or len(found) >= limits.listed_files:
            found.append(_unread(entity, place, taken, limits, refused=TOO_MANY))
        else:
            found.append(_read(entity, place, taken, limits))
        # The logos of a long thread leave no less room for its files.
        counted += DECORATION not in found[-1].marks
        entity.release()
    return tuple(found)


def _references(html: str) -> frozenset[str]:
    """What the body shows: content ids and locations, as they are compared."""
    found = (match[1] for match in _REFERENCE.finditer(html))
    return frozenset(unquote(url).removeprefix("cid:").lower() for url in found)


def _place(entity: Entity, position: int, shown: frozenset[str]) -> _Place:
    disposition = entity.disposition[0]
    content_id = entity.field("content-id").strip().strip("<>").lower()
    location = entity.field("content-location").strip().lower()
    is_shown = bool({content_id, location} & shown - {""})
    named = disposition != "attachment" and bool(content_id)
    pasted = disposition == "inline" or (
        not disposition and entity.content_type != JPEG
    )
    return _Place(
        position=position, shown=is_shown or named, pasted=is_shown or named or pasted
    )


def _read(
    entity: Entity, place: _Place, taken: dict[str, int], limits: Limits
) -> Attachment:
    if entity.content_type.startswith("message/"):
        return _unread(entity, place, taken, limits, refused=WRONG_TYPE)
    if entity.estimated_size() > limits.attachment_size_bytes + 3:
        return _unread(entity, place, taken, limits, refused=TOO_LARGE)
    content, complete = entity.octets()
    kind = type_by_content(content)
    name = _name(entity, place.position, kind, limits)
    verdict = _verdict(content, name, kind, place, limits)
    if content and not complete:
        verdict = _Verdict(refused=UNREADABLE)
    return Attachment(
        filename=apart(name, taken, limits),
        content_type=kind or entity.content_type,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        inline=place.shown or (place.pasted and is_picture(kind)),
        refused=verdict.refused or None,
        content=b""
        if verdict.refused and not _may_be_signed(verdict, kind)
        else content,
        marks=verdict.marks,
        members=verdict.members,
    )


def _may_be_signed(verdict: _Verdict, kind: str) -> bool:
    """A PDF is not taken, but staff may file one that was signed elsewhere (R36)."""
    return verdict.refused == WRONG_TYPE and kind == PDF


def _verdict(
    content: bytes, name: str, kind: str, place: _Place, limits: Limits
) -> _Verdict:
    if not content:
        return _Verdict(refused=EMPTY)
    if len(content) > limits.attachment_size_bytes:
        return _Verdict(refused=TOO_LARGE)
    claimed = type_by_name(name)
    if is_picture(kind):
        return _of_picture(content, name, kind, place, limits)
    taken = claimed in {JPEG, TEXT, ZIP}
    if claimed != kind or not taken:
        return _Verdict(refused=DIFFER if taken else WRONG_TYPE)
    if kind != ZIP:
        return _Verdict()
    listing = list_zip(content, limits)
    return _Verdict(
        refused=listing.refused, marks=listing.marks, members=listing.members
    )


def _of_picture(
    content: bytes, name: str, kind: str, place: _Place, limits: Limits
) -> _Verdict:
    """Outlook, QQ and Mac paste PNG into the text; as files only jpg is taken."""
    claimed = type_by_name(name)
    if claimed and not is_picture(claimed):
        return _Verdict(refused=DIFFER)
    if not claimed and "." in name:
        return _Verdict(refused=WRONG_TYPE)
    if not place.pasted and (kind, claimed) != (JPEG, JPEG):
        own = claimed in {kind, ""}
        return _Verdict(refused=PICTURE if own and kind != JPEG else DIFFER)
    if kind == JPEG and foreign_tail(content, limits):
        return _Verdict(refused=DIFFER)
    marks = []
    if place.shown and _is_small(content, kind, limits):
        marks.append(DECORATION)
    if kind == JPEG and jpeg_end(content, limits) < 0:
        marks.append(TRUNCATED)
    return _Verdict(marks=tuple(marks))


def _is_small(content: bytes, kind: str, limits: Limits) -> bool:
    """A logo, a line or a dot of a signature (D12): by octets, or by its sides."""
    if len(content) <= limits.decoration_bytes:
        return True
    width, height = sides(content, kind, limits)
    return 0 < min(width, height) <= limits.decoration_pixels


def _unread(
    entity: Entity,
    place: _Place,
    taken: dict[str, int],
    limits: Limits,
    *,
    refused: str,
) -> Attachment:
    """A file told by name only: its size is an estimate, its digest unknown."""
    name = _name(entity, place.position, "", limits)
    return Attachment(
        filename=apart(name, taken, limits),
        content_type=entity.content_type,
        size_bytes=entity.estimated_size(),
        sha256="",
        inline=place.shown,
        refused=refused,
    )


def _name(entity: Entity, position: int, kind: str, limits: Limits) -> str:
    claimed = entity.disposition[1].get("filename") or ""
    name = safe_filename(claimed or entity.parameters.get("name", ""), limits)
    if name:
        return name
    extension = extension_of(kind) if kind else ""
    if extension in {"", "bin", "txt"}:
        extension = _NAME_BY_TYPE.get(entity.content_type, extension or "bin")
    return f"part-{position}.{extension}"
