"""What happens in step 3."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form, form
from gateway.domain.people import Address
from gateway.domain.request import CauseKind, Request, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosed:
    """R20: something was looked at, by a method."""

    by: Address
    at: datetime
    text: str
    method: str = ""
    time_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseFound:
    by: Address
    at: datetime
    kind: CauseKind | None
    text: str
    time_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorAsked:
    """R22: V01 went out. The words are those that the supplier reads."""

    by: Address
    at: datetime
    vendor: Address
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorAnswered:
    by: Address
    at: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCalled:
    """R23: by the clock, or by a person."""

    by: Address
    at: datetime
    begins_at: datetime
    invited: tuple[Address, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewHeld:
    """R24: the outcome of the review."""

    by: Address
    at: datetime
    text: str


def _diagnosed(request: Request, event: Diagnosed) -> Request:
    if not event.method or event.method in request.repair.methods:
        return request
    methods = (*request.repair.methods, event.method)
    return replace(request, repair=replace(request.repair, methods=methods))


def _found(request: Request, event: CauseFound) -> Request:
    return replace(request, cause=event.text, cause_kind=event.kind)


def _asked(request: Request, event: VendorAsked) -> Request:
    vendors = tuple(dict.fromkeys((*request.repair.vendors, event.vendor)))
    return replace(request, repair=replace(request.repair, vendors=vendors))


def _called(request: Request, event: ReviewCalled) -> Request:
    repair = replace(request.repair, review_at=event.begins_at, review_outcome="")
    return replace(request, repair=repair)


def _held(request: Request, event: ReviewHeld) -> Request:
    called = request.repair.review_at or event.at
    repair = replace(request.repair, review_at=called, review_outcome=event.text)
    return replace(request, repair=repair)


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            Diagnosed,
            stage=Stage.DIAGNOSIS,
            change=_diagnosed,
            words=lambda event: (event.text, event.method),
        ),
        **form(
            CauseFound,
            stage=Stage.DIAGNOSIS,
            change=_found,
            words=lambda event: (event.text, event.kind or ""),
        ),
        **form(
            VendorAsked,
            stage=Stage.DIAGNOSIS,
            change=_asked,
            words=lambda event: (event.text, event.vendor),
            visible=False,
        ),
        **form(
            VendorAnswered,
            stage=Stage.DIAGNOSIS,
            words=lambda event: (event.words, "vendor"),
            visible=False,
        ),
        **form(
            ReviewCalled,
            stage=Stage.DIAGNOSIS,
            change=_called,
            words=lambda event: (f"review {event.begins_at:%Y-%m-%dT%H:%MZ}", ""),
            visible=False,
        ),
        **form(
            ReviewHeld,
            stage=Stage.DIAGNOSIS,
            change=_held,
            words=lambda event: (event.text, "review"),
            visible=False,
        ),
    }
)
