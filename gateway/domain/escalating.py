"""Letters about a clock itself: whom they go to, and what they say of it.

Where nobody stands in a place, those who assign are told: a warning always reaches
somebody.
"""

from collections.abc import Callable
from enum import StrEnum

from gateway.domain.agreement import Act, Promise, share, stage_due, target
from gateway.domain.alarm_details import Alarm, AlarmKind
from gateway.domain.classification_details import Paging
from gateway.domain.codes import NoticeCode
from gateway.domain.decision import Case, Decision, Owed
from gateway.domain.people import Address
from gateway.domain.request import Request


class Audience(StrEnum):
    BACKUP = "backup"
    SUPERVISORS = "supervisors"
    OWNER = "owner"
    SUPERVISORS_AND_OWNER = "supervisors-and-owner"
    EVERYBODY = "everybody"


CALLS = frozenset({Act.CALL_BACKUP, Act.CALL_SUPERVISORS, Act.CALL_EVERYBODY})
"""The acts that are calls (S02); the first call goes out with the registration."""
Acting = Callable[[Promise, int, Request, Case], Decision]
"""From the promise, its stage, the request and the case to what is done."""


def telling(code: NoticeCode, audience: Audience) -> Acting:
    """A letter about the clock itself, to everybody who stands in that place."""

    def tell(kept: Promise, stage: int, request: Request, case: Case) -> Decision:
        paging = _paging(kept, stage, request, case)
        told = people_of(audience, request, case)
        return Decision((), tuple(Owed(code, who, paging) for who in told))

    return tell


def alarm(kept: Promise, _: int, request: Request, case: Case) -> Decision:
    """S21: all have been called, and nobody answered (E3)."""
    told = Alarm(
        kind=AlarmKind.NOBODY_ANSWERS,
        where="people.toml",
        what=request.number,
        since=kept.started_at,
    )
    readers = case.people.alarmed()
    return Decision((), tuple(Owed(NoticeCode.ALARM, who, told) for who in readers))


def _paging(kept: Promise, stage: int, request: Request, case: Case) -> Paging:
    schedule = case.rules.schedule(kept.clock, request)
    at = stage_due(schedule, kept.started_at, stage)
    return Paging(
        clock=kept.clock,
        started_at=kept.started_at,
        due_at=target(schedule, kept.started_at),
        call=2 + sum(one.act in CALLS for one in schedule.stages[:stage]),
        percent=share(schedule, kept.started_at, at),
    )


def people_of(audience: Audience, request: Request, case: Case) -> tuple[Address, ...]:
    """Who stands in that place now; those who assign where nobody does."""
    roster = case.roster_now()
    owner = (request.assignee,) if request.assignee else ()
    found = {
        Audience.BACKUP: roster.backup,
        Audience.SUPERVISORS: roster.supervisors,
        Audience.OWNER: owner,
        Audience.SUPERVISORS_AND_OWNER: (*roster.supervisors, *owner),
        Audience.EVERYBODY: case.people_now(),
    }[audience]
    return tuple(dict.fromkeys(found)) or case.people.triage
