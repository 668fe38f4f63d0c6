"""Step 4: a plan, and its approval (R28, R29, K6, E14).

A plan is never approved by silence, nor by who made it or owns the request. Whoever is
asked holds a code of his own for this very plan; a rejected plan is followed by another
with other codes.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.agreement import Promise, target
from gateway.domain.classification import may
from gateway.domain.codes import Clock, NoticeCode, Reason
from gateway.domain.commands import Verb
from gateway.domain.consenting import consent_please
from gateway.domain.decision import (
    Case,
    CodeFor,
    Decider,
    Decision,
    Outcome,
    Owed,
    Refusal,
    decider,
)
from gateway.domain.evolve import evolve
from gateway.domain.lifecycle import Trigger
from gateway.domain.people import Address, Locale
from gateway.domain.plan_parts import Part, named
from gateway.domain.repair import Plan
from gateway.domain.request import Request, Status
from gateway.domain.solution_commands import Approve, Propose, Reject
from gateway.domain.solution_details import (
    Approval,
    ApprovalOutcome,
    ApprovalPlease,
)
from gateway.domain.solution_events import (
    Approved,
    ApproverChanged,
    Proposed,
    Rejected,
)
from gateway.domain.solution_rules import approvers, demanded, needs_consent
from gateway.domain.verdict import normalise_code

PENDING = frozenset({Status.AWAITING_APPROVAL})


def decide_propose(command: Propose, request: Request, case: Case) -> Outcome:
    """A plan rests on a cause (R25), and is whole or refused (R28, R32)."""
    if not may(request, Trigger.PLAN):
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if not request.cause and not command.workaround:
        return Refusal(Reason.NO_CAUSE_YET)
    missing = tuple(p for p in demanded(request, case) if p not in command.parts)
    if missing:
        return Refusal(Reason.PLAN_PARTS_MISSING, named(missing, _locale(case)))
    if command.ends_at is not None and command.ends_at <= case.now:
        return Refusal(Reason.TIME_PAST, command.window)
    asked = approvers(request, case.speaker, case)
    if not asked:
        return Refusal(Reason.NO_APPROVER)
    plan = _plan(command, asked[0], case)
    proposed = Proposed(by=case.speaker, at=case.now, plan=plan)
    asking = approval_please(evolve(request, proposed), asked[0], case)
    return Decision((proposed,), (Owed(NoticeCode.APPROVAL_PLEASE, asked[0], asking),))


def _plan(command: Propose, approver: Address, case: Case) -> Plan:
    parts = command.parts
    return Plan(
        steps=parts.get(Part.STEPS, ""),
        risks=parts.get(Part.RISKS, ""),
        tests=parts.get(Part.TESTS, ""),
        continuity=parts.get(Part.CONTINUITY, ""),
        window=command.window or parts.get(Part.WINDOW, ""),
        downtime=parts.get(Part.DOWNTIME, ""),
        impact=parts.get(Part.IMPACT, ""),
        rollback=parts.get(Part.ROLLBACK, ""),
        otherwise=parts.get(Part.OTHERWISE, ""),
        starts_at=command.starts_at,
        ends_at=command.ends_at,
        author=case.speaker,
        proposed_at=case.now,
        approver=approver,
        asked=(approver,),
    )


def approval_please(
    request: Request, who: Address, case: Case, *, deputy_for: str = ""
) -> ApprovalPlease:
    """What the one who is asked must know; the request holds its plan already."""
    plan = _pending(request)
    schedule = case.rules.schedule(Clock.K6, request)
    since = case.now if deputy_for else plan.proposed_at
    return ApprovalPlease(
        code=case.step_codes(request, who, CodeFor.APPROVAL).present.printed,
        due_at=target(schedule, since),
        author_name=case.people.name_of(plan.author),
        number=request.repair.plans,
        asks_customer=needs_consent(request, case),
        deputy_for=deputy_for,
    )


def _pending(request: Request) -> Plan:
    plan = request.repair.plan
    assert plan is not None, "a plan is pending"  # noqa: S101 (the status's invariant)
    return plan


def decide_approve(command: Approve, request: Request, case: Case) -> Outcome:
    """R29: the named supervisor, with the code of this plan; then the customer."""
    refused = _barred(command.code, request, case)
    if refused is not None:
        return refused
    asks = needs_consent(request, case)
    approved = Approved(by=case.speaker, at=case.now, released=not asks)
    detail = Approval(
        outcome=ApprovalOutcome.APPROVED,
        by_name=case.people.name_of(case.speaker),
        asks_customer=asks,
    )
    owed = _told(request, case, detail)
    if asks:
        asking = consent_please(request, case)
        owed = (*owed, Owed(NoticeCode.CONSENT_PLEASE, request.requester, asking))
    return Decision((approved,), owed)


def decide_reject(command: Reject, request: Request, case: Case) -> Outcome:
    """The plan is given back with a reason; the next one has another number."""
    refused = _barred(command.code, request, case)
    if refused is not None:
        return refused
    rejected = Rejected(by=case.speaker, at=case.now, reason=command.reason)
    detail = Approval(
        outcome=ApprovalOutcome.REJECTED,
        by_name=case.people.name_of(case.speaker),
        reason=command.reason,
    )
    return Decision((rejected,), _told(request, case, detail))


def _barred(code: str, request: Request, case: Case) -> Refusal | None:
    """Why this speaker, or this code, approves nothing."""
    if request.status not in PENDING:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    plan = _pending(request)
    if case.speaker in {plan.author, request.assignee}:
        return Refusal(Reason.OWN_PLAN, case.people.name_of(plan.approver))
    if case.speaker not in plan.asked:
        return Refusal(Reason.NOT_THE_APPROVER, case.people.name_of(plan.approver))
    codes = case.step_codes(request, case.speaker, CodeFor.APPROVAL)
    given = normalise_code(code)
    if given in _compared(codes.living):
        return None
    past = given in _compared(codes.past)
    return Refusal(Reason.PAST_CODE if past else Reason.WRONG_CODE, code)


def _compared(codes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(normalise_code(code) for code in codes) - {""}


def _told(request: Request, case: Case, detail: Approval) -> tuple[Owed, ...]:
    """S09, to the owner and to who made the plan."""
    plan = _pending(request)
    told = dict.fromkeys(filter(None, (request.assignee, plan.author)))
    return tuple(
        Owed(NoticeCode.APPROVAL_RESULT, who, detail)
        for who in told
        if who != case.speaker
    )


def remind_of_plan(_: Promise, __: int, request: Request, case: Case) -> Decision:
    """K6, half of the time: the one who is asked is reminded (S20)."""
    if request.status not in PENDING:
        return Decision(())
    who = _pending(request).approver
    asking = approval_please(request, who, case)
    return Decision((), (Owed(NoticeCode.APPROVAL_REMINDER, who, asking),))


def ask_deputy(_: Promise, __: int, request: Request, case: Case) -> Decision:
    """K6 has run out: the next supervisor is asked; nobody's silence is a yes."""
    if request.status not in PENDING:
        return Decision(())
    plan = _pending(request)
    before = case.people.name_of(plan.approver)
    left = [w for w in approvers(request, plan.author, case) if w not in plan.asked]
    if not left:
        asking = approval_please(request, plan.approver, case)
        again = Owed(NoticeCode.APPROVAL_REMINDER, plan.approver, asking)
        overdue = Approval(outcome=ApprovalOutcome.OVERDUE, by_name=before)
        return Decision((), (again, *_told(request, case, overdue)))
    changed = ApproverChanged(by=case.speaker, at=case.now, approver=left[0])
    moved = evolve(request, changed)
    asking = approval_please(moved, left[0], case, deputy_for=before)
    overdue = Approval(
        outcome=ApprovalOutcome.OVERDUE,
        by_name=case.people.name_of(left[0]),
        reason=before,
    )
    asked = Owed(NoticeCode.APPROVAL_PLEASE, left[0], asking)
    return Decision((changed,), (asked, *_told(request, case, overdue)))


def _locale(case: Case) -> Locale:
    person = case.people.members.get(case.speaker)
    return person.locale if person else Locale.EN


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {
        **decider(Propose, decide_propose),
        **decider(Approve, decide_approve),
        **decider(Reject, decide_reject),
    }
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {
        Verb.PLAN: frozenset({Status.IN_PROGRESS}),
        Verb.APPROVE: PENDING,
        Verb.REJECT: PENDING,
    }
)
"""In which statuses these verbs are not refused outright."""
