"""The outermost shape of a CMS object: what kind it is, and what a signed one holds.

Rule: nothing is checked or decrypted here; whoever wants proof asks ``gateway.crypto``.
Bounded by the octets given: each is looked at once, nesting is cut at a depth. Both
definite and indefinite lengths are read, since clients write either.
STANDARDS: RFC 5652 (CMS), RFC 5083 (AuthEnvelopedData), X.690 §8 (BER).
"""

from collections.abc import Iterator
from enum import StrEnum

_SEQUENCE, _OID, _OCTETS, _CHUNKED, _EXPLICIT = 0x30, 6, 4, 0x24, 0xA0
_CONSTRUCTED = 0x20
_LONG_TAG = 0x1F
_INDEFINITE = 0x80
_LENGTH_OCTETS = 4
_DEPTH = 16


class CmsKind(StrEnum):
    SIGNED = "signed"
    ENCRYPTED = "encrypted"
    OTHER = "other"


_KINDS = {
    bytes.fromhex("2a864886f70d010702"): CmsKind.SIGNED,
    bytes.fromhex("2a864886f70d010703"): CmsKind.ENCRYPTED,
    bytes.fromhex("2a864886f70d0109100117"): CmsKind.ENCRYPTED,
}


_WEAK_DIGESTS = (bytes.fromhex("06082a864886f70d0205"), bytes.fromhex("06052b0e03021a"))


class _NotCms(ValueError):
    """The octets are no BER of the shape that was expected."""


def cms_kind(octets: bytes) -> CmsKind:
    """What the object says it is; OTHER also where it is no CMS at all."""
    try:
        return _content_info(octets)[0]
    except (_NotCms, IndexError):
        return CmsKind.OTHER


def has_weak_digest(octets: bytes) -> bool:
    """Whether a SignedData names MD5 or SHA-1 among its digests (RFC 8551 §2.1).

    A signature with a digest that is not named there is not taken by anybody.
    """
    try:
        _kind, place = _content_info(octets)
        place = _skip(octets, _enter(octets, place, _SEQUENCE))  # version
        named = octets[place : _skip(octets, place)]
    except (_NotCms, IndexError):
        return True
    return any(weak in named for weak in _WEAK_DIGESTS)


def signed_content(octets: bytes) -> bytes | None:
    """The content within a SignedData; None where it stands elsewhere (detached)."""
    try:
        kind, place = _content_info(octets)
        if kind is not CmsKind.SIGNED:
            return None
        place = _enter(octets, place, _SEQUENCE)
        place = _skip(octets, place)  # version
        place = _skip(octets, place)  # digestAlgorithms
        place = _enter(octets, place, _SEQUENCE)
        place = _skip(octets, place)  # eContentType
        place = _enter(octets, place, _EXPLICIT)
        return b"".join(_octet_string(octets, place, _DEPTH))
    except (_NotCms, IndexError):
        return None


def _content_info(octets: bytes) -> tuple[CmsKind, int]:
    """The kind, and where the content begins (RFC 5652 §3)."""
    place = _enter(octets, 0, _SEQUENCE)
    _expect(octets, place, _OID)
    _tag, start, end = _header(octets, place)
    kind = _KINDS.get(octets[start:end], CmsKind.OTHER)
    return kind, _enter(octets, _skip(octets, place), _EXPLICIT)


def _header(octets: bytes, place: int) -> tuple[int, int, int | None]:
    """Tag, where the content begins, where it ends (None: an end mark tells)."""
    tag, length = octets[place], octets[place + 1]
    if tag & _LONG_TAG == _LONG_TAG:
        raise _NotCms
    start = place + 2
    if length == _INDEFINITE:
        if not tag & _CONSTRUCTED:
            raise _NotCms
        return tag, start, None
    if length > _INDEFINITE:
        count = length - _INDEFINITE
        if count > _LENGTH_OCTETS:
            raise _NotCms
        length = int.from_bytes(octets[start : start + count], "big")
        start += count
    if start + length > len(octets):
        raise _NotCms
    return tag, start, start + length


def _expect(octets: bytes, place: int, tag: int) -> None:
    if octets[place] != tag:
        raise _NotCms


def _enter(octets: bytes, place: int, tag: int) -> int:
    _expect(octets, place, tag)
    return _header(octets, place)[1]


def _skip(octets: bytes, place: int, depth: int = _DEPTH) -> int:
    """Where the next element begins."""
    _tag, start, end = _header(octets, place)
    if end is not None:
        return end
    if not depth:
        raise _NotCms
    while octets[start : start + 2] != b"\0\0":
        start = _skip(octets, start, depth - 1)
    return start + 2


def _octet_string(octets: bytes, place: int, depth: int) -> Iterator[bytes]:
    """An octet string, whole or in chunks (X.690 §8.7)."""
    tag, start, end = _header(octets, place)
    if tag == _OCTETS:
        yield octets[start:end]
        return
    if tag != _CHUNKED or not depth:
        raise _NotCms
    while start < (len(octets) if end is None else end):
        if end is None and octets[start : start + 2] == b"\0\0":
            return
        yield from _octet_string(octets, start, depth - 1)
        start = _skip(octets, start)
