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
_END64_MARK, _LOCATOR_MARK = b"PK\x06\x06", b"PK\x06\x07"
_COMMENT_BYTES = 65_535
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Where the central directory lies, and how much of it there is."""

    entries: int
    start: int
    stop: int


def read_end(content: bytes) -> End | str:
    """Where the listing is, or why nobody can be sure. Raises struct.error."""
    first = max(0, len(content) - _COMMENT_BYTES - _END.size)
    place = content.rfind(_END_MARK, first)
    if place < 0:
        return CUT
    *_, comment = narrow = _END.unpack_from(content, place)
    if place + _END.size + comment > len(content):
        return CUT
    whole = _Where(place, *narrow[1:7])
    if content.startswith(_LOCATOR_MARK, max(0, place - _LOCATOR64.size)):
        wide = _read_wide(content, place)
        if wide is None or not whole.agrees(wide):
            return DIFFERS
        whole = wide
    parted = whole.disk or whole.first_disk or whole.here != whole.entries
    if parted or whole.start + whole.size > whole.stop:
        return CUT
    if whole.start + whole.size != whole.stop or _is_doubled(content, first, place):
        # Bytes in front of the archive, or a second archive: two readings of one file.
        return DIFFERS
    return End(entries=whole.entries, start=whole.start, stop=whole.stop)


@dataclass(frozen=True, slots=True)
class _Where:
    """An end record's numbers; ``stop`` is where the record itself begins."""

    stop: int
    disk: int
    first_disk: int
    here: int
    entries: int
    size: int
    start: int

    def agrees(self, wide: "_Where") -> bool:
        """All ones mean: see the wide record. Any other number is the same there."""
        narrow = (self.here, self.entries, self.size, self.start)
        told = (wide.here, wide.entries, wide.size, wide.start)
        full = (_FULL16, _FULL16, _FULL32, _FULL32)
        return all(
            number in {known, limit}
            for number, known, limit in zip(narrow, told, full, strict=True)
        )


def _is_doubled(content: bytes, first: int, place: int) -> bool:
    """Whether an archive ends before this one does, told from the same beginning.

    An archive stored within another counts from its own beginning.
    """
    earlier = content.rfind(_END_MARK, first, place)
    while earlier >= 0:
        size, start = _END.unpack_from(content, earlier)[5:7]
        if start + size == earlier:
            return True
        earlier = content.rfind(_END_MARK, first, earlier)
    return False


def _read_wide(content: bytes, place: int) -> _Where | None:
    _, _, at, _ = _LOCATOR64.unpack_from(content, place - _LOCATOR64.size)
    if at + _END64.size > place or not content.startswith(_END64_MARK, at):
        return None
    _, _, _, _, disk, first_disk, here, entries, size, start = _END64.unpack_from(
        content, at
    )
    return _Where(at, disk, first_disk, here, entries, size, start)
