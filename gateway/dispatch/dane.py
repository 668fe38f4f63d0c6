"""Certificates and the TLSA records that name them; pure.

Of the four usages those two are read that need no public certificate authority; the
others mean nothing for SMTP.

STANDARDS: RFC 6698 §2.1 (the record); RFC 7672 §3.1 (which usages, and what they mean
for SMTP); RFC 5280 §4.1 (where a certificate has its key).
"""

import hashlib
from collections.abc import Callable, Sequence
from enum import IntEnum

from gateway.channel import Tlsa
from gateway.mail import ber

SPKI_PLACE = 5
"""Of a certificate's fields the key is the sixth behind the version, if that stands."""
VERSION = 0xA0


class Usage(IntEnum):
    """What the record names: an authority of the relay's own, or its certificate."""

    DANE_TA = 2
    DANE_EE = 3


def usable(records: Sequence[Tlsa]) -> tuple[Tlsa, ...]:
    """Those that SMTP knows (RFC 7672 §3.1) and that can be compared."""
    return tuple(
        one
        for one in records
        if one.usage in tuple(Usage) and one.selector in (0, 1) and one.matching < 3  # noqa: PLR2004 - RFC 6698 §7.4
    )


def names(record: Tlsa, certificate: bytes) -> bool:
    """Whether the record is of this certificate, which is DER."""
    try:
        chosen = certificate if record.selector == 0 else public_key(certificate)
    except (ber.NotBer, IndexError):
        return False
    digests: Sequence[Callable[[bytes], bytes]] = (
        bytes,
        lambda octets: hashlib.sha256(octets).digest(),
        lambda octets: hashlib.sha512(octets).digest(),
    )
    return digests[record.matching](chosen) == record.data


def public_key(certificate: bytes) -> bytes:
    """The SubjectPublicKeyInfo, as it stands. Raises NotBer, IndexError."""
    signed = ber.enter(certificate, 0, ber.SEQUENCE)
    ber.expect(certificate, signed, ber.SEQUENCE)
    fields = list(ber.elements(certificate, signed))
    if certificate[fields[0]] == VERSION:
        fields = fields[1:]
    place = fields[SPKI_PLACE]
    return certificate[place : ber.skip(certificate, place)]
