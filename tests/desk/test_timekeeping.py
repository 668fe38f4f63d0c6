"""Promises: each stage is told once, whatever happened in between."""

import pytest

from gateway.desk.timekeeping import Timekeeper
from gateway.domain.codes import NoticeCode as N
from tests.support.builders import ANNE, BART, DAVE, ELLE
from tests.support.desk import World


def look(world: World) -> list[tuple[str, str]]:
    """Let the timekeeper look once; returns the letters that it made."""
    before = len(world.letters())
    keeper = Timekeeper(
        store=world.facts, correspondence=world.desk.context.correspondence
    )
    made = keeper.look(world.context.case(ELLE))
    letters = world.letters()[before:]
    assert made == len(letters)
    return [(letter.code, letter.to) for letter in letters]


@pytest.fixture
def urgent(world: World) -> World:
    """Anne has called for help; five, ten and fifteen minutes are promised."""
    world.send(
        ANNE, "电话：13900000000\n故障现象：冒烟\n", to="support+urgent@example.com"
    )
    return world


def test_before_its_moment_a_promise_is_silent(urgent: World) -> None:
    urgent.clock.advance(minutes=4, seconds=59)
    assert look(urgent) == []


def test_each_stage_is_told_once_to_its_people(urgent: World) -> None:
    told = []
    for _ in range(8):
        urgent.clock.advance(minutes=2, seconds=30)
        told.append(look(urgent) + look(urgent))
    assert told == [
        [],
        [("S02", BART)],
        [],
        [("S02", ELLE)],
        [],
        [("S06", ELLE)],
        [],
        [],
    ]


def test_after_an_outage_only_the_stage_that_time_has_reached_is_told(
    urgent: World,
) -> None:
    urgent.clock.advance(hours=3)
    assert look(urgent) == [("S06", ELLE)]
    assert look(urgent) == []


def test_an_acceptance_does_not_stop_the_clock_that_wants_a_call(
    urgent: World,
) -> None:
    urgent.answer(urgent.letter(N.TO_ASSIGN, BART), "#take")
    urgent.clock.advance(minutes=15)
    assert look(urgent) == [("S06", ELLE), ("S06", BART)]


def test_a_call_stops_it(urgent: World) -> None:
    urgent.answer(urgent.letter(N.TO_ASSIGN, BART), "#call connected smoke seen")
    urgent.clock.advance(hours=3)
    assert look(urgent) == []


def test_a_call_that_nobody_took_does_not(urgent: World) -> None:
    urgent.answer(urgent.letter(N.TO_ASSIGN, BART), "#call missed")
    urgent.clock.advance(minutes=5)
    assert look(urgent) == [("S02", BART)]


def test_where_there_is_no_number_to_call_acceptance_stops_it(world: World) -> None:
    world.send(ANNE, "Smoke!", to="support+urgent@example.com")
    world.answer(world.letter(N.TO_ASSIGN, BART), "#take\n#cause toner")
    world.clock.advance(hours=3)
    assert look(world) == []


def test_of_a_plain_request_those_who_assign_are_warned(world: World) -> None:
    world.send(ANNE, "Smoke!")
    world.clock.advance(hours=1)
    assert look(world) == [("S05", BART), ("S05", DAVE)]
    world.answer(world.letter(N.TO_ASSIGN, BART), "#take\n#cause toner")
    world.clock.advance(hours=9)
    assert look(world) == []


def test_many_promises_are_kept_in_several_looks(world: World) -> None:
    for number in range(60):
        world.put(f"anne{number}@customer.example", "Smoke!")
    world.work(batch=60)
    world.clock.advance(hours=3)
    assert [len(look(world)) for _ in range(3)] == [50, 10, 0]
