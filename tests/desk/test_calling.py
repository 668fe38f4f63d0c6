"""Calls that reach nobody (K1, E2, E4, D7), and what their requester is told."""

from datetime import datetime, timedelta

import pytest

from gateway.desk.interpret_classification import READERS
from gateway.domain.classification_commands import Call
from gateway.domain.codes import NoticeCode as N, Reason
from gateway.domain.commands import Command, Verb
from gateway.domain.decision import Refusal
from gateway.mail.directives import read_directives
from tests.desk.test_timekeeping import look
from tests.support.builders import ANNE, AROUND, DAVE, ELLE, MINUTE, MORNING
from tests.support.desk import Sent, World, shipped_vocabulary

URGENT = "Urgency: high\nPhone: 138 1234 5678\n\nNo order can be submitted."


def _paged(world: World, text: str = URGENT) -> Sent:
    """An urgent request; returns what Dave, who is on duty, was written."""
    world.send(ANNE, text, subject="Orders fail")
    return world.letter(N.URGENT_CALL, DAVE)


def _codes(letters: tuple[Sent, ...], to: str) -> list[str]:
    return [one.code for one in letters if one.to == to]


def test_k1_ends_as_best_effort_after_two_calls_five_minutes_apart(
    world: World,
) -> None:
    """K1: each is told (C05); nobody is paged any more, and it is counted apart."""
    call = _paged(world)
    world.clock.advance(minutes=4)
    assert _codes(world.answer(call, "#call missed no answer"), ANNE) == ["C05"]
    assert world.request().triage.best_effort_at is None
    world.clock.advance(minutes=5)
    assert _codes(world.answer(call, "#通话 未接通"), ANNE) == ["C05"]
    triage = world.request().triage
    assert (triage.calls_missed, triage.best_effort_at) == (2, world.clock.now())
    assert world.request().called_at is None
    world.clock.advance(hours=1)
    look(world)
    assert world.letters(N.DEADLINE_MISSED) == ()


def test_e4_a_line_that_is_busy_all_the_while_is_a_call_in_vain(world: World) -> None:
    """E4."""
    call = _paged(world)
    world.answer(call, "#call busy")
    world.clock.advance(minutes=6)
    world.answer(call, "#通话 占线")
    assert world.request().triage.best_effort_at == world.clock.now()


def test_two_calls_within_five_minutes_are_one_attempt(world: World) -> None:
    """K1: the supervisor hears of the miss all the same."""
    call = _paged(world)
    world.answer(call, "#call missed")
    world.clock.advance(minutes=4, seconds=59)
    world.answer(call, "#call missed")
    assert world.request().triage.calls_missed == 1
    world.clock.advance(minutes=11)
    look(world)
    assert world.letters(N.DEADLINE_MISSED, ELLE)


def test_both_calls_may_be_noted_in_one_mail_with_their_times(world: World) -> None:
    """D7: the requester hears once of two attempts."""
    call = _paged(world)
    world.clock.advance(minutes=10)
    letters = world.answer(call, "#call missed 10:02\n#call missed 10:08 busy")
    assert _codes(letters, ANNE) == ["C05"]
    triage = world.request().triage
    assert triage.best_effort_at == world.clock.now()
    assert triage.missed_since == MORNING + 8 * MINUTE


def test_no_call_is_older_than_its_request(world: World) -> None:
    call = _paged(world)
    world.answer(call, "#call missed 9:30\n#call missed 9:40")
    assert world.request().triage.calls_missed == 1


def test_a_call_in_vain_about_what_is_not_urgent_is_told_and_stops_nothing(
    world: World,
) -> None:
    world.send(ANNE, "Smoke comes out of tray 2.")
    mine = world.letter(N.TO_ASSIGN, DAVE)
    for _ in range(2):
        assert _codes(world.answer(mine, "#call missed"), ANNE) == ["C05"]
        world.clock.advance(minutes=6)
    assert world.request().triage.best_effort_at is None
    world.clock.advance(hours=3)
    look(world)
    assert world.letters(N.DEADLINE_MISSED, ELLE)


def test_after_best_effort_a_call_that_connects_still_counts(world: World) -> None:
    call = _paged(world)
    world.answer(call, "#call missed")
    world.clock.advance(minutes=6)
    world.answer(call, "#call missed")
    world.answer(call, "#call connected she was in a meeting")
    assert world.request().called_at == world.clock.now()


def test_e2_who_left_no_number_is_asked_and_answered_by_mail(world: World) -> None:
    """E2: C01 asks for the number, and the acceptance is the first response."""
    call = _paged(world, "Urgency: high\n\nNo order can be submitted.")
    assert world.request().form.phone == ""
    assert "C04" in _codes(world.answer(call, "#take"), ANNE)
    world.clock.advance(hours=1)
    look(world)
    assert world.letters(N.DEADLINE_MISSED) == ()


@pytest.mark.parametrize(
    ("line", "read"),
    [
        (
            "#call missed 9:40 no answer",
            Call(
                connected=False,
                gist="no answer",
                time_text="9:40",
                made_at=MORNING - timedelta(minutes=20),
            ),
        ),
        ("#call missed 23:00", Refusal(Reason.TIME_AHEAD, "23:00")),
        ("#call missed 25:00", Refusal(Reason.TIME_IMPOSSIBLE)),
        ("#通话 未接", Call(connected=False, gist="")),
    ],
)
def test_the_time_of_a_call_is_never_ahead(line: str, read: Command | Refusal) -> None:
    (directive,) = read_directives(line, shipped_vocabulary()).lines
    found = READERS[Verb.CALL](directive, AROUND)
    if isinstance(read, Refusal) and not read.detail:
        assert isinstance(found, Refusal)
        assert found.reason is read.reason
    else:
        assert found == read


def test_the_moment_of_a_range_is_its_beginning() -> None:
    (directive,) = read_directives("#call missed 9:40-9:45", shipped_vocabulary()).lines
    found = READERS[Verb.CALL](directive, AROUND)
    assert isinstance(found, Call)
    assert found.made_at == datetime.fromisoformat("2026-11-16T01:40:00+00:00")
