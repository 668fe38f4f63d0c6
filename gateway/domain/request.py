"""The request: the one noun that everything else here is about.

A ``Request`` is a value. It changes only by :func:`gateway.domain.evolve.evolve`
applying an event; this file holds no rule. Columns of the registration form are
R47-R57 of the process, those of the process record R58-R62.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NewType

from gateway.domain.people import Address, Locale
from gateway.domain.repair import Repair
from gateway.domain.settlement import FollowUp, Settlement
from gateway.domain.triage import Triage

RequestNumber = NewType("RequestNumber", str)
"""``TS20231001001``: TS, the local date, a serial of at least three digits (D1)."""


class Status(StrEnum):
    RECEIVED = "received"
    AWAITING_INFORMATION = "awaiting-information"
    IN_PROGRESS = "in-progress"
    AWAITING_APPROVAL = "awaiting-approval"
    AWAITING_CONSENT = "awaiting-consent"
    IMPLEMENTING = "implementing"
    ON_HOLD = "on-hold"
    AWAITING_CONFIRMATION = "awaiting-confirmation"
    CONFIRMED = "confirmed"
    CLOSED_UNCONFIRMED = "closed-unconfirmed"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"
    INVALID = "invalid"
    MERGED = "merged"


class Scene(StrEnum):
    """R7: one of four, never two."""

    INTERNAL = "internal"
    CUSTOMER = "customer"
    CROSS_TEAM = "cross-team"
    EMERGENCY = "emergency"


class Urgency(StrEnum):
    """R9: what the requester claims. The team's own judgement is the priority."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Priority(IntEnum):
    """R16: what the support team decides."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    def raised(self) -> "Priority":
        """One step up; the highest stays (R38 then raises the escalation level)."""
        return Priority(min(self + 1, Priority.HIGH))

    def lowered(self) -> "Priority":
        return Priority(max(self - 1, Priority.LOW))


class CauseKind(StrEnum):
    """R21-R23."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    COMPLEX = "complex"


class Stage(StrEnum):
    """R62: the stages of the process record; they label rows and police nothing."""

    FIRST_RESPONSE = "first-response"
    DIAGNOSIS = "diagnosis"
    PLANNING = "planning"
    IMPLEMENTATION = "implementation"
    VERIFICATION = "verification"
    ARCHIVING = "archiving"
    REDIAGNOSIS = "rediagnosis"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The labelled fields of the registration form as the requester gave them.

    An empty string is a field that was not given. R7-R10, R48-R54.
    """

    company: str = ""
    contact: str = ""
    employee_number: str = ""
    phone: str = ""
    scene: Scene | None = None
    urgency: Urgency | None = None
    urgency_reason: str = ""
    symptom: str = ""
    occurred: str = ""
    impact: str = ""
    tried: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as it stands; ``version`` counts its changes.

    What steps learn beyond the form is in ``triage``, what a round finds and does in
    ``repair``, how it ends in ``settlement``. ``muted``: the requester wants no letter
    that he need not have.
    """

    number: RequestNumber
    version: int = 0
    status: Status = Status.RECEIVED
    resume_status: Status | None = None
    round: int = 1
    subject: str
    description: str
    requester: Address
    requester_name: str = ""
    locale: Locale = Locale.EN
    scene: Scene = Scene.CUSTOMER
    urgency: Urgency = Urgency.MEDIUM
    urgent: bool = False
    priority: Priority = Priority.MEDIUM
    escalation_level: int = 0
    form: Form = Form()
    submitted_at: datetime
    channel: str = "mail"
    first_message_id: str = ""
    participants: tuple[Address, ...] = ()
    category: str = ""
    assignee: Address | None = None
    accepted_by: Address | None = None
    accepted_at: datetime | None = None
    called_at: datetime | None = None
    cause: str = ""
    cause_kind: CauseKind | None = None
    solution: str = ""
    test_result: str = ""
    resolved_at: datetime | None = None
    confirmed_at: datetime | None = None
    reopen_reason: str = ""
    closed_at: datetime | None = None
    merged_into: RequestNumber | None = None
    linked: tuple[RequestNumber, ...] = ()
    muted: bool = False
    triage: Triage = Triage()
    repair: Repair = Repair()
    settlement: Settlement = Settlement()
    followups: tuple[FollowUp, ...] = ()
