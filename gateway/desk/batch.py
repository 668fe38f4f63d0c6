"""A batch of accepted messages -> committed effects, in one transaction.

Decided outside the lock: each message is read, decided and its letters written, then
all that stands is committed together. A message that touches what a neighbour in the
batch has just changed waits until that is committed; where the store says that a
request moved meanwhile, the message is decided again. One bad message is counted and
put back, or held; it never takes its neighbours along.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from gateway import maillog
from gateway.desk.context import Context
from gateway.desk.draft import Read
from gateway.desk.dragged import TooEarly
from gateway.desk.effects import Committed, Effects
from gateway.desk.erasing import sweep
from gateway.desk.handling import Unusable, handle, read_message
from gateway.desk.ports import Spool, Spooled, StoreRefused, StoreUnavailable
from gateway.desk.ports_reading import ScannerUnavailable
from gateway.desk.returns import log_return
from gateway.mail.envelope import QueueId

T = TypeVar("T")

LARGE_BYTES = 4 * 1024 * 1024
"""A message over this size is read by one worker at a time, and committed alone: all
workers together then hold one such message in memory, not a batch each."""
MOVED_LIMIT = 5
"""How often a message is decided again because its request moved; then it is tried
later, as if it had failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TryPolicy:
    """When a message that cannot be handled is tried again, and how often."""

    tries: int = 3
    waits: tuple[timedelta, ...] = (timedelta(seconds=10), timedelta(seconds=60))

    def wait(self, tries: int) -> timedelta:
        return self.waits[min(tries, len(self.waits) - 1)]


SCANNER_POLICY = TryPolicy(
    tries=30,
    waits=(
        timedelta(seconds=10),
        timedelta(minutes=1),
        timedelta(minutes=2),
        timedelta(minutes=5),
    ),
)
"""A scanner that is away comes back, in minutes or with its operator: the messages
with files wait for it over two hours, then they are held. None passes unscanned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A message in somebody's hands."""

    claimant: str
    queue_id: QueueId
    tries: int


