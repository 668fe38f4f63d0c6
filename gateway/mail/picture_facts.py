"""What the octets of a picture say without drawing it: its sides, and its end.

Rule: a walk over markers, bounded and linear; no picture is decoded here.
STANDARDS: ITU T.81 annex B (JPEG), ISO/IEC 15948 (PNG), GIF89a, RFC 9649 (WebP).
"""

import re
import struct

from gateway.mail.limits import Limits
from gateway.mail.sniff import JPEG, magic_at

TRUNCATED = "truncated"

# In the entropy-coded data FF is followed by 00, or by a restart marker.
_MARKER = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])")
_END, _SCAN, _START, _ALONE = 0xD9, 0xDA, 0xD8, 0x01
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ZIP_END, _ZIP_END_BYTES = b"PK\x05\x06", 65_557


def jpeg_end(content: bytes, limits: Limits) -> int:
    """Where the picture ends, behind its EOI marker; -1 where it never does."""
    place = 2
    for _ in range(limits.jpeg_markers):
        found = _MARKER.search(content, place)
        if found is None:
            return -1
        marker = found[1][0]
        if marker == _END:
            return found.end()
        place = found.end()
        if marker not in {_ALONE, _START}:
            size = int.from_bytes(content[place : place + 2], "big")
            place += max(size, 2)
    return -1


def foreign_tail(content: bytes, limits: Limits) -> bool:
    """Whether an archive, a program or a page follows a JPEG in the same file.

    Other tails are kept: phones put a film or a second picture there.
    """
    end = jpeg_end(content, limits)
    tail = len(content) - end if end >= 0 else 0
    if tail and magic_at(content, end):
        return True
    place = content.rfind(_ZIP_END, max(0, len(content) - _ZIP_END_BYTES))
    if place < 0 or place + 20 > len(content):
        return False
    size, _ = struct.unpack_from("<2L", content, place + 12)
    at = place - size
    return 0 < at < place and content.startswith(b"PK\x01\x02", at)


def sides(content: bytes, kind: str, limits: Limits) -> tuple[int, int]:
    """Width and height in pixels as the header claims them; (0, 0) where unknown."""
    try:
        if kind == "image/png" and content[12:16] == b"IHDR":
            width, height = struct.unpack_from(">2L", content, 16)
        elif kind == "image/gif":
            width, height = struct.unpack_from("<2H", content, 6)
        elif kind == "image/bmp":
            width, height = struct.unpack_from("<2l", content, 18)
        elif kind == JPEG:
            return _jpeg_sides(content, limits)
        else:
            return 0, 0
    except struct.error:
        return 0, 0
    return abs(width), abs(height)


def _jpeg_sides(content: bytes, limits: Limits) -> tuple[int, int]:
    place = 2
    for _ in range(limits.jpeg_markers):
        if content[place : place + 1] != b"\xff" or place + 9 > len(content):
            return 0, 0
        marker = content[place + 1]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">2H", content, place + 5)
            return width, height
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return 0, 0
