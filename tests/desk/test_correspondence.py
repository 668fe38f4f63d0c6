"""Letters: who may get how many, where answers go, and what they hang on."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.desk.correspondence import Budget, when
from gateway.desk.ports import SentCount
from gateway.domain.codes import NoticeCode as N
from tests.support.builders import ANNE, BART, CRIS, DAVE, HOUR, MORNING
from tests.support.desk import World, a_world, resolved


@pytest.fixture
def frugal(tmp_path: Path) -> Iterator[World]:
    """A desk with the budget that is shipped."""
    with a_world(tmp_path, budget=Budget()) as opened:
        yield opened


@pytest.mark.parametrize(
    ("hour", "day", "waiting", "drafted", "answer"),
    [
        (0, 0, 0, 0, (MORNING, False)),
        (3, 9, 0, 0, (MORNING, False)),
        (4, 4, 0, 0, (MORNING + HOUR, False)),
        (4, 4, 3, 0, (MORNING + HOUR, False)),
        (4, 4, 4, 0, (MORNING + 2 * HOUR, False)),
        (4, 4, 5, 0, (MORNING + 2 * HOUR, False)),
        (4, 4, 6, 0, (MORNING + 24 * HOUR, False)),
        (4, 9, 0, 0, (MORNING + HOUR, False)),
        (4, 9, 1, 0, (MORNING + 24 * HOUR, False)),
        (4, 9, 9, 0, (MORNING + 24 * HOUR, False)),
        (0, 10, 0, 0, (MORNING + 24 * HOUR, False)),
        (4, 4, 10, 0, (MORNING, True)),
        (0, 10, 10, 0, (MORNING, True)),
        (0, 0, 0, 3, (MORNING, False)),
        (0, 0, 0, 4, (MORNING + HOUR, False)),
        (0, 0, 0, 8, (MORNING + 2 * HOUR, False)),
        (0, 0, 0, 13, (MORNING + 24 * HOUR, False)),
        (1, 1, 1, 3, (MORNING + 2 * HOUR, False)),
        (2, 2, 0, 2, (MORNING + HOUR, False)),
        (4, 4, 2, 1, (MORNING + HOUR, False)),
        (4, 4, 2, 2, (MORNING + 2 * HOUR, False)),
        (0, 0, 0, 14, (MORNING, True)),
    ],
)
def test_a_letter_goes_waits_or_is_withheld(
    hour: int, day: int, waiting: int, drafted: int, answer: tuple[object, bool]
) -> None:
    sent = SentCount(hour=hour, day=day, waiting=waiting)
    assert when(sent, drafted, Budget(), MORNING) == answer


def test_the_fifth_automatic_letter_within_an_hour_waits(frugal: World) -> None:
    for number in range(5):
        frugal.send(ANNE, f"Smoke {number}!")
    moments = [letter.not_before for letter in frugal.letters("C01")]
    assert moments == [MORNING] * 4 + [MORNING + HOUR]


def test_an_hour_later_letters_go_at_once_again(frugal: World) -> None:
    for number in range(4):
        frugal.send(ANNE, f"Smoke {number}!")
    now = frugal.clock.advance(hours=1)
    frugal.send(ANNE, "Smoke again!")
    assert frugal.letter("C01", ANNE).not_before == now


def test_what_no_letter_may_wait_for_is_withheld_and_stays_on_record(
    frugal: World,
) -> None:
    for number in range(16):
        frugal.send(ANNE, f"Smoke {number}!")
    states = [letter.state for letter in frugal.letters("C01")]
    assert states == ["queued"] * 14 + ["withheld"] * 2
    assert frugal.request("TS20261116016").requester == ANNE


def test_the_twenty_first_letter_of_a_day_is_withheld(frugal: World) -> None:
    for number in range(21):
        frugal.send(ANNE, f"Smoke {number}!")
        frugal.clock.advance(minutes=61 if number < 10 else 0)
    states = [letter.state for letter in frugal.letters("C01")]
    assert states == ["queued"] * 20 + ["withheld"]


def test_the_budget_is_each_recipients_own_and_not_that_of_letters_by_staff(
    frugal: World,
) -> None:
    for number in range(5):
        frugal.send(ANNE, f"Smoke {number}!")
    frugal.send(CRIS, "Smoke!")
    assert frugal.letter("C01", CRIS).not_before == MORNING
    frugal.answer(frugal.letter(N.TO_ASSIGN, BART), "#take")
    assert frugal.letter("C04", CRIS).not_before == MORNING
    assert len(frugal.letters("S01", BART)) == 6
    assert {letter.not_before for letter in frugal.letters("S01")} == {MORNING}


def test_each_recipient_has_a_reply_address_of_his_own(world: World) -> None:
    letters = world.send(ANNE, "Smoke!")
    addresses = {letter.to: letter.reply_to for letter in letters}
    assert set(addresses) == {ANNE, BART, DAVE}
    assert len(set(addresses.values())) == 3
    assert all("+ts20261116001." in address for address in addresses.values())


def test_the_same_cause_gives_the_same_message_ids(tmp_path: Path) -> None:
    made = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        with a_world(tmp_path / name) as world:
            letters = world.send(ANNE, "Smoke!")
            made.append([letter.message_id for letter in letters])
    assert made[0] == made[1]
    assert len(set(made[0])) == 3


def test_the_first_letter_hangs_on_the_root_and_on_the_mail_that_it_answers(
    world: World,
) -> None:
    world.send(ANNE, "Smoke!", message_id="<ant@customer.example>")
    letter = world.letter(N.ACKNOWLEDGEMENT, ANNE)
    assert (letter.in_reply_to, letter.references) == (
        "<ant@customer.example>",
        ("<ts20261116001@example.com>", "<ant@customer.example>"),
    )


def test_a_later_letter_names_the_root_first_and_what_its_reader_has_seen(
    world: World,
) -> None:
    asked = resolved(world)
    assert asked.references[0] == "<ts20261116001@example.com>"
    assert world.letter(N.ACKNOWLEDGEMENT, ANNE).message_id in asked.references
    to_bart = {letter.message_id for letter in world.letters(to=BART)}
    assert to_bart.isdisjoint(asked.references)


def test_staff_never_see_the_message_id_of_a_customers_mail(world: World) -> None:
    world.send(ANNE, "Smoke!", message_id="<ant@customer.example>")
    letter = world.letter(N.TO_ASSIGN, BART)
    assert letter.references == ("<ts20261116001@example.com>",)


def test_a_reply_address_lives_for_its_days(world: World) -> None:
    world.send(ANNE, "Smoke!")
    letter = world.letter(N.ACKNOWLEDGEMENT, ANNE)
    world.clock.advance(days=400)
    assert timedelta(days=400) == world.clock.now() - MORNING
    world.send(ANNE, "More.", to=letter.reply_to)
    assert world.last_proof() == "token"


@pytest.mark.parametrize("value", ["All", "AutoReply", "DR, OOF, AutoReply"])
def test_who_asks_for_no_answer_gets_none_and_staff_are_told(
    world: World, value: str
) -> None:
    header = f"X-Auto-Response-Suppress: {value}"
    world.send(ANNE, "Smoke!", headers=header)
    assert world.letter("C01", ANNE).state == "withheld"
    assert world.letter("S01", BART).state == "queued"
    assert world.request().requester == ANNE


def test_who_asks_for_no_reports_is_answered(world: World) -> None:
    world.send(ANNE, "Smoke!", headers="X-Auto-Response-Suppress: DR, RN, NRN")
    assert world.letter("C01", ANNE).state == "queued"


def test_who_asks_for_no_answer_hears_of_no_refused_file(world: World) -> None:
    world.send(ANNE, "Smoke!")
    file = "Smoke.\n\nbegin 644 smoke.exe\n#0V%T\n`\nend\n"
    header = "X-Auto-Response-Suppress: All"
    world.answer(world.letter("C01", ANNE), file, headers=header)
    assert world.letter("C14", ANNE).state == "withheld"
    assert world.letter("S04", BART).state == "queued"


def test_what_staff_write_goes_to_who_asks_for_no_answer(world: World) -> None:
    header = "X-Auto-Response-Suppress: All"
    world.send(ANNE, "Smoke!", headers=header)
    world.answer(world.letter("S01", BART), "#take", headers=header)
    assert world.letter("C04", ANNE).state == "queued"
    assert world.letter("S11", BART).state == "queued"


def test_a_letter_that_was_not_wanted_costs_no_budget(frugal: World) -> None:
    for number in range(6):
        header = "X-Auto-Response-Suppress: All"
        frugal.send(ANNE, f"Smoke {number}!", headers=header)
    frugal.send(ANNE, "Where is my answer?")
    assert frugal.letter("C01", ANNE).not_before == MORNING
    assert frugal.letter("C01", ANNE).state == "queued"
