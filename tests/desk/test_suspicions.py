"""What may be urgent and does not say so (D3): somebody is called, and judges it."""

from dataclasses import replace

import pytest

from gateway.domain.agreement import Rules
from gateway.domain.clocks import Clocks
from gateway.domain.codes import Clock, NoticeCode as N
from gateway.domain.request import Form, Priority, Urgency
from gateway.domain.submission import decide_submission
from tests.desk.test_timekeeping import look
from tests.domain.test_submission import a_submit
from tests.support.builders import ANNE, BART, DAVE, ELLE, RULES, a_case
from tests.support.desk import Sent, World

IMPORTANT = "Importance: high"
WORDS: Rules = replace(RULES, suspect_words=("宕机", "down"))


def _suspected(world: World, number: int = 1) -> Sent:
    """What Dave, who is on duty, is written about a mail of high importance."""
    world.send(ANNE, f"Matter {number}.", subject=f"Matter {number}", headers=IMPORTANT)
    return world.letter(N.URGENT_CALL, DAVE)


def _codes(letters: tuple[Sent, ...]) -> set[tuple[str, str]]:
    return {(one.code, one.to) for one in letters}


def test_d3_what_is_only_suspected_calls_duty_and_raises_nothing(world: World) -> None:
    """D3: K1 pages, K2 runs beside it, and the customer is told nothing of it."""
    _suspected(world)
    request = world.request()
    assert (request.urgent, request.priority) == (False, Priority.MEDIUM)
    assert request.triage.suspicion == IMPORTANT
    assert _codes(world.letters()) == {("C01", ANNE), ("S02", DAVE), ("S01", BART)}
    world.clock.advance(minutes=5)
    look(world)
    assert world.letters(N.URGENT_CALL, BART)


def test_d3_a_suspicion_that_is_right_makes_it_urgent(world: World) -> None:
    call = _suspected(world)
    world.clock.advance(minutes=2)
    world.answer(call, "#raise the whole plant")
    request = world.request()
    assert (request.urgent, request.priority) == (True, Priority.HIGH)
    assert request.triage.urgent_since == world.clock.now()
    world.clock.advance(minutes=16)
    look(world)
    assert world.letters(N.DEADLINE_MISSED, ELLE)


def test_d3_a_suspicion_that_is_none_stops_the_calls_and_k2_goes_on(
    world: World,
) -> None:
    """E5: nobody's claim is taken back, so that the customer hears nothing."""
    call = _suspected(world)
    letters = world.answer(call, "#lower he marks all of his mail")
    assert _codes(letters) == {("S11", DAVE)}
    assert world.request().triage.misjudged
    world.clock.advance(minutes=20)
    look(world)
    assert len(world.letters(N.URGENT_CALL)) == 1
    world.clock.advance(hours=2)
    look(world)
    assert world.letters(N.DEADLINE_MISSED, ELLE)


def test_whoever_takes_what_is_suspected_has_seen_it(world: World) -> None:
    call = _suspected(world)
    world.answer(call, "#take")
    world.clock.advance(hours=3)
    look(world)
    assert world.letters(N.DEADLINE_MISSED) == ()


def test_what_was_taken_and_turns_urgent_is_called_all_the_same(world: World) -> None:
    headers = IMPORTANT
    world.send(ANNE, "Phone: 138 1234 5678\n\nOrders fail.", headers=headers)
    call = world.letter(N.URGENT_CALL, DAVE)
    world.answer(call, "#take")
    world.answer(call, "#raise he is right")
    world.clock.advance(minutes=16)
    look(world)
    assert world.letters(N.DEADLINE_MISSED, ELLE)


def test_d3_after_three_false_ones_on_a_day_nobody_is_called(world: World) -> None:
    """D3: those who assign are told of it; the next day counts anew."""
    for number in range(1, 4):
        world.answer(_suspected(world, number), "#lower no")
    called = len(world.letters(N.URGENT_CALL))
    _suspected(world, 4)
    assert len(world.letters(N.URGENT_CALL)) == called
    fourth = world.request("TS20261116004")
    assert (fourth.triage.suspected, fourth.triage.suspicion) == (False, IMPORTANT)
    assert world.letter(N.TO_ASSIGN, DAVE).number == fourth.number
    world.clock.advance(days=1)
    world.send(ANNE, "Matter 5.", subject="Matter 5", headers=IMPORTANT)
    assert len(world.letters(N.URGENT_CALL)) == called + 1


@pytest.mark.parametrize(
    ("subject", "form", "found"),
    [
        ("服务器宕机", Form(), "宕机"),
        ("The server is DOWN", Form(), "down"),
        ("A download", Form(), ""),
        ("The server is down", Form(urgency=Urgency.MEDIUM), "down"),
        ("The server is down", Form(urgency=Urgency.LOW), ""),
        ("The server is down", Form(urgency=Urgency.HIGH), ""),
    ],
)
def test_d3_the_words_are_configuration(subject: str, form: Form, found: str) -> None:
    """What is claimed to be urgent needs no suspicion, and what is low has none."""
    case = replace(a_case(), rules=WORDS)
    registered, owed = decide_submission(a_submit(subject=subject, form=form), case)
    triage = registered.request.triage
    assert (triage.suspicion, triage.suspected) == (found, bool(found))
    called = form.urgency is Urgency.HIGH or bool(found)
    assert (N.URGENT_CALL in {one.code for one in owed}) is called


def test_of_what_came_encrypted_no_word_is_named() -> None:
    submit = replace(a_submit(subject="The server is down"), discreet=True)
    registered, _ = decide_submission(submit, replace(a_case(), rules=WORDS))
    assert registered.request.triage.suspicion == ""


def test_k1_and_k2_both_run_for_what_is_suspected() -> None:
    submit = a_submit(subject="The server is down")
    case = replace(a_case(), rules=WORDS)
    registered, _ = decide_submission(submit, case)
    request = registered.request
    clocks = Clocks().after(registered, request, request, WORDS)
    assert set(clocks.started) == {Clock.K1, Clock.K2}
