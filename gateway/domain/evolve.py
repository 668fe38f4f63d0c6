"""Apply an event to a request. No rule is in here: what happened, happened."""

from collections.abc import Iterable
from dataclasses import replace

from gateway.domain.diagnosing import timed
from gateway.domain.events import FORMS, Event
from gateway.domain.request import Request


def evolve_all(request: Request, events: Iterable[Event]) -> Request:
    """The request after these events, one version later for each."""
    for event in events:
        request = replace(evolve(request, event), version=request.version + 1)
    return request


def evolve(request: Request, event: Event) -> Request:
    """The request after one event; its version is the caller's matter."""
    changed = FORMS[type(event)].change(request, event)
    return timed(request, changed, event.at)
