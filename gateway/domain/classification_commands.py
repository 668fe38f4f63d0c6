"""What step 2 is asked for: an owner, a priority, a call, a note."""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.people import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    owner: Address
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lower:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """#call. ``made_at`` is the moment that ``time_text`` names."""

    connected: bool
    gist: str
    time_text: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    text: str
