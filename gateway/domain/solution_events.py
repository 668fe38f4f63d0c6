"""What happens in step 4."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form, Words, form, moved
from gateway.domain.lifecycle import Trigger
from gateway.domain.people import Address
from gateway.domain.repair import Plan
from gateway.domain.request import Request, Stage
from gateway.domain.solution_commands import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """An immediate fix (R26). ``owes_consent``: made on an oral word (D9)."""

    by: Address
    at: datetime
    text: str
    action: str = ""
    consent: str = ""
    owes_consent: bool = False
    time_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EtaPromised:
    """R27: the customer was told when it will work again."""

    by: Address
    at: datetime
    eta_at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EtaMissed:
    """K5 has passed, and no new time was told."""

    by: Address
    at: datetime
    eta_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """What the customer was told in between."""

    by: Address
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """R28: a plan waits for its approval."""

    by: Address
    at: datetime
    plan: Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproverChanged:
    """K6 has run out: the deputy is asked."""

    by: Address
    at: datetime
    approver: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """R29. ``released`` where nobody else has to agree."""

    by: Address
    at: datetime
    released: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    by: Address
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consented:
    """R30: to the plan, or afterwards to a fix (``after``)."""

    by: Address
    at: datetime
    words: str
    evidence_class: str
    after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRefused:
    by: Address
    at: datetime
    words: str
    other_time: bool = False
    after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """R31. ``time_text`` is a range as staff wrote it (R59)."""

    by: Address
    at: datetime
    phase: Phase
    text: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    time_text: str = ""


def _fixed(request: Request, event: Fixed) -> Request:
    repair = replace(
        request.repair,
        fixed_at=event.at,
        oral_consent=event.consent or request.repair.oral_consent,
        consent_owed=request.repair.consent_owed or event.owes_consent,
    )
    return replace(request, solution=event.text, repair=repair)


def _promised(request: Request, event: EtaPromised) -> Request:
    repair = replace(request.repair, eta_at=event.eta_at, eta_missed=False)
    return replace(request, repair=repair)


def _missed(request: Request, _: EtaMissed) -> Request:
    return replace(request, repair=replace(request.repair, eta_missed=True))


def _proposed(request: Request, event: Proposed) -> Request:
    repair = replace(request.repair, plan=event.plan, plans=request.repair.plans + 1)
    return replace(request, status=moved(request, Trigger.PLAN), repair=repair)


def _plan_of(request: Request) -> Plan:
    plan = request.repair.plan
    assert plan is not None, "decided for a plan"  # noqa: S101 (an invariant)
    return plan


def _deputised(request: Request, event: ApproverChanged) -> Request:
    plan = _plan_of(request)
    asked = (*plan.asked, event.approver)
    changed = replace(plan, approver=event.approver, asked=asked)
    return replace(request, repair=replace(request.repair, plan=changed))


def _approved(request: Request, event: Approved) -> Request:
    trigger = Trigger.APPROVE if event.released else Trigger.APPROVE_WITH_CONSENT
    plan = replace(
        _plan_of(request),
        approved_by=event.by,
        approved_at=event.at,
        released_at=event.at if event.released else None,
    )
    repair = replace(request.repair, plan=plan)
    return replace(request, status=moved(request, trigger), repair=repair)


def _rejected(request: Request, _: Rejected) -> Request:
    repair = replace(request.repair, plan=None)
    return replace(request, status=moved(request, Trigger.REJECT), repair=repair)


def _consented(request: Request, event: Consented) -> Request:
    if event.after:
        return replace(request, repair=replace(request.repair, consent_owed=False))
    plan = replace(
        _plan_of(request),
        consented_by=event.by,
        consented_at=event.at,
        released_at=event.at,
    )
    repair = replace(request.repair, plan=plan)
    return replace(request, status=moved(request, Trigger.CONSENT), repair=repair)


def _refused(request: Request, event: ConsentRefused) -> Request:
    if event.after:
        return replace(request, repair=replace(request.repair, consent_owed=False))
    repair = replace(request.repair, plan=None)
    return replace(request, status=moved(request, Trigger.REFUSE), repair=repair)


def _worked(request: Request, event: Worked) -> Request:
    repair, starts = request.repair, event.starts_at or event.at
    if event.phase is Phase.START:
        repair = replace(repair, started_at=starts, ended_at=None)
        status = moved(request, Trigger.START)
        return replace(request, status=status, repair=repair)
    ends = event.ends_at or event.at
    begun = repair.started_at or (starts if event.phase is Phase.SPAN else None)
    repair = replace(repair, started_at=begun, ended_at=ends)
    ended = event.phase is Phase.END
    status = moved(request, Trigger.FINISH) if ended else request.status
    solution = _joined(request.solution, event.text)
    if ended and not solution and repair.plan:
        solution = repair.plan.steps
    return replace(request, status=status, solution=solution, repair=repair)


def _joined(before: str, text: str) -> str:
    return "\n".join(part for part in (before, text) if part)


def _plan_words(event: Proposed) -> Words:
    plan = event.plan
    return f"{plan.steps}\n{plan.risks}\n{plan.tests}", plan.window


def _work_words(event: Worked) -> Words:
    phase = "" if event.phase is Phase.SPAN else event.phase.value
    return event.text or phase, phase if event.text else ""


def _eta_words(event: EtaPromised) -> Words:
    return f"ETA {event.eta_at:%Y-%m-%dT%H:%MZ}", event.text


P, W = Stage.PLANNING, Stage.IMPLEMENTATION
FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            Fixed,
            stage=W,
            change=_fixed,
            words=lambda event: (event.text, event.consent),
        ),
        **form(EtaPromised, stage=P, change=_promised, words=_eta_words),
        **form(
            EtaMissed,
            stage=P,
            change=_missed,
            words=lambda event: (f"ETA {event.eta_at:%Y-%m-%dT%H:%MZ}", "missed"),
            visible=False,
        ),
        **form(Updated, stage=P, words=lambda event: (event.text, "")),
        **form(Proposed, stage=P, change=_proposed, words=_plan_words, visible=False),
        **form(
            ApproverChanged,
            stage=P,
            change=_deputised,
            words=lambda event: (event.approver, "deputy"),
            visible=False,
        ),
        **form(
            Approved,
            stage=P,
            change=_approved,
            words=lambda event: ("approved", "released" if event.released else ""),
        ),
        **form(
            Rejected,
            stage=P,
            change=_rejected,
            words=lambda event: (event.reason, "rejected"),
            visible=False,
        ),
        **form(
            Consented,
            stage=P,
            change=_consented,
            words=lambda event: (event.words, event.evidence_class),
        ),
        **form(
            ConsentRefused,
            stage=P,
            change=_refused,
            words=lambda event: (
                event.words,
                "other time" if event.other_time else "no consent",
            ),
        ),
        **form(Worked, stage=W, change=_worked, words=_work_words),
    }
)
