"""One member of a zip looked into: its first octets, and whether the listing lies.

Rule: a member is inflated in memory only, to be counted and compared with its size and
checksum, piece by piece, against a budget that all members of a file share; kept whole
is only an archive within, which is listed next.
STANDARDS: RFC 1951 (deflate); PKWARE APPNOTE §4.4.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from gateway.mail.zip_directory import Entry
from gateway.mail.zip_end import DIFFERS

DAMAGED = "unreadable"
ZIP_HEAD = b"PK\x03\x04"

_STORED, _DEFLATED = 0, 8
_CHUNK = 16_384
_PIECE = 65_536
_HEAD = 64
_OVERHEAD_BYTES = 512
"""What encryption and empty blocks may add to a member."""


@dataclass(slots=True)
class Budget:
    """What is left to spend on one file, the archives within included."""

    entries: int
    content: int
    checked: int
    nested: int


@dataclass(frozen=True, slots=True)
class Look:
    """A member looked into: its first octets, all where wanted, and what is wrong."""

    head: bytes = b""
    whole: bytes | None = None
    fault: str = ""


def look(content: bytes, entry: Entry, budget: Budget, *, wanted: bool) -> Look:
    """Compare a member with what the listing says of it, as far as the budget goes.

    No method makes a member longer than what it holds by more than a few octets.
    """
    if entry.packed_bytes > _most(entry):
        return Look(fault=DIFFERS)
    packed = content[entry.start : entry.start + entry.packed_bytes]
    if entry.encrypted or entry.method not in {_STORED, _DEFLATED}:
        return Look()
    if entry.method == _DEFLATED:
        return _inflate(packed, entry, budget, wanted=wanted)
    if len(packed) != entry.size_bytes:
        return Look(fault=DIFFERS)
    if len(packed) <= budget.checked:
        budget.checked -= len(packed)
        if zlib.crc32(packed) != entry.crc:
            return Look(fault=DAMAGED)
    return Look(head=packed[:_HEAD], whole=packed)


def _inflate(packed: bytes, entry: Entry, budget: Budget, *, wanted: bool) -> Look:
    """Inflate to the end of the member, or of the budget, or to the lie."""
    inflator = zlib.decompressobj(-zlib.MAX_WBITS)
    tally = _Tally()
    try:
        for piece, left in _pieces(inflator, packed):
            tally.add(piece, entry, budget, wanted=wanted)
            if tally.size > entry.size_bytes:
                return Look(fault=DIFFERS)
            if (
                budget.checked < 0
                and not tally.keeps
                and not tally.outruns(entry, left)
            ):
                return Look(head=tally.head)
    except zlib.error:
        return Look(fault=DAMAGED)
    if not inflator.eof or (tally.size, tally.crc) != (entry.size_bytes, entry.crc):
        return Look(fault=DAMAGED if tally.size <= entry.size_bytes else DIFFERS)
    whole = b"".join(tally.kept) if tally.keeps else None
    return Look(head=tally.head, whole=whole)


@dataclass(slots=True)
class _Tally:
    """What came out of one member so far; kept only where it is an archive itself."""

    size: int = 0
    crc: int = 0
    head: bytes = b""
    keeps: bool = False
    kept: list[bytes] = field(default_factory=list)

    def add(self, piece: bytes, entry: Entry, budget: Budget, *, wanted: bool) -> None:
        if not self.size:
            self.head = piece[:_HEAD]
            is_archive = wanted and self.head.startswith(ZIP_HEAD)
            self.keeps = is_archive and entry.size_bytes <= budget.nested
            budget.nested -= entry.size_bytes if self.keeps else 0
        self.size += len(piece)
        self.crc = zlib.crc32(piece, self.crc)
        budget.checked -= len(piece)
        if self.keeps:
            self.kept.append(piece)

    def outruns(self, entry: Entry, left: int) -> bool:
        """Whether the rest would be too much, if it is as dense as what came out."""
        read = entry.packed_bytes - left
        return self.size * entry.packed_bytes > 2 * entry.size_bytes * read


def _pieces(inflator: "zlib._Decompress", packed: bytes) -> Iterator[tuple[bytes, int]]:
    """Inflated pieces, and how many packed octets are left unread behind each."""
    for start in range(0, max(len(packed), 1), _CHUNK):
        pending, piece = packed[start : start + _CHUNK], b""
        while pending or len(piece) == _PIECE:
            piece = inflator.decompress(pending, _PIECE)
            pending = inflator.unconsumed_tail
            if piece:
                yield piece, max(0, len(packed) - start - _CHUNK)
            if inflator.eof:
                return


def _most(entry: Entry) -> int:
    """The most that a member of this size may take, packed."""
    return entry.size_bytes + entry.size_bytes // 500 + _OVERHEAD_BYTES
