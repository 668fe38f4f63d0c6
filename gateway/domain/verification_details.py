"""What the letters of step 5 tell: the question, and the answer."""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.evidence import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmPlease:
    """C09. ``button_code`` ends in two characters that are never printed (P5)."""

    code: str
    button_code: str
    certificate: str
    answer_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """C12, S14: who said what when, and how it was proven (6.6).

    ``words`` are empty where they are not said in clear.
    """

    certificate: str
    words: str
    evidence: Evidence
    dispute_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """C13, S14."""

    words: str
    raised: bool
