"""Apply an event to a request. No rule is in here: what happened, happened."""

from collections.abc import Iterable
from dataclasses import replace
from typing import assert_never

from gateway.domain.events import (
    Assigned,
    Called,
    CauseFound,
    Confirmed,
    Corresponded,
    Disputed,
    Event,
    Fixed,
    MergedInto,
    PriorityChanged,
    Registered,
    Remarked,
    Resolved,
    SubmittedOnBehalf,
    Tested,
)
from gateway.domain.lifecycle import Trigger, next_status
from gateway.domain.request import Request, Status


def evolve_all(request: Request, events: Iterable[Event]) -> Request:
    """The request after these events, one version later for each."""
    for event in events:
        request = replace(evolve(request, event), version=request.version + 1)
    return request


def evolve(request: Request, event: Event) -> Request:  # noqa: C901, PLR0911, PLR0912 (one case a kind)
    """The request after one event; its version is the caller's matter."""
    match event:
        case Registered():
            return event.request
        case Corresponded() | SubmittedOnBehalf() | Remarked():
            return request
        case Assigned():
            return _assigned(request, event)
        case Called():
            spoken = event.at if event.connected else request.called_at
            return replace(request, called_at=spoken)
        case PriorityChanged():
            level = event.escalation_level
            return replace(request, priority=event.priority, escalation_level=level)
        case CauseFound() | Fixed() | Tested():
            return _worked(request, event)
        case Resolved():
            return _resolved(request, event)
        case Confirmed():
            status = _moved(request, Trigger.CONFIRM)
            return replace(
                request, status=status, confirmed_at=event.at, closed_at=event.at
            )
        case Disputed():
            return _disputed(request, event)
        case MergedInto():
            status = _moved(request, Trigger.MERGE)
            return replace(
                request, status=status, closed_at=event.at, merged_into=event.other
            )
        case _:
            assert_never(event)


def _moved(request: Request, trigger: Trigger) -> Status:
    following = next_status(request.status, trigger, request.resume_status)
    assert following is not None, f"{trigger} decided in {request.status}"  # noqa: S101 (an impossible state ends the worker)
    return following


def _assigned(request: Request, event: Assigned) -> Request:
    if next_status(request.status, Trigger.ACCEPT) is None:
        return replace(request, assignee=event.owner)
    return replace(
        request,
        assignee=event.owner,
        status=_moved(request, Trigger.ACCEPT),
        accepted_by=request.accepted_by or event.owner,
        accepted_at=request.accepted_at or event.at,
    )


def _worked(request: Request, event: CauseFound | Fixed | Tested) -> Request:
    match event:
        case CauseFound():
            return replace(request, cause=event.text, cause_kind=event.kind)
        case Fixed():
            return replace(request, solution=event.text)
        case Tested():
            before = f"{request.test_result}\n" if request.test_result else ""
            return replace(request, test_result=before + event.text)


def _resolved(request: Request, event: Resolved) -> Request:
    return replace(
        request,
        status=_moved(request, Trigger.RESOLVE),
        solution=event.text or request.solution,
        resolved_at=event.at,
    )


def _disputed(request: Request, event: Disputed) -> Request:
    """A new round begins: what was found and tested in the last one is history."""
    return replace(
        request,
        status=_moved(request, Trigger.DISPUTE),
        round=request.round + 1,
        priority=event.priority,
        escalation_level=event.escalation_level,
        reopen_reason=event.words,
        cause="",
        cause_kind=None,
        solution="",
        test_result="",
        resolved_at=None,
        confirmed_at=None,
        closed_at=None,
    )
