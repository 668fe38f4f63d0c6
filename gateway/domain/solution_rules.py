"""Who has to agree to a solution, and when it may be carried out (PROCESS 1.4)."""

from datetime import datetime

from gateway.domain.codes import Reason
from gateway.domain.confirmers import ENTITLED, standing
from gateway.domain.decision import Case, Refusal
from gateway.domain.people import Address, Role
from gateway.domain.plan_parts import ALWAYS, WITH_CONSENT, Part
from gateway.domain.profiles import wanted
from gateway.domain.request import Request, Scene


def needs_consent(request: Request, case: Case) -> bool:
    """R30: whoever the scene's profile says is asked before (1.4).

    In an emergency a customer is, too: an oral word is enough for a fix alone (D9).
    """
    consent = case.rules.profiles[request.scene].consent
    return wanted(consent, customer=is_customer(request, case))


def is_customer(request: Request, case: Case) -> bool:
    """Whether the requester is outside of the house."""
    domain = request.requester.rpartition("@")[2]
    inside = request.requester in case.people.members
    return not inside and domain not in case.rules.internal_domains


def wants_oral_consent(request: Request, case: Case) -> bool:
    """D9: an emergency, and a customer's systems."""
    served = request.scene is Scene.CUSTOMER or (
        request.scene is Scene.EMERGENCY and is_customer(request, case)
    )
    return request.urgent and served


def demanded(request: Request, case: Case) -> tuple[Part, ...]:
    """The parts that a plan for this request must hold."""
    return WITH_CONSENT if needs_consent(request, case) else ALWAYS


def approvers(request: Request, author: Address, case: Case) -> tuple[Address, ...]:
    """R29, E14: the supervisors in their order, never who made or owns the plan."""
    theirs = {author, request.assignee}
    return tuple(who for who in case.people.roster.supervisors if who not in theirs)


def may_consent(request: Request, who: Address, case: Case) -> bool:
    """6.4: who may confirm may consent."""
    return standing(who, request, case) in ENTITLED


def outside_window(request: Request, at: datetime, case: Case) -> Refusal | None:
    """Why work may not be done then; a supervisor may do it all the same."""
    person = case.people.members.get(case.speaker)
    if person is not None and person.role is Role.SUPERVISOR:
        return None
    plan = request.repair.plan
    if plan is not None and plan.starts_at is not None:
        late = plan.ends_at is not None and at > plan.ends_at
        if at < plan.starts_at or late:
            return Refusal(Reason.OUTSIDE_WINDOW, plan.window)
        return None
    theirs = (request.requester, request.requester.rpartition("@")[2])
    for one in theirs:
        hours = case.rules.maintenance.get(one)
        if hours is not None:
            closed = not hours.is_open(at)
            return Refusal(Reason.OUTSIDE_WINDOW, one) if closed else None
    return None
