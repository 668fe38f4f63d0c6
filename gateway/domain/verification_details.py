"""What the letters of step 5 tell: the question, and the answer."""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.people import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmPlease:
    """C09. ``button_code`` ends in two characters that are never printed (P5)."""

    code: str
    button_code: str
    certificate: str
    answer_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """C12, S14: who said what when, and how it was proven (6.6)."""

    certificate: str
    words: str
    speaker: Address
    received_at: datetime
    sha256: str
    message_id: str
    evidence_class: str
    proof: str
    dispute_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """C13, S14."""

    words: str
    raised: bool
