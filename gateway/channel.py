"""How a connection to another server is protected, in and out alike."""

import ipaddress
from enum import StrEnum


class Security(StrEnum):
    """``starttls`` and ``tls`` never fall back to less than they say."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


def is_loopback(host: str) -> bool:
    """Whether what is said to this host stays on this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
