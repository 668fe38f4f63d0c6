"""Who judges that a request is urgent, or is not, and who hears of it (D3, E5, K1).

Urgent is what has to be called (K1). A claim of urgency is taken back by a supervisor
alone, and the requester is told why; a mere suspicion by whoever looks at it.
"""

from gateway.domain.agreement import target
from gateway.domain.classification_details import Paging
from gateway.domain.codes import Clock, NoticeCode, Reason
from gateway.domain.confirmers import is_supervisor
from gateway.domain.decision import Case, Owed, Refusal
from gateway.domain.people import Address, Role
from gateway.domain.request import Request
from gateway.domain.solution_details import Progress


def called(case: Case) -> tuple[Address, ...]:
    """Who is paged at once: on duty, else the next in place (K1, E3)."""
    roster = case.roster_now()
    return roster.duty or roster.backup or roster.supervisors


def paged(request: Request, case: Case) -> tuple[Owed, ...]:
    """S02 as a request turns urgent: K1 counts from now. Not to who says so."""
    schedule = case.rules.schedule(Clock.K1, request)
    paging = Paging(
        clock=Clock.K1, started_at=case.now, due_at=target(schedule, case.now)
    )
    return tuple(
        Owed(NoticeCode.URGENT_CALL, who, paging)
        for who in called(case)
        if who != case.speaker
    )


def may_lower(request: Request, case: Case) -> Refusal | None:
    """E5: what was claimed to be urgent is lowered by a supervisor, if there is one."""
    if not request.urgent or is_supervisor(case.speaker, case):
        return None
    people = case.people
    named = any(one.role is Role.SUPERVISOR for one in people.members.values())
    exists = named or bool(people.roster.supervisors)
    return Refusal(Reason.SUPERVISOR_ONLY) if exists else None


def told_lower(request: Request, reason: str) -> Owed:
    """C06: the priority is lower from now on, and why (E5)."""
    lowered = Progress(text=reason, lowered=True)
    return Owed(NoticeCode.PROGRESS, request.requester, lowered)
