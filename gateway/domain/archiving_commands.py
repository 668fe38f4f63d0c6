"""What step 6 is asked for: the archive, and what is left to do."""

from dataclasses import dataclass
from datetime import date

from gateway.domain.people import Address
from gateway.domain.request import RequestNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """R40, R41. ``keywords`` are added to those that the request has."""

    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddFollowUp:
    """R61: an open item that outlives the solution."""

    who: Address
    due: date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """#cc: who follows the request from now on, and who no longer does."""

    added: tuple[Address, ...] = ()
    removed: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Which other requests this one has to do with; all of them are known."""

    others: tuple[RequestNumber, ...]
