"""The text of one part: its octets decoded, its lines joined as they were meant.

STANDARDS: RFC 3676 (format=flowed), RFC 1896 (text/enriched), RFC 4155 (``>From``).
"""

import re

from gateway.mail.charset import decode_text, is_wide
from gateway.mail.embedded import EmbeddedFile, take_files
from gateway.mail.limits import Limits
from gateway.mail.mime import Entity

_META_CHARSET = re.compile(rb"""charset\s{0,4}=\s{0,4}["']?([A-Za-z0-9_:.-]{2,32})""")
_META_BYTES = 2048
_SAMPLE_BYTES = 4096
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b\x0e\x0f\b"))
_FEWEST_CONTROLS = 8
_MOST_PER_CONTROL = 20
_FROM = ">From "
_ENRICHED_COMMAND = re.compile(r"<(/?)([A-Za-z0-9-]{1,60})>|(<<)|(\n+)")


def read_part(
    entity: Entity, limits: Limits, *, kind: str
) -> tuple[str, tuple[EmbeddedFile, ...]]:
    """The text of a part read as ``kind``, and the files that stood inside it."""
    octets = entity.text_octets()
    files: tuple[EmbeddedFile, ...] = ()
    if kind == "text/plain":
        octets, files = take_files(octets, limits.attachments)
    octets = octets[: limits.text_bytes]
    charset = entity.parameters.get("charset", "")
    if not charset and kind == "text/html":
        found = _META_CHARSET.search(octets, 0, _META_BYTES)
        charset = found[1].decode("ascii") if found else ""
    text = decode_text(octets, charset).replace("\r\n", "\n").replace("\r", "\n")
    if kind == "text/plain":
        text = _as_meant(entity, text)
    elif kind in {"text/enriched", "text/richtext"}:
        text = strip_enriched(text)
    return text, files


def is_binary(entity: Entity) -> bool:
    """Whether what is called a text is none: controls all over that no text holds."""
    sample = entity.text_octets()[:_SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls < _FEWEST_CONTROLS or controls * _MOST_PER_CONTROL < len(sample):
        return False
    return not is_wide(sample, entity.parameters.get("charset", ""))


def _as_meant(entity: Entity, text: str) -> str:
    if _FROM in text:
        text = unescape_from(text)
    if entity.parameters.get("format", "").lower() == "flowed":
        delete = entity.parameters.get("delsp", "").lower() == "yes"
        return unflow(text, delete_space=delete)
    return text


def unflow(text: str, *, delete_space: bool) -> str:
    """RFC 3676 §4: join lines that end in a space, at the same quote depth."""
    done: list[list[str]] = []
    open_depth = -1
    for line in text.split("\n"):
        bare = line.lstrip(">")
        depth = len(line) - len(bare)
        # §4.4: one space after the quote signs was stuffed in.
        bare = bare.removeprefix(" ")
        flows = bare.endswith(" ") and bare != "-- "
        if flows and delete_space:
            bare = bare[:-1]
        if depth == open_depth and bare.rstrip() != "--":
            done[-1].append(bare)
        else:
            done.append([f"{'>' * depth} {bare}" if depth else bare])
        open_depth = depth if flows else -1
    return "\n".join("".join(paragraph) for paragraph in done)


def unescape_from(text: str) -> str:
    """Mailbox files put ``>`` before a line's "From "; between quotes it is a quote."""
    lines = text.split("\n")
    for place, line in enumerate(lines):
        around = (*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2])
        if line.startswith(_FROM) and not any(near.startswith(">") for near in around):
            lines[place] = line[1:]
    return "\n".join(lines)


def strip_enriched(text: str) -> str:
    """RFC 1896: one line break is a space, commands go, ``<<`` is a ``<``."""
    pieces: list[str] = []
    end = 0
    parameter = False
    for found in _ENRICHED_COMMAND.finditer(text):
        if not parameter:
            pieces.append(text[end : found.start()])
        end = found.end()
        if found[4]:
            pieces.append(" " if len(found[4]) == 1 else found[4][1:])
        elif found[3]:
            pieces.append("<")
        elif found[2].lower() == "param":
            parameter = not found[1]
    pieces.append(text[end:])
    return "".join(pieces)
