"""A spool in memory: the promises of the real one, without a disk."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from threading import Lock
from typing import BinaryIO

from gateway.desk.ports import Clock, Queued, Spooled, SpoolUnavailable
from gateway.mail.envelope import Envelope, QueueId, read_trace, trace

NAMES = ("ANT", "BEE", "CAT", "DOG", "ELK", "FOX", "GNU", "HEN")


def animal_ids() -> Callable[[], QueueId]:
    """Queue ids ANT, BEE, CAT ...; when they are used up, HEN0008 and on."""
    numbers = count()

    def new_id() -> QueueId:
        number = next(numbers)
        return QueueId(NAMES[number] if number < len(NAMES) else f"HEN{number:04}")

    return new_id


@dataclass
class Kept:
    """One message of the fake spool."""

    content: bytes
    queue: str
    since: datetime
    claimant: str = ""
    tries: int = 0
    until: datetime | None = None
    reason: str = ""
    released: bool = False


class FakeIncoming:
    """See :class:`gateway.desk.ports.Incoming`."""

    def __init__(self, spool: "FakeSpool", queue_id: QueueId, head: bytes) -> None:
        self._spool = spool
        self._queue_id = queue_id
        self._pieces = [head]
        self._over = False

    def write(self, piece: bytes) -> None:
        self._refuse()
        self._pieces.append(piece)

    def keep(self) -> QueueId:
        self._refuse()
        self._over = True
        self._spool.put(self._queue_id, b"".join(self._pieces))
        return self._queue_id

    def drop(self) -> None:
        self._over = True

    def _refuse(self) -> None:
        if self._over or self._spool.full:
            self._over = True
            raise SpoolUnavailable("the fake disk is full")


@dataclass
class FakeSpool:
    """See :class:`gateway.desk.ports.Spool`. Set ``full`` to make it refuse."""

    clock: Clock
    new_id: Callable[[], QueueId] = field(default_factory=animal_ids)
    full: bool = False
    kept: dict[QueueId, Kept] = field(default_factory=dict)
    claiming: Lock = field(default_factory=Lock)

    def put(self, queue_id: QueueId, content: bytes) -> None:
        self.kept[queue_id] = Kept(content, "incoming", self.clock.now())

    def begin(self, envelope: Envelope) -> FakeIncoming:
        if self.full:
            raise SpoolUnavailable("the fake disk is full")
        queue_id = self.new_id()
        return FakeIncoming(self, queue_id, trace(envelope, queue_id))

    def accept(self, envelope: Envelope, content: bytes) -> QueueId:
        draft = self.begin(envelope)
        draft.write(content)
        return draft.keep()

    def claim(self, claimant: str, limit: int) -> tuple[Spooled, ...]:
        claimed: list[Spooled] = []
        with self.claiming:
            for queue_id in sorted(self.kept):
                message = self.kept[queue_id]
                if len(claimed) < limit and self._is_due(message):
                    message.queue, message.claimant = "active", claimant
                    claimed += self._read(queue_id, message)
        return tuple(claimed)

    def open(self, queue_id: QueueId) -> BinaryIO:
        file = io.BytesIO(self.kept[queue_id].content)
        try:
            read_trace(file)
        except ValueError:
            file.seek(0)
        return file

    def finish(self, claimant: str, queue_ids: Sequence[QueueId]) -> None:
        for queue_id in queue_ids:
            message = self.kept.get(queue_id)
            if message is not None and message.claimant == claimant:
                message.queue, message.claimant = "originals", ""

    def defer(
        self, claimant: str, queue_id: QueueId, *, reason: str, until: datetime
    ) -> int:
        message = self._held_by(claimant, queue_id)
        message.queue, message.claimant = "deferred", ""
        message.until, message.reason = until, reason
        message.tries += 1
        return message.tries

    def hold(self, claimant: str, queue_id: QueueId, *, reason: str) -> None:
        message = self._held_by(claimant, queue_id)
        message.queue, message.claimant, message.reason = "hold", "", reason
        message.tries += 1

    def give_back(self, claimant: str) -> tuple[QueueId, ...]:
        given = [q for q, m in sorted(self.kept.items()) if m.claimant == claimant]
        for queue_id in given:
            self.kept[queue_id].queue, self.kept[queue_id].claimant = "incoming", ""
        return tuple(given)

    def recover(self) -> None:
        for claimant in {m.claimant for m in self.kept.values() if m.claimant}:
            self.give_back(claimant)

    def waiting(self) -> int:
        return sum(m.queue in {"incoming", "active"} for m in self.kept.values())

    def listing(self) -> Iterator[Queued]:
        for queue_id, message in sorted(self.kept.items()):
            if message.queue != "originals":
                yield Queued(
                    queue_id=queue_id,
                    queue=message.queue,
                    since=message.since,
                    size_bytes=len(message.content),
                    tries=message.tries,
                    reason=message.reason,
                )

    def originals(self) -> Iterator[QueueId]:
        yield from sorted(q for q, m in self.kept.items() if m.queue == "originals")

    def release(self, queue_id: QueueId) -> bool:
        message = self.kept.get(queue_id)
        if message is None or message.queue not in {"hold", "deferred"}:
            return False
        message.queue, message.tries, message.reason = "incoming", 0, ""
        message.released = True
        return True

    def erase(self, queue_id: QueueId) -> None:
        message = self.kept.get(queue_id)
        if message is not None and message.queue == "originals":
            message.content = b""

    def discard(self, queue_id: QueueId) -> bool:
        message = self.kept.get(queue_id)
        if message is None or message.queue != "hold":
            return False
        message.queue = "originals"
        return True

    def _is_due(self, message: Kept) -> bool:
        if message.queue == "deferred":
            return message.until is not None and message.until <= self.clock.now()
        return message.queue == "incoming"

    def _read(self, queue_id: QueueId, message: Kept) -> Iterator[Spooled]:
        file = io.BytesIO(message.content)
        try:
            envelope = read_trace(file)
        except ValueError:
            message.queue, message.claimant = "hold", ""
            message.reason = "the file bears no trace block of ours"
            return
        yield Spooled(
            queue_id=queue_id,
            envelope=envelope,
            size_bytes=len(message.content) - file.tell(),
            tries=message.tries,
            released=message.released,
        )

    def _held_by(self, claimant: str, queue_id: QueueId) -> Kept:
        message = self.kept[queue_id]
        if message.claimant != claimant:
            raise KeyError(queue_id)
        return message
