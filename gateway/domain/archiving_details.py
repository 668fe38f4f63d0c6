"""What the letters of step 6 tell."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ToArchive:
    """S19. ``suggested`` are keywords that suit the request."""

    ended_at: datetime
    suggested: tuple[str, ...] = ()
