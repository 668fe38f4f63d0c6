"""The clocks of completeness: its check (K3), and what was asked for (E1)."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.agreement import Promise, Rules, promise
from gateway.domain.clock_forms import Starts, Stops, starts, stops
from gateway.domain.codes import Clock
from gateway.domain.completeness_events import (
    Checked,
    ClosedForLack,
    QuestionsAsked,
    Supplied,
)
from gateway.domain.request import Request


def _asked(
    event: QuestionsAsked, request: Request, rules: Rules
) -> tuple[Promise, ...]:
    """Each asking begins the days anew."""
    return (promise(request, Clock.INFORMATION, rules, started_at=event.at),)


def _checked(_: Checked, __: Request) -> tuple[Clock, ...]:
    return (Clock.K3,)


def _supplied(event: Supplied, _: Request) -> tuple[Clock, ...]:
    return () if event.open else (Clock.INFORMATION,)


def _closed(_: ClosedForLack, __: Request) -> tuple[Clock, ...]:
    return (Clock.INFORMATION, Clock.K1, Clock.K2, Clock.K3)


STARTS: Mapping[type, Starts] = MappingProxyType(starts(QuestionsAsked, _asked))
STOPS: Mapping[type, Stops] = MappingProxyType(
    {
        **stops(Checked, _checked),
        **stops(Supplied, _supplied),
        **stops(ClosedForLack, _closed),
    }
)
