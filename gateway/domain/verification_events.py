"""What happens in step 5."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form, form, moved
from gateway.domain.evidence import Evidence, Revoked
from gateway.domain.lifecycle import Trigger
from gateway.domain.people import Address
from gateway.domain.question import question_of
from gateway.domain.repair import Repair
from gateway.domain.request import Priority, Request, Stage, Status
from gateway.domain.settlement import Settlement


def certificate(request: Request) -> str:
    """The certificate's number: the request's, and the round (2.3)."""
    return f"{request.number}-C{request.round}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    by: Address
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Step 5: handed to the requester for the last word."""

    by: Address
    at: datetime
    text: str
    workaround: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    by: Address
    at: datetime
    words: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """R37-R39: not solved; one round more, one priority higher, and why."""

    by: Address
    at: datetime
    words: str
    explanation: str = ""
    priority: Priority
    escalation_level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """R39: the owner says why it was not solved."""

    by: Address
    at: datetime
    words: str


def _tested(request: Request, event: Tested) -> Request:
    before = f"{request.test_result}\n" if request.test_result else ""
    return replace(request, test_result=before + event.text)


def _resolved(request: Request, event: Resolved) -> Request:
    solved = replace(
        request,
        status=moved(request, Trigger.RESOLVE),
        solution=event.text or request.solution,
        resolved_at=event.at,
    )
    settled = request.settlement
    questions = (*settled.questions, question_of(solved))
    return replace(solved, settlement=replace(settled, questions=questions))


def _confirmed(request: Request, event: Confirmed) -> Request:
    evidence = event.evidence
    settled = replace(
        request.settlement,
        confirmed_by=evidence.by,
        evidence_class=evidence.evidence_class,
        evidence=evidence,
    )
    return replace(
        request,
        status=moved(request, Trigger.CONFIRM),
        confirmed_at=event.at,
        closed_at=event.at,
        settlement=settled,
    )


def _disputed(request: Request, event: Disputed) -> Request:
    """A new round begins: what was found and tested in the last one is history."""
    return replace(
        request,
        status=moved(request, _back(request)),
        round=request.round + 1,
        priority=event.priority,
        escalation_level=event.escalation_level,
        reopen_reason=event.words or event.explanation,
        cause="",
        cause_kind=None,
        solution="",
        test_result="",
        resolved_at=None,
        confirmed_at=None,
        closed_at=None,
        repair=Repair(),
        settlement=Settlement(
            questions=request.settlement.questions,
            revoked=_revoked(request, event),
            disputed_by=event.by,
            explanation=event.explanation,
        ),
    )


def _back(request: Request) -> Trigger:
    ended = request.status in (Status.WITHDRAWN, Status.INVALID)
    return Trigger.REOPEN if ended else Trigger.DISPUTE


def _explained(request: Request, event: Explained) -> Request:
    settled = replace(request.settlement, explanation=event.words)
    return replace(request, settlement=settled)


def _revoked(request: Request, event: Disputed) -> tuple[Revoked, ...]:
    """T6: what was confirmed stays on record, as taken back."""
    settled = request.settlement
    if settled.evidence is None:
        return settled.revoked
    taken_back = Revoked(
        certificate=certificate(request),
        evidence=settled.evidence,
        by=event.by,
        at=event.at,
        words=event.words,
    )
    return (*settled.revoked, taken_back)


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            Tested,
            stage=Stage.VERIFICATION,
            change=_tested,
            words=lambda event: (event.text, ""),
        ),
        **form(
            Resolved,
            stage=Stage.VERIFICATION,
            change=_resolved,
            words=lambda event: (event.text, "workaround" if event.workaround else ""),
        ),
        **form(
            Confirmed,
            stage=Stage.VERIFICATION,
            change=_confirmed,
            words=lambda event: (
                event.words,
                f"{event.evidence.evidence_class} {event.evidence.key}".strip(),
            ),
        ),
        **form(
            Disputed,
            stage=Stage.REDIAGNOSIS,
            change=_disputed,
            words=lambda event: (event.words, event.explanation),
        ),
        **form(
            Explained,
            stage=Stage.REDIAGNOSIS,
            change=_explained,
            words=lambda event: (event.words, ""),
        ),
    }
)
