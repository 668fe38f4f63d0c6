"""winmail.dat: Outlook's envelope around a text and its files, read in one pass.

Rule: only what is asked for is read: the text in its three forms, and files with their
names. Lengths are checked before anything is taken, checksums are not believed, the
number of attributes is bounded, and nothing raises. What breaks off in the middle gives
what stood before.
STANDARDS: [MS-OXTNEF] §2.1 (attributes), [MS-OXCDATA] §2.11 (property types).
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gateway.mail.charset import decode_text
from gateway.mail.limits import Limits
from gateway.mail.rtf import decompress

_SIGNATURE = 0x223E9F78
_HEAD = struct.Struct("<IH")
_ATTRIBUTE = struct.Struct("<BII")
_CHECKSUM_BYTES = 2
_U32 = struct.Struct("<I")
_TYPE_AND_ID = struct.Struct("<HH")
_CODEPAGE = 0x00069007
_BODY = 0x0002800C
_PROPERTIES = 0x00069003
_FILE_STARTS = 0x00069002
_FILE_TITLE = 0x00018010
_FILE_DATA = 0x0006800F
_FILE_PROPERTIES = 0x00069005
_PR_BODY, _PR_HTML, _PR_RTF, _PR_CPID = 0x1000, 0x1013, 0x1009, 0x3FDE
_PR_DATA, _PR_SHORT_NAME, _PR_LONG_NAME = 0x3701, 0x3704, 0x3707
_PR_MIME, _PR_DISPLAY_NAME = 0x370E, 0x3001
_WANTED = frozenset(
    {
        *(_PR_BODY, _PR_HTML, _PR_RTF, _PR_CPID, _PR_DATA, _PR_SHORT_NAME),
        *(_PR_LONG_NAME, _PR_MIME, _PR_DISPLAY_NAME),
    }
)
_MULTIPLE = 0x1000
_STRING8, _UNICODE, _BINARY, _OBJECT = 0x1E, 0x1F, 0x102, 0x0D
_VARIABLE = frozenset({_STRING8, _UNICODE, _BINARY, _OBJECT})
_FIXED_BYTES: Mapping[int, int] = MappingProxyType(
    {
        **dict.fromkeys((0x02, 0x03, 0x04, 0x0A, 0x0B), 4),
        **dict.fromkeys((0x05, 0x06, 0x07, 0x14, 0x40), 8),
        0x48: 16,
        0x01: 0,
    }
)
_NAMED, _OBJECT_HEAD_BYTES = 0x8000, 16
_ATTRIBUTES, _MOST_PROPERTIES = 10_000, 4096
_LEVELS = frozenset({1, 2})


@dataclass(frozen=True, slots=True, kw_only=True)
class TnefFile:
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Tnef:
    """What an envelope holds; ``complete`` is False where it broke off."""

    text: str
    html: str
    rtf: bytes
    files: tuple[TnefFile, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class _Property:
    kind: int
    value: bytes


class _Broken(Exception):
    pass


def read_tnef(data: bytes, limits: Limits) -> Tnef | None:
    """The content of an envelope; None where ``data`` is none."""
    if len(data) < _HEAD.size or _HEAD.unpack_from(data)[0] != _SIGNATURE:
        return None
    read = _Reading(limits)
    complete = True
    try:
        for attribute, value in _attributes(data):
            read.take(attribute, value)
    except _Broken:
        complete = False
    return read.result(complete=complete)


class _Reading:
    """What has been met so far, in the order of the envelope."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._codepage = ""
        self._body = b""
        self._message: dict[int, _Property] = {}
        self._files: list[dict[int, _Property]] = []

    def take(self, attribute: int, value: bytes) -> None:
        if attribute == _CODEPAGE and len(value) >= _U32.size:
            self._codepage = f"cp{_U32.unpack_from(value)[0]}"
        elif attribute == _BODY:
            self._body = value
        elif attribute == _PROPERTIES:
            self._message |= _properties(value)
        elif attribute == _FILE_STARTS:
            if len(self._files) < self._limits.parts:
                self._files.append({})
        elif self._files:
            self._take_of_file(attribute, value, self._files[-1])

    def _take_of_file(
        self, attribute: int, value: bytes, file: dict[int, _Property]
    ) -> None:
        if attribute == _FILE_TITLE:
            file.setdefault(_PR_SHORT_NAME, _Property(_STRING8, value))
        elif attribute == _FILE_DATA:
            file[_PR_DATA] = _Property(_BINARY, value)
        elif attribute == _FILE_PROPERTIES:
            for name, found in _properties(value).items():
                # The data of the file itself stands in an attribute of its own.
                if name != _PR_DATA or _PR_DATA not in file:
                    file[name] = found

    def result(self, *, complete: bool) -> Tnef:
        html = self._message.get(_PR_HTML)
        rtf = self._message.get(_PR_RTF)
        text = self._message.get(_PR_BODY) or _Property(_STRING8, self._body)
        return Tnef(
            text=self._text(text).replace("\r\n", "\n"),
            html=self._text(html) if html else "",
            rtf=decompress(rtf.value, self._limits.rtf_bytes) if rtf else b"",
            files=tuple(self._file(found) for found in self._files if found),
            complete=complete,
        )

    def _file(self, found: dict[int, _Property]) -> TnefFile:
        names = (_PR_LONG_NAME, _PR_SHORT_NAME, _PR_DISPLAY_NAME)
        named = (self._text(found[key]) for key in names if key in found)
        name = next((name for name in named if name.strip()), "")
        data = found.get(_PR_DATA, _Property(_BINARY, b""))
        content = data.value
        if data.kind == _OBJECT:
            content = content[_OBJECT_HEAD_BYTES:]
            name = name if "." in name[-5:] else f"{name or 'message'}.msg"
        mime = found.get(_PR_MIME)
        kind = self._text(mime).lower() if mime else "application/octet-stream"
        return TnefFile(name=name, content_type=kind, content=content)

    def _text(self, found: _Property) -> str:
        data = found.value[: self._limits.text_bytes]
        if found.kind == _UNICODE:
            return data.decode("utf-16-le", "replace").replace("\0", "")
        cpid = self._message.get(_PR_CPID)
        charset = self._codepage
        if found.kind == _BINARY and cpid and len(cpid.value) >= _U32.size:
            charset = f"cp{_U32.unpack_from(cpid.value)[0]}"
        return decode_text(data, charset)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = _HEAD.size
    for _ in range(_ATTRIBUTES):
        if place + _ATTRIBUTE.size > len(data):
            # Some writers pad the end; an attribute that was begun is missing octets.
            if data[place:].strip(b"\0"):
                raise _Broken
            return
        level, attribute, length = _ATTRIBUTE.unpack_from(data, place)
        if level not in _LEVELS:
            # Gateways append to files; nothing of the envelope follows.
            return
        start = place + _ATTRIBUTE.size
        place = start + length + _CHECKSUM_BYTES
        if start + length > len(data):
            raise _Broken
        yield attribute, data[start : start + length]


