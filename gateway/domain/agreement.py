"""What was promised: the clocks of the process as values (PROCESS 1.3).

A promise is a row with a moment at which somebody must look. One row a clock and
request: when its stage is done it is set to the next one. After an outage a promise
fires once, at the stage that time has reached.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from gateway.domain.calendar import Calendar
from gateway.domain.events import Assigned, Called, Event, Registered
from gateway.domain.notices import Clock
from gateway.domain.request import Request, RequestNumber

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One clock: how long, by which calendar, and the shares of it that warn.

    The last stage is always 1.0: the target itself.
    """

    within: timedelta
    stages: tuple[float, ...]
    calendar: Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The numbers of the process; the seed's values are the defaults."""

    targets: Mapping[Clock, Target]
    calendar: Calendar
    answer_within_workdays: int = 5
    dispute_window: timedelta = timedelta(days=7)
    next_update_within: timedelta = 4 * HOUR
    urgent_marks: tuple[str, ...] = ("【紧急】", "[urgent]")
    internal_domains: tuple[str, ...] = ()
    public_domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A clock that runs for a request."""

    number: RequestNumber
    clock: Clock
    started_at: datetime
    stage: int
    due_at: datetime


def stage_due(target: Target, started_at: datetime, stage: int) -> datetime:
    """When this stage of the clock is reached."""
    return target.calendar.add(started_at, target.within * target.stages[stage])


def promise(request: Request, clock: Clock, rules: Rules) -> Promise:
    """Start a clock at the moment the request came in."""
    due_at = stage_due(rules.targets[clock], request.submitted_at, 0)
    return Promise(
        number=request.number,
        clock=clock,
        started_at=request.submitted_at,
        stage=0,
        due_at=due_at,
    )


def reached(kept: Promise, rules: Rules, now: datetime) -> tuple[int, Promise | None]:
    """The stage that time has reached, and the promise for the one after it."""
    target = rules.targets[kept.clock]
    stage = kept.stage
    last = len(target.stages) - 1
    while stage < last:
        following = stage_due(target, kept.started_at, stage + 1)
        if following > now:
            return stage, Promise(
                number=kept.number,
                clock=kept.clock,
                started_at=kept.started_at,
                stage=stage + 1,
                due_at=following,
            )
        stage += 1
    return stage, None


def started_by(event: Event, rules: Rules) -> tuple[Promise, ...]:
    """The clocks that an event starts: K1 for the urgent, else K2 (R13, R14)."""
    if not isinstance(event, Registered):
        return ()
    clock = Clock.K1 if event.request.urgent else Clock.K2
    return (promise(event.request, clock, rules),)


def stopped_by(event: Event, request: Request) -> tuple[Clock, ...]:
    """The clocks that an event stops.

    Acceptance stops K2. K1 wants the phone call; only where there is no number to
    call is it the acceptance that answers (E2).
    """
    match event:
        case Assigned():
            reachable = bool(request.form.phone)
            return (Clock.K2,) if reachable else (Clock.K1, Clock.K2)
        case Called(connected=True):
            return (Clock.K1, Clock.K2)
        case _:
            return ()
