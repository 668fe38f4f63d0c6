"""Threads as real mail makes them: several proofs, late parents, other subjects."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.desk.effects import Effects
from gateway.domain.codes import NoticeCode as N
from gateway.domain.decision import Decision
from gateway.domain.events import Event
from gateway.domain.evolve import evolve_all
from gateway.domain.merging_events import MergedInto
from gateway.domain.record import row_of
from gateway.domain.request import Request, RequestNumber, Status
from tests.support.builders import ANNE, BART, CRIS
from tests.support.desk import World, code_of, resolved
from tests.support.threads import numbers, remarks

FIRST = RequestNumber("TS20261116001")
SECOND = RequestNumber("TS20261116002")
THIRD = RequestNumber("TS20261116003")
ANT, BEE, CAT = (f"<{name}@customer.example>" for name in ("ant", "bee", "cat"))
MALLORY = "mallory@evil.example"
NEW, RELATED, WORDS = ("request", "new"), ("request", "related"), ("reply", "Write")


@pytest.fixture
def asked(world: World) -> World:
    """Anne has asked twice: for a printer and for a scanner."""
    world.send(ANNE, "Smoke comes out of tray 2.", message_id=ANT)
    world.send(ANNE, "It scans nothing.", subject="The scanner", message_id=BEE)
    return world


def closed(world: World, status: Status, *, days: int = 0) -> Request:
    """Put Anne's first request into a status in which it is closed, some days ago."""
    request = world.request(FIRST)
    at = world.clock.now() - timedelta(days=days)
    moved = replace(request, status=status, closed_at=at, version=request.version + 1)
    committed(world, Effects(receipt=None, request=moved, based_on=request.version))
    return moved


def committed(world: World, effects: Effects) -> None:
    assert [str(answer) for answer in world.facts.commit([effects])] == ["done"]


def merged(world: World, number: RequestNumber, other: RequestNumber) -> None:
    """What a command of staff will do: nothing makes a merge yet."""
    request = world.request(number)
    event: Event = MergedInto(by=BART, at=world.clock.now(), other=other)
    committed(
        world,
        Effects(
            receipt=None,
            request=evolve_all(request, Decision((event,)).events),
            based_on=request.version,
            events=(event,),
        ),
    )
    assert row_of(event, number).action == other


# --- several proofs ----------------------------------------------------------


def test_of_two_proofs_the_stronger_wins_and_staff_are_told_of_the_other(
    asked: World,
) -> None:
    letter = asked.letters(N.ACKNOWLEDGEMENT, ANNE)[0]
    asked.send(ANNE, "More.", subject=f"Re: [{SECOND}] The scanner", to=letter.reply_to)

    assert (asked.last_end(), asked.last_proof()) == (WORDS, "token")
    assert f"also-names: {SECOND}" in remarks(FIRST)
    assert remarks(SECOND) == ""


def test_every_proof_is_logged_once_strongest_first(
    asked: World, caplog: pytest.LogCaptureFixture
) -> None:
    letter = asked.letters(N.ACKNOWLEDGEMENT, ANNE)[0]
    caplog.clear()
    with caplog.at_level("INFO", logger="gateway.mail"):
        asked.send(
            ANNE,
            "More.",
            subject=f"Re: [{SECOND}] The scanner",
            to=letter.reply_to,
            parent=letter.message_id,
            headers=f"X-Nothing: {ANT}",
        )
    (line,) = [r.getMessage() for r in caplog.records if "matched" in r.getMessage()]
    assert line.endswith(
        f"matched request={FIRST} proofs=token:{FIRST},message-id:{FIRST},"
        f"subject:{SECOND} conflict={SECOND}"
    )


def test_a_proof_that_lets_nobody_in_is_logged_as_such(
    asked: World, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="gateway.mail"):
        asked.send(MALLORY, "Show me.", subject=f"Re: [{FIRST}] x")
    assert f'proofs="subject:{FIRST}(no entry)"' in caplog.text
    assert f"matched request={THIRD}" in caplog.text


def test_the_first_of_two_numbers_in_a_subject_is_meant(asked: World) -> None:
    asked.send(ANNE, "More.", subject=f"Re: [{SECOND}] Fwd: [{FIRST}] x")
    assert (asked.last_end(), asked.last_proof()) == (WORDS, "subject")
    assert f"also-names: {FIRST}" in remarks(SECOND)


def test_of_two_numbers_in_a_subject_the_own_one_is_meant(asked: World) -> None:
    asked.send(CRIS, "My own.", subject="The door")
    asked.send(CRIS, "More.", subject=f"Re: [{FIRST}] [{THIRD}] x")
    assert (asked.last_end(), asked.last_proof()) == (WORDS, "subject")
    assert f"also-names: {FIRST}" in remarks(THIRD)


