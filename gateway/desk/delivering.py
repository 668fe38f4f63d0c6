"""One letter of the outbox -> delivered, deferred or failed.

Between the next hop's 250 and the commit that says so a letter is in doubt. So each
250 is first noted in a journal, a plain append that outlives this process: after a
crash only the letter that was on the wire at that instant can go out twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from gateway import maillog
from gateway.desk.ports import (
    Clock,
    Courier,
    Deferred,
    Delivered,
    Delivery,
    Failed,
    Letter,
    Outbox,
)

LETTERS_A_BATCH = 20
"""Letters that are claimed, sent and settled together."""


class Journal(Protocol):
    """Remembers which letters were taken, until the outbox has settled them."""

    def note(self, letter_id: int) -> None: ...

    def clear(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverer:
    outbox: Outbox
    courier: Courier
    journal: Journal
    clock: Clock

    def deliver_due(self, stopping: Callable[[], bool]) -> int:
        """Deliver one batch of what is due; returns how many letters were tried.

        Stops between two letters when asked to; what was not tried keeps its lease
        until it runs out or the next start ends it.
        """
        letters = self.outbox.claim(self.clock.now(), LETTERS_A_BATCH)
        outcomes: list[tuple[Letter, Delivery]] = []
        for letter in letters:
            if stopping():
                break
            outcomes.append((letter, self._deliver(letter)))
        self._settle(outcomes)
        return len(outcomes)

    def _deliver(self, letter: Letter) -> Delivery:
        outcome = self.courier.deliver(letter)
        match outcome:
            case Delivered():
                self.journal.note(letter.letter_id)
                maillog.delivered(letter.message_id, letter.recipient, outcome.response)
            case Deferred():
                maillog.delivery_deferred(
                    letter.message_id, letter.recipient, outcome.code, outcome.response
                )
            case Failed():
                maillog.delivery_failed(
                    letter.message_id, letter.recipient, outcome.code, outcome.response
                )
        return outcome

    def _settle(self, outcomes: Sequence[tuple[Letter, Delivery]]) -> None:
        if outcomes:
            self.outbox.settle(outcomes, self.clock.now())
            self.journal.clear()
