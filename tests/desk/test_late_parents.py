"""Mails that come after their answers, ids that collide, ids that a relay gave."""

import pytest

from gateway.desk.match import IDS_LIMIT
from gateway.desk.matter import AWAITING_LIMIT
from gateway.domain.codes import NoticeCode as N
from gateway.domain.request import RequestNumber
from tests.support.builders import ANNE, BART, CRIS
from tests.support.desk import World
from tests.support.threads import numbers, remarks

FIRST = RequestNumber("TS20261116001")
SECOND = RequestNumber("TS20261116002")
ANT, BEE, CAT = (f"<{name}@customer.example>" for name in ("ant", "bee", "cat"))
MALLORY = "mallory@evil.example"
NEW, RELATED, WORDS = ("request", "new"), ("request", "related"), ("reply", "Write")


@pytest.fixture
def asked(world: World) -> World:
    """Anne has asked; TS20261116001 is there."""
    world.send(ANNE, "Smoke comes out of tray 2.", message_id=ANT)
    return world


# --- a late parent -----------------------------------------------------------


def answered(world: World, sender: str = CRIS, **given: str) -> None:
    """An answer to Anne's mail <ant>, which is not here yet."""
    world.send(sender, "I see it, too.", subject="Re: The printer is on fire", **given)


@pytest.mark.parametrize("child", [ANNE, CRIS])
def test_a_parent_that_comes_after_its_answer_joins_the_answers_request(
    world: World, child: str
) -> None:
    answered(world, child, parent=ANT, message_id=BEE)
    letters = world.send(ANNE, "Smoke!", message_id=ANT)

    assert (world.last_end(), world.last_proof()) == (WORDS, "awaited")
    assert numbers() == [FIRST]
    assert not [one for one in letters if one.code == "C01"]
    assert f"late-parent: {ANT}" in remarks(FIRST)


def test_several_answers_that_come_before_their_parent_are_one_request(
    world: World,
) -> None:
    answered(world, CRIS, parent=ANT, message_id=BEE)
    answered(world, ANNE, parent=ANT, message_id=CAT)
    world.send(ANNE, "Smoke!", message_id=ANT)
    answered(world, CRIS, parent=ANT)
    assert numbers() == [FIRST]
    assert len(world.letters("C01")) == 1


def test_answers_of_two_matters_to_one_mail_are_two_requests(world: World) -> None:
    answered(world, CRIS, parent=ANT, message_id=BEE)
    world.send(ANNE, "My phone is dead.", subject="My phone", parent=ANT)
    assert numbers() == [FIRST, SECOND]
    assert remarks(SECOND) == f"related: {FIRST}"


def test_whoever_awaits_the_mail_of_a_stranger_gains_nothing(world: World) -> None:
    answered(world, MALLORY, parent=ANT, message_id="<x@evil.example>")
    letters = world.send(ANNE, "The safe opens with 4711.", message_id=ANT)

    assert world.last_end() == RELATED
    assert world.request(SECOND).requester == ANNE
    assert {one.number for one in letters} == {SECOND}
    assert not [one for one in letters if one.to == MALLORY]


def test_a_stranger_who_awaits_first_does_not_part_a_parent_from_its_answer(
    world: World,
) -> None:
    answered(world, MALLORY, parent=ANT, message_id="<x@evil.example>")
    answered(world, CRIS, parent=ANT, message_id=BEE)
    world.send(ANNE, "Smoke!", message_id=ANT)
    assert (world.last_end(), world.last_proof()) == (WORDS, "awaited")
    assert numbers() == [FIRST, SECOND]


@pytest.mark.parametrize("domain", ["qq.example", "vip.qq.example", "QQ.example"])
def test_two_people_of_a_public_domain_do_not_await_each_other(
    world: World, domain: str
) -> None:
    answered(world, f"cris@{domain}", parent=ANT, message_id=BEE)
    world.send(f"anne@{domain}", "Smoke!", message_id=ANT)
    assert numbers() == [FIRST, SECOND]


@pytest.mark.parametrize(("days", "requests"), [(6, 1), (8, 2)])
def test_a_parent_is_waited_for_a_week(world: World, days: int, requests: int) -> None:
    answered(world, CRIS, parent=ANT, message_id=BEE)
    world.clock.advance(days=days)
    world.send(ANNE, "Smoke!", message_id=ANT)
    assert len(numbers()) == requests


@pytest.mark.parametrize(("place", "requests"), [(4, 1), (5, 2)])
def test_of_many_references_the_latest_few_are_waited_for(
    world: World, place: int, requests: int
) -> None:
    ids = [f"<{serial}@customer.example>" for serial in range(50)]
    answered(world, CRIS, headers=f"References: {' '.join(ids)}", message_id=BEE)
    world.send(ANNE, "Smoke!", message_id=ids[-1 - place])
    assert len(numbers()) == requests


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_parent_and_answer_in_one_batch_are_one_request(
    world: World, order: tuple[int, int]
) -> None:
    mails = [
        {"message_id": ANT, "subject": "The printer is on fire"},
        {"message_id": BEE, "parent": ANT, "subject": "Re: The printer is on fire"},
    ]
    for place in order:
        world.put(ANNE, f"Words {place}.", **mails[place])
    world.work()
    assert numbers() == [FIRST]
    assert len(world.letters("C01")) == 1


# --- ids that collide, ids that a relay gave ----------------------------------


def test_an_id_that_another_mail_bore_is_kept_and_flagged(world: World) -> None:
    world.send(MALLORY, "Nothing.", message_id=ANT)
    world.send(ANNE, "Smoke!", message_id=ANT)
    assert world.request(SECOND).requester == ANNE
    assert remarks(SECOND) == f"same-id: {ANT}"


