"""The files of a message: named safely, judged one by one, kept or refused.

Rule: a refused file never refuses the mail, and the sender is told each name and
reason. Kept are jpg, txt (log) and zip, where name and content agree, and pictures
pasted into the text. The verdicts are the words of the domain's ``RefusedFor``.
STANDARDS: RFC 2183 (disposition), RFC 2231 (names), UAX #9 (direction characters).
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from gateway.mail.limits import Limits
from gateway.mail.message import Attachment
from gateway.mail.mime import Entity
from gateway.mail.sniff import (
    extension_of,
    is_picture,
    is_sound_zip,
    type_by_content,
    type_by_name,
)

TOO_LARGE = "too-large"
WRONG_TYPE = "wrong-type"
DIFFER = "name-and-content-differ"
EMPTY = "empty"
UNREADABLE = "unreadable"
TOO_MANY = "too-many"

# Controls, direction overrides and marks, zero-width signs, line separators.
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)
_EXTENSION_CHARS = 16
_RESERVED = re.compile(r'[<>:"|?*]')
_NAME_BY_TYPE = {
    "text/html": "html",
    "text/calendar": "ics",
    "text/csv": "csv",
    "application/pdf": "pdf",
    "application/ms-tnef": "dat",
    "message/rfc822": "eml",
    "image/bmp": "bmp",
    "image/tiff": "tif",
}


def read_attachments(files: Sequence[Entity], limits: Limits) -> tuple[Attachment, ...]:
    """Judge each file; its bytes are decoded one at a time and released."""
    found: list[Attachment] = []
    for position, entity in enumerate(files[: limits.parts], start=1):
        if len(found) >= limits.attachments:
            found.append(_unread(entity, position, limits, refused=TOO_MANY))
        else:
            found.append(_read(entity, position, limits))
        entity.release()
    return tuple(found)


def safe_filename(name: str, limits: Limits) -> str:
    """The last path component, visible characters only, cut to the byte limit.

    The extension survives the cut. Empty where nothing usable is left.
    """
    name = unicodedata.normalize("NFC", _UNSAFE.sub("", name))
    name = name.replace("\\", "/").rstrip("/ ").rpartition("/")[2]
    name = _RESERVED.sub("_", " ".join(name.split())).strip(" .")
    if len(name.encode()) <= limits.filename_bytes:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > _EXTENSION_CHARS:
        stem, extension = name, ""
    room = limits.filename_bytes - len((dot + extension).encode())
    stem = stem.encode()[:room].decode("utf-8", "ignore")
    return f"{stem}{dot}{extension}" if extension else stem


def _read(entity: Entity, position: int, limits: Limits) -> Attachment:
    if entity.content_type.startswith("message/"):
        return _unread(entity, position, limits, refused=WRONG_TYPE)
    if entity.estimated_size() > limits.attachment_size_bytes + 3:
        return _unread(entity, position, limits, refused=TOO_LARGE)
    content, complete = entity.octets()
    kind = type_by_content(content)
    name = _name(entity, position, kind, limits)
    inline = _is_inline(entity)
    refused = _verdict(content, name, inline=inline, kind=kind, limits=limits)
    if content and not complete:
        refused = UNREADABLE
    return Attachment(
        filename=name,
        content_type=kind or entity.content_type,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        inline=inline,
        refused=refused,
        content=b"" if refused else content,
    )


def _verdict(
    content: bytes, name: str, *, inline: bool, kind: str, limits: Limits
) -> str | None:
    if not content:
        return EMPTY
    if len(content) > limits.attachment_size_bytes:
        return TOO_LARGE
    claimed = type_by_name(name)
    if is_picture(kind) or not claimed:
        # Outlook, QQ and Mac paste PNG into the text; as files they are not taken.
        pasted = inline and is_picture(kind) and claimed in {kind, ""}
        return None if pasted else WRONG_TYPE
    if claimed != kind:
        return DIFFER
    if kind == "application/zip" and not is_sound_zip(content, limits):
        return UNREADABLE
    return None


def _unread(
    entity: Entity, position: int, limits: Limits, *, refused: str
) -> Attachment:
    """A file told by name only: its size is an estimate, its digest unknown."""
    return Attachment(
        filename=_name(entity, position, "", limits),
        content_type=entity.content_type,
        size_bytes=entity.estimated_size(),
        sha256="",
        inline=_is_inline(entity),
        refused=refused,
    )


def _is_inline(entity: Entity) -> bool:
    return entity.disposition[0] != "attachment" and bool(entity.field("content-id"))


def _name(entity: Entity, position: int, kind: str, limits: Limits) -> str:
    claimed = entity.disposition[1].get("filename") or ""
    name = safe_filename(claimed or entity.parameters.get("name", ""), limits)
    if name:
        return name
    extension = extension_of(kind) if kind else ""
    if extension in {"", "bin", "txt"}:
        extension = _NAME_BY_TYPE.get(entity.content_type, extension or "bin")
    return f"part-{position}.{extension}"
