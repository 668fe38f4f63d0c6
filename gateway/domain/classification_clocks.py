"""The clocks of step 2: what answers a first response (K1, K2), and who is warned."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from gateway.domain.agreement import Rules, promise, promise_from
from gateway.domain.classification_events import Assigned, Called
from gateway.domain.clock_forms import Change, Stops, stops
from gateway.domain.codes import Clock
from gateway.domain.request import Request


def _accepted(_: Assigned, request: Request) -> tuple[Clock, ...]:
    """Acceptance stops K2; K1 wants the call, unless there is no number (E2).

    Of what may only be urgent, whoever takes it has seen it: that stops K1, too.

    Whoever takes a request has looked at it, which is the check of K3.
    """
    reachable = bool(request.form.phone) and not request.triage.suspected
    answered = (Clock.K2, Clock.K3)
    return answered if reachable else (Clock.K1, *answered)


def _reached(event: Called, _: Request) -> tuple[Clock, ...]:
    if event.connected:
        return (Clock.K1, Clock.K2)
    return (Clock.K1,) if event.best_effort else ()


STOPS: Mapping[type, Stops] = MappingProxyType(
    {**stops(Assigned, _accepted), **stops(Called, _reached)}
)


def wants_call(request: Request) -> bool:
    """K1 runs for what is urgent, and for what may be until somebody judges (D3)."""
    return request.urgent or request.triage.suspected


def watch(before: Request, after: Request, at: datetime, rules: Rules) -> Change:
    """K1 begins at the moment at which it turns urgent, K2 where it no longer is.

    K2 counts from when the request came in, as if it had never been urgent.
    """
    accepted = after.accepted_at is not None
    answered = accepted or after.called_at is not None
    started, stopped = [], []
    if after.urgent and not before.urgent:
        # Accepted already, and no number to call: there is nothing to wait for (E2).
        if not accepted or after.form.phone:
            started.append(promise(after, Clock.K1, rules, started_at=at))
    elif wants_call(before) and not wants_call(after):
        stopped.append(Clock.K1)
    if after.urgent and not before.urgent:
        stopped.append(Clock.K2)
    elif before.urgent and not after.urgent and not answered:
        since = after.submitted_at
        again = promise_from(after, Clock.K2, rules, started_at=since, now=at)
        started.append(again)
    return Change(started=tuple(started), stopped=tuple(stopped))
