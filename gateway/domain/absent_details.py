"""What S25 tells: whose mailbox answers that its owner is away."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerAway:
    """E13. ``words`` are those of the automatic reply."""

    owner_name: str
    words: str
    back: date | None = None
