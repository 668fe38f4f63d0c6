"""The resolution certificate (《问题解决确认书》, 2.3): what was wrong, done and said.

A value made of what the request and its evidence hold; nothing is concluded here but
what the customer's word settles. It is printed once and kept as it was sent: a later
"no" revokes it and changes nothing in it (T6).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from gateway.domain.evidence import Evidence, EvidenceClass
from gateway.domain.people import Address, People
from gateway.domain.request import (
    CauseKind,
    Form,
    Request,
    RequestNumber,
    Scene,
    Urgency,
)

TEXT_LIMIT_CHARACTERS = 4000
"""One text of the certificate; the whole of it is in the archive."""
STEPS_LIMIT = 60
"""Rows of the table of steps."""


class Conclusion(StrEnum):
    SOLVED = "solved"
    PARTLY = "partly"
    """Confirmed, and by way of a workaround alone."""
    UNCONFIRMED = "unconfirmed"
    """Closed by a supervisor; the customer gave no answer."""


class Method(StrEnum):
    """How it was confirmed (确认方式)."""

    MAIL = "mail"
    SEAL = "seal"
    PHONE = "phone"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A row of the table of tests; ``expected`` is empty where nobody wrote it."""

    text: str
    expected: str = ""
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpLine:
    """What stays to be done, by whom, until when (遗留问题)."""

    text: str
    who: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """The customer's side (R48, R50)."""

    company: str
    contact: str
    employee_number: str
    phone: str
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was found and done; times are those of the present round."""

    cause: str
    cause_kind: CauseKind | None
    solution: str
    impact: str
    workaround: bool
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Everything that the paper says, in the order in which it says it.

    ``number`` is the request's with the round: ``TS20231001001-C1``. ``words`` are the
    customer's own, empty where they are not repeated in clear; ``withheld``: neither is
    what the form says.
    """

    number: str
    request: RequestNumber
    customer: Party
    owner: str
    approver: str
    subject: str
    scene: Scene
    urgency: Urgency
    category: str
    submitted_at: datetime
    accepted_at: datetime | None
    resolved_at: datetime | None
    confirmed_at: datetime | None
    withheld: bool
    problem: str
    occurred: str
    impact: str
    done: Done
    steps: tuple[Step, ...]
    followups: tuple[FollowUpLine, ...]
    conclusion: Conclusion
    method: Method
    satisfaction: str
    words: str
    evidence: Evidence | None
    issued_at: datetime


_METHODS = {
    EvidenceClass.SEALED: Method.SEAL,
    EvidenceClass.CODE: Method.MAIL,
    EvidenceClass.WORDS: Method.MAIL,
    EvidenceClass.PHONE: Method.PHONE,
    EvidenceClass.EXPIRED: Method.NONE,
}
_ARROWS = ("→", "=>", "->")


def certificate_of(
    request: Request,
    people: People,
    issued_at: datetime,
    *,
    discreet: bool = False,
) -> Certificate:
    """The certificate of the request's present round.

    ``discreet``: the confirmation came encrypted, and its words are not repeated in
    clear; nor is what the form says where any mail of the request did.
    """
    evidence = request.settlement.evidence
    confirmed = evidence is not None and request.confirmed_at is not None
    said = "" if discreet or evidence is None else evidence.line
    withheld = discreet or request.triage.discreet
    form, plan = Form() if withheld else request.form, request.repair.plan
    approver = plan.approved_by if plan else None
    problem = "" if withheld else form.symptom or request.description
    return Certificate(
        number=f"{request.number}-C{request.round}",
        request=request.number,
        customer=_party(request, form),
        owner=people.name_of(request.assignee) if request.assignee else "",
        approver=people.name_of(approver) if approver else "",
        subject=request.subject,
        scene=request.scene,
        urgency=request.urgency,
        category=request.category,
        submitted_at=request.submitted_at,
        accepted_at=request.accepted_at,
        resolved_at=request.resolved_at,
        confirmed_at=evidence.received_at if evidence else request.confirmed_at,
        withheld=withheld,
        problem=cut(problem),
        occurred=cut(form.occurred),
        impact=cut(form.impact),
        done=_done(request),
        steps=steps_of(request.test_result, passed=confirmed),
        followups=_followups(request, people),
        conclusion=_conclusion(request, confirmed=confirmed),
        method=_METHODS[evidence.evidence_class] if evidence else Method.NONE,
        satisfaction=request.settlement.satisfaction,
        words=cut(said),
        evidence=evidence,
        issued_at=issued_at,
    )


def _followups(request: Request, people: People) -> tuple[FollowUpLine, ...]:
    """What is left to do for the customer (R61); our improvements are not his."""
    return tuple(
        FollowUpLine(text=one.text, who=people.name_of(one.who), due=one.due)
        for one in request.followups
        if not one.improvement
    )


def steps_of(test_result: str, *, passed: bool) -> tuple[Step, ...]:
    """One step a line; what stands behind an arrow is what was to be expected."""
    lines = [line.strip() for line in test_result.splitlines() if line.strip()]
    return tuple(_step(line, passed=passed) for line in lines[:STEPS_LIMIT])


def _step(line: str, *, passed: bool) -> Step:
    for arrow in _ARROWS:
        text, found, expected = line.partition(arrow)
        if found and text.strip():
            return Step(text=text.strip(), expected=expected.strip(), passed=passed)
    return Step(text=line, passed=passed)


def cut(text: str) -> str:
    """At most so many characters; an ellipsis says that there is more."""
    stripped = text.strip()
    if len(stripped) <= TEXT_LIMIT_CHARACTERS:
        return stripped
    return stripped[:TEXT_LIMIT_CHARACTERS].rstrip() + " …"


def _party(request: Request, form: Form) -> Party:
    return Party(
        company=form.company,
        contact=form.contact or request.requester_name,
        employee_number=form.employee_number,
        phone=form.phone,
        address=request.requester,
    )


def _done(request: Request) -> Done:
    repair = request.repair
    return Done(
        cause=cut(request.cause),
        cause_kind=request.cause_kind,
        solution=cut(request.solution),
        impact=cut(repair.plan.impact) if repair.plan else "",
        workaround=repair.workaround,
        started_at=repair.started_at,
        ended_at=repair.ended_at,
    )


def _conclusion(request: Request, *, confirmed: bool) -> Conclusion:
    if not confirmed:
        return Conclusion.UNCONFIRMED
    return Conclusion.PARTLY if request.repair.workaround else Conclusion.SOLVED