@pytest.mark.parametrize(
    "subject",
    [
        "[Ticket#20261116001] The printer",
        "[#20261116001] The printer",
        "[XTS20261116001] The printer",
        "[TS-20261116001] The printer",
        "[TS2026111600] The printer",
        "(TS20261116001) The printer",
        "[acme.example #20261116001] The printer",
    ],
)
def test_a_number_of_another_system_is_none_of_ours(asked: World, subject: str) -> None:
    asked.send(ANNE, "More.", subject=subject)
    assert asked.last_end() == NEW


def test_the_number_of_an_answer_that_lost_its_brackets_is_ours(asked: World) -> None:
    asked.send(ANNE, "More.", subject=f"回复：{SECOND} The scanner")
    assert (asked.last_end(), asked.last_proof()) == (WORDS, "subject")
    asked.send(MALLORY, "More.", subject=f"Re: {SECOND} The scanner")
    assert asked.last_end() == RELATED
    assert asked.request(THIRD).requester == MALLORY


def test_a_tag_of_another_gateway_like_ours_is_none_of_ours(asked: World) -> None:
    root = "<ts20261116001@support.other.example>"
    asked.send(ANNE, "More.", subject=f"Re: [{FIRST}] Their matter", parent=root)
    assert asked.last_end() == NEW


def test_a_tag_beside_our_own_root_is_ours(asked: World) -> None:
    asked.send(
        ANNE, "More.", subject=f"Re: [{FIRST}] x", parent=f"<ts{FIRST[2:]}@example.com>"
    )
    assert (asked.last_end(), asked.last_proof()) == (WORDS, "subject")


def test_what_a_merge_leads_to_a_strangers_request_is_for_staff_alone(
    world: World,
) -> None:
    resolved(world)
    world.send(MALLORY, "The screen is dark.", subject="The screen", message_id=CAT)
    merged(world, SECOND, FIRST)
    letters = world.send(MALLORY, "Still broken.", subject="Re: The screen", parent=CAT)

    assert (world.last_end(), world.last_proof()) == (("reply", "Doubt"), "reference")
    assert [(one.code, one.to) for one in letters] == [("S13", BART)]
    assert world.request(FIRST).status is Status.AWAITING_CONFIRMATION


# --- a number in the text ----------------------------------------------------


def test_the_tag_in_the_text_of_an_answer_is_enough_for_the_requester(
    asked: World,
) -> None:
    asked.send(ANNE, f"More.\n\n> 请求 【{SECOND}】 已收到", subject="Re: x")
    assert (asked.last_end(), asked.last_proof()) == (WORDS, "body")


def test_a_tag_in_a_new_mail_is_a_mention(asked: World) -> None:
    asked.send(ANNE, f"The door squeaks as in [{FIRST}].", subject="The door")
    assert asked.last_end() == RELATED
    assert remarks(THIRD) == f"related: {FIRST}"


def test_the_tag_in_the_text_of_a_stranger_gives_nothing(asked: World) -> None:
    asked.send(MALLORY, f"And?\n\n> about [{FIRST}]", subject="Re: x")
    assert asked.last_end() == RELATED
    assert asked.request(THIRD).requester == MALLORY
    assert {letter.number for letter in asked.letters(to=MALLORY)} == {THIRD}


# --- other subjects, closed requests -----------------------------------------


def test_another_subject_in_an_open_thread_joins_and_the_owner_sees_it(
    asked: World,
) -> None:
    asked.send(ANNE, "The coffee is cold.", subject="The coffee", parent=ANT)
    assert asked.last_end() == WORDS
    assert remarks(FIRST) == "other-subject: The coffee"


@pytest.mark.parametrize(
    "status",
    [
        Status.CONFIRMED,
        Status.CLOSED_UNCONFIRMED,
        Status.ARCHIVED,
        Status.WITHDRAWN,
        Status.INVALID,
    ],
)
def test_another_subject_in_a_closed_thread_is_a_request_of_its_own(
    asked: World, status: Status
) -> None:
    closed(asked, status)
    asked.send(ANNE, "The coffee is cold.", subject="The coffee", parent=ANT)
    assert asked.last_end() == RELATED
    assert asked.request(THIRD).subject == "The coffee"
    assert remarks(THIRD) == f"related: {FIRST}"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: The printer is on fire", "Thank you."),
        ("回复：The printer is on fire!", "Thank you."),
        ("Re: The printer is on fire - once more", "Thank you."),
        ("", "Thank you."),
        ("Re:", "Thank you."),
        (f"Re: [{FIRST}] quite another", "Thank you."),
        ("The coffee", f"Thank you.\n\n> Your request {FIRST} is done."),
        ("The coffee", "Thanks.\n\n> --- Reply above this line ---\n> Hello Anne"),
    ],
)
def test_an_answer_in_a_closed_thread_joins_within_the_window(
    asked: World, subject: str, text: str
) -> None:
    closed(asked, Status.CONFIRMED)
    asked.send(ANNE, text, subject=subject, parent=ANT)
    assert (asked.last_end()[0], numbers()) == ("reply", [FIRST, SECOND])


