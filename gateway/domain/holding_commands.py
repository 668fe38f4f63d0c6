"""What is asked for to let work stand still (1.4b)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """The requester is asked whether work may stand still until then."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    reason: str = ""
