"""#template and #resend: letters to the requester that are written already."""

from dataclasses import replace

import pytest

from gateway.domain.codes import NoticeCode as N, Reason
from tests.support.builders import ANNE, BART, CRIS
from tests.support.desk import Sent, World, code_of, rendering, resolved
from tests.support.notices import a_renderer

REPLIES = {
    "restart": {
        "en": "Dear {name}, please restart once more. {owner}, {number} {later}",
        "zh-CN": "请再重启一次。",
    },
    "中文": {"zh-CN": "您好。"},
}


@pytest.fixture
def stocked(world: World) -> World:
    """A desk whose operator has written replies down."""
    rules = replace(world.context.rules, replies=REPLIES)
    world.desk.context = replace(world.desk.context, rules=rules)
    return world


def bart_writes(world: World, text: str) -> tuple[Sent, ...]:
    world.send(f"Anne Li <{ANNE}>", "Smoke comes out of tray 2.")
    letter = world.letter(N.TO_ASSIGN, BART)
    world.answer(letter, "#take")
    return world.answer(letter, text)


def test_a_canned_reply_is_filled_in_and_sent_to_the_customer(stocked: World) -> None:
    rendering(stocked, a_renderer())
    letters = bart_writes(stocked, "#template Restart")
    (reply,) = [one for one in letters if one.code == N.PROGRESS]
    said = " ".join(reply.text.split())
    assert reply.to == ANNE
    assert "Dear Anne Li, please restart once more. Bart, TS20261116001 {later}" in said


@pytest.mark.parametrize("text", ["#template nothing", "#话术 中文"])
def test_a_reply_that_is_not_there_in_this_language_is_not_sent(
    stocked: World, text: str
) -> None:
    (told,) = bart_writes(stocked, text)
    assert f"{Reason.NO_TEMPLATE} restart" in told.text


def test_the_question_goes_once_more_with_the_same_code(world: World) -> None:
    please = resolved(world)
    letters = world.answer(world.letter(N.TO_ASSIGN, BART), "#resend")
    assert [(one.code, one.to) for one in letters] == [("C09", ANNE), ("S11", BART)]
    assert letters[0].message_id != please.message_id
    world.answer(letters[0], f"CONFIRM {code_of(world)}")
    assert world.request().confirmed_at is not None


def test_it_goes_to_the_address_that_holds_now(world: World) -> None:
    """E11: the letter had come back, and the address is put right."""
    letters = bart_writes(world, f"#contact {CRIS}\n#重发")
    assert (N.ACCEPTED, CRIS) in {(one.code, one.to) for one in letters}


def test_where_nothing_is_to_be_answered_nothing_is_sent(world: World) -> None:
    world.send(ANNE, "Symptom: smoke. " * 3)
    (told,) = world.answer(world.letter(N.TO_ASSIGN, BART), "#resend C09")
    assert Reason.BAD_ARGUMENT in told.text
