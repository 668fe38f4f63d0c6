"""TLSA records of the DNS, believed only where DNSSEC proved them.

The proof is the resolver's word (the AD bit), so the resolver must be one that is
trusted, and reached over a way that is: on this machine, or named in the configuration.

STANDARDS: RFC 6698 §3 (names of TLSA records); RFC 6840 §5.7, RFC 7672 §2.1 (AD).
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address

import dns.exception
import dns.flags
import dns.resolver

from gateway.channel import Tlsa, TlsaUnavailable, is_loopback
from gateway.crypto.records import server

KEPT_SECONDS = (60.0, 3600.0)
"""How long an answer is kept, at least and at most; between them its own time."""
PAYLOAD_OCTETS = 1232
"""Of an answer by UDP: what passes everywhere unfragmented."""


@dataclass(slots=True, kw_only=True)
class TlsaRecords:
    """Asks the given servers, the system's where none are; ``seconds`` for one name.

    Called by several threads. The records of each relay are kept for their time.
    """

    servers: Sequence[str] = ()
    seconds: float = 3.0
    elapsed: Callable[[], float] = time.monotonic
    _kept: dict[str, tuple[tuple[Tlsa, ...], float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, host: str, port: int) -> Sequence[Tlsa]:
        """See :data:`gateway.channel.TlsaLookup`."""
        name = f"_{port}._tcp.{host.rstrip('.')}."
        with self._lock:
            known, until = self._kept.get(name, ((), 0.0))
            if self.elapsed() < until:
                return known
            found, lasts = self._ask(name)
            least, most = KEPT_SECONDS
            self._kept[name] = (found, self.elapsed() + min(max(lasts, least), most))
            return found

    def _ask(self, name: str) -> tuple[tuple[Tlsa, ...], float]:
        resolver = self._resolver()
        try:
            answer = resolver.resolve(name, "TLSA", search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer) as error:
            raise TlsaUnavailable(f"there is no TLSA record {name}") from error
        except (dns.exception.DNSException, OSError, ValueError) as error:
            raise TlsaUnavailable(f"no answer about {name}: {error}") from error
        if not answer.response.flags & dns.flags.AD:
            raise TlsaUnavailable(f"DNSSEC does not prove the TLSA record {name}")
        found = tuple(
            Tlsa(
                usage=one.usage,
                selector=one.selector,
                matching=one.mtype,
                data=bytes(one.cert),
            )
            for one in answer
        )
        return found, float(answer.rrset.ttl if answer.rrset else 0)

    def _resolver(self) -> dns.resolver.Resolver:
        try:
            resolver = dns.resolver.Resolver(configure=not self.servers)
        except dns.resolver.NoResolverConfiguration as error:
            raise TlsaUnavailable("no name server is configured") from error
        if self.servers:
            resolver.nameservers = [server(text) for text in self.servers]
        elif not all(is_loopback(_host(one)) for one in resolver.nameservers):
            raise TlsaUnavailable(
                "the system's name server is not on this machine, so its word on "
                "DNSSEC can be forged; name one to be trusted in trust.dns-servers"
            )
        resolver.lifetime = resolver.timeout = self.seconds
        resolver.cache = None
        resolver.use_edns(0, dns.flags.DO, PAYLOAD_OCTETS)
        resolver.flags = dns.flags.RD | dns.flags.AD
        return resolver


def _host(given: object) -> str:
    """The address of a name server as the library knows it."""
    text = str(getattr(given, "address", given))
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
