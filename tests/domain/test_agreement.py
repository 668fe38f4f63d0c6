"""The clocks: which runs, what stops it, and what an outage does to it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from gateway.domain.agreement import Act, Promise, Stage, reached, stage_due
from gateway.domain.classification_events import Assigned, Called
from gateway.domain.clocks import Clocks, started_by, stopped_by
from gateway.domain.codes import Clock
from gateway.domain.events import Event
from gateway.domain.request import Priority, Request, Scene
from gateway.domain.submission_events import Corresponded, Registered
from tests.support.builders import (
    ANNE,
    BART,
    HOUR,
    MINUTE,
    MORNING,
    NUMBER,
    RULES,
    a_new_request,
    a_promise,
)

FRIDAY_EVENING = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
"""17:30 in Shanghai, half an hour before the office closes for the weekend."""

K1 = RULES.schedules[Clock.K1]


def a_registration(request: Request) -> Registered:
    return Registered(by=ANNE, at=MORNING, request=request)


@pytest.mark.parametrize(
    ("urgent", "clock", "due_at"),
    [(True, Clock.K1, MORNING + 5 * MINUTE), (False, Clock.K2, MORNING + HOUR)],
)
def test_a_registration_starts_one_clock(
    *, urgent: bool, clock: Clock, due_at: datetime
) -> None:
    request = a_new_request(urgent=urgent)
    assert started_by(a_registration(request), request, RULES) == (
        Promise(number=NUMBER, clock=clock, started_at=MORNING, stage=0, due_at=due_at),
    )


def test_an_urgent_clock_runs_through_the_weekend_and_the_other_one_does_not() -> None:
    late = replace(a_new_request(), submitted_at=FRIDAY_EVENING)
    hot = replace(late, urgent=True)
    (urgent,) = started_by(a_registration(hot), hot, RULES)
    (plain,) = started_by(a_registration(late), late, RULES)

    assert urgent.due_at == FRIDAY_EVENING + 5 * MINUTE
    # Half an hour on Friday, the other half from Monday 09:00 on.
    assert plain.due_at == datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "event",
    [
        Assigned(by=BART, at=MORNING, owner=BART),
        Called(by=BART, at=MORNING, connected=True, gist=""),
        Corresponded(by=ANNE, at=MORNING, words="Well?", internal=False),
    ],
    ids=lambda event: type(event).__name__,
)
def test_no_other_event_starts_a_clock(event: Event) -> None:
    assert started_by(event, a_new_request(), RULES) == ()


@pytest.mark.parametrize(
    ("event", "phone", "stopped"),
    [
        (
            Assigned(by=BART, at=MORNING, owner=BART),
            "139 0000 0000",
            (Clock.K2, Clock.K3),
        ),
        (Assigned(by=BART, at=MORNING, owner=BART), "", (Clock.K1, Clock.K2, Clock.K3)),
        (
            Called(by=BART, at=MORNING, connected=True, gist=""),
            "139 0000 0000",
            (Clock.K1, Clock.K2),
        ),
        (
            Called(by=BART, at=MORNING, connected=False, gist=""),
            "139 0000 0000",
            (),
        ),
        (Corresponded(by=BART, at=MORNING, words="", internal=True), "", ()),
    ],
    ids=["accepted", "accepted, no phone (E2)", "called", "not answered", "noted"],
)
def test_what_stops_a_clock(
    event: Event, phone: str, stopped: tuple[Clock, ...]
) -> None:
    assert stopped_by(event, a_new_request(phone=phone)) == stopped


def test_the_stage_that_is_due_leads_to_the_next_one() -> None:
    kept = a_promise(Clock.K1)
    assert reached(kept, K1, kept.due_at) == (0, a_promise(Clock.K1, stage=1))


def test_the_last_stage_leads_nowhere() -> None:
    kept = a_promise(Clock.K1, stage=2)
    assert reached(kept, K1, kept.due_at) == (2, None)


def test_after_an_outage_a_clock_is_at_the_stage_that_time_has_reached() -> None:
    eleven_minutes_late = MORNING + 11 * MINUTE
    assert reached(a_promise(Clock.K1), K1, eleven_minutes_late) == (
        1,
        a_promise(Clock.K1, stage=2),
    )


def test_after_a_long_outage_only_the_missed_target_is_left() -> None:
    assert reached(a_promise(Clock.K1), K1, MORNING + timedelta(days=9)) == (2, None)


@given(minutes=st.integers(min_value=0, max_value=100_000))
def test_a_clock_never_goes_back_and_its_next_stage_lies_ahead(minutes: int) -> None:
    kept = a_promise(Clock.K2)
    now = kept.due_at + minutes * MINUTE
    stage, following = reached(kept, RULES.schedules[Clock.K2], now)

    assert stage_due(RULES.schedules[Clock.K2], kept.started_at, stage) <= now
    if following is None:
        assert stage == len(RULES.schedules[Clock.K2].stages) - 1
    else:
        assert (following.stage, following.due_at > now) == (stage + 1, True)


def test_of_a_schedule_that_was_shortened_meanwhile_the_last_stage_fires() -> None:
    shorter = replace(K1, stages=K1.stages[:1])
    late = a_promise(Clock.K1, stage=2)
    assert reached(late, shorter, late.due_at) == (0, None)


@pytest.mark.parametrize(
    ("request_", "variant"),
    [
        (a_new_request(urgent=True), "urgent"),
        (replace(a_new_request(), priority=Priority.HIGH), "high"),
        (replace(a_new_request(), scene=Scene.INTERNAL), "internal"),
        (a_new_request(), ""),
    ],
)
def test_a_schedule_may_differ_by_what_the_request_is(
    request_: Request, variant: str
) -> None:
    other = replace(K1, within=HOUR)
    known = {(Clock.K2, variant): other} if variant else {}
    rules = replace(RULES, variants=known)
    expected = other if variant else RULES.schedules[Clock.K2]
    assert rules.schedule(Clock.K2, request_) == expected


def test_a_stage_in_working_days_comes_at_the_same_time_of_day() -> None:
    stage = Stage(act=Act.WARN, workdays=2)
    schedule = replace(RULES.schedules[Clock.K2], stages=(stage,))
    assert stage_due(schedule, FRIDAY_EVENING, 0) == FRIDAY_EVENING + timedelta(days=4)


def test_of_a_clock_that_starts_and_stops_in_one_mail_nothing_is_left() -> None:
    request = a_new_request(urgent=True)
    clocks = Clocks().after(a_registration(request), request, request, RULES)
    assert set(clocks.started) == {Clock.K1}

    called = Called(by=BART, at=MORNING, connected=True, gist="")
    clocks = clocks.after(called, request, request, RULES)
    assert clocks == Clocks(started={}, stopped=frozenset({Clock.K1, Clock.K2}))

    again = clocks.after(a_registration(request), request, request, RULES)
    assert set(again.started) == {Clock.K1}
    assert again.stopped == frozenset({Clock.K2})
