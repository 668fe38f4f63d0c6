"""The end of a zip, which says where its listing lies; exactly one of them may do so.

Rule: a file that two programs could take for two archives is none: bytes in front of
it, an archive in the comment of another, parts on other disks.
STANDARDS: PKWARE APPNOTE 6.3 §4.3.14-16 (end records, zip64).
"""

import struct
from dataclasses import dataclass

CUT = "zip-cut"
DIFFERS = "zip-differs"

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_END_MARK = b"PK\x05\x06"
_COMMENT_BYTES = 65_535
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Where the central directory lies, and how much of it there is."""

    entries: int
    start: int
    stop: int


def read_end(content: bytes) -> End | str:
    place = _end_place(content)
    if place < 0:
        return CUT
    fields = _END.unpack_from(content, place)
    _, disk, first_disk, here, entries, size, start, _ = fields
    stop = place
    if _FULL16 in (disk, here, entries) or _FULL32 in (size, start):
        wide = _end64(content, place)
        if wide is None:
            return CUT
        disk, first_disk, here, entries, size, start, stop = wide
    if disk or first_disk or here != entries or start + size > stop:
        return CUT
    if start + size != stop and (found := _end64(content, place)):
        # Some write the wide record even where the narrow one says it all.
        stop = found[-1]
    if start + size != stop or _is_doubled(content, place):
        # Bytes in front of the archive, or a second archive: two readings of one file.
        return DIFFERS
    return End(entries=entries, start=start, stop=stop)


def _end_place(content: bytes, before: int | None = None) -> int:
    """The last end record whose comment fits into the file; -1 where there is none."""
    first = max(0, len(content) - _COMMENT_BYTES - _END.size)
    place = content.rfind(_END_MARK, first, before)
    while place >= 0:
        if place + _END.size <= len(content):
            comment = _END.unpack_from(content, place)[-1]
            if place + _END.size + comment <= len(content):
                return place
        place = content.rfind(_END_MARK, first, place)
    return -1


def _is_doubled(content: bytes, place: int) -> bool:
    """Whether the comment of an earlier end record holds this one."""
    earlier = _end_place(content, place)
    if earlier < 0:
        return False
    ends: tuple[int, ...] = _END.unpack_from(content, earlier)[5:]
    size, start, comment = ends
    return start + size == earlier and earlier + _END.size + comment > place


def _end64(
    content: bytes, place: int
) -> tuple[int, int, int, int, int, int, int] | None:
    if place < _LOCATOR64.size:
        return None
    mark, _, at, _ = _LOCATOR64.unpack_from(content, place - _LOCATOR64.size)
    if mark != b"PK\x06\x07" or at + _END64.size > place:
        return None
    mark, *_rest = fields = _END64.unpack_from(content, at)
    if mark != b"PK\x06\x06":
        return None
    _, _, _, _, disk, first_disk, here, entries, size, start = fields
    return disk, first_disk, here, entries, size, start, at
