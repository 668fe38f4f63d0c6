"""Step 5: the requester has the last word (R33-R39, PROCESS 6).

Staff cannot verify for the requester, silence is no answer, and a "no" needs less
proof than a "yes": to reopen once too often costs a look, to close wrongly costs
the customer.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.asking import asked
from gateway.domain.classification import may, next_level
from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.commands import Verb
from gateway.domain.confirmers import ENTITLED, Standing, is_formal, standing
from gateway.domain.decision import (
    Case,
    Decider,
    Decision,
    Outcome,
    Owed,
    Refusal,
    decider,
)
from gateway.domain.diagnosing import WORKING
from gateway.domain.evolve import evolve
from gateway.domain.lifecycle import TRANSITIONS, Trigger
from gateway.domain.people import Address
from gateway.domain.request import Priority, Request, Status
from gateway.domain.submission import readers
from gateway.domain.verification_commands import (
    Confirm,
    RecordTest,
    Resolve,
    Unresolved,
)
from gateway.domain.verification_details import Reopened, Settled
from gateway.domain.verification_events import (
    Confirmed,
    Disputed,
    Explained,
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
    question = asked(evolve(request, resolved), case)
    return Decision(
        (resolved,), (Owed(NoticeCode.CONFIRM_PLEASE, request.requester, question),)
    )


def decide_confirm(command: Confirm, request: Request, case: Case) -> Outcome:
    """The requester's word closes, or that of whom his company named (6.4).

    In a light scene a colleague's does, too.
    """
    who = standing(case.speaker, request, case)
    light = who is Standing.COLLEAGUE and not is_formal(request, case.rules)
    if who not in ENTITLED and not light:
        return Refusal(Reason.NOT_THE_REQUESTER)
    if not may(request, Trigger.CONFIRM):
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    confirmed = Confirmed(
        by=case.speaker, at=case.now, words=command.words, evidence=command.evidence
    )
    return settle(confirmed, request, case)


def settle(
    confirmed: Confirmed,
    request: Request,
    case: Case,
    *,
    phoned_by: tuple[str, ...] = (),
) -> Decision:
    """One certificate, to everybody who has a part in it (C12, S14)."""
    settled = Settled(
        certificate=certificate(request),
        words=confirmed.words,
        evidence=confirmed.evidence,
        dispute_until=case.now + case.rules.dispute_window,
        formal=is_formal(request, case.rules),
        phoned_by=phoned_by,
        keywords=case.library.keywords(request),
    )
    told = _customers(request, case, confirmed.evidence.by)
    owed = [Owed(NoticeCode.RECEIPT, who, settled) for who in told]
    owed += [Owed(NoticeCode.OUTCOME, who, settled) for who in readers(request, case)]
    return Decision((confirmed,), tuple(owed))


def decide_unresolved(command: Unresolved, request: Request, case: Case) -> Outcome:
    """Reopen: one round more, one priority higher, and the reason kept (R37-R39).

    A "no" wins whatever came before it, and whoever had said yes is told (E9). Words
    that only ask for more work reopen as well, and raise nothing.
    """
    staff = case.speaker in case.people.members
    if staff and may(request, Trigger.REOPEN):
        return _taken_up_again(command, request, case)
    if not may(request, Trigger.DISPUTE):
        late = staff and request.status in WORKING and request.settlement.disputed_by
        if late and not request.settlement.explanation:
            return _explained(command, request, case)
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    disputed = Disputed(
        by=case.speaker,
        at=case.now,
        words=request.settlement.doubt if staff else command.words,
        explanation=command.words if staff else "",
        priority=request.priority.raised() if command.raised else request.priority,
        escalation_level=(
            next_level(request) if command.raised else request.escalation_level
        ),
    )
    level = disputed.escalation_level > request.escalation_level
    detail = Reopened(
        words=disputed.words,
        raised=disputed.priority > request.priority,
        level=level,
        explanation=disputed.explanation,
        revoked=certificate(request) if request.settlement.evidence else "",
    )
    confirmed_by = request.settlement.confirmed_by
    owed = [
        Owed(NoticeCode.REOPENED, who, detail)
        for who in _customers(request, case, case.speaker, confirmed_by)
    ]
    # R38: also where no level is left to rise to.
    highest = command.raised and request.priority is Priority.HIGH
    told = {*readers(request, case)} | ({*_supervisors(case)} if highest else set())
    owed += [
        Owed(NoticeCode.OUTCOME, who, detail) for who in sorted(told - {case.speaker})
    ]
    return Decision((disputed,), tuple(owed))


def _taken_up_again(command: Unresolved, request: Request, case: Case) -> Decision:
    """What was withdrawn or found invalid: open again, and nothing is raised."""
    reopened = Disputed(
        by=case.speaker,
        at=case.now,
        words="",
        explanation=command.words,
        priority=request.priority,
        escalation_level=request.escalation_level,
    )
    detail = Reopened(words="", raised=False, explanation=command.words, anew=True)
    owed = [
        Owed(NoticeCode.REOPENED, who, detail)
        for who in _customers(request, case, case.speaker)
        if who != case.speaker
    ]
    told = (who for who in readers(request, case) if who != case.speaker)
    owed += [Owed(NoticeCode.OUTCOME, who, detail) for who in told]
    return Decision((reopened,), tuple(owed))


def _explained(command: Unresolved, request: Request, case: Case) -> Decision:
    """R39: the owner's part of the reason, where the customer's came first."""
    explained = Explained(by=case.speaker, at=case.now, words=command.words)
    detail = Reopened(
        words=request.reopen_reason, raised=False, explanation=command.words
    )
    owed = Owed(NoticeCode.REOPENED, request.requester, detail)
    return Decision((explained,), (owed,))


def _customers(
    request: Request, case: Case, *others: Address | None
) -> tuple[Address, ...]:
    """The requester, those who follow the request, and these; staff left aside."""
    named = (request.requester, *request.participants, *others)
    told = (who for who in dict.fromkeys(named) if who is not None)
    staff = case.people.members
    return tuple(who for who in told if who == request.requester or who not in staff)


def _supervisors(case: Case) -> tuple[Address, ...]:
    return case.people.roster.supervisors


REOPENED = frozenset(
    status
    for status in Status
    if {Trigger.DISPUTE, Trigger.REOPEN} & set(TRANSITIONS[status])
)
"""The statuses that lead back to work: by a dispute, or by a word of staff."""

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
