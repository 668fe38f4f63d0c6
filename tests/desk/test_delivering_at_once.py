"""Several connections share an outbox: each letter goes out once, and all of them."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from gateway.desk.delivering import Deliverer
from gateway.desk.ports import Delivered, Delivery, Letter
from gateway.dispatch.journal import DeliveryJournal
from gateway.domain.people import address
from gateway.runtime.clock import SystemClock
from gateway.store import outbox as outbox_room
from gateway.store.database import open_database
from gateway.store.facts import Facts
from gateway.store.outbox import LetterOutbox, RetrySchedule
from gateway.store.statements import select
from tests.support.effects import a_letter, a_registration

CONNECTIONS = 4
LETTERS = 400
RECIPIENTS = 57


class Counting:
    """A courier that counts, and sees how many letters of a person are on their way."""

    def __init__(self) -> None:
        self.delivered: list[Letter] = []
        self.together: Counter[str] = Counter()
        self.most = 0
        self._lock = threading.Lock()

    def deliver(self, letter: Letter) -> Delivery:
        with self._lock:
            self.together[letter.recipient] += 1
            self.most = max(self.most, self.together[letter.recipient])
        with self._lock:
            self.delivered.append(letter)
            self.together[letter.recipient] -= 1
        return Delivered("250 taken")

    def close(self) -> None:
        """Nothing is kept open."""


def test_each_letter_goes_out_once_and_those_to_one_person_in_order(
    tmp_path: Path,
) -> None:
    database = open_database(tmp_path / "gateway.db")
    letters = [
        a_letter(f"<{n}>", recipient=address(f"anne{n % RECIPIENTS}@customer.example"))
        for n in range(LETTERS)
    ]
    Facts(database).commit([a_registration(letters=letters)])
    outbox = LetterOutbox(database, RetrySchedule())
    courier = Counting()

    def deliver(place: int) -> None:
        outbox.connect()
        journal = DeliveryJournal(tmp_path / f"{place}.journal")
        deliverer = Deliverer(
            outbox=outbox, courier=courier, journal=journal, clock=SystemClock()
        )
        while len(courier.delivered) < LETTERS:
            deliverer.deliver_due(lambda: False)
        journal.close()
        database.close()

    run_together(deliver)
    assert Counter(one.message_id for one in courier.delivered) == Counter(
        one.message_id for one in letters
    )
    assert courier.most == 1
    for who in {one.recipient for one in courier.delivered}:
        mine = [one.letter_id for one in courier.delivered if one.recipient == who]
        assert mine == sorted(mine)
    assert outbox.unsent() == 0
    database.close()


def run_together(act: Callable[[int], None]) -> None:
    threads = [
        threading.Thread(target=act, args=(place,)) for place in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60.0)
    assert not any(thread.is_alive() for thread in threads)


def test_a_claim_reads_only_what_is_due_and_what_is_on_its_way(tmp_path: Path) -> None:
    database = open_database(tmp_path / "gateway.db")
    plan = _plan_of_claim(LetterOutbox(database, RetrySchedule()))
    assert any("letter_due" in step for step in plan), plan
    assert any("letter_leased" in step for step in plan), plan
    assert not any(step.startswith("SCAN") for step in plan), plan
    database.close()


def _plan_of_claim(outbox: LetterOutbox) -> Sequence[str]:
    asked = f"EXPLAIN QUERY PLAN {outbox_room._CLAIM}"
    rows = select(outbox._database, asked, [1, 1, 1, 1, 1])
    return [str(row[3]) for row in rows]
