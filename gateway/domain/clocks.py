"""Which clocks run: what an event starts and stops, gathered from the steps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from gateway.domain import (
    archiving_clocks,
    classification_clocks,
    completeness_clocks,
    diagnosis_clocks,
    holding,
    solution_clocks,
    submission_clocks,
    verification_clocks,
)
from gateway.domain.agreement import Promise, Rules
from gateway.domain.clock_forms import Starts, Stops, Watch
from gateway.domain.codes import Clock
from gateway.domain.events import Event
from gateway.domain.request import Request

STARTS: Mapping[type, Starts] = MappingProxyType(
    {
        **submission_clocks.STARTS,
        **completeness_clocks.STARTS,
        **verification_clocks.STARTS,
        **archiving_clocks.STARTS,
    }
)
STOPS: Mapping[type, Stops] = MappingProxyType(
    {
        **classification_clocks.STOPS,
        **completeness_clocks.STOPS,
        **verification_clocks.STOPS,
        **archiving_clocks.STOPS,
    }
)


WATCHES: tuple[Watch, ...] = (
    classification_clocks.watch,
    diagnosis_clocks.watch,
    solution_clocks.watch,
    holding.watch,
)
"""Clocks that follow what a request is, whichever event made it so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """What becomes of the clocks of a request: the last word on each counts."""

    started: Mapping[Clock, Promise] = field(default_factory=dict)
    stopped: frozenset[Clock] = frozenset()

    def after(
        self, event: Event, before: Request, request: Request, rules: Rules
    ) -> "Clocks":
        """One event later; ``request`` is as it is after the event."""
        moves = [watch(before, request, event.at, rules) for watch in WATCHES]
        stopped = {c for one in moves for c in one.stopped}
        stopped |= {*stopped_by(event, request)}
        moved = (promise for one in moves for promise in one.started)
        begun = {one.clock: one for one in (*started_by(event, request, rules), *moved)}
        if not stopped and not begun:
            return self
        left = {c: p for c, p in self.started.items() if c not in stopped}
        return Clocks(
            started=left | begun,
            stopped=(self.stopped | {*stopped}) - begun.keys(),
        )


def started_by(event: Event, request: Request, rules: Rules) -> tuple[Promise, ...]:
    """The clocks that an event starts, from the beginning or anew."""
    starting = STARTS.get(type(event))
    return starting(event, request, rules) if starting else ()


def stopped_by(event: Event, request: Request) -> tuple[Clock, ...]:
    """The clocks that an event stops."""
    stopping = STOPS.get(type(event))
    return stopping(event, request) if stopping else ()
