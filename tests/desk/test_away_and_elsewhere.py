"""An owner who is away (E13), and staff who write from elsewhere (E17)."""

import pytest

from gateway.domain.codes import NoticeCode as N
from gateway.domain.request import Status
from tests.support.builders import ANNE, BART, DAVE, ELLE
from tests.support.desk import Sent, World

HOME = "bart@home.example"
AWAY = "Auto-Submitted: auto-replied"
BACK = "I am out of office. I will be back on 23 November 2026."


def _taken(world: World) -> Sent:
    """A request that Bart owns; returns what he was written of it."""
    world.send(ANNE, "Smoke comes out of tray 2.")
    mine = world.letter(N.TO_ASSIGN, BART)
    world.answer(mine, "#take")
    return mine


def test_e13_supervisors_are_asked_to_reassign_what_an_absent_one_owns(
    world: World,
) -> None:
    mine = _taken(world)
    letters = world.answer(mine, BACK, headers=AWAY)
    assert [(one.code, one.to) for one in letters] == [("S25", ELLE)]
    assert world.request().assignee == BART
    assert world.request().status is Status.IN_PROGRESS
    world.answer(letters[0], "#assign @dave Bart is away")
    assert world.request().assignee == DAVE


def test_each_absence_is_told_once(world: World) -> None:
    mine = _taken(world)
    world.answer(mine, BACK, headers=AWAY)
    assert world.answer(mine, BACK + " Really.", headers=AWAY) == ()
    later = BACK.replace("23", "30")
    assert len(world.answer(mine, later, headers=AWAY)) == 1


def test_of_an_absent_one_who_owns_nothing_nobody_is_told(world: World) -> None:
    _taken(world)
    dave = world.letter(N.TO_ASSIGN, DAVE)
    assert world.answer(dave, BACK, headers=AWAY) == ()
    assert world.last_end() == ("filed", "automatic")


def test_a_note_of_absence_that_answers_no_letter_of_ours_is_filed(
    world: World,
) -> None:
    """Anybody can write a number, and in anybody's name."""
    mine = _taken(world)
    subject = f"Automatic reply: [{mine.number}]"
    assert world.send(BART, BACK, subject=subject, headers=AWAY) == ()


def test_e17_commands_from_an_unregistered_address_are_told_to_the_registered_one(
    world: World,
) -> None:
    mine = _taken(world)
    before = world.request()
    letters = world.answer(mine, "#cause toner", sender=HOME)
    assert [(one.code, one.to) for one in letters] == [("S12", BART)]
    assert world.request() == before
    assert world.facts.request(before.number.replace("001", "002")) is None  # type: ignore[arg-type]  # no such number
    assert world.last_end() == ("filed", "unproven-staff")


@pytest.mark.parametrize("words", ["I looked at it: toner.", "确认", "#take"])
def test_e17_words_from_there_are_no_note_and_no_request_either(
    world: World, words: str
) -> None:
    mine = _taken(world)
    letters = world.send(HOME, words, subject="Re: your letter", parent=mine.message_id)
    assert [(one.code, one.to) for one in letters] == [("S12", BART)]


def test_a_customer_who_answers_a_letter_to_staff_writes_to_his_own_request(
    world: World,
) -> None:
    """It was forwarded to her; she belongs to the request anyway."""
    mine = _taken(world)
    letters = world.answer(mine, "It is the left tray.", sender=ANNE)
    assert [(one.code, one.to) for one in letters] == [("S04", BART)]


def test_a_made_up_token_tells_nobody(world: World) -> None:
    mine = _taken(world)
    forged = mine.reply_to.replace("@", "x@")
    letters = world.send(HOME, "#close invalid", subject="Hello", to=forged)
    assert "S12" not in {one.code for one in letters}
    assert world.request().status is Status.IN_PROGRESS
