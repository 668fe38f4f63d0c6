"""What the letters tell whoever withdrew a request, or wants fewer letters."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnTold:
    """C15, S14: closed by the requester's own word, ``words``."""

    words: str
    reopen_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hushed:
    """C23. ``follower`` had followed the request of another, and no longer does."""

    muted: bool
    follower: bool = False