def test_a_token_joins_a_closed_request_whatever_the_subject(asked: World) -> None:
    letter = asked.letters(N.ACKNOWLEDGEMENT, ANNE)[0]
    closed(asked, Status.CONFIRMED)
    asked.send(ANNE, "Thank you.", subject="The coffee", to=letter.reply_to)
    assert (asked.last_end(), asked.last_proof()) == (WORDS, "token")


def test_a_copied_number_on_a_new_mail_joins_what_is_open_and_not_what_is_closed(
    asked: World,
) -> None:
    asked.send(ANNE, "Cold again.", subject=f"[{FIRST}] The coffee")
    assert asked.last_end() == WORDS
    assert "other-subject: The coffee" in remarks(FIRST)

    closed(asked, Status.CONFIRMED)
    asked.send(ANNE, "Cold again.", subject=f"[{FIRST}] The coffee")
    assert asked.last_end() == RELATED


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.ARCHIVED, Status.INVALID])
def test_beyond_the_window_even_a_token_opens_a_new_request(
    asked: World, status: Status
) -> None:
    letter = asked.letters(N.ACKNOWLEDGEMENT, ANNE)[0]
    closed(asked, status, days=8)
    letters = asked.send(ANNE, "Again!", to=letter.reply_to, parent=letter.message_id)
    assert asked.last_end() == RELATED
    assert remarks(THIRD) == f"related: {FIRST}"
    assert [one.number for one in letters if one.code == "C22"] == [THIRD]


def test_a_no_to_an_archived_request_reopens_it_within_the_window(
    world: World,
) -> None:
    letter = resolved(world)
    world.answer(letter, f"CONFIRM {code_of(world)}")
    closed(world, Status.ARCHIVED, days=2)
    world.answer(letter, "还是不行")
    assert world.request().status is Status.IN_PROGRESS
    assert world.request().closed_at is None


# --- merged requests ---------------------------------------------------------


def test_mail_to_a_merged_request_goes_to_the_other_one(asked: World) -> None:
    letter = asked.letters(N.ACKNOWLEDGEMENT, ANNE)[0]
    merged(asked, FIRST, SECOND)
    letters = asked.send(ANNE, "More.", to=letter.reply_to)

    assert asked.request(FIRST).merged_into == SECOND
    assert asked.last_end() == WORDS
    assert {one.number for one in letters} == {SECOND}
    assert f"merged: {FIRST}" in remarks(SECOND)


def test_a_chain_of_merges_is_followed(asked: World) -> None:
    asked.send(ANNE, "Cold.", subject="The coffee")
    merged(asked, FIRST, SECOND)
    merged(asked, SECOND, THIRD)
    letters = asked.send(ANNE, "More.", subject=f"Re: [{FIRST}]")
    assert {one.number for one in letters} == {THIRD}


def test_staff_commands_to_a_merged_request_act_on_the_other_one(
    asked: World,
) -> None:
    letter = asked.letters(N.TO_ASSIGN, BART)[0]
    merged(asked, FIRST, SECOND)
    asked.answer(letter, "#take")
    assert (asked.request(FIRST).status, asked.request(SECOND).assignee) == (
        Status.MERGED,
        BART,
    )


@pytest.mark.parametrize("other", [FIRST, SECOND, "TS20261116999"])
def test_a_merge_in_a_circle_or_into_nothing_opens_a_new_request(
    asked: World, other: str
) -> None:
    letter = asked.letters(N.ACKNOWLEDGEMENT, ANNE)[0]
    merged(asked, FIRST, RequestNumber(other))
    if other == SECOND:
        merged(asked, SECOND, FIRST)
    asked.send(ANNE, "More.", to=letter.reply_to)
    assert asked.last_end() == RELATED


# --- the customer's own first mail -------------------------------------------


@pytest.mark.parametrize("sender", [ANNE, CRIS])
def test_an_answer_to_the_first_mail_joins(asked: World, sender: str) -> None:
    letters = asked.send(sender, "Me too.", subject="Re: The printer", parent=ANT)
    assert (asked.last_end(), asked.last_proof()) == (WORDS, "reference")
    assert not [one for one in letters if one.code == "C01"]
