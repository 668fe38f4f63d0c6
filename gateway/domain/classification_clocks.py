"""The clocks of step 2: what answers a first response (K1, K2), and who is warned."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.classification_events import Assigned, Called
from gateway.domain.clock_forms import Stops, stops
from gateway.domain.codes import Clock
from gateway.domain.request import Request


def _accepted(_: Assigned, request: Request) -> tuple[Clock, ...]:
    """Acceptance stops K2; K1 wants the call, unless there is no number (E2).

    Whoever takes a request has looked at it, which is the check of K3.
    """
    reachable = bool(request.form.phone)
    answered = (Clock.K2, Clock.K3)
    return answered if reachable else (Clock.K1, *answered)


def _reached(event: Called, _: Request) -> tuple[Clock, ...]:
    return (Clock.K1, Clock.K2) if event.connected else ()


STOPS: Mapping[type, Stops] = MappingProxyType(
    {**stops(Assigned, _accepted), **stops(Called, _reached)}
)
