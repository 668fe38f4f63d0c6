"""Who may do what at the listener: the certificate, the logins, the networks. Values.

STANDARDS: RFC 3207 (STARTTLS), RFC 4954 (AUTH); haproxy's PROXY protocol.
"""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

from gateway.intake.logins import Logins

HOST_PREFIX = 64

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """``tls`` gives the context of the moment; without it STARTTLS is not offered.

    ``logins``: whose password is known; offered under TLS alone. ``proxies`` speak the
    PROXY protocol, and must. ``trusted`` peers are neither paused nor counted.
    """

    tls: Callable[[], ssl.SSLContext] | None = None
    logins: Logins | None = None
    proxies: tuple[Network, ...] = ()
    trusted: tuple[Network, ...] = ()

    def is_proxy(self, address: str) -> bool:
        return _within(address, self.proxies)

    def is_trusted(self, address: str) -> bool:
        return _within(address, self.trusted)


def plain_address(text: str) -> str:
    """An IPv4 address within IPv6 is that IPv4 address.

    So a socket for both families, as systemd opens it, shows its IPv4 peers.
    """
    try:
        found = ip_address(text)
    except ValueError:
        return text
    mapped = None if isinstance(found, IPv4Address) else found.ipv4_mapped
    return text if mapped is None else str(mapped)


def counted_as(address: str) -> str:
    """What an address counts as: of IPv6 its /64, which is what one host is given."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    return str(IPv6Network((found, HOST_PREFIX), strict=False))


def _within(address: str, networks: tuple[Network, ...]) -> bool:
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return any(found in network for network in networks)
