"""Who hears of a clock, and when (K1, K2; PROCESS 1.3).

The table says it all: for each stage of a clock the letter, and to whom it goes.
Where nobody stands in that place, those who assign are told: a warning always
reaches somebody.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from gateway.domain.agreement import Promise
from gateway.domain.decision import Case, Owed
from gateway.domain.notices import Clock, NoticeCode, Paging
from gateway.domain.people import Address
from gateway.domain.request import Request


class Audience(StrEnum):
    BACKUP = "backup"
    SUPERVISORS = "supervisors"
    OWNER = "owner"
    SUPERVISORS_AND_OWNER = "supervisors-and-owner"


CALL, WARN, MISSED = (
    NoticeCode.URGENT_CALL,
    NoticeCode.DEADLINE_WARNING,
    NoticeCode.DEADLINE_MISSED,
)

ESCALATION: Mapping[Clock, tuple[tuple[NoticeCode, Audience], ...]] = MappingProxyType(
    {
        # The first call goes out with the registration itself; these follow it.
        Clock.K1: (
            (CALL, Audience.BACKUP),
            (CALL, Audience.SUPERVISORS),
            (MISSED, Audience.SUPERVISORS_AND_OWNER),
        ),
        Clock.K2: (
            (WARN, Audience.OWNER),
            (WARN, Audience.OWNER),
            (MISSED, Audience.SUPERVISORS_AND_OWNER),
        ),
    }
)


def escalate(
    kept: Promise, stage: int, request: Request, case: Case
) -> tuple[Owed, ...]:
    """What is owed to whom when a clock reaches a stage."""
    code, audience = ESCALATION[kept.clock][stage]
    target = case.rules.targets[kept.clock]
    paging = Paging(
        clock=kept.clock,
        started_at=kept.started_at,
        due_at=target.calendar.add(kept.started_at, target.within),
        call=stage + 2,
        percent=round(100 * target.stages[stage]),
    )
    return tuple(Owed(code, who, paging) for who in _people(audience, request, case))


def _people(audience: Audience, request: Request, case: Case) -> tuple[Address, ...]:
    roster = case.people.roster
    owner = (request.assignee,) if request.assignee else ()
    found = {
        Audience.BACKUP: roster.backup,
        Audience.SUPERVISORS: roster.supervisors,
        Audience.OWNER: owner,
        Audience.SUPERVISORS_AND_OWNER: (*roster.supervisors, *owner),
    }[audience]
    return tuple(dict.fromkeys(found)) or case.people.triage
