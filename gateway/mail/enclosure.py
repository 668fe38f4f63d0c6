"""A file that goes with a letter, and its MIME part.

A picture that the HTML shows has a content id and is shown where ``cid:`` names it;
everything else is an attachment. The bytes are ours, and so is the name: a control
character in it is an error, never a guess.

STANDARDS: RFC 2183 (Content-Disposition), RFC 2231 §4 (parameter values beyond ASCII),
RFC 2392 (cid), RFC 2045 §6.8 (base64), RFC 2047 (names for old readers).
"""

import re
from binascii import b2a_base64
from dataclasses import dataclass
from urllib.parse import quote

LINE_OCTETS = 57
"""Octets in a base64 line of 76 columns."""
PARAMETER_CHARACTERS = 60
"""Characters of a parameter's value on one line."""
WORD_CHARACTERS = 11
"""Characters in an encoded word: 75 columns hold 45 octets of UTF-8 (RFC 2047 §2)."""
FILENAME_LIMIT_CHARACTERS = 100
"""Beyond that, mail clients cut a name where they like."""

_TYPE = re.compile(r"[a-z]+/[A-Za-z0-9.+-]+(?:; ?[a-z]+=[A-Za-z0-9._-]+)*")
_CONTENT_ID = re.compile(r"[A-Za-z0-9._-]+@[A-Za-z0-9.-]+")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9 ._()+-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """``content_id`` is without its angles; empty for a file that is no inline picture.

    ``content_type`` may have parameters: ``text/calendar; method=REQUEST``.
    Raises :class:`ValueError` where one of the values does not have its grammar.
    """

    filename: str
    content_type: str
    content: bytes
    content_id: str = ""

    def __post_init__(self) -> None:
        if not _TYPE.fullmatch(self.content_type):
            raise ValueError(f"not a content type: {self.content_type[:60]!r}")
        if self.content_id and not _CONTENT_ID.fullmatch(self.content_id):
            raise ValueError(f"not a content id: {self.content_id[:60]!r}")
        fits = 0 < len(self.filename) <= FILENAME_LIMIT_CHARACTERS
        if not fits or not self.filename.isprintable() or "/" in self.filename:
            raise ValueError(f"not a file name: {self.filename[:60]!r}")


def part_of(file: Enclosure) -> bytes:
    """The part: its header, a blank line, its body in base64; no boundary."""
    shown = "inline" if file.content_id else "attachment"
    head = [
        f"Content-Type: {file.content_type};\r\n name={_old_form(file.filename)}",
        "Content-Transfer-Encoding: base64",
        f"Content-Disposition: {shown};\r\n {_parameter(file.filename)}",
    ]
    if file.content_id:
        head.append(f"Content-ID: <{file.content_id}>")
    return b"\r\n".join(
        ("\r\n".join(head).encode("ascii"), b"", _base64(file.content), b"")
    )


def _old_form(name: str) -> str:
    """As readers want it that do not know RFC 2231: encoded words between quotes."""
    if _PLAIN_NAME.fullmatch(name):
        return f'"{name}"'
    pieces = [
        name[at : at + WORD_CHARACTERS] for at in range(0, len(name), WORD_CHARACTERS)
    ]
    words = (b2a_base64(one.encode(), newline=False).decode("ascii") for one in pieces)
    return '"' + "\r\n ".join(f"=?utf-8?B?{word}?=" for word in words) + '"'


def _parameter(name: str) -> str:
    if _PLAIN_NAME.fullmatch(name) and len(name) <= PARAMETER_CHARACTERS:
        return f'filename="{name}"'
    pieces = ["utf-8''"]
    for character in name:
        # No character is cut in two: readers decode piece by piece.
        encoded = quote(character, safe="")
        if len(pieces[-1]) + len(encoded) > PARAMETER_CHARACTERS:
            pieces.append("")
        pieces[-1] += encoded
    if len(pieces) == 1:
        return f"filename*={pieces[0]}"
    return ";\r\n ".join(f"filename*{n}*={piece}" for n, piece in enumerate(pieces))


def _base64(content: bytes) -> bytes:
    steps = range(0, len(content), LINE_OCTETS)
    lines = (b2a_base64(content[at : at + LINE_OCTETS], newline=False) for at in steps)
    return b"\r\n".join(lines)
