"""Step 4: promises, immediate fixes and work (R25-R27, R31, D9, D10).

A fix is for what may be done at once; everything else is a plan's matter. Work begins
once the plan is released, and within its window.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain import planning
from gateway.domain.agreement import Promise
from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.commands import Verb
from gateway.domain.consenting import DECIDERS as CONSENTING, consent_please
from gateway.domain.decision import (
    Case,
    Decider,
    Decision,
    Outcome,
    Owed,
    Refusal,
    decider,
)
from gateway.domain.diagnosing import PAUSED, WORKING
from gateway.domain.escalating import Audience, telling
from gateway.domain.evolve import evolve
from gateway.domain.people import Address
from gateway.domain.request import Request, Status
from gateway.domain.solution_commands import Eta, Fix, Phase, Update, Work
from gateway.domain.solution_details import Progress, WorkTold
from gateway.domain.solution_events import (
    EtaMissed,
    EtaPromised,
    Fixed,
    Updated,
    Worked,
)
from gateway.domain.solution_rules import outside_window, wants_oral_consent
from gateway.domain.verification_commands import Resolve

ACTIVE = WORKING | PAUSED | {Status.AWAITING_APPROVAL, Status.AWAITING_CONSENT}
"""The statuses in which the customer is told of progress."""


def decide_fix(command: Fix, request: Request, case: Case) -> Outcome:
    """A fix rests on a cause (R25), is told a time (R27), and is no change (D10)."""
    if request.status not in WORKING:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if not request.cause:
        return Refusal(Reason.NO_CAUSE_YET)
    wrong = _not_immediate(command, case) or _unpromised(request, case)
    if wrong is not None:
        return wrong
    oral = wants_oral_consent(request, case)
    if oral and not (command.consent and command.consent_time):
        return Refusal(Reason.NO_ORAL_CONSENT)
    fixed = Fixed(
        by=case.speaker,
        at=case.now,
        text=command.text,
        action=command.action or case.rules.immediate.action(command.text),
        consent=" ".join(filter(None, (command.consent, command.consent_time))),
        owes_consent=oral,
        time_text=command.time_text,
    )
    if not oral:
        return Decision((fixed,))
    asking = consent_please(evolve(request, fixed), case)
    owed = Owed(NoticeCode.CONSENT_PLEASE, request.requester, asking)
    return Decision((fixed,), (owed,))


def _not_immediate(command: Fix, case: Case) -> Refusal | None:
    """D10: the white list; a change is none, whatever it is called."""
    immediate = case.rules.immediate
    known = ", ".join(immediate.actions)
    if command.action and command.action not in immediate.actions:
        return Refusal(Reason.NOT_IMMEDIATE, known)
    if immediate.is_change(command.text):
        return Refusal(Reason.NEEDS_A_PLAN)
    named = command.action or immediate.action(command.text)
    if immediate.listed_only and not named:
        return Refusal(Reason.NOT_IMMEDIATE, known)
    return None


def _unpromised(request: Request, case: Case) -> Refusal | None:
    """R27: a time is told, before or in the same mail; or that all is done."""
    repair = request.repair
    if repair.eta_at is not None and not repair.eta_missed:
        return None
    told = not case.ahead.isdisjoint((Eta, Resolve))
    return None if told else Refusal(Reason.NO_ETA_YET)


def decide_eta(command: Eta, request: Request, case: Case) -> Outcome:
    """R27, K5: an absolute time, told at once; a new one takes the old one's place."""
    if request.status not in ACTIVE:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if command.at <= case.now:
        return Refusal(Reason.TIME_PAST)
    promised = EtaPromised(
        by=case.speaker, at=case.now, eta_at=command.at, text=command.text
    )
    was_at = request.repair.eta_at
    detail = Progress(
        text=command.text,
        eta_at=command.at,
        was_at=was_at if was_at != command.at else None,
    )
    return Decision((promised,), _to_customer(NoticeCode.PROGRESS, detail, request))