def test_an_id_that_a_robot_bore_first_is_flagged_as_well(world: World) -> None:
    world.send(MALLORY, "x", message_id=ANT, headers="Auto-Submitted: auto-replied")
    world.send(ANNE, "Smoke!", message_id=ANT)
    assert remarks(FIRST) == f"same-id: {ANT}"


def test_the_id_that_a_relay_gave_is_learned_from_the_first_tagged_answer(
    asked: World,
) -> None:
    letter = asked.letters(N.ACKNOWLEDGEMENT, ANNE)[0]
    rewritten = "<0102018c.relay@eu-west-1.relay.example>"
    asked.send(ANNE, "More.", to=letter.reply_to, parent=rewritten)
    asked.send(ANNE, "And more.", subject="Re: x", parent=rewritten)
    assert (asked.last_end(), asked.last_proof()) == (WORDS, "reference")


def test_an_id_that_a_relay_gave_is_known_for_its_recipient_alone(
    asked: World,
) -> None:
    letter = asked.letters(N.ACKNOWLEDGEMENT, ANNE)[0]
    rewritten = "<0102018c.relay@eu-west-1.relay.example>"
    asked.send(ANNE, "More.", to=letter.reply_to, parent=rewritten)
    for sender in (CRIS, MALLORY):
        letters = asked.send(sender, "Show me.", subject="Re: x", parent=rewritten)
        assert asked.last_end()[0] == "request"
        assert FIRST not in {letter.number for letter in letters}


def test_an_id_that_was_learned_is_no_token(asked: World) -> None:
    letter = asked.letters(N.TO_ASSIGN, BART)[0]
    rewritten = "<0102018c.relay@eu-west-1.relay.example>"
    asked.send(BART, "#note odd", to=letter.reply_to, parent=rewritten)
    asked.send(BART, "#take", subject="Re: x", parent=rewritten)
    assert asked.last_end() == ("filed", "unproven-staff")


def test_who_fails_dmarc_teaches_nothing(guarded: World) -> None:
    guarded.send(ANNE, "Smoke!", message_id=ANT)
    failed = "Authentication-Results: mx.example.com; dmarc=fail"
    foreign = "<its@relay.example>"
    subject = f"Re: [{FIRST}] The printer is on fire"
    guarded.send(ANNE, "x", subject=subject, parent=foreign, headers=failed)
    guarded.send(ANNE, "My phone is dead.", subject="My phone", parent=foreign)
    assert guarded.last_end() == NEW


# --- ids that anybody can guess, and mails that many answer --------------------


def test_the_root_of_our_threads_is_waited_for_by_nobody(asked: World) -> None:
    root = f"<{FIRST.lower()}@example.com>"
    answered(asked, CRIS, parent=root, message_id=BEE)
    subject = f"Re: [{FIRST}] The printer is on fire"
    asked.send(ANNE, "More.", subject=subject, parent=root)
    assert (asked.last_end(), asked.last_proof()) == (WORDS, "subject")
    assert asked.request(FIRST).version == 2


def test_strangers_who_answer_one_announcement_are_not_related(world: World) -> None:
    for serial in range(3):
        sender = f"dog@customer{serial}.example"
        answered(world, sender, parent=ANT, message_id=f"<{serial}@dog.example>")
        assert world.last_end() == NEW
    assert remarks(RequestNumber("TS20261116003")) == ""


def test_what_more_than_twenty_answered_is_waited_for_no_longer(world: World) -> None:
    for serial in range(AWAITING_LIMIT):
        sender = f"dog@customer{serial}.example"
        answered(world, sender, parent=ANT, message_id=f"<{serial}@dog.example>")
    answered(world, CRIS, parent=ANT, message_id=BEE)
    waiting = world.facts.thread_ids([ANT], world.clock.now())
    assert len(waiting) == AWAITING_LIMIT


def test_who_fails_dmarc_waits_for_nothing(guarded: World) -> None:
    failed = "Authentication-Results: mx.example.com; dmarc=fail"
    answered(guarded, CRIS, parent=ANT, message_id=BEE, headers=failed)
    guarded.send(ANNE, "Smoke!", message_id=ANT)
    assert guarded.last_end() == NEW
    assert guarded.request(SECOND).requester == ANNE


def test_more_ids_than_are_looked_up_hold_up_nothing(world: World) -> None:
    ids = [f"<{serial}@evil.example>" for serial in range(IDS_LIMIT + 1)]
    for serial, own in enumerate(ids):
        world.put(MALLORY, f"{serial}", parent=ids[0], message_id=own)
    while world.work(IDS_LIMIT):
        pass
    headers = f"In-Reply-To: {ids[-1]}\nReferences: {' '.join(ids[:-1])}"
    world.send(ANNE, "Smoke!", message_id=BEE, headers=headers)
    assert world.last_end() == RELATED
    assert world.request(SECOND).requester == ANNE


# --- copies of one mail that came over several ways ----------------------------


@pytest.mark.parametrize(
    "copy",
    [
        {"headers": "List-Id: <all.customer.example>\nPrecedence: list"},
        {"headers": "Auto-Submitted: auto-replied"},
        {"mail_from": ""},
    ],
)
def test_a_copy_that_is_filed_does_not_swallow_the_direct_one(
    world: World, copy: dict[str, str]
) -> None:
    for _ in range(2):
        world.send(ANNE, "Smoke!", message_id=ANT, **copy)
        assert world.last_end()[0] == "filed"
    assert world.last_end() == ("filed", "duplicate")
    world.send(ANNE, "Smoke!", message_id=ANT)
    assert world.last_end() == NEW
    world.send(ANNE, "Smoke!", message_id=ANT)
    assert world.last_end() == ("filed", "duplicate")