@dataclass(slots=True, kw_only=True)
class Desk:
    """One desk worker's work. ``progress`` is told which message is in hand."""

    claimant: str
    spool: Spool
    context: Context
    policy: TryPolicy
    progress: Callable[[QueueId], None]
    fault_at: Callable[[str, QueueId], None]
    large_turn: Callable[[], AbstractContextManager[None]] = nullcontext
    _pending: list[tuple[Read, Effects]] = field(default_factory=list)
    _touched: set[str] = field(default_factory=set)
    _letters: int = 0

    def handle_batch(self, batch: Sequence[Spooled]) -> int:
        """Handle claimed messages; returns how many letters they made.

        Raises StoreUnavailable where the store is away: nothing is counted then, and
        what was claimed is to be given back.
        """
        self._letters, self._pending, self._touched = 0, [], set()
        known = self.context.store.handled([one.queue_id for one in batch])
        for spooled in batch:
            if spooled.queue_id in known:
                self.spool.finish(self.claimant, [spooled.queue_id])
            else:
                self._one(spooled)
        self._flush()
        return self._letters

    def _one(self, spooled: Spooled) -> None:
        large = spooled.size_bytes > LARGE_BYTES
        with self.large_turn() if large else nullcontext():
            self.progress(spooled.queue_id)
            read = self._guarded(spooled, partial(self._read, spooled))
            if read is not None:
                self._decide(read)
            if large:
                self._flush()

    def _read(self, spooled: Spooled) -> Read:
        self.fault_at("claimed", spooled.queue_id)
        with self.spool.open(spooled.queue_id) as source:
            read = read_message(spooled, source, self.context)
        self.fault_at("parsed", spooled.queue_id)
        return read

    def _handled(self, read: Read) -> Effects:
        effects = handle(read, self.context)
        self.fault_at("decided", read.spooled.queue_id)
        return effects

    def _decide(self, read: Read) -> None:
        spooled = read.spooled
        if self._touches(read):
            self._flush()
        effects = self._guarded(spooled, partial(self._handled, read))
        if effects and not self._touched.isdisjoint(_rests_on(effects)):
            # Also where it was refused: what comes before it may allow it.
            self._flush()
            effects = self._guarded(spooled, partial(self._handled, read))
        if effects:
            self._pending.append((read, effects))
            self._touched |= _names(read, effects)

    def _guarded(self, spooled: Spooled, act: Callable[[], T]) -> T | None:
        """Whatever a stranger's mail does to us, it is counted, and the next goes on.

        Only where the store is away is it nobody's fault, and nothing is counted.
        """
        try:
            return act()
        except StoreUnavailable:
            raise
        except ScannerUnavailable as error:
            self._failed(spooled, _cause(error), SCANNER_POLICY)
        except TooEarly as error:
            self._failed(spooled, _cause(error))
        except Unusable as error:
            self.spool.hold(self.claimant, spooled.queue_id, reason=str(error))
            maillog.held(spooled.queue_id, str(error))
        except Exception as error:  # noqa: BLE001 (see above)
            maillog.fault("desk", error)
            self._failed(spooled, _cause(error))
        return None

    def _failed(
        self, spooled: Spooled, cause: str, policy: TryPolicy | None = None
    ) -> None:
        claim = Claim(
            claimant=self.claimant, queue_id=spooled.queue_id, tries=spooled.tries
        )
        now = self.context.clock.now()
        count_try(self.spool, claim, policy or self.policy, cause=cause, now=now)

    def _touches(self, read: Read) -> bool:
        message = read.message
        mine = {message.message_id, message.in_reply_to, *message.references, read.said}
        return not self._touched.isdisjoint(mine - {""})

    def _flush(self) -> None:
        waiting, self._pending, self._touched = self._pending, [], set()
        self.context.correspondence.committed()
        for _ in range(MOVED_LIMIT):
            if not waiting:
                return
            moved = self._commit(waiting)
            again = [
                (read, self._guarded(read.spooled, partial(self._handled, read)))
                for read in moved
            ]
            waiting = [(read, effects) for read, effects in again if effects]
        for read, _effects in waiting:
            self._failed(read.spooled, "its request kept changing")

    def _commit(self, pending: Sequence[tuple[Read, Effects]]) -> list[Read]:
        """Commit together; where that is refused, each alone, to find who it is.

        Returns those whose request moved.
        """
        try:
            answers = self.context.store.commit([effects for _, effects in pending])
        except StoreRefused as error:
            if len(pending) > 1:
                return [read for one in pending for read in self._commit([one])]
            maillog.fault("store", error)
            self._failed(pending[0][0].spooled, _cause(error))
            return []
        moved, done = [], []
        for (read, effects), answer in zip(pending, answers, strict=True):
            if answer is Committed.MOVED:
                moved.append(read)
                continue
            done.append(read.spooled.queue_id)
            if answer is Committed.DONE:
                self._report(effects)
        if done:
            self.fault_at("committed", done[0])
            self.spool.finish(self.claimant, done)
        if any(effects.erasure for _, effects in pending):
            sweep(self.context.eraser, self.spool, self.context.files)
        return moved

    def _report(self, effects: Effects) -> None:
        receipt = effects.receipt
        if effects.returned:
            log_return(effects.returned)
        if receipt:
            maillog.handled(
                receipt.queue_id,
                receipt.end_state,
                receipt.number or "",
                receipt.reason,
            )
            if effects.evidence:
                maillog.matched(
                    receipt.queue_id,
                    receipt.number or "",
                    effects.evidence,
                    effects.conflict,
                )
            for letter in effects.letters:
                maillog.letter_queued(
                    receipt.queue_id, letter.message_id, letter.recipient, letter.code
                )
        self._letters += len(effects.letters)


def count_try(
    spool: Spool, claim: Claim, policy: TryPolicy, *, cause: str, now: datetime
) -> None:
    """Count a try of a claimed message: put it back for later, or hold it."""
    if claim.tries + 1 >= policy.tries:
        spool.hold(claim.claimant, claim.queue_id, reason=cause)
        maillog.held(claim.queue_id, cause)
        return
    until = now + policy.wait(claim.tries)
    tries = spool.defer(claim.claimant, claim.queue_id, reason=cause, until=until)
    maillog.deferred(claim.queue_id, tries, cause)


def _cause(error: Exception) -> str:
    said = str(error).strip().splitlines()
    return f"{type(error).__name__}: {said[0]}" if said else type(error).__name__


def _rests_on(effects: Effects) -> set[str]:
    """What a message was decided by, beside the mails that it names."""
    number = effects.receipt.number if effects.receipt else None
    requester = effects.basis.requester if effects.basis else ""
    beside = {one.request.number for one in effects.beside}
    occasion = effects.occasion.key if effects.occasion else ""
    return {number or "", requester, occasion, *beside} - {""}


def _names(read: Read, effects: Effects) -> set[str]:
    """All by which a later message of the batch may mean the same request."""
    request = effects.request
    born = {request.requester} if request and effects.based_on is None else set()
    number = request.number if request else ""
    letters = {letter.message_id for letter in effects.letters}
    learned = {one.message_id for one in effects.ids}
    beside = {one.request.number for one in effects.beside}
    occasion = effects.occasion.key if effects.occasion else ""
    own = {read.message.message_id, read.said, number, occasion}
    return (own | born | letters | learned | beside) - {""}
