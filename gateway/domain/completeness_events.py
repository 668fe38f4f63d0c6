"""What happens while a request is made complete (R11, R12; K3)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form as EventForm, form, moved
from gateway.domain.lifecycle import Trigger, next_status
from gateway.domain.people import Address
from gateway.domain.request import Form, Request, Stage, Status
from gateway.domain.triage import Question

COMPLETE = "complete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """R11: whether the request tells what it must, found by ``by``."""

    by: Address
    at: datetime
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsAsked:
    """R12: the requester is asked; ``questions`` are all that are open now."""

    by: Address
    at: datetime
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplied:
    """The requester's answers, as the form has them now, and what stays open."""

    by: Address
    at: datetime
    words: str
    form: Form
    subject: str
    open: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedForLack:
    """E1: nobody answered for five working days."""

    by: Address
    at: datetime
    missing: tuple[str, ...] = ()


def _checked(request: Request, event: Checked) -> Request:
    triage = replace(request.triage, checked_at=event.at, checked_by=event.by)
    return replace(request, triage=triage)


def _asked(request: Request, event: QuestionsAsked) -> Request:
    triage = replace(
        request.triage,
        asked=event.questions,
        missing=_fields(event.questions),
        asked_at=event.at,
        rounds_asked=request.triage.rounds_asked + 1,
    )
    asking = replace(request, triage=triage)
    if next_status(request.status, Trigger.ASK) is None:
        return asking
    status = moved(request, Trigger.ASK)
    return replace(asking, status=status, resume_status=request.status)


def _supplied(request: Request, event: Supplied) -> Request:
    triage = replace(request.triage, asked=event.open, missing=_fields(event.open))
    answered = replace(request, form=event.form, subject=event.subject, triage=triage)
    if event.open or request.status is not Status.AWAITING_INFORMATION:
        return answered
    status = moved(request, Trigger.SUPPLY)
    return replace(answered, status=status, resume_status=None)


def _closed(request: Request, event: ClosedForLack) -> Request:
    settlement = replace(request.settlement, closed_for="no-information")
    return replace(
        request,
        status=moved(request, Trigger.EXPIRE),
        resume_status=None,
        closed_at=event.at,
        settlement=settlement,
    )


def _fields(questions: tuple[Question, ...]) -> tuple[str, ...]:
    return tuple(one.field for one in questions if one.field)


def _told(questions: tuple[Question, ...]) -> str:
    return "; ".join(f"{one.number}. {one.text or one.field}" for one in questions)


FORMS: Mapping[type, EventForm] = MappingProxyType(
    {
        **form(
            Checked,
            stage=Stage.FIRST_RESPONSE,
            change=_checked,
            words=lambda event: (COMPLETE, ", ".join(event.missing)),
            visible=False,
        ),
        **form(
            QuestionsAsked,
            stage=Stage.FIRST_RESPONSE,
            change=_asked,
            words=lambda event: (_told(event.questions), ""),
        ),
        **form(
            Supplied,
            stage=Stage.FIRST_RESPONSE,
            change=_supplied,
            words=lambda event: (event.words, _told(event.open)),
        ),
        **form(
            ClosedForLack,
            stage=Stage.FIRST_RESPONSE,
            change=_closed,
            words=lambda event: ("closed-unconfirmed", ", ".join(event.missing)),
        ),
    }
)
