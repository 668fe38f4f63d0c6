"""A letter on its way out: noted, settled, deferred or failed."""

from dataclasses import dataclass, field, replace

import pytest

from gateway.desk.delivering import LETTERS_A_BATCH, Deliverer
from gateway.desk.ports import Deferred, Delivered, Delivery, Failed, Letter
from gateway.store import reports
from gateway.store.outbox import LetterOutbox, RetrySchedule
from tests.support.builders import ANNE
from tests.support.desk import World

OK = Delivered("250 taken")


@dataclass
class Trail:
    """A courier and a journal that write down the order of events."""

    outcomes: dict[str, Delivery] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)

    def deliver(self, letter: Letter) -> Delivery:
        self.steps.append(f"deliver {letter.recipient}")
        return self.outcomes.get(letter.recipient, OK)

    def close(self) -> None:
        self.steps.append("close")

    def note(self, letter_id: int) -> None:
        self.steps.append(f"note {letter_id}")

    def clear(self) -> None:
        # What is cleared must have been settled: the outbox has to know by now.
        sums = dict(reports.letter_sums())
        self.steps.append(f"clear {sorted(sums.items())}")


def a_deliverer(world: World, trail: Trail) -> Deliverer:
    outbox = LetterOutbox(world.facts._database, RetrySchedule(jitter=float))
    return Deliverer(outbox=outbox, courier=trail, journal=trail, clock=world.clock)


@pytest.fixture
def trail() -> Trail:
    return Trail()


def never() -> bool:
    return False


def test_a_letter_is_noted_before_it_is_settled(world: World, trail: Trail) -> None:
    world.send(ANNE, "Smoke!")
    assert a_deliverer(world, trail).deliver_due(never) == 3
    assert trail.steps == [
        "deliver anne@customer.example",
        "note 1",
        "deliver bart@example.com",
        "note 2",
        "deliver dave@example.com",
        "note 3",
        "clear [('sent', 3)]",
    ]


def test_where_nothing_is_due_nothing_is_touched(world: World, trail: Trail) -> None:
    assert a_deliverer(world, trail).deliver_due(never) == 0
    assert trail.steps == []


def test_a_deferred_letter_comes_again_and_a_failed_one_does_not(
    world: World, trail: Trail
) -> None:
    world.send(ANNE, "Smoke!")
    trail.outcomes = {
        ANNE: Deferred("4.2.0", "try later"),
        "bart@example.com": Failed("5.1.1", "no such user"),
    }
    deliverer = a_deliverer(world, trail)
    deliverer.deliver_due(never)
    assert dict(reports.letter_sums()) == {"queued": 1, "failed": 1, "sent": 1}
    assert [step for step in trail.steps if step.startswith("note")] == ["note 3"]

    world.clock.advance(minutes=1)
    trail.outcomes = {}
    assert deliverer.deliver_due(never) == 1
    assert dict(reports.letter_sums()) == {"failed": 1, "sent": 2}


def test_a_stop_takes_effect_between_two_letters(world: World, trail: Trail) -> None:
    world.send(ANNE, "Smoke!")
    deliverer = a_deliverer(world, trail)
    assert deliverer.deliver_due(lambda: len(trail.steps) > 0) == 1
    assert dict(reports.letter_sums()) == {"sent": 1, "queued": 2}

    deliverer.outbox.reclaim()
    assert deliverer.deliver_due(never) == 2


def test_a_batch_has_its_limit(world: World, trail: Trail) -> None:
    for number in range(8):
        world.send(f"anne{number}@customer.example", "Smoke!")
    deliverer = a_deliverer(world, trail)
    assert [deliverer.deliver_due(never) for _ in range(3)] == [LETTERS_A_BATCH, 4, 0]


def test_a_fault_of_the_courier_settles_nothing_and_loses_nothing(
    world: World, trail: Trail
) -> None:
    class Broken(Trail):
        def deliver(self, letter: Letter) -> Delivery:
            raise RuntimeError("a fault of ours")

    world.send(ANNE, "Smoke!")
    deliverer = replace(a_deliverer(world, trail), courier=Broken())
    with pytest.raises(RuntimeError):
        deliverer.deliver_due(never)
    assert deliverer.outbox.unsent() == 3


def test_a_letter_that_is_a_fault_of_ours_keeps_no_other_from_going_out(
    world: World, trail: Trail
) -> None:
    class Choosy(Trail):
        def deliver(self, letter: Letter) -> Delivery:
            if letter.recipient == ANNE:
                raise RuntimeError("a fault of ours")
            return super().deliver(letter)

    world.send(ANNE, "Smoke!")
    choosy = Choosy()
    deliverer = replace(a_deliverer(world, trail), courier=choosy)
    with pytest.raises(RuntimeError):
        deliverer.deliver_due(never)
    assert deliverer.deliver_due(never) == 2
    assert [step for step in choosy.steps if "deliver" in step] == [
        "deliver bart@example.com",
        "deliver dave@example.com",
    ]
    assert deliverer.outbox.unsent() == 1
