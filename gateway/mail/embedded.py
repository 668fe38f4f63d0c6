"""Files that were written into the text itself: uuencode and yEnc.

Rule: what begins like a file and reads like one line by line is a file; everything else
stays text, in its place. One pass, and only over texts that hold such a beginning.
STANDARDS: POSIX uuencode (historical format); the yEnc draft, version 1.3.
"""

import re
from dataclasses import dataclass

from gateway.mail.transfer import decode_uu_line

_UU_BEGIN = re.compile(rb"begin [0-7]{3,4} (\S[^\r\n]{0,254})")
_YENC_BEGIN = re.compile(rb"=ybegin [^\r\n]{0,200}?name=([^\r\n]{1,254})")
_YENC_ESCAPED = re.compile(rb"=(.)", re.DOTALL)
_LESS_42 = bytes((n - 42) % 256 for n in range(256))
_LESS_64 = bytes((n - 64) % 256 for n in range(256))
_LONGEST_LINE = 4096


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    name: bytes
    content: bytes


def take_files(text: bytes, most: int) -> tuple[bytes, tuple[EmbeddedFile, ...]]:
    """The text without the files in it, and those files, ``most`` at most."""
    if b"begin " not in text:
        return text, ()
    lines = text.split(b"\n")
    kept: list[bytes] = []
    files: list[EmbeddedFile] = []
    place = 0
    while place < len(lines):
        found = _file_at(lines, place) if len(files) < most else None
        if found is None:
            kept.append(lines[place])
            place += 1
        else:
            file, place = found
            files.append(file)
    return b"\n".join(kept), tuple(files)


def _file_at(lines: list[bytes], place: int) -> tuple[EmbeddedFile, int] | None:
    line = lines[place]
    if line.startswith(b"begin "):
        begin = _UU_BEGIN.fullmatch(line.rstrip())
        return _read_uu(lines, place, begin[1]) if begin else None
    if line.startswith(b"=ybegin "):
        begin = _YENC_BEGIN.match(line)
        return _read_yenc(lines, place, begin[1].strip()) if begin else None
    return None


def _read_uu(
    lines: list[bytes], place: int, name: bytes
) -> tuple[EmbeddedFile, int] | None:
    """Up to ``end``, or to the first line that is none of uuencode."""
    decoded: list[bytes] = []
    for end in range(place + 1, len(lines)):
        line = lines[end].rstrip(b"\r")
        bare = line.strip()
        if bare == b"end" and decoded:
            return EmbeddedFile(name, b"".join(decoded)), end + 1
        if bare in {b"`", b""} and decoded:
            continue
        if not _is_uu_line(line):
            return None
        decoded.append(decode_uu_line(line) or b"")
    return (EmbeddedFile(name, b"".join(decoded)), len(lines)) if decoded else None


def _is_uu_line(line: bytes) -> bool:
    """Whether the line is as long as its first sign says (trailing blanks may go)."""
    if not line or not 33 <= line[0] <= 96 or len(line) > _LONGEST_LINE:  # noqa: PLR2004 - the signs of the alphabet
        return False
    signs = ((line[0] - 32) & 63 or 0) * 4 // 3
    return len(line) - 1 <= signs + 4 and len(line) >= 2  # noqa: PLR2004 - a count and a sign


def _read_yenc(
    lines: list[bytes], place: int, name: bytes
) -> tuple[EmbeddedFile, int] | None:
    pieces: list[bytes] = []
    for end in range(place + 1, len(lines)):
        line = lines[end].rstrip(b"\r")
        if line.startswith(b"=yend"):
            return EmbeddedFile(name, b"".join(pieces)), end + 1
        if not line.startswith(b"=ypart"):
            pieces.append(_decode_yenc(line))
    return None


def _decode_yenc(line: bytes) -> bytes:
    meant = _YENC_ESCAPED.sub(lambda found: found[1].translate(_LESS_64), line)
    return meant.translate(_LESS_42)
