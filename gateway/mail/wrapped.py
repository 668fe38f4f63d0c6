"""What one part wraps: an envelope of Outlook's, a whole message and its subject.

STANDARDS: [MS-OXTNEF] (see tnef.py), RFC 2046 §5.2.1 (message/rfc822).
"""

import re
from dataclasses import dataclass

from gateway.mail.content import Slot
from gateway.mail.headers import decode_field
from gateway.mail.limits import Limits
from gateway.mail.mime import Entity
from gateway.mail.rtf import read_rtf
from gateway.mail.tnef import Tnef, read_tnef

_SUBJECT = re.compile(
    rb"(?im)^subject:[ \t]*([^\r\n]{0,998}(?:\r?\n[ \t][^\r\n]{0,998}){0,4})"
)
_HEADER_BYTES = 16_384
_NAME_CHARS = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The files of an envelope as if they had been attached, and its text."""

    files: tuple[Entity, ...] = ()
    slots: tuple[Slot, ...] = ()
    complete: bool = False


def open_envelope(entity: Entity, limits: Limits) -> Opened:
    """What winmail.dat holds; nothing, incomplete, where it cannot be read."""
    octets, _ = entity.octets()
    opened = read_tnef(octets, limits)
    if opened is None:
        return Opened()
    files = tuple(
        entity.with_file(file.content, name=file.name, content_type=file.content_type)
        for file in opened.files
    )
    return Opened(files=files, slots=(_text(opened),), complete=opened.complete)


def _text(opened: Tnef) -> Slot:
    if opened.text.strip() or opened.html.strip() or not opened.rtf:
        return Slot(plain=opened.text, html=opened.html)
    text, is_html = read_rtf(opened.rtf)
    return Slot(html=text) if is_html else Slot(rich=text)


def subject_within(entity: Entity, limits: Limits) -> str:
    """The subject of the message in a message/rfc822 part; empty where it has none."""
    head = entity.octets()[0][:_HEADER_BYTES].replace(b"\r\n", b"\n")
    found = _SUBJECT.search(head.partition(b"\n\n")[0])
    raw = found[1].decode("ascii", "surrogateescape") if found else ""
    return decode_field(raw, limits)[:_NAME_CHARS].strip()


def name_of(entity: Entity) -> str:
    """The name that a part gives itself, raw; empty where it gives none."""
    return entity.disposition[1].get("filename") or entity.parameters.get("name") or ""
