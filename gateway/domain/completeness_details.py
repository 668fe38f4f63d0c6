"""What the letters tell that ask for more (C02, C03), and the one that closes."""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.triage import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """C02, C03. ``asker`` is empty where no person asks; ``reminder`` counts from 1."""

    questions: tuple[Question, ...]
    asker: str = ""
    reminder: int = 0
    call_on: datetime | None = None
    close_on: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedUnanswered:
    """C15 for E1: closed since nobody answered what was asked."""

    questions: tuple[Question, ...]
    reopen_until: datetime
