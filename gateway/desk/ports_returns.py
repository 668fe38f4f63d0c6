"""What the store tells of letters that no mail system took."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gateway.desk.ports import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLetter:
    """A letter that the relay refused, or that was given up; ``status`` as RFC 3463."""

    letter: Reference
    status: str


class RefusedLetters(Protocol):
    """Raises :class:`gateway.desk.ports.StoreUnavailable` where it cannot tell."""

    def refused(self, since: datetime, limit: int) -> tuple[RefusedLetter, ...]:
        """Those of requests, oldest first, of which nobody was told yet."""
        ...
