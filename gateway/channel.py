"""How a connection to another server is protected, in and out alike."""

import ipaddress
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class Security(StrEnum):
    """``starttls`` and ``tls`` never fall back to less than they say."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


class Trust(StrEnum):
    """How the certificate of a relay is judged (RFC 7435, RFC 7672, RFC 8314).

    ``verify``: by the certificate authorities, and for the name of its host. ``dane``:
    by TLSA records that DNSSEC proves. ``opportunistic``: not at all, and where TLS is
    not offered there is none.
    """

    VERIFY = "verify"
    DANE = "dane"
    OPPORTUNISTIC = "opportunistic"

    @property
    def proves_the_peer(self) -> bool:
        """Whether a password may be told to whoever passes."""
        return self is not Trust.OPPORTUNISTIC


class TlsaUnavailable(Exception):
    """There is no record that DNSSEC proves: the relay cannot be told from others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tlsa:
    """One record, as its numbers."""

    usage: int
    selector: int
    matching: int
    data: bytes


TlsaLookup = Callable[[str, int], Sequence[Tlsa]]
"""The records of a host and a port. Raises :class:`TlsaUnavailable`."""


def is_loopback(host: str) -> bool:
    """Whether what is said to this host stays on this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def good_until(connection: object) -> datetime | None:
    """When the certificate ends that a peer showed, and that was verified.

    None for a connection in clear, or one whose peer nobody verified.
    """
    if not isinstance(connection, ssl.SSLSocket):
        return None
    shown = connection.getpeercert() or {}
    ends = shown.get("notAfter")
    if not isinstance(ends, str):
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC)
