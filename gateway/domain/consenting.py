"""Step 4: the customer's consent (R30, R32, D9).

Silence is no consent, and a "no" leads back to work: the next plan has another number,
and codes of its own. Who may confirm may consent (6.4).
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from gateway.domain.agreement import Promise
from gateway.domain.codes import NoticeCode, Reason
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
from gateway.domain.holding_events import Held, HoldRefused
from gateway.domain.people import Address
from gateway.domain.repair import Hold
from gateway.domain.request import Request, Status
from gateway.domain.solution_commands import AskForCode, Consent, RefuseConsent
from gateway.domain.solution_details import (
    ConsentOutcome,
    ConsentPlease,
    ConsentTold,
)
from gateway.domain.solution_events import Consented, ConsentRefused
from gateway.domain.solution_rules import may_consent
from gateway.domain.submission_details import CustomerWords
from gateway.domain.submission_events import Corresponded


def awaits_consent(request: Request) -> bool:
    """Whether a reply may be a consent: to a plan, or to a fix that was made."""
    pending = request.status is Status.AWAITING_CONSENT
    return pending or request.repair.consent_owed or pending_hold(request) is not None


def pending_hold(request: Request) -> Hold | None:
    """The hold that the requester is asked about; None where he is asked of others."""
    repair = request.repair
    other = request.status is not Status.IN_PROGRESS or repair.consent_owed
    return None if other or (repair.hold and repair.hold.since) else repair.hold


def code_for(request: Request) -> CodeFor:
    """Each question has codes of its own: a yes to one is none to another."""
    return CodeFor.HOLD if pending_hold(request) else CodeFor.CONSENT


def consent_please(
    request: Request, case: Case, *, reminder: bool = False, other_code: bool = False
) -> ConsentPlease:
    """C07: the requester is asked; the plan, or the fix, is the request's."""
    code = case.step_codes(request, request.requester, code_for(request)).present
    after = _asks_after(request)
    hold = pending_hold(request)
    return ConsentPlease(
        code=code.printed,
        button_code=code.button,
        answer_by=_answer_by(request, case, after=after),
        after=after,
        oral=request.repair.oral_consent if after else "",
        reminder=reminder,
        other_code=other_code,
        hold_until=hold.until if hold else None,
        hold_reason=hold.reason if hold else "",
    )


def _asks_after(request: Request) -> bool:
    plan = request.repair.plan
    pending = plan is not None and plan.released_at is None
    return request.repair.consent_owed and not pending


def _answer_by(request: Request, case: Case, *, after: bool) -> datetime:
    """Some working days from now, and before the work itself begins."""
    rules = case.rules
    days = rules.consent_within_workdays
    answer_by = rules.calendar.add_workdays(case.now, days)
    plan = request.repair.plan
    begins = plan.starts_at if plan and not after else None
    soon = begins is not None and case.now < begins < answer_by
    return begins if begins is not None and soon else answer_by


def decide_consent(command: Consent, request: Request, case: Case) -> Outcome:
    """An explicit yes of who may give it releases the plan."""
    if not may_consent(request, case.speaker, case):
        return Refusal(Reason.NOT_THE_REQUESTER)
    if not awaits_consent(request):
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    owed = _told(ConsentOutcome.CONSENTED, command.words, request, case)
    if pending_hold(request):
        held = Held(
            by=case.speaker,
            at=case.now,
            words=command.words,
            evidence_class=command.evidence_class,
        )
        return Decision((held,), owed)
    after = _after(request)
    consented = Consented(
        by=case.speaker,
        at=case.now,
        words=command.words,
        evidence_class=command.evidence_class,
        after=after,
    )
    return Decision((consented,), owed)


def decide_refusal(command: RefuseConsent, request: Request, case: Case) -> Outcome:
    """A no needs no proof, but it is the requester's: it stops work, not more."""
    if not awaits_consent(request):
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if not may_consent(request, case.speaker, case):
        return Refusal(Reason.NOT_THE_REQUESTER)
    if pending_hold(request):
        no_hold = HoldRefused(by=case.speaker, at=case.now, words=command.words)
        owed = _told(ConsentOutcome.REFUSED, command.words, request, case)
        return Decision((no_hold,), owed)
    refused = ConsentRefused(
        by=case.speaker,
        at=case.now,
        words=command.words,
        other_time=command.other_time,
        after=_after(request),
    )
    outcome = ConsentOutcome.REFUSED
    if command.other_time:
        outcome = ConsentOutcome.OTHER_TIME
    return Decision((refused,), _told(outcome, command.words, request, case))


def _after(request: Request) -> bool:
    return request.status is not Status.AWAITING_CONSENT


def _told(
    outcome: ConsentOutcome, words: str, request: Request, case: Case
) -> tuple[Owed, ...]:
    """S10, to the owner and to who approved; else to the supervisors."""
    plan = request.repair.plan
    hold = pending_hold(request)
    detail = ConsentTold(
        outcome=outcome,
        words=words,
        speaker=case.speaker,
        after=_after(request),
        hold_until=hold.until if hold else None,
    )
    approver = plan.approved_by if plan else None
    supervisors = (approver,) if approver else case.people.roster.supervisors
    told = dict.fromkeys(filter(None, (request.assignee, *supervisors)))
    return tuple(Owed(NoticeCode.CONSENT_RESULT, who, detail) for who in told)


def decide_code(command: AskForCode, request: Request, case: Case) -> Outcome:
    """A code of another plan consents to nothing: he is told the present one."""
    if not awaits_consent(request):
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    wrote = Corresponded(
        by=case.speaker, at=case.now, words=command.words, internal=False
    )
    told = CustomerWords(
        sender=case.speaker, words=command.words, reading="other-plan-code"
    )
    owed = [Owed(NoticeCode.CUSTOMER_WROTE, w, told) for w in _owner(request, case)]
    if may_consent(request, case.speaker, case):
        asking = consent_please(request, case, other_code=True)
        owed.append(Owed(NoticeCode.CONSENT_PLEASE, request.requester, asking))
    return Decision((wrote,), tuple(owed))


def _owner(request: Request, case: Case) -> tuple[Address, ...]:
    return (request.assignee,) if request.assignee else case.people.triage


def remind_of_consent(_: Promise, __: int, request: Request, case: Case) -> Decision:
    """The same question with the same code, by the clock."""
    if not awaits_consent(request):
        return Decision(())
    asking = consent_please(request, case, reminder=True)
    return Decision((), (Owed(NoticeCode.CONSENT_PLEASE, request.requester, asking),))


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {
        **decider(Consent, decide_consent),
        **decider(RefuseConsent, decide_refusal),
        **decider(AskForCode, decide_code),
    }
)
