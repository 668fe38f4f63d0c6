"""What staff ask of one request, of all of them, and of the commands."""

from dataclasses import dataclass
from enum import StrEnum

from gateway.domain.request import Request


class Inquiry(StrEnum):
    """What is told of one request: as it stands, its record, or its reasons."""

    SHOW = "show"
    HISTORY = "history"
    WHY = "why"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquire:
    """``of`` is the request that was named; None means that of the mail."""

    which: Inquiry
    of: Request | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStats:
    """The figures of so many days up to now."""

    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHelp:
    """Which commands there are."""
