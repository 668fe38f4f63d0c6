"""The outermost shape of a CMS object: what kind it is, and what a signed one holds.

Rule: nothing is checked or decrypted here; whoever wants proof asks ``gateway.crypto``.
Bounded by the octets given: each is looked at once, nesting is cut at a depth. Both
definite and indefinite lengths are read, since clients write either.
STANDARDS: RFC 5652 (CMS), RFC 5083 (AuthEnvelopedData), X.690 §8 (BER).
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice

from gateway.mail import ber
from gateway.mail.ber import NotBer

SIGNERS_LIMIT = 16
ATTRIBUTES_LIMIT = 64
"""Signers of one object, and attributes of one of them, in which its time is looked
for."""


class CmsKind(StrEnum):
    SIGNED = "signed"
    ENCRYPTED = "encrypted"
    OTHER = "other"


_KINDS = {
    bytes.fromhex("2a864886f70d010702"): CmsKind.SIGNED,
    bytes.fromhex("2a864886f70d010703"): CmsKind.ENCRYPTED,
    bytes.fromhex("2a864886f70d0109100117"): CmsKind.ENCRYPTED,
}


_SIGNING_TIME = bytes.fromhex("2a864886f70d010905")
_TIMES = {0x17: "%y%m%d%H%M%SZ", 0x18: "%Y%m%d%H%M%SZ"}
"""How the two kinds of time are written (RFC 5652 §11.3)."""
_WEAK_DIGESTS = (bytes.fromhex("06082a864886f70d0205"), bytes.fromhex("06052b0e03021a"))


def cms_kind(octets: bytes) -> CmsKind:
    """What the object says it is; OTHER also where it is no CMS at all."""
    try:
        return _content_info(octets)[0]
    except (NotBer, IndexError):
        return CmsKind.OTHER


def has_weak_digest(octets: bytes) -> bool:
    """Whether a SignedData names MD5 or SHA-1 among its digests (RFC 8551 §2.1).

    A signature with a digest that is not named there is not taken by anybody.
    """
    try:
        _kind, place = _content_info(octets)
        place = ber.skip(octets, ber.enter(octets, place, ber.SEQUENCE))  # version
        named = octets[place : ber.skip(octets, place)]
    except (NotBer, IndexError):
        return True
    return any(weak in named for weak in _WEAK_DIGESTS)


def signed_at(octets: bytes) -> datetime | None:
    """The earliest time at which one of the signers says that he signed.

    None where one of them does not say, or nobody can read it (RFC 5652 §11.3). Only
    of a SignedData whose signatures were found sound is it true.
    """
    try:
        kind, place = _content_info(octets)
        if kind is not CmsKind.SIGNED:
            return None
        # The signers stand last (RFC 5652 §5.1).
        *_, last = ber.elements(octets, place)
        ber.expect(octets, last, ber.SET)
        signers = tuple(islice(ber.elements(octets, last), SIGNERS_LIMIT + 1))
        times = [_signing_time(octets, one) for one in signers]
    except (NotBer, IndexError, ValueError):
        return None
    known = [time for time in times if time]
    told = len(known) == len(times) <= SIGNERS_LIMIT
    return min(known) if known and told else None


def _signing_time(octets: bytes, signer: int) -> datetime | None:
    """The time among what one SignerInfo signs: its fourth field (RFC 5652 §5.3)."""
    _version, _sid, _digest, attributes = islice(ber.elements(octets, signer), 4)
    ber.expect(octets, attributes, ber.EXPLICIT)
    for attribute in islice(ber.elements(octets, attributes), ATTRIBUTES_LIMIT):
        kind, values = ber.elements(octets, attribute)
        if ber.content(octets, kind) == _SIGNING_TIME:
            (value,) = ber.elements(octets, values)
            written = ber.content(octets, value).decode("ascii")
            form = _TIMES.get(octets[value], "")
            return datetime.strptime(written, form).replace(tzinfo=UTC)
    return None


def signed_content(octets: bytes) -> bytes | None:
    """The content within a SignedData; None where it stands elsewhere (detached)."""
    try:
        kind, place = _content_info(octets)
        if kind is not CmsKind.SIGNED:
            return None
        place = ber.enter(octets, place, ber.SEQUENCE)
        place = ber.skip(octets, place)  # version
        place = ber.skip(octets, place)  # digestAlgorithms
        place = ber.enter(octets, place, ber.SEQUENCE)
        place = ber.skip(octets, place)  # eContentType
        place = ber.enter(octets, place, ber.EXPLICIT)
        return b"".join(_octet_string(octets, place, ber.DEPTH))
    except (NotBer, IndexError):
        return None


def _content_info(octets: bytes) -> tuple[CmsKind, int]:
    """The kind, and where the content begins (RFC 5652 §3)."""
    place = ber.enter(octets, 0, ber.SEQUENCE)
    ber.expect(octets, place, ber.OID)
    _tag, start, end = ber.header(octets, place)
    kind = _KINDS.get(octets[start:end], CmsKind.OTHER)
    return kind, ber.enter(octets, ber.skip(octets, place), ber.EXPLICIT)


def _octet_string(octets: bytes, place: int, depth: int) -> Iterator[bytes]:
    """An octet string, whole or in chunks (X.690 §8.7)."""
    tag, start, end = ber.header(octets, place)
    if tag == ber.OCTETS:
        yield octets[start:end]
        return
    if tag != ber.CHUNKED or not depth:
        raise NotBer
    while start < (len(octets) if end is None else end):
        if end is None and octets[start : start + 2] == b"\0\0":
            return
        yield from _octet_string(octets, start, depth - 1)
        start = ber.skip(octets, start)
