"""What is asked about open items: improvements (R46), and the end of any item."""

from dataclasses import dataclass
from datetime import date

from gateway.domain.people import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Improve:
    """R46: somebody removes the source of such problems by a day."""

    who: Address
    due: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndItem:
    """An open item is done. ``place`` counts those of its kind; 0: the open one."""

    improvement: bool
    place: int = 0
    outcome: str = ""
