"""Robots whose header tells nothing, told by saying the same again and again."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from gateway.desk.repeats import COUNTER_CHARS, SPAN, WORDS_CHARS
from gateway.domain.codes import NoticeCode as N
from gateway.mail.envelope import QueueId
from gateway.store import reports
from tests.support.builders import ANNE, BART, CRIS
from tests.support.desk import SUPPORT, Sent, World

AWAY = "I am not at my desk. Whoever reads this reads it later."
RELEASED = QueueId("DOG")


def held(world: World) -> list[str]:
    return [one.reason for one in world.spool.listing() if one.queue == "hold"]


def numbers() -> int:
    return len(list(reports.requests()))


def test_the_fourth_equal_mail_in_ten_minutes_is_held(world: World) -> None:
    for _ in range(3):
        world.send(ANNE, AWAY)
    assert world.send(ANNE, AWAY) == ()
    assert held(world) == ["a robot? its sender said the same 3 times in 10 minutes"]
    assert numbers() == 3


def test_equal_mails_of_one_batch_are_counted(world: World) -> None:
    for _ in range(10):
        world.put(ANNE, AWAY)
    world.work()
    assert numbers() == 3
    assert len(held(world)) == 7


def test_what_comes_later_than_the_span_is_heard_again(world: World) -> None:
    for _ in range(3):
        world.send(ANNE, AWAY)
    world.clock.advance(minutes=SPAN // timedelta(minutes=1))
    assert world.send(ANNE, AWAY) != ()


def test_what_an_operator_lets_in_is_heard_at_once(world: World) -> None:
    for _ in range(5):
        world.send(ANNE, AWAY)
    assert world.spool.release(RELEASED)
    world.work()
    assert numbers() == 4
    assert len(held(world)) == 1


def test_where_no_bound_is_set_nothing_is_held(world: World) -> None:
    world.desk.context = replace(world.desk.context, repeats=0)
    for _ in range(6):
        world.send(ANNE, AWAY)
    assert numbers() == 6


@pytest.mark.parametrize(
    "words",
    [
        "Sent 2026-11-16 09:0{}:00. " + AWAY,
        "今天9时{}分。" + AWAY,
        "  I AM not at my desk. Whoever reads this\nreads it later. 10:1{}",
    ],
)
def test_dates_case_and_blanks_make_no_other_mail(world: World, words: str) -> None:
    for number in range(5):
        world.send(ANNE, words.format(number))
    assert numbers() == 3


def test_five_machines_that_fail_are_five_matters(world: World) -> None:
    for number in range(5):
        world.send(ANNE, f"Server {number} at 10.0.0.{number} is down.")
    assert numbers() == 5
    assert held(world) == []


def test_the_same_words_of_others_or_with_another_file_are_heard(world: World) -> None:
    for number in range(5):
        world.send(f"anne{number}@customer.example", AWAY)
    for number in range(5):
        picture = f"data:{number}\n\nbegin 644 a{number}.txt\n#0V%T\n`\nend\n"
        world.send(CRIS, picture)
    assert held(world) == []


def test_one_word_about_each_of_five_requests_is_heard(world: World) -> None:
    for number in range(5):
        world.send(ANNE, f"Server {number} is down.")
    for letter in world.letters("C01", ANNE):
        world.answer(letter, "Solved by itself.")
    assert held(world) == []
    assert len(world.letters("S04", BART)) == 5


def test_commands_of_staff_are_never_held(world: World) -> None:
    world.send(ANNE, "Smoke!")
    letter = world.letter(N.TO_ASSIGN, BART)
    for _ in range(5):
        world.answer(letter, "#note called her")
    assert held(world) == []
    assert len(world.letters("S11", BART)) == 5


def test_a_robot_on_staff_is_held_too(world: World) -> None:
    world.send(ANNE, "Smoke!")
    _echo(world, world.letter(N.TO_ASSIGN, BART), AWAY + " {}")
    assert len(world.letters("S11", BART)) <= 3
    assert held(world)


@pytest.mark.parametrize(
    ("new_ids", "words"),
    [
        (False, AWAY),
        (True, AWAY),
        (True, AWAY + " Notice no. {}."),
        (True, "Mon, 16 Nov 2026 09:00:{:02} +0800. " + AWAY),
        (True, "2026-11-16T09:00:{:02}.123Z 第{:02}次。" + AWAY),
        (True, AWAY + " Reference [4f3a9c0{}]"),
    ],
    ids=["same id", "same words", "counter", "date", "Chinese", "reference"],
)
def test_who_answers_each_letter_at_once_gets_few_and_makes_one_request(
    world: World, words: str, *, new_ids: bool
) -> None:
    world.send(ANNE, "The printer smokes.")
    letter = world.letter("C01", ANNE)
    for number in range(59):
        world.clock.advance(seconds=10)
        words_now = words.format(number, number)
        _answer(world, letter, words_now, number if new_ids else 0)
        world.work()
    assert numbers() == 1
    assert len(world.letters(to=ANNE)) == 1
    assert max(Counter(one.to for one in world.letters()).values()) <= 5
    assert world.request().version - 1 <= 10


def test_a_robot_that_forgets_the_subject_makes_three_requests(world: World) -> None:
    for number in range(59):
        world.clock.advance(seconds=10)
        world.put(ANNE, AWAY, subject="Thank you", message_id=f"<t{number}@c.example>")
        world.work()
    assert numbers() == 3
    assert len(world.letters(to=ANNE)) == 3


def test_a_counter_beyond_the_words_that_are_compared_counts_no_more(
    world: World,
) -> None:
    text = ("Smoke. " * (WORDS_CHARS // 6)).strip()
    for number in range(4):
        world.send(ANNE, f"{text} {'abcd'[number]}")
    assert len(held(world)) == 1


def test_names_with_figures_in_answers_are_heard(world: World) -> None:
    world.send(ANNE, "Smoke!")
    letter = world.letter("C01", ANNE)
    for number in range(5):
        world.answer(letter, f"It is srv-{number}, port eth{number}.")
    assert held(world) == []


def test_a_short_word_of_hexadecimal_letters_is_a_word(world: World) -> None:
    world.send(ANNE, "Smoke!")
    letter = world.letter("C01", ANNE)
    for word in ("bed", "fed", "dad", "add", "ace"):
        assert len(word) < COUNTER_CHARS
        world.answer(letter, f"It is the {word}.")
    assert held(world) == []


def _answer(world: World, letter: Sent, words: str, number: int) -> None:
    """To the address of all, by the subject alone: as the poorest of them do."""
    world.put(
        ANNE,
        words,
        subject=f"Re: The printer is on fire [{letter.number}]",
        to=SUPPORT,
        message_id=f"<robot{number}@customer.example>",
    )


def _echo(world: World, letter: Sent, words: str) -> None:
    """Answer whatever comes back, as long as anything does."""
    for number in count():
        letters = world.answer(letter, words.format(number))
        mine = [one for one in letters if one.to == letter.to]
        if not mine:
            return
        letter = mine[-1]