def _properties(data: bytes) -> dict[int, _Property]:
    """The wanted ones of a property list, the first of each."""
    found: dict[int, _Property] = {}
    if len(data) < _U32.size:
        return found
    count, place = _U32.unpack_from(data)[0], _U32.size
    for _ in range(min(count, _MOST_PROPERTIES)):
        if place + _TYPE_AND_ID.size > len(data):
            break
        kind, name = _TYPE_AND_ID.unpack_from(data, place)
        place += _TYPE_AND_ID.size
        if name >= _NAMED:
            place = _after_name(data, place)
        value, place = _value(data, place, kind)
        if name in _WANTED and not kind & _MULTIPLE:
            found.setdefault(name, _Property(kind, value))
    return found


def _after_name(data: bytes, place: int) -> int:
    """[MS-OXTNEF] §2.1.3.4: a GUID, then a number or a name."""
    place += 16
    by_name = _number(data, place)
    place += _U32.size
    length = _number(data, place)
    return place + _U32.size + (_padded(length) if by_name else 0)


def _value(data: bytes, place: int, kind: int) -> tuple[bytes, int]:
    """The first value of a property, and where the next property starts."""
    basic = kind & ~_MULTIPLE
    fixed = _FIXED_BYTES.get(basic)
    if fixed is None and basic not in _VARIABLE:
        raise _Broken
    count = 1
    if fixed is None or kind & _MULTIPLE:
        count = _number(data, place)
        place += _U32.size
    if fixed is not None:
        return data[place : place + fixed], place + _padded(fixed * count)
    first = b""
    for number in range(count):
        length = _number(data, place)
        place += _U32.size
        if place + length > len(data):
            raise _Broken
        first = data[place : place + length] if number == 0 else first
        place += _padded(length)
    return first, place


def _number(data: bytes, place: int) -> int:
    if place + _U32.size > len(data):
        raise _Broken
    number: int = _U32.unpack_from(data, place)[0]
    return number


def _padded(length: int) -> int:
    return (length + 3) // 4 * 4
