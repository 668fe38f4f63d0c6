"""Step 5: the requester has the last word (R33-R39, PROCESS 6).

Staff cannot verify for the requester, silence is no answer, and a "no" needs less
proof than a "yes": to reopen once too often costs a look, to close wrongly costs
the customer.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.classification import may, next_level
from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import (
    Case,
    Decider,
    Decision,
    Outcome,
    Owed,
    Refusal,
    decider,
)
from gateway.domain.diagnosis import WORKING
from gateway.domain.lifecycle import Trigger, next_status
from gateway.domain.people import Address
from gateway.domain.request import Priority, Request, Status
from gateway.domain.verification_commands import (
    Confirm,
    RecordTest,
    Resolve,
    Unresolved,
)
from gateway.domain.verification_details import ConfirmPlease, Reopened, Settled
from gateway.domain.verification_events import (
    Confirmed,
    Disputed,
    Resolved,
    Tested,
    certificate,
)


def decide_test(command: RecordTest, request: Request, case: Case) -> Outcome:
    if request.status not in WORKING:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    tested = Tested(by=case.speaker, at=case.now, text=command.text)
    return Decision((tested,))


def decide_resolve(command: Resolve, request: Request, case: Case) -> Outcome:
    """Wants a cause, a solution and a test result, all of this round (1.4b)."""
    if not may(request, Trigger.RESOLVE):
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    for present, reason in (
        (request.cause, Reason.NO_CAUSE_YET),
        (request.solution or command.text, Reason.NO_SOLUTION_YET),
        (request.test_result, Reason.NO_TEST_YET),
    ):
        if not present:
            return Refusal(reason)
    resolved = Resolved(
        by=case.speaker,
        at=case.now,
        text=command.text,
        workaround=command.workaround,
    )
    code = case.confirm_code(request)
    rules = case.rules
    asked = ConfirmPlease(
        code=code.printed,
        button_code=code.button,
        certificate=certificate(request),
        answer_by=rules.calendar.add_workdays(case.now, rules.answer_within_workdays),
    )
    return Decision(
        (resolved,), (Owed(NoticeCode.CONFIRM_PLEASE, request.requester, asked),)
    )


def decide_confirm(command: Confirm, request: Request, case: Case) -> Outcome:
    """Only the requester's word closes (6.4)."""
    if case.speaker != request.requester:
        return Refusal(Reason.NOT_THE_REQUESTER)
    if not may(request, Trigger.CONFIRM):
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    confirmed = Confirmed(
        by=case.speaker,
        at=case.now,
        words=command.words,
        evidence=command.evidence,
    )
    settled = Settled(
        certificate=certificate(request),
        words=command.words,
        evidence=command.evidence,
        dispute_until=case.now + case.rules.dispute_window,
    )
    owed = [Owed(NoticeCode.RECEIPT, request.requester, settled)]
    owed += [Owed(NoticeCode.OUTCOME, who, settled) for who in _concerned(request)]
    return Decision((confirmed,), tuple(owed))


def decide_unresolved(command: Unresolved, request: Request, case: Case) -> Outcome:
    """Reopen: one round more, one priority higher, and the reason kept (R37-R39)."""
    if not may(request, Trigger.DISPUTE):
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    disputed = Disputed(
        by=case.speaker,
        at=case.now,
        words=command.words,
        priority=request.priority.raised(),
        escalation_level=next_level(request),
    )
    detail = Reopened(words=command.words, raised=request.priority is not Priority.HIGH)
    told = {*_concerned(request)}
    if request.priority is Priority.HIGH:
        told |= {*case.people.roster.supervisors}
    owed = [Owed(NoticeCode.REOPENED, request.requester, detail)]
    owed += [
        Owed(NoticeCode.OUTCOME, who, detail) for who in sorted(told - {case.speaker})
    ]
    return Decision((disputed,), tuple(owed))


def _concerned(request: Request) -> tuple[Address, ...]:
    return (request.assignee,) if request.assignee else ()


REOPENED = frozenset(
    status for status in Status if next_status(status, Trigger.DISPUTE) is not None
)
"""The statuses that a dispute leads back to work from."""

DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {
        **decider(RecordTest, decide_test),
        **decider(Resolve, decide_resolve),
        **decider(Unresolved, decide_unresolved),
        **decider(Confirm, decide_confirm),
    }
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {
        Verb.TEST: WORKING,
        Verb.RESOLVE: WORKING,
        Verb.UNRESOLVED: REOPENED,
    }
)
"""In which statuses these verbs are not refused outright."""
