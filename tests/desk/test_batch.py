"""A batch: one bad message never takes its neighbours along."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from gateway.desk.effects import Committed, Effects
from gateway.desk.ports import Store, StoreUnavailable
from gateway.domain.classification_commands import Note
from gateway.domain.codes import NoticeCode as N
from gateway.mail.envelope import QueueId
from gateway.store.facts import Facts
from tests.support.builders import ANNE, BART, CRIS
from tests.support.desk import World
from tests.support.effects import a_change, a_receipt


class Rehearsed(Exception):
    """What the tests here raise in the middle of the desk."""


def failing_at(point: str, *queue_ids: str) -> Callable[[str, QueueId], None]:
    def at(passed: str, queue_id: QueueId) -> None:
        if passed == point and queue_id in queue_ids:
            raise Rehearsed(f"at {point}\nand more")

    return at


class Away(Facts):
    """A store that is not there."""

    def commit(self, batch: Sequence[Effects]) -> tuple[Committed, ...]:
        raise StoreUnavailable("database is locked")


class Meddling(Facts):
    """A store in which somebody else is a moment faster, so many times."""

    def __init__(self, facts: Facts, times: int) -> None:
        super().__init__(facts._database)
        self.times = times

    def commit(self, batch: Sequence[Effects]) -> tuple[Committed, ...]:
        if self.times:
            self.times -= 1
            self._note(f"meddled{self.times}", batch)
        return super().commit(batch)

    def _note(self, name: str, batch: Sequence[Effects]) -> None:
        changed = batch[0].request
        assert changed is not None
        request = self.request(changed.number)
        assert request is not None
        note = Note(text=name)
        receipt = a_receipt(name, digest=name)
        assert super().commit([a_change(request, note, BART, receipt=receipt)]) == (
            Committed.DONE,
        )


def store_of(world: World, store: Store) -> None:
    world.desk.context = replace(world.desk.context, store=store)


def queues(world: World) -> dict[str, str]:
    return {str(name): kept.queue for name, kept in world.spool.kept.items()}


def test_neighbours_of_a_message_that_fails_are_committed(world: World) -> None:
    for sender in (ANNE, CRIS, ANNE):
        world.put(sender, "Smoke!")
    world.desk.fault_at = failing_at("claimed", "BEE")
    world.work()

    assert queues(world) == {"ANT": "originals", "BEE": "deferred", "CAT": "originals"}
    assert set(world.ended()) == {"ANT", "CAT"}


def test_a_message_that_fails_is_put_back_with_its_reason_and_then_held(
    world: World,
) -> None:
    world.put(ANNE, "Smoke!")
    world.desk.fault_at = failing_at("claimed", "ANT")
    seen = []
    for _ in range(3):
        world.work()
        (waiting,) = world.spool.listing()
        seen.append((waiting.queue, waiting.tries, waiting.reason))
        world.clock.advance(seconds=10)

    reason = "Rehearsed: at claimed"
    assert seen == [
        ("deferred", 1, reason),
        ("deferred", 2, reason),
        ("hold", 3, reason),
    ]


def test_a_message_that_was_put_back_is_handled_when_its_fault_is_gone(
    world: World,
) -> None:
    world.put(ANNE, "Smoke!")
    world.desk.fault_at = failing_at("claimed", "ANT")
    world.work()
    world.desk.fault_at = failing_at("never")
    assert world.work() == 0
    world.clock.advance(seconds=10)
    assert world.work() == 3
    assert world.ended() == {"ANT": ("request", "new")}


def test_while_the_store_is_away_nothing_is_counted_and_nothing_is_lost(
    world: World,
) -> None:
    world.put(ANNE, "Smoke!")
    store_of(world, Away(world.facts._database))
    with pytest.raises(StoreUnavailable):
        world.work()
    world.spool.give_back("w1")
    assert [(one.queue, one.tries) for one in world.spool.listing()] == [
        ("incoming", 0)
    ]

    store_of(world, world.facts)
    assert world.work() == 3


def test_a_request_that_moved_meanwhile_is_decided_again(world: World) -> None:
    world.send(ANNE, "Smoke!")
    store_of(world, Meddling(world.facts, times=2))
    world.answer(world.letter(N.TO_ASSIGN, BART), "#take")

    assert world.request().assignee == BART
    # Registered, noted twice by somebody else, taken.
    assert world.request().version == 4
    assert len(world.letters("S11")) == 1


def test_a_request_that_never_stands_still_is_tried_later(world: World) -> None:
    world.send(ANNE, "Smoke!")
    store_of(world, Meddling(world.facts, times=100))
    world.answer(world.letter(N.TO_ASSIGN, BART), "#take")

    (waiting,) = world.spool.listing()
    assert (waiting.queue, waiting.reason) == (
        "deferred",
        "its request kept changing",
    )
    assert world.request().assignee is None


def test_a_reply_in_the_batch_of_its_parent_ends_in_the_parents_request(
    world: World,
) -> None:
    world.put(ANNE, "Smoke!", message_id="<ant@customer.example>", subject="Smoke")
    world.put(ANNE, "It smells.", parent="<ant@customer.example>", subject="More")
    world.work()
    assert list(world.ended().values()) == [("request", "new"), ("reply", "Write")]


def test_two_commands_to_one_request_in_a_batch_both_run(world: World) -> None:
    world.send(ANNE, "Smoke!")
    letter = world.letter(N.TO_ASSIGN, BART)
    for text in ("#take", "#cause toner", "#eta 30m", "#fix drum"):
        world.put(BART, text, to=letter.reply_to)
    world.work()
    request = world.request()
    assert (request.assignee, request.cause, request.solution) == (
        BART,
        "toner",
        "drum",
    )


def test_the_same_mail_twice_in_a_batch_is_one_request(world: World) -> None:
    for _ in range(3):
        world.put(ANNE, "Smoke!", message_id="<ant@customer.example>")
    world.work()
    assert sorted(world.ended().values()) == [
        ("filed", "duplicate"),
        ("filed", "duplicate"),
        ("request", "new"),
    ]


def test_what_was_committed_before_a_crash_is_only_finished(world: World) -> None:
    world.put(ANNE, "Smoke!")
    (spooled,) = world.spool.claim("w1", 1)
    world.desk.fault_at = failing_at("committed", "ANT")
    with pytest.raises(Rehearsed):
        world.desk.handle_batch((spooled,))
    assert queues(world) == {"ANT": "active"}

    world.desk.fault_at = failing_at("never")
    world.spool.give_back("w1")
    assert world.work() == 0
    assert queues(world) == {"ANT": "originals"}
    assert len(world.letters("C01")) == 1


def test_the_message_in_hand_is_reported_before_it_is_read(world: World) -> None:
    told: list[str] = []
    world.desk.progress = told.append
    world.put(ANNE, "Smoke!")
    world.put(CRIS, "Smoke!")
    world.work()
    assert told == ["ANT", "BEE"]
