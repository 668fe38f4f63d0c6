"""What the mailbox of somebody says who works on a request (E13)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAway:
    """An automatic reply; ``back`` is the first day on which he is there again."""

    words: str
    back: date | None = None
