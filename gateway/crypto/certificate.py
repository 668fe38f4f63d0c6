"""Whom a certificate names: read from its own octets.

Rule: what ``openssl`` prints of a name is not read, since whoever asks for a
certificate may put line feeds and commas into it. Where a certificate holds addresses
as alternative names only those count: they are what an authority checks. Nothing is
trusted here.
STANDARDS: RFC 5280 §4.1 (shape), §4.2.1.6 (names), RFC 8550 §3 (addresses in mail).
"""

import re
from collections.abc import Iterator
from itertools import islice

from gateway.mail import ber

ADDRESSES_LIMIT = 16
"""Addresses of one certificate that are told."""

_ALTERNATIVE_NAMES = bytes.fromhex("551d11")
_EMAIL_ADDRESS = bytes.fromhex("2a864886f70d010901")
_EXTENSIONS, _VERSION, _RFC822_NAME, _IA5_STRING = 0xA3, 0xA0, 0x81, 0x16
_ADDRESS = re.compile(r"[!-~]{1,64}@[!-~]{1,253}")
_BRACKETS = frozenset("<>@")


def addresses(der: bytes) -> tuple[str, ...]:
    """The addresses that a certificate names, in lower case; none of a broken one."""
    try:
        alternative, distinguished = _names(der)
    except (ber.NotBer, IndexError, ValueError):
        return ()
    names = (_address(octets) for octets in alternative or distinguished)
    return tuple(islice(filter(None, names), ADDRESSES_LIMIT))


def _names(der: bytes) -> tuple[list[bytes], list[bytes]]:
    """The addresses among the alternative names, and those in the subject."""
    certified = ber.enter(der, 0, ber.SEQUENCE)
    ber.expect(der, certified, ber.SEQUENCE)
    fields = list(ber.elements(der, certified))
    if der[fields[0]] == _VERSION:
        del fields[0]
    # serial number, algorithm, issuer, validity, subject, key, and what is optional
    subject = fields[4]
    extensions = (place for place in fields[6:] if der[place] == _EXTENSIONS)
    alternative = [one for place in extensions for one in _alternative(der, place)]
    return alternative, list(_distinguished(der, subject))


def _alternative(der: bytes, extensions: int) -> Iterator[bytes]:
    (listed,) = ber.elements(der, extensions)
    for extension in ber.elements(der, listed):
        kind, *_, value = ber.elements(der, extension)
        if ber.content(der, kind) != _ALTERNATIVE_NAMES:
            continue
        names = ber.content(der, value)
        for place in ber.elements(names, 0):
            if names[place] == _RFC822_NAME:
                yield ber.content(names, place)


def _distinguished(der: bytes, subject: int) -> Iterator[bytes]:
    for relative in ber.elements(der, subject):
        for attribute in ber.elements(der, relative):
            kind, value = ber.elements(der, attribute)
            if ber.content(der, kind) == _EMAIL_ADDRESS and der[value] == _IA5_STRING:
                yield ber.content(der, value)


def _address(octets: bytes) -> str:
    """The address; empty where it is none, or holds what could be taken for another."""
    text = octets.decode("ascii", "replace")
    found = _ADDRESS.fullmatch(text)
    plain = text.count("@") == 1 and _BRACKETS.isdisjoint(text.replace("@", ""))
    return text.lower() if found and plain else ""
