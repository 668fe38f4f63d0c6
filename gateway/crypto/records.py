"""TXT records of the DNS, asked for sparingly: a bounded cache, and no waiting twice.

Rule: whoever sends us mail chooses which names we ask for, so a name that is not
answered in time costs its wait once a minute, and a DNS that does not answer at all
is left alone for a minute.
STANDARDS: RFC 1035 §3.3.14 (TXT), RFC 6376 §3.6.2.2 (strings of a record are joined).
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address

import dns.exception
import dns.nameserver
import dns.resolver

NAMES_LIMIT = 256
"""Names whose answers are kept."""
RECORD_CHARS = 4096
"""A longer record is cut; no key is that long."""
KEPT_SECONDS = (60.0, 3600.0)
"""How long an answer is kept, at least and at most; between them its own time."""
SILENCE_SECONDS = 60.0
TIMEOUTS_LIMIT = 2
"""So many waits in vain, with no answer between them, and the DNS is left alone."""
PORT = 53


class Found(StrEnum):
    RECORD = "record"
    NOTHING = "nothing"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Answer:
    """``text`` is the record; empty where there is none, or no answer."""

    found: Found
    text: str = ""


@dataclass(slots=True, kw_only=True)
class TxtRecords:
    """Asks the given servers, the system's where none are; ``seconds`` for one name."""

    servers: Sequence[str] = ()
    seconds: float = 3.0
    elapsed: Callable[[], float] = time.monotonic
    asked: int = 0
    """How many questions went out."""
    _kept: OrderedDict[str, tuple[Answer, float]] = field(default_factory=OrderedDict)
    _timeouts: int = 0
    _silent_until: float = 0.0

    def get(self, name: str) -> Answer:
        """The record of that name. Never raises."""
        now = self.elapsed()
        answer, until = self._kept.get(name, (Answer(Found.NOTHING), 0.0))
        if now < until:
            return answer
        if now < self._silent_until:
            return Answer(Found.SILENCE)
        answer, kept_seconds = self._ask(name)
        self._count(answer)
        self._kept[name] = (answer, self.elapsed() + kept_seconds)
        self._kept.move_to_end(name)
        if len(self._kept) > NAMES_LIMIT:
            self._kept.popitem(last=False)
        return answer

    def every(self, name: str) -> tuple[str, ...] | None:
        """All TXT records of that name; None where nobody answers. Never raises."""
        self.asked += 1
        try:
            found = self._resolver().resolve(name, "TXT", search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except (dns.exception.DNSException, OSError, ValueError):
            return None
        joined = (b"".join(record.strings)[:RECORD_CHARS] for record in found)
        return tuple(one.decode("utf-8", "replace") for one in joined)

    def _count(self, answer: Answer) -> None:
        self._timeouts = self._timeouts + 1 if answer.found is Found.SILENCE else 0
        if self._timeouts >= TIMEOUTS_LIMIT:
            self._timeouts = 0
            self._silent_until = self.elapsed() + SILENCE_SECONDS

    def _ask(self, name: str) -> tuple[Answer, float]:
        self.asked += 1
        least, most = KEPT_SECONDS
        try:
            found = self._resolver().resolve(name, "TXT", search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return Answer(Found.NOTHING), least
        except (dns.exception.Timeout, dns.resolver.NoNameservers):
            return Answer(Found.SILENCE), SILENCE_SECONDS
        except dns.resolver.NoResolverConfiguration:
            return Answer(Found.SILENCE), SILENCE_SECONDS
        except (dns.exception.DNSException, OSError, ValueError):
            return Answer(Found.NOTHING), least
        record = b"".join(next(iter(found)).strings)[:RECORD_CHARS]
        lasts = float(found.rrset.ttl) if found.rrset else least
        text = record.decode("utf-8", "replace")
        return Answer(Found.RECORD, text), min(max(lasts, least), most)

    def _resolver(self) -> dns.resolver.Resolver:
        resolver = dns.resolver.Resolver(configure=not self.servers)
        if self.servers:
            resolver.nameservers = [server(text) for text in self.servers]
        resolver.lifetime = self.seconds
        resolver.timeout = self.seconds
        resolver.cache = None
        return resolver


def server(text: str) -> dns.nameserver.Do53Nameserver:
    """``192.0.2.53``, ``192.0.2.53:5353``, ``2001:db8::53`` or ``[2001:db8::53]:53``.

    Raises ValueError.
    """
    host, port = text, PORT
    if text.startswith("["):
        host, closed, rest = text[1:].partition("]")
        if not closed:
            raise ValueError(f"{text!r} is no address")
        port = int(rest.removeprefix(":") or PORT)
    elif text.count(":") == 1:
        host, _, written = text.partition(":")
        port = int(written)
    return dns.nameserver.Do53Nameserver(str(ip_address(host)), port)
