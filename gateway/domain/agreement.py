"""What was promised: the clocks of the process as values (PROCESS 1.3).

A promise is a row with a moment at which somebody must look. One row a clock and
request: when its stage is done it is set to the next one. After an outage a promise
fires once, at the stage that time has reached.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from gateway.domain.calendar import Calendar
from gateway.domain.codes import Clock
from gateway.domain.needs import DEFAULT_NEEDS, Need
from gateway.domain.request import Priority, Request, RequestNumber

HOUR = timedelta(hours=1)


class Act(StrEnum):
    """What is done when a stage of a clock is reached; the steps say how."""

    CALL_BACKUP = "call-backup"
    CALL_SUPERVISORS = "call-supervisors"
    WARN = "warn"
    MISSED = "missed"
    REMIND_OF_QUESTIONS = "remind-of-questions"
    HAVE_CALLED = "have-called"
    CLOSE_UNANSWERED = "close-unanswered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A moment of a clock, and what is done then.

    ``after`` is time by the clock's calendar; where ``workdays`` are given they count
    instead, and the moment is the same time of day.
    """

    act: Act
    after: timedelta = timedelta()
    workdays: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """One clock: its target, by which calendar, and its stages in order of time.

    ``within`` is the target that letters name; the stages may lead beyond it.
    """

    within: timedelta
    calendar: Calendar
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The numbers of the process; the seed's values are the defaults.

    ``variants`` holds the schedules that differ by what a request is: see ``schedule``.
    """

    schedules: Mapping[Clock, Schedule]
    variants: Mapping[tuple[Clock, str], Schedule] = field(default_factory=dict)
    calendar: Calendar
    answer_within_workdays: int = 5
    dispute_window: timedelta = timedelta(days=7)
    next_update_within: timedelta = 4 * HOUR
    urgent_marks: tuple[str, ...] = ("【紧急】", "[urgent]")
    internal_domains: tuple[str, ...] = ()
    public_domains: tuple[str, ...] = ()
    needs: tuple[Need, ...] = DEFAULT_NEEDS

    def schedule(self, clock: Clock, request: Request) -> Schedule:
        """The clock's schedule for this request.

        The first variant that fits: ``urgent``, the priority's name, the scene.
        """
        urgent = ("urgent",) if request.urgent else ()
        names = (*urgent, Priority(request.priority).name.lower(), request.scene)
        fitting = (self.variants.get((clock, str(name))) for name in names)
        return next(filter(None, fitting), self.schedules[clock])


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A clock that runs for a request."""

    number: RequestNumber
    clock: Clock
    started_at: datetime
    stage: int
    due_at: datetime


def stage_due(schedule: Schedule, started_at: datetime, stage: int) -> datetime:
    """When this stage of the clock is reached."""
    due = schedule.stages[stage]
    if due.workdays:
        return schedule.calendar.add_workdays(started_at, due.workdays)
    return schedule.calendar.add(started_at, due.after)


def promise(
    request: Request, clock: Clock, rules: Rules, *, started_at: datetime
) -> Promise:
    """Start a clock; its first stage is the first thing to look for."""
    due_at = stage_due(rules.schedule(clock, request), started_at, 0)
    return Promise(
        number=request.number,
        clock=clock,
        started_at=started_at,
        stage=0,
        due_at=due_at,
    )


def reached(
    kept: Promise, schedule: Schedule, now: datetime
) -> tuple[int, Promise | None]:
    """The stage that time has reached, and the promise for the one after it.

    A schedule that was shortened while the clock ran ends at its last stage.
    """
    last = len(schedule.stages) - 1
    stage = min(kept.stage, last)
    while stage < last:
        following = stage_due(schedule, kept.started_at, stage + 1)
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
