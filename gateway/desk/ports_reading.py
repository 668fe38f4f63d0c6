"""The contracts for reading a mail: what looks into files, layers and signatures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gateway.mail.message import Signature
from gateway.mail.opening import Opened
from gateway.mail.sealed import Seal


class ScannerUnavailable(Exception):
    """The virus scanner gives no clear answer; the message is tried later."""


@dataclass(frozen=True, slots=True)
class Clean:
    """The scanner objects to nothing."""


@dataclass(frozen=True, slots=True)
class Infected:
    """What the scanner found, by its own name for it."""

    signature: str


ScanVerdict = Clean | Infected


class Scanner(Protocol):
    """A virus scanner."""

    def scan(self, contents: Sequence[bytes]) -> tuple[ScanVerdict, ...]:
        """One verdict for each, in order, all of them within one span of time.

        Raises :class:`ScannerUnavailable` where any of them has none.
        """
        ...


class Opener(Protocol):
    """What opens a layer of a mail, and checks its signature."""

    def __call__(self, seal: Seal, /) -> Opened:
        """Check or decrypt one layer, within bounds of time and memory.

        Never raises for what a mail holds; what cannot be checked is ``UNCHECKED``.
        """
        ...


class DomainKeys(Protocol):
    """Checks the signatures that a domain made on its mail (DKIM)."""

    def check(
        self, content: bytes, domain: str, now: datetime
    ) -> tuple[Signature, ...]:
        """The signatures of that domain on a whole mail; none where it made none.

        Asks the DNS, within bounds. Never raises.
        """
        ...
