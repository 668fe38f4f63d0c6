"""What happens when work is to stand still, with the requester's consent (1.4b)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form, form, moved
from gateway.domain.lifecycle import Trigger
from gateway.domain.people import Address
from gateway.domain.repair import Hold
from gateway.domain.request import Request, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldAsked:
    by: Address
    at: datetime
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The requester agrees: work stands still."""

    by: Address
    at: datetime
    words: str
    evidence_class: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRefused:
    by: Address
    at: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """Work goes on: at the moment that was named, or by somebody's word."""

    by: Address
    at: datetime
    reason: str


def _with(request: Request, hold: Hold | None) -> Request:
    return replace(request, repair=replace(request.repair, hold=hold))


def _asked(request: Request, event: HoldAsked) -> Request:
    hold = Hold(until=event.until, reason=event.reason, asked_at=event.at)
    return _with(request, hold)


def _held(request: Request, event: Held) -> Request:
    hold = request.repair.hold
    assert hold is not None, "a hold was asked for"  # noqa: S101 (an invariant)
    status = moved(request, Trigger.PAUSE)
    return replace(_with(request, replace(hold, since=event.at)), status=status)


def _refused(request: Request, _: HoldRefused) -> Request:
    return _with(request, None)


def _resumed(request: Request, _: Resumed) -> Request:
    return replace(_with(request, None), status=moved(request, Trigger.RESUME))


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            HoldAsked,
            stage=Stage.PLANNING,
            change=_asked,
            words=lambda event: (
                event.reason,
                f"hold until {event.until:%Y-%m-%dT%H:%MZ}",
            ),
        ),
        **form(
            Held,
            stage=Stage.PLANNING,
            change=_held,
            words=lambda event: (event.words, event.evidence_class),
        ),
        **form(
            HoldRefused,
            stage=Stage.PLANNING,
            change=_refused,
            words=lambda event: (event.words, "no hold"),
        ),
        **form(
            Resumed,
            stage=Stage.PLANNING,
            change=_resumed,
            words=lambda event: (event.reason, "resumed"),
        ),
    }
)
