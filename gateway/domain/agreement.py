"""What was promised: the clocks of the process as values (PROCESS 1.3).

A promise is a row with a moment at which somebody must look. One row a clock and
request: when its stage is done it is set to the next one. After an outage a promise
fires once, at the stage that time has reached.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from gateway.domain.bouncing import BounceRules
from gateway.domain.calendar import Calendar
from gateway.domain.codes import Clock
from gateway.domain.companies import Companies
from gateway.domain.duty import Duty
from gateway.domain.immediate import Immediate
from gateway.domain.needs import DEFAULT_NEEDS, Need
from gateway.domain.people import Address
from gateway.domain.profiles import DEFAULT_PROFILES, Profile
from gateway.domain.request import Priority, Request, RequestNumber, Scene
from gateway.domain.routing import Routing

HOUR = timedelta(hours=1)


class Act(StrEnum):
    """What is done when a stage of a clock is reached; the steps say how."""

    CALL_BACKUP = "call-backup"
    CALL_SUPERVISORS = "call-supervisors"
    CALL_EVERYBODY = "call-everybody"
    ALARM = "alarm"
    WARN = "warn"
    MISSED = "missed"
    REMIND_OF_QUESTIONS = "remind-of-questions"
    HAVE_CALLED = "have-called"
    CLOSE_UNANSWERED = "close-unanswered"
    REMIND_TO_CONFIRM = "remind-to-confirm"
    REMIND_CONFIRMERS = "remind-confirmers"
    CLOSE_UNCONFIRMED = "close-unconfirmed"
    CALL_REVIEW = "call-review"
    ETA_MISSED = "eta-missed"
    REMIND_OF_PLAN = "remind-of-plan"
    ASK_DEPUTY = "ask-deputy"
    REMIND_OF_CONSENT = "remind-of-consent"
    REMIND_TO_ARCHIVE = "remind-to-archive"
    RESUME = "resume"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A moment of a clock, and what is done then.

    ``after`` is time by the clock's calendar; where ``workdays`` are given they count
    instead, and the moment is the same time of day. ``before`` counts back from the
    moment at which the target is missed, and wins over both.
    """

    act: Act
    after: timedelta = timedelta()
    workdays: int = 0
    before: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """One clock: its target, by which calendar, and its stages in order of time.

    ``within`` is the target that letters name, or so many ``workdays`` where they are
    given; the stages may lead beyond it.
    """

    within: timedelta = timedelta()
    workdays: int = 0
    calendar: Calendar
    stages: tuple[Stage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The numbers of the process; the seed's values are the defaults.

    ``confirmers`` are those who may confirm beside the requester (PROCESS 6.4), by the
    mail domain of their company.
    ``employee_numbers`` are forms of a number of staff (R49), ``required_keywords``
    those of which an archived request bears one (R41); empty: any will do.
    ``variants`` holds the schedules that differ by what a request is: see ``schedule``.
    ``suspect_words`` in a request make it perhaps urgent (D3).
    ``call_again`` is how far apart two calls in vain must be to count as two.
    ``maintenance`` maps a customer's domain or address to the hours in which its
    systems may be changed. ``replies`` are canned ones, by folded name and by locale.
    """

    schedules: Mapping[Clock, Schedule]
    variants: Mapping[tuple[Clock, str], Schedule] = field(default_factory=dict)
    calendar: Calendar
    answer_within_workdays: int = 5
    dispute_window: timedelta = timedelta(days=7)
    next_update_within: timedelta = 4 * HOUR
    urgent_marks: tuple[str, ...] = ("【紧急】", "[urgent]")
    suspect_words: tuple[str, ...] = ()
    internal_domains: tuple[str, ...] = ()
    public_domains: tuple[str, ...] = ()
    employee_numbers: tuple[str, ...] = ()
    required_keywords: tuple[str, ...] = ()
    needs: tuple[Need, ...] = DEFAULT_NEEDS
    profiles: Mapping[Scene, Profile] = field(default_factory=lambda: DEFAULT_PROFILES)
    duty: Duty | None = None
    routing: Routing = field(default_factory=Routing)
    confirmers: Mapping[str, tuple[Address, ...]] = field(default_factory=dict)
    call_again: timedelta = HOUR / 12
    companies: Companies = field(default_factory=Companies)
    review_after: timedelta = HOUR / 2
    review_lasts: timedelta = HOUR / 2
    consent_within_workdays: int = 3
    immediate: Immediate = field(default_factory=Immediate)
    bounces: BounceRules = field(default_factory=BounceRules)
    maintenance: Mapping[str, Calendar] = field(default_factory=dict)
    replies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

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


def target(schedule: Schedule, started_at: datetime) -> datetime:
    """When a clock that was started then misses its target."""
    if schedule.workdays:
        return schedule.calendar.add_workdays(started_at, schedule.workdays)
    return schedule.calendar.add(started_at, schedule.within)


def stage_due(schedule: Schedule, started_at: datetime, stage: int) -> datetime:
    """When this stage of the clock is reached."""
    due, calendar = schedule.stages[stage], schedule.calendar
    if due.before is not None:
        left = calendar.between(started_at, target(schedule, started_at)) - due.before
        return calendar.add(started_at, max(left, timedelta()))
    if due.workdays:
        return calendar.add_workdays(started_at, due.workdays)
    return calendar.add(started_at, due.after)


def act_due(schedule: Schedule, started_at: datetime, act: Act) -> datetime | None:
    """When the clock comes to do this; None where it never does."""
    for place, stage in enumerate(schedule.stages):
        if stage.act is act:
            return stage_due(schedule, started_at, place)
    return None


def share(schedule: Schedule, started_at: datetime, now: datetime) -> int:
    """How much of the target's time has passed, in per cent."""
    passed = schedule.calendar.between(started_at, now)
    whole = schedule.calendar.between(started_at, target(schedule, started_at))
    return round(100 * passed / whole) if whole else 100


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


def promise_from(
    request: Request, clock: Clock, rules: Rules, *, started_at: datetime, now: datetime
) -> Promise:
    """Start a clock in the past: what it would have told before now is left aside.

    Its last stage never is.
    """
    begun = promise(request, clock, rules, started_at=started_at)
    schedule = rules.schedule(clock, request)
    for stage in range(len(schedule.stages)):
        due_at = stage_due(schedule, started_at, stage)
        begun = replace(begun, stage=stage, due_at=due_at)
        if due_at > now:
            break
    return begun


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
