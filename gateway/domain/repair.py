"""What steps 3 and 4 decide and do in one round; the next begins with a clean one."""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.people import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A solution that is to be carried out as a change (R28-R32).

    The parts are the words of the engineer. It is released once ``released_at`` is
    set: approved, and consented to where the scene demands that.
    """

    steps: str
    risks: str
    tests: str
    continuity: str = ""
    window: str = ""
    impact: str = ""
    author: Address
    proposed_at: datetime
    approver: Address
    approved_by: Address | None = None
    approved_at: datetime | None = None
    consented_by: Address | None = None
    consented_at: datetime | None = None
    released_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Diagnosis and solution of the present round.

    ``diagnosing_since`` is when K4 began, moved on by the time that the customer took
    to answer. ``consent_owed``: a fix was made on an oral word (D9), C07 follows it.
    """

    diagnosing_since: datetime | None = None
    methods: tuple[str, ...] = ()
    vendors: tuple[Address, ...] = ()
    review_at: datetime | None = None
    review_outcome: str = ""
    eta_at: datetime | None = None
    plan: Plan | None = None
    plans: int = 0
    consent_owed: bool = False
    started_at: datetime | None = None
    ended_at: datetime | None = None
    workaround: bool = False
