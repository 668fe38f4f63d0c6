"""The listing of a zip archive, read from its own bytes and checked against them.

Rule: only the central directory says what is inside, and the local headers must agree
with it; whatever two programs could read in two ways is a fault. Nothing is unpacked.
STANDARDS: PKWARE APPNOTE 6.3 §4.3 (structure), §4.5.3 (zip64), §4.6.9 (Unicode path).
"""

import contextlib
import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gateway.mail.charset import decode_text
from gateway.mail.limits import Limits
from gateway.mail.zip_end import CUT, DIFFERS, End, read_end

ENTRIES = "zip-entries"
OVERLAP = "zip-overlap"

_CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
_LOCAL = struct.Struct("<4s5HL2L2H")
_LOCAL_MARK = b"PK\x03\x04"
_FULL32 = 0xFFFFFFFF
_ZIP64_EXTRA, _UNICODE_EXTRA = 0x0001, 0x7075
_ENCRYPTED, _SIZES_FOLLOW, _MASKED = 0x1, 0x8, 0x2000
_STORED = 0
_UNIX_HOSTS = frozenset({3, 19})
_WIDE_PAIR = re.compile(rb"[\xa1-\xa9\xb0-\xf7][\xa1-\xfe]")
_HIGH = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One member as the listing tells it. ``mode`` is that of Unix, 0 where unknown.

    Its packed bytes are ``content[start : start + packed_bytes]``.
    """

    name: str
    packed_bytes: int
    size_bytes: int
    crc: int
    method: int
    encrypted: bool
    mode: int
    offset: int
    start: int = 0


@dataclass(frozen=True, slots=True)
class _Raw:
    """A record of the central directory, and its name as octets."""

    entry: Entry
    name: bytes
    flags: int


def read_directory(content: bytes, limits: Limits) -> tuple[Entry, ...] | str:
    """The members of the archive, or the reason why there is no believing it.

    Reads at most ``limits.zip_entries`` records. Never raises.
    """
    try:
        end = read_end(content)
        if isinstance(end, str):
            return end
        if end.entries > limits.zip_entries:
            return ENTRIES
        records = _records(content, end)
        if isinstance(records, str):
            return records
        return _located(content, records, end.start)
    except (struct.error, IndexError, OverflowError):
        return CUT


def _records(content: bytes, end: End) -> list[_Raw] | str:
    records: list[_Raw] = []
    place = end.start
    for _ in range(end.entries):
        if place + _CENTRAL.size > end.stop:
            return CUT
        fields = _CENTRAL.unpack_from(content, place)
        if fields[0] != b"PK\x01\x02":
            return CUT
        name_at = place + _CENTRAL.size
        extra_at = name_at + fields[12]
        place = extra_at + fields[13] + fields[14]
        if place > end.stop:
            return CUT
        extra = content[extra_at : extra_at + fields[13]]
        records.append(_record(fields, content[name_at:extra_at], extra))
    # What is left between the last record and the end is no record of ours.
    return records if place == end.stop else DIFFERS


def _record(fields: Sequence[int], name: bytes, extra: bytes) -> _Raw:
    host, flags, method = fields[2], fields[5], fields[6]
    crc, packed, size = fields[9], fields[10], fields[11]
    extras = _extras(extra)
    size, packed, offset = _widened(extras, size, packed, fields[18])
    entry = Entry(
        name=_name(name, extras),
        packed_bytes=packed,
        size_bytes=size,
        crc=crc,
        method=method,
        encrypted=bool(flags & (_ENCRYPTED | _MASKED)),
        mode=fields[17] >> 16 if host in _UNIX_HOSTS else 0,
        offset=offset,
    )
    return _Raw(entry, name, flags)


def _extras(extra: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    place = 0
    while place + 4 <= len(extra):
        kind, size = struct.unpack_from("<2H", extra, place)
        found.setdefault(kind, extra[place + 4 : place + 4 + size])
        place += 4 + size
    return found


def _widened(
    extras: dict[int, bytes], size: int, packed: int, offset: int
) -> tuple[int, int, int]:
    """§4.5.3: each number that is all ones stands in the extra field, in this order."""
    wide = extras.get(_ZIP64_EXTRA, b"")
    values = list(struct.unpack(f"<{len(wide) // 8}Q", wide[: len(wide) // 8 * 8]))
    said = [
        values.pop(0) if number == _FULL32 and values else number
        for number in (size, packed, offset)
    ]
    return said[0], said[1], said[2]


def _name(raw: bytes, extras: dict[int, bytes]) -> str:
    """Bit 11 promises UTF-8; those who do not set it write it too."""
    path = extras.get(_UNICODE_EXTRA, b"")
    if path[:1] == b"\x01" and path[1:5] == zlib.crc32(raw).to_bytes(4, "little"):
        # §4.6.9. Another extension there would be one file under two names.
        same = path.rpartition(b".")[2] == raw.rpartition(b".")[2]
        raw = path[5:] if same and not raw.isascii() else raw
    with contextlib.suppress(UnicodeDecodeError):
        return raw.decode("utf-8")
    # Chinese Windows writes GBK; an umlaut of cp437 stands alone between letters.
    paired = 2 * len(_WIDE_PAIR.findall(raw))
    if paired * 2 >= len(_HIGH.findall(raw)):
        return decode_text(raw, "gb18030")
    return raw.decode("cp437")


def _located(
    content: bytes, records: Sequence[_Raw], directory_start: int
) -> tuple[Entry, ...] | str:
    """Find each member's bytes; their extents lie side by side before the directory."""
    found: list[Entry] = []
    for raw in records:
        entry = _with_start(content, raw)
        if isinstance(entry, str):
            return entry
        found.append(entry)
    fault = _fault_of_extents(content, found, directory_start)
    return fault or tuple(found)


def _with_start(content: bytes, raw: _Raw) -> Entry | str:
    entry = raw.entry
    if entry.offset + _LOCAL.size > len(content):
        return CUT
    fields = _LOCAL.unpack_from(content, entry.offset)
    mark, _, flags, method, _, _, crc, packed, size, name_size, extra_size = fields
    name_at = entry.offset + _LOCAL.size
    if mark != _LOCAL_MARK or method != entry.method:
        return DIFFERS
    name = content[name_at : name_at + name_size]
    if name != raw.name and not raw.flags & _MASKED:
        return DIFFERS
    if not (flags | raw.flags) & _MASKED:
        listed = (entry.crc, entry.packed_bytes, entry.size_bytes)
        empty = (0, _FULL32) if flags & _SIZES_FOLLOW else (_FULL32,)
        for said, known in zip((crc, packed, size), listed, strict=True):
            if said != known and said not in empty:
                return DIFFERS
    return replace(entry, start=name_at + name_size + extra_size)


def _fault_of_extents(
    content: bytes, entries: Sequence[Entry], directory_start: int
) -> str:
    before = 0
    for entry in sorted(entries, key=lambda entry: entry.offset):
        if entry.offset < before:
            return OVERLAP
        if content.find(_LOCAL_MARK, before, entry.offset) >= 0:
            return DIFFERS  # A member that the listing does not tell.
        before = entry.start + entry.packed_bytes
    if before > directory_start:
        return OVERLAP
    return DIFFERS if content.find(_LOCAL_MARK, before, directory_start) >= 0 else ""
