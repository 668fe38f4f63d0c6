"""Which request a mail is about: what opens it, and what only names it."""

import pytest

from gateway.domain.codes import NoticeCode as N
from tests.support.builders import ANNE, BART, CRIS
from tests.support.desk import World

NEW = ("request", "new")
RELATED = ("request", "related")


@pytest.fixture
def asked(world: World) -> World:
    """Anne has asked; TS20261116001 is there."""
    world.send(ANNE, "Smoke comes out of tray 2.", message_id="<ant@customer.example>")
    return world


def test_a_reply_address_opens_its_request(asked: World) -> None:
    letter = asked.letter(N.ACKNOWLEDGEMENT, ANNE)
    asked.send(ANNE, "More.", subject="anything", to=letter.reply_to)
    assert (asked.last_end(), asked.last_proof()) == (("reply", "Write"), "token")


def test_a_reply_address_in_capitals_opens_its_request(asked: World) -> None:
    letter = asked.letter(N.ACKNOWLEDGEMENT, ANNE)
    asked.send(ANNE.upper(), "More.", to=letter.reply_to.upper())
    assert (asked.last_end(), asked.last_proof()) == (("reply", "Write"), "token")


def test_a_reply_address_of_another_person_opens_nothing(asked: World) -> None:
    letter = asked.letter(N.ACKNOWLEDGEMENT, ANNE)
    asked.send("mallory@evil.example", "Show me.", to=letter.reply_to)
    assert asked.last_end() == RELATED


def test_a_reply_address_for_staff_opens_nothing_for_a_customer(asked: World) -> None:
    letter = asked.letter(N.TO_ASSIGN, BART)
    asked.send("mallory@evil.example", "#take", to=letter.reply_to)
    assert asked.last_end() == ("filed", "unproven-staff")


def test_a_reply_address_whose_time_is_over_opens_nothing(asked: World) -> None:
    letter = asked.letter(N.ACKNOWLEDGEMENT, ANNE)
    asked.clock.advance(days=401)
    asked.send(ANNE, "More.", subject="anything", to=letter.reply_to)
    assert asked.last_end() == RELATED


def test_an_answer_to_a_letter_that_went_to_this_person_counts_as_the_token(
    asked: World,
) -> None:
    letter = asked.letter(N.ACKNOWLEDGEMENT, ANNE)
    asked.send(ANNE, "More.", subject="anything", parent=letter.message_id)
    assert (asked.last_end(), asked.last_proof()) == (("reply", "Write"), "message-id")


def test_an_answer_to_the_first_mail_belongs_to_the_request(asked: World) -> None:
    asked.send(ANNE, "More.", subject="anything", parent="<ant@customer.example>")
    assert (asked.last_end(), asked.last_proof()) == (("reply", "Write"), "reference")


def test_a_colleague_may_answer_what_was_forwarded_to_him(asked: World) -> None:
    letter = asked.letter(N.ACKNOWLEDGEMENT, ANNE)
    asked.send(CRIS, "I see it, too.", subject="Fwd: x", parent=letter.message_id)
    assert (asked.last_end(), asked.last_proof()) == (("reply", "Write"), "reference")


def test_a_stranger_may_not_answer_what_was_forwarded_to_him(asked: World) -> None:
    letter = asked.letter(N.ACKNOWLEDGEMENT, ANNE)
    asked.send("mallory@evil.example", "And?", subject="x", parent=letter.message_id)
    assert asked.last_end() == RELATED


def test_two_addresses_of_a_public_domain_are_no_colleagues(world: World) -> None:
    world.send("anne@qq.example", "Smoke!")
    letter = world.letter(N.ACKNOWLEDGEMENT, "anne@qq.example")
    world.send("mallory@qq.example", "And?", subject="x", parent=letter.message_id)
    assert world.last_end() == RELATED


@pytest.mark.parametrize(
    "subject",
    [
        "Re: [TS20261116001] x",
        "【ts20261116001】",
        "[TS 20261116001]",
        "［ＴＳ20261116001］",
    ],
)
def test_the_number_in_the_subject_is_enough_for_the_requester(
    asked: World, subject: str
) -> None:
    asked.send(ANNE, "More.", subject=subject)
    assert (asked.last_end(), asked.last_proof()) == (("reply", "Write"), "subject")


@pytest.mark.parametrize("sender", [CRIS, "mallory@evil.example"])
def test_the_number_of_somebody_elses_request_opens_a_new_one(
    asked: World, sender: str
) -> None:
    letters = asked.send(sender, "Show me.", subject="Re: [TS20261116001] x")

    assert asked.last_end() == RELATED
    assert asked.request("TS20261116002").requester == sender
    assert {letter.number for letter in letters} == {"TS20261116002"}


def test_a_number_that_was_never_drawn_opens_a_new_request(world: World) -> None:
    world.send(ANNE, "More.", subject="Re: [TS20261116999] x")
    assert world.request().requester == ANNE


def test_a_number_without_brackets_is_no_tag(asked: World) -> None:
    asked.send(ANNE, "More.", subject="About TS20261116001")
    assert asked.last_end() == NEW
