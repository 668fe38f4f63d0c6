"""What the letters of step 4 tell: progress, plans, approval, consent, work."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.domain.people import Address
from gateway.domain.solution_commands import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """C06: what is new, and when it will work again. ``resumed``: after a hold.

    ``lowered``: the priority is lower from now on; ``text`` is the reason (E5).
    """

    text: str = ""
    eta_at: datetime | None = None
    was_at: datetime | None = None
    next_update_at: datetime | None = None
    resumed: bool = False
    lowered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalPlease:
    """S08, S20. The plan itself is the request's."""

    code: str
    due_at: datetime
    author_name: str
    number: int
    asks_customer: bool
    deputy_for: str = ""


class ApprovalOutcome(StrEnum):
    APPROVED = "approved"
    REJECTED = "rejected"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """S09. ``by_name`` of an overdue one is the deputy who is asked now."""

    outcome: ApprovalOutcome
    by_name: str
    reason: str = ""
    asks_customer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentPlease:
    """C07. ``after``: to a fix that was made on an oral word (D9).

    ``button_code`` ends in two characters that are never printed (P5).
    """

    code: str
    button_code: str
    answer_by: datetime
    after: bool = False
    oral: str = ""
    reminder: bool = False
    other_code: bool = False
    hold_until: datetime | None = None
    hold_reason: str = ""


class ConsentOutcome(StrEnum):
    CONSENTED = "consented"
    OTHER_TIME = "other-time"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentTold:
    """S10."""

    outcome: ConsentOutcome
    words: str
    speaker: Address
    after: bool = False
    hold_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkTold:
    """C08."""

    phase: Phase
    text: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