def decide_update(command: Update, request: Request, case: Case) -> Outcome:
    """2.8: what has not changed is told as well, at the time that was named."""
    if request.status not in ACTIVE:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    updated = Updated(by=case.speaker, at=case.now, text=command.text)
    rules, eta_at = case.rules, request.repair.eta_at
    ahead = eta_at is not None and eta_at > case.now
    detail = Progress(
        text=command.text,
        eta_at=eta_at if ahead else None,
        next_update_at=rules.calendar.add(case.now, rules.next_update_within),
    )
    return Decision((updated,), _to_customer(NoticeCode.PROGRESS, detail, request))


def eta_missed(kept: Promise, stage: int, request: Request, case: Case) -> Decision:
    """K5 has passed: it stays flagged until another time is told."""
    eta_at = request.repair.eta_at
    if eta_at is None:
        return Decision(())
    told = telling(NoticeCode.DEADLINE_MISSED, Audience.SUPERVISORS_AND_OWNER)
    missed = EtaMissed(by=case.speaker, at=case.now, eta_at=eta_at)
    return Decision((missed,), told(kept, stage, request, case).owed)


def decide_work(command: Work, request: Request, case: Case) -> Outcome:
    """R31: after approval and consent, within the window, and on record."""
    refused = _not_yet(command.phase, request) or _outside(command, request, case)
    if refused is not None:
        return refused
    worked = Worked(
        by=case.speaker,
        at=case.now,
        phase=command.phase,
        text=command.text,
        starts_at=command.starts_at,
        ends_at=command.ends_at,
        time_text=command.time_text,
    )
    plan = request.repair.plan
    ends_at = plan.ends_at if plan and command.phase is Phase.START else None
    began = request.repair.started_at if command.phase is Phase.END else None
    detail = WorkTold(
        phase=command.phase,
        text=command.text,
        starts_at=command.starts_at or began,
        ends_at=command.ends_at or ends_at,
    )
    return Decision((worked,), _to_customer(NoticeCode.WORK, detail, request))


_WAITS: Mapping[Status, Reason] = MappingProxyType(
    {
        Status.AWAITING_APPROVAL: Reason.NOT_APPROVED_YET,
        Status.AWAITING_CONSENT: Reason.NO_CONSENT_YET,
    }
)


def _not_yet(phase: Phase, request: Request) -> Refusal | None:
    """What work waits for: the table, and a released plan or a fix (1.4b)."""
    if request.status in _WAITS:
        return Refusal(_WAITS[request.status])
    begun = request.status is Status.IMPLEMENTING
    fitting = begun if phase is Phase.END else not begun or phase is Phase.SPAN
    if request.status not in WORKING or not fitting:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    plan = request.repair.plan
    released = plan is not None and plan.released_at is not None
    if begun or released or request.repair.fixed_at is not None:
        return None
    return Refusal(Reason.NO_PLAN_YET)


def _outside(command: Work, request: Request, case: Case) -> Refusal | None:
    """The window binds the beginning of work, and a span at both its ends."""
    if command.phase is Phase.END or request.status is Status.IMPLEMENTING:
        return None
    times = (command.starts_at or case.now, command.ends_at)
    found = (outside_window(request, at, case) for at in times if at is not None)
    return next((one for one in found if one is not None), None)


def _to_customer(
    code: NoticeCode, detail: Progress | WorkTold, request: Request
) -> tuple[Owed, ...]:
    """The requester and everybody who follows the request."""
    told: tuple[Address, ...] = (request.requester, *request.participants)
    return tuple(Owed(code, who, detail) for who in dict.fromkeys(told))


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {
        **decider(Fix, decide_fix),
        **decider(Eta, decide_eta),
        **decider(Update, decide_update),
        **decider(Work, decide_work),
        **planning.DECIDERS,
        **CONSENTING,
    }
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {
        Verb.FIX: WORKING,
        Verb.ETA: ACTIVE,
        Verb.UPDATE: ACTIVE,
        **planning.VERBS,
        Verb.WORK: WORKING,
    }
)
"""In which statuses these verbs are not refused outright."""
