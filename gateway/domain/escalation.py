"""What is done when a clock reaches a stage (PROCESS 1.3).

``ACTS`` says it for each act of a schedule: the letters that only tell stand here, with
whom they go to; what decides something is decided in the file of its step. Where nobody
stands in a place, those who assign are told: a warning always reaches somebody.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from gateway.domain import completeness, waiting
from gateway.domain.agreement import Act, Promise, share, stage_due, target
from gateway.domain.asking import is_asked
from gateway.domain.classification_details import Paging
from gateway.domain.codes import Clock, NoticeCode
from gateway.domain.decision import Case, Decision, Owed
from gateway.domain.people import Address
from gateway.domain.request import Request


class Audience(StrEnum):
    BACKUP = "backup"
    SUPERVISORS = "supervisors"
    OWNER = "owner"
    SUPERVISORS_AND_OWNER = "supervisors-and-owner"


Acting = Callable[[Promise, int, Request, Case], Decision]
"""From the promise, its stage, the request and the case to what is done."""


def telling(code: NoticeCode, audience: Audience) -> Acting:
    """A letter about the clock itself, to everybody who stands in that place."""

    def tell(kept: Promise, stage: int, request: Request, case: Case) -> Decision:
        paging = _paging(kept, stage, request, case)
        told = people_of(audience, request, case)
        return Decision((), tuple(Owed(code, who, paging) for who in told))

    return tell


def _paging(kept: Promise, stage: int, request: Request, case: Case) -> Paging:
    schedule = case.rules.schedule(kept.clock, request)
    at = stage_due(schedule, kept.started_at, stage)
    return Paging(
        clock=kept.clock,
        started_at=kept.started_at,
        due_at=target(schedule, kept.started_at),
        call=stage + 2,
        percent=share(schedule, kept.started_at, at),
    )


ACTS: Mapping[Act, Acting] = MappingProxyType(
    {
        # The first call goes out with the registration itself; these follow it.
        Act.CALL_BACKUP: telling(NoticeCode.URGENT_CALL, Audience.BACKUP),
        Act.CALL_SUPERVISORS: telling(NoticeCode.URGENT_CALL, Audience.SUPERVISORS),
        Act.WARN: telling(NoticeCode.DEADLINE_WARNING, Audience.OWNER),
        Act.MISSED: telling(NoticeCode.DEADLINE_MISSED, Audience.SUPERVISORS_AND_OWNER),
        Act.REMIND_OF_QUESTIONS: completeness.remind,
        Act.HAVE_CALLED: completeness.have_called,
        Act.CLOSE_UNANSWERED: completeness.close_unanswered,
        Act.REMIND_TO_CONFIRM: waiting.remind,
        Act.REMIND_CONFIRMERS: waiting.remind_confirmers,
        Act.CLOSE_UNCONFIRMED: waiting.expire,
    }
)


def escalate(kept: Promise, stage: int, request: Request, case: Case) -> Decision:
    """What is done when a clock reaches a stage."""
    if kept.clock is Clock.K7 and not is_asked(request):
        return Decision(())
    act = case.rules.schedule(kept.clock, request).stages[stage].act
    return ACTS[act](kept, stage, request, case)


def people_of(audience: Audience, request: Request, case: Case) -> tuple[Address, ...]:
    """Who stands in that place now; those who assign where nobody does."""
    roster = case.people.roster
    owner = (request.assignee,) if request.assignee else ()
    found = {
        Audience.BACKUP: roster.backup,
        Audience.SUPERVISORS: roster.supervisors,
        Audience.OWNER: owner,
        Audience.SUPERVISORS_AND_OWNER: (*roster.supervisors, *owner),
    }[audience]
    return tuple(dict.fromkeys(found)) or case.people.triage
