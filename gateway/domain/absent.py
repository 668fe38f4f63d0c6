"""E13: the owner's mailbox says that he is away, so supervisors are asked to reassign.

Nothing is reassigned by itself: a request has one owner, whom a person names (R18).
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.absent_commands import ReportAway
from gateway.domain.absent_details import OwnerAway
from gateway.domain.absent_events import OwnerFoundAway, absence_of
from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.decision import (
    Case,
    Decider,
    Decision,
    Outcome,
    Owed,
    Refusal,
    decider,
)
from gateway.domain.lifecycle import OPEN
from gateway.domain.people import SYSTEM
from gateway.domain.request import Request


def decide_away(report: ReportAway, request: Request, case: Case) -> Outcome:
    """S25, once for each absence; of who does not own the request nothing is told."""
    if request.status not in OPEN or request.assignee != case.speaker:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if request.triage.owner_away == absence_of(case.speaker, report.back):
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    found = OwnerFoundAway(by=SYSTEM, at=case.now, owner=case.speaker, back=report.back)
    detail = OwnerAway(
        owner_name=case.people.name_of(case.speaker),
        words=report.words,
        back=report.back,
    )
    roster = case.roster_now()
    told = [who for who in roster.supervisors if who != case.speaker]
    told = told or [who for who in case.people.triage if who != case.speaker]
    return Decision(
        (found,), tuple(Owed(NoticeCode.OWNER_AWAY, who, detail) for who in told)
    )


DECIDERS: Mapping[type, Decider] = MappingProxyType(decider(ReportAway, decide_away))
