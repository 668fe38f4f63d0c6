"""What every outbox promises: see ``gateway.desk.ports.Outbox``."""

from datetime import datetime, timedelta

import pytest

from gateway.desk.ports import Deferred, Delivered, Failed, Letter, Outbox, Store
from gateway.store.outbox import LEASE, RetrySchedule
from tests.support.builders import ANNE, BART, DAVE, HOUR, MINUTE, MORNING
from tests.support.effects import a_letter, a_registration

LATER = MORNING + timedelta(days=6)
OK = Delivered("250 2.0.0 taken")
NOT_NOW = Deferred("4.2.0", "try later")
NEVER = Failed("5.1.1", "no such user")


def claimed_ids(outbox: Outbox, now: datetime, limit: int = 9) -> list[str]:
    return [letter.message_id for letter in outbox.claim(now, limit)]


@pytest.fixture
def letter(store: Store, outbox: Outbox) -> Letter:
    """A letter that has just been claimed."""
    store.commit([a_registration(letters=[a_letter()])])
    (claimed,) = outbox.claim(MORNING, 1)
    return claimed


def test_a_letter_comes_out_as_it_went_in(letter: Letter) -> None:
    assert letter == Letter(
        letter_id=letter.letter_id,
        message_id="<c01@example.com>",
        recipient=ANNE,
        return_path="support+b.k7qm@example.com",
        content=b"Subject: hi\r\n\r\nhi\r\n",
        tries=0,
    )


def test_octets_of_a_letter_come_out_as_they_went_in(
    store: Store, outbox: Outbox
) -> None:
    content = bytes(range(256)) * 1000
    store.commit([a_registration(letters=[a_letter(content=content)])])
    (claimed,) = outbox.claim(MORNING, 1)
    assert claimed.content == content


def test_letters_come_out_in_the_order_in_which_they_are_due(
    store: Store, outbox: Outbox
) -> None:
    letters = [
        a_letter("<third>", recipient=DAVE, not_before=MORNING + 2 * MINUTE),
        a_letter("<first>"),
        a_letter("<second>", recipient=BART),
        a_letter("<tomorrow>", not_before=MORNING + 24 * HOUR),
        a_letter("<withheld>", withheld=True),
    ]
    store.commit([a_registration(letters=letters)])

    assert outbox.unsent() == 4
    now = MORNING + 5 * MINUTE
    assert claimed_ids(outbox, now, limit=2) == ["<first>", "<second>"]
    assert claimed_ids(outbox, now) == ["<third>"]
    assert claimed_ids(outbox, now) == []


def test_a_claimed_letter_is_nobody_elses_until_its_lease_ends(
    letter: Letter, outbox: Outbox
) -> None:
    assert claimed_ids(outbox, MORNING + LEASE - MINUTE) == []
    assert claimed_ids(outbox, MORNING + LEASE) == [letter.message_id]


def test_at_a_start_the_leases_of_the_dead_end(letter: Letter, outbox: Outbox) -> None:
    outbox.reclaim()
    assert claimed_ids(outbox, MORNING) == [letter.message_id]


@pytest.mark.parametrize("outcome", [OK, NEVER], ids=["delivered", "failed"])
def test_what_is_settled_for_good_never_comes_out_again(
    letter: Letter, outbox: Outbox, outcome: Delivered | Failed
) -> None:
    outbox.settle([(letter, outcome)], MORNING)
    outbox.reclaim()
    assert (claimed_ids(outbox, LATER), outbox.unsent()) == ([], 0)


def test_a_deferred_letter_waits_longer_each_time(
    letter: Letter, outbox: Outbox
) -> None:
    schedule, now = RetrySchedule(jitter=float), MORNING
    for tries in range(1, 9):
        outbox.settle([(letter, NOT_NOW)], now)
        wait = schedule.wait(tries)
        assert claimed_ids(outbox, now + wait - timedelta(seconds=1)) == []
        now += wait
        (letter,) = outbox.claim(now, 1)
        assert letter.tries == tries


@pytest.mark.parametrize(
    ("part", "wait"), [(0.0, HOUR), (0.5, HOUR * 0.875), (1.0, HOUR * 0.75)]
)
def test_chance_takes_up_to_a_quarter_of_a_wait_away(
    part: float, wait: timedelta
) -> None:
    def jitter() -> float:
        return part

    assert RetrySchedule(jitter=jitter).wait(7) == wait
    spread = {RetrySchedule().wait(1) for _ in range(50)}
    assert len(spread) > 1
    assert all(MINUTE * 0.75 <= one <= MINUTE for one in spread)


def test_waits_double_up_to_the_longest() -> None:
    schedule = RetrySchedule(jitter=float)
    assert [schedule.wait(tries) for tries in (1, 2, 3, 6, 7, 8, 10**6)] == [
        MINUTE,
        2 * MINUTE,
        4 * MINUTE,
        32 * MINUTE,
        HOUR,
        HOUR,
        HOUR,
    ]


@pytest.mark.parametrize(
    ("age", "unsent"), [(timedelta(days=5), 1), (timedelta(days=5, seconds=1), 0)]
)
def test_a_letter_that_is_deferred_for_too_long_is_given_up(
    letter: Letter, outbox: Outbox, age: timedelta, unsent: int
) -> None:
    outbox.settle([(letter, NOT_NOW)], MORNING + age)
    assert outbox.unsent() == unsent


def test_each_letter_of_a_batch_is_settled_by_its_own_outcome(
    store: Store, outbox: Outbox
) -> None:
    letters = [a_letter(f"<{name}>") for name in ("sent", "later", "never", "untried")]
    store.commit([a_registration(letters=letters)])
    claimed = outbox.claim(MORNING, 9)
    outcomes = (OK, NOT_NOW, NEVER)
    outbox.settle(list(zip(claimed, outcomes, strict=False)), MORNING)

    assert outbox.unsent() == 2
    outbox.release(claimed[3:])
    assert claimed_ids(outbox, MORNING + HOUR) == ["<untried>", "<later>"]


def test_letters_to_one_person_are_on_their_way_with_one_caller_and_in_order(
    store: Store, outbox: Outbox
) -> None:
    letters = [
        a_letter("<first>"),
        a_letter("<elsewhere>", recipient=BART),
        a_letter("<second>"),
    ]
    store.commit([a_registration(letters=letters)])
    (first,) = outbox.claim(MORNING, 1)
    assert claimed_ids(outbox, MORNING) == ["<elsewhere>"]
    assert claimed_ids(outbox, MORNING) == []
    outbox.settle([(first, OK)], MORNING)
    assert claimed_ids(outbox, MORNING) == ["<second>"]


def test_a_letter_that_waits_for_its_next_try_holds_up_no_other(
    store: Store, outbox: Outbox
) -> None:
    store.commit([a_registration(letters=[a_letter("<later>"), a_letter("<now>")])])
    (later,) = outbox.claim(MORNING, 1)
    outbox.settle([(later, NOT_NOW)], MORNING)
    assert claimed_ids(outbox, MORNING) == ["<now>"]


def test_what_is_given_back_is_there_for_the_next(store: Store, outbox: Outbox) -> None:
    store.commit([a_registration(letters=[a_letter("<first>"), a_letter("<second>")])])
    claimed = outbox.claim(MORNING, 9)
    outbox.settle([(claimed[0], OK)], MORNING)
    outbox.release(claimed)
    assert claimed_ids(outbox, MORNING) == ["<second>"]
