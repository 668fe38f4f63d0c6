"""The accounting proof: every message ever accepted is in exactly one end state.

Two books are compared that are kept apart: the spool's files and the store's
receipts. A message that still waits is no gap; one that is in neither book's right
place is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gateway.desk.effects import EndState
from gateway.mail.envelope import QueueId

HELD = "hold"


@dataclass(frozen=True, slots=True)
class Gap:
    """A message that is not where the books say."""

    queue_id: QueueId
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The sums. ``accepted`` is all the others together where there is no gap."""

    accepted: int
    ended: Mapping[str, int]
    filed: Mapping[str, int]
    held: int
    waiting: int
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """``receipts``: id -> end state and reason; ``queues``: id -> queue."""

    receipts: Mapping[QueueId, tuple[str, str]]
    originals: frozenset[QueueId]
    queues: Mapping[QueueId, str]


def balance(books: Books) -> Account:
    """Compare the books."""
    held = {one for one, queue in books.queues.items() if queue == HELD}
    unhandled = {one for one in books.queues if one not in books.receipts} - held
    ended = Counter(end for end, _ in books.receipts.values())
    filed = Counter(
        why for end, why in books.receipts.values() if end == EndState.FILED
    )
    everything = books.receipts.keys() | books.originals | books.queues.keys()
    return Account(
        accepted=len(everything),
        ended={state: ended[state] for state in EndState},
        filed=dict(sorted(filed.items())),
        held=len(held),
        waiting=len(unhandled),
        gaps=tuple(_gaps(books, held)),
    )


def _gaps(books: Books, held: set[QueueId]) -> Iterable[Gap]:
    for one in sorted(books.originals - books.receipts.keys()):
        yield Gap(one, "its original is kept, but no receipt says what became of it")
    kept = books.originals | books.queues.keys()
    for one in sorted(books.receipts.keys() - kept):
        yield Gap(one, "it has a receipt, but its original is gone")
    for one in sorted(held & books.receipts.keys()):
        yield Gap(one, "it is held, but a receipt says that it was handled")
    for one in sorted(books.originals & books.queues.keys()):
        yield Gap(one, "it is kept as handled and also in a queue")
