"""BER, the octets of CMS objects and certificates: elements, and where they end.

Rule: an element's length is checked before anything in it is read; nesting without
lengths is cut at a depth. Both definite and indefinite lengths are read, since clients
write either.
STANDARDS: X.690 §8.
"""

from collections.abc import Iterator

SEQUENCE, SET, OID, OCTETS, CHUNKED, EXPLICIT = 0x30, 0x31, 6, 4, 0x24, 0xA0
DEPTH = 16
"""Elements without a length that stand within each other."""
_CONSTRUCTED = 0x20
_LONG_TAG = 0x1F
_INDEFINITE = 0x80
_LENGTH_OCTETS = 4


class NotBer(ValueError):
    """The octets are no BER of the shape that was expected."""


def header(octets: bytes, place: int) -> tuple[int, int, int | None]:
    """Tag, where the content begins, where it ends (None: an end mark tells).

    Raises NotBer, IndexError beyond the octets.
    """
    tag, length = octets[place], octets[place + 1]
    if tag & _LONG_TAG == _LONG_TAG:
        raise NotBer
    start = place + 2
    if length == _INDEFINITE:
        if not tag & _CONSTRUCTED:
            raise NotBer
        return tag, start, None
    if length > _INDEFINITE:
        count = length - _INDEFINITE
        if count > _LENGTH_OCTETS:
            raise NotBer
        length = int.from_bytes(octets[start : start + count], "big")
        start += count
    if start + length > len(octets):
        raise NotBer
    return tag, start, start + length


def expect(octets: bytes, place: int, tag: int) -> None:
    if octets[place] != tag:
        raise NotBer


def enter(octets: bytes, place: int, tag: int) -> int:
    """Where the content of an element of that tag begins."""
    expect(octets, place, tag)
    return header(octets, place)[1]


def skip(octets: bytes, place: int, depth: int = DEPTH) -> int:
    """Where the next element begins."""
    _tag, start, end = header(octets, place)
    if end is not None:
        return end
    if not depth:
        raise NotBer
    while octets[start : start + 2] != b"\0\0":
        start = skip(octets, start, depth - 1)
    return start + 2


def elements(octets: bytes, place: int) -> Iterator[int]:
    """Where each element within the one at ``place`` begins."""
    _tag, start, end = header(octets, place)
    while start < (len(octets) if end is None else end):
        if end is None and octets[start : start + 2] == b"\0\0":
            return
        yield start
        start = skip(octets, start)


def content(octets: bytes, place: int) -> bytes:
    """The octets of an element that says its length."""
    _tag, start, end = header(octets, place)
    if end is None:
        raise NotBer
    return octets[start:end]
