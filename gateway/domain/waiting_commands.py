"""What is asked for while an answer is waited for (K7)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Observe:
    """Agreed with the customer: nobody asks before this moment."""

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Postpone:
    """The requester is away until that moment, as his own mailbox says."""

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePhoned:
    """A confirmation by telephone (class C): who said it, when, and what."""

    who: str
    time_text: str
    gist: str


class CloseFor(StrEnum):
    """Why a request ends without a confirmation; the first two by hand."""

    UNCONFIRMED = "unconfirmed"
    INVALID = "invalid"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    why: CloseFor
    reason: str
