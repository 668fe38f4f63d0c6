"""What step 4 is asked for: promises, fixes, plans, approval, consent, work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.domain.plan_parts import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """R26: done at once. ``consent`` is an oral one: who gave it, and when (D9).

    ``action`` names an entry of the white list.
    """

    text: str
    action: str = ""
    consent: str = ""
    consent_time: str = ""
    time_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Eta:
    """R27: when it will work again."""

    at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose:
    """R28: a plan. ``workaround`` needs no cause yet (R25)."""

    parts: Mapping[Part, str]
    window: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    workaround: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Approve:
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """R30: the customer agrees, in his own words."""

    words: str
    evidence_class: str = "B"
    message_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseConsent:
    """He does not, or wants another time."""

    words: str
    other_time: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForCode:
    """He wrote a code of another plan: he is told the present one."""

    words: str


class Phase(StrEnum):
    START = "start"
    END = "end"
    SPAN = "span"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """R31: work begins, ends, or was done within a span of time."""

    phase: Phase
    text: str
    time_text: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
