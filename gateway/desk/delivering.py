"""One letter of the outbox -> delivered, deferred or failed.

Between the next hop's 250 and the commit that says so a letter is in doubt. So each
250 is first noted in a journal, a plain append that outlives this process: after a
crash only the letter that was on the wire at that instant can go out twice.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
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


OUR_FAULT = Deferred("4.3.0", "a fault of the gateway; its log tells")
"""What becomes of a letter that the courier could not even try."""


class Journal(Protocol):
    """Remembers which letters were taken, until the outbox has settled them.

    Each deliverer has one of its own: it is cleared as a whole.
    """

    def note(self, letter_id: int) -> None: ...

    def clear(self) -> None: ...


@dataclass(slots=True, kw_only=True)
class Deliverer:
    """Delivers what is due. What it could not settle it settles before all else.

    One a connection to the next hop; several share an outbox, and nothing else.
    """

    outbox: Outbox
    courier: Courier
    journal: Journal
    clock: Clock
    _unsettled: list[tuple[Letter, Delivery]] = field(default_factory=list)

    def deliver_due(self, stopping: Callable[[], bool]) -> int:
        """Deliver one batch of what is due; returns how many letters were tried.

        Stops between two letters when asked to; what was not tried is given back. A
        fault of the courier's own goes on to the caller; its letter is deferred, so
        that it does not come first again and keep all others from going out.
        """
        self._settle()
        letters = self.outbox.claim(self.clock.now(), LETTERS_A_BATCH)
        try:
            for letter in letters:
                if stopping():
                    break
                self._unsettled.append((letter, OUR_FAULT))
                self._unsettled[-1] = (letter, self._deliver(letter))
        finally:
            tried = len(self._unsettled)
            self._settle()
            if tried < len(letters):
                self.outbox.release(letters[tried:])
        return tried

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

    def _settle(self) -> None:
        if self._unsettled:
            self.outbox.settle(self._unsettled, self.clock.now())
            self._unsettled.clear()
            self.journal.clear()
