from datetime import UTC, datetime
from itertools import repeat
from threading import Thread

from gateway.mail.envelope import QueueId
from gateway.spool.ids import ALPHABET, QueueIds, accepted_at

NOON_MICROSECONDS = 1_795_176_000_000_000


def test_an_id_is_sixteen_characters_that_cannot_be_misread() -> None:
    queue_id = QueueIds()()

    assert len(queue_id) == 16
    assert set(queue_id) <= set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)


def test_ids_sort_in_the_order_of_acceptance_though_the_clock_steps_back() -> None:
    moments = iter([NOON_MICROSECONDS, NOON_MICROSECONDS, NOON_MICROSECONDS - 9_000])
    chances = repeat(7)
    new_id = QueueIds(
        microseconds=lambda: next(moments), chance=lambda _: next(chances)
    )
    given = [new_id(), new_id(), new_id()]

    assert given == sorted(given)
    assert len(set(given)) == 3


def test_an_id_tells_its_moment() -> None:
    new_id = QueueIds(microseconds=lambda: NOON_MICROSECONDS, chance=lambda _: 0)

    assert accepted_at(new_id()) == datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_a_name_that_is_no_id_of_ours_has_no_moment() -> None:
    for name in ("", "ANT", "I" * 16, "é" * 16):
        assert accepted_at(QueueId(name)) is None


def test_threads_never_get_the_same_id() -> None:
    new_id = QueueIds(microseconds=lambda: NOON_MICROSECONDS, chance=lambda _: 0)
    given: list[str] = []

    def take() -> None:
        given.extend(new_id() for _ in range(500))

    threads = [Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(given)) == 2000
