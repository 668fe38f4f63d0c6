"""What steps 3 and 4 decide and do in one round; the next begins with a clean one."""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.people import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A solution that is to be carried out as a change (R28-R32).

    The parts are the words of the engineer. It is released once ``released_at`` is
    set: approved, and consented to where the scene demands that. ``starts_at`` and
    ``ends_at`` bound the work where ``window`` names a time; ``asked`` holds everybody
    who was named to approve it, the last of whom is the ``approver``.
    """

    steps: str
    risks: str
    tests: str
    continuity: str = ""
    window: str = ""
    downtime: str = ""
    impact: str = ""
    rollback: str = ""
    otherwise: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    author: Address
    proposed_at: datetime
    approver: Address
    asked: tuple[Address, ...] = ()
    approved_by: Address | None = None
    approved_at: datetime | None = None
    consented_by: Address | None = None
    consented_at: datetime | None = None
    released_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Work stands still until a moment; from ``since`` on the requester agrees."""

    until: datetime
    reason: str
    asked_at: datetime
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Diagnosis and solution of the present round.

    ``diagnosing_since`` is when K4 began; it does not run during the ``pauses``, of
    which the present one began at ``paused_at``. ``plans`` counts the plans of the
    round, so that each has codes of its own. ``consent_owed``: a fix was made on an
    oral word (D9), C07 follows it. ``eta_missed`` until a new one is told.
    """

    diagnosing_since: datetime | None = None
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    paused_at: datetime | None = None
    methods: tuple[str, ...] = ()
    vendors: tuple[Address, ...] = ()
    review_at: datetime | None = None
    review_outcome: str = ""
    eta_at: datetime | None = None
    eta_missed: bool = False
    fixed_at: datetime | None = None
    oral_consent: str = ""
    plan: Plan | None = None
    plans: int = 0
    consent_owed: bool = False
    hold: Hold | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    workaround: bool = False
