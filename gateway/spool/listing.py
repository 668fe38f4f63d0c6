"""What lies in the queues, for the operator and for those who wait for it to fall."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from gateway.desk.ports import Queued
from gateway.spool.ids import accepted_at
from gateway.spool.layout import count, folders, names, parts
from gateway.spool.reasons import Reasons

LONG_QUEUE = 1000
"""A queue longer than this is not counted each time it is asked for."""

COUNT_AGAIN = timedelta(seconds=1)
"""A long queue is counted again after this."""


class Count:
    """How many messages are in ``incoming`` and claimed."""

    def __init__(self, root: Path, now: Callable[[], datetime]) -> None:
        self._root = root
        self._now = now
        self._counted = 0
        self._counted_at = now()

    def waiting(self) -> int:
        """Raises :class:`OSError`."""
        now = self._now()
        # Back as well as on: the clock may have been set.
        fresh = abs(now - self._counted_at) < COUNT_AGAIN
        if fresh and self._counted > LONG_QUEUE:
            return self._counted
        claimed = sum(count(folder) for folder in folders(self._root / "active"))
        self._counted = count(self._root / "incoming") + claimed
        self._counted_at = now
        return self._counted


def queued(root: Path, reasons: Reasons, zone: tzinfo | None) -> Iterator[Queued]:
    """All that is not finished, in no order. Raises :class:`OSError`."""
    for queue in ("incoming", "deferred", "hold"):
        for name in names(root / queue):
            yield from _one(root / queue / name, queue, reasons, zone)
    for claims in folders(root / "active"):
        for name in names(claims):
            yield from _one(claims / name, "active", reasons, zone)


def _one(
    path: Path, queue: str, reasons: Reasons, zone: tzinfo | None
) -> Iterator[Queued]:
    queue_id, tries = parts(path.name)
    try:
        status = path.stat()
    except FileNotFoundError:
        return
    since = accepted_at(queue_id) or datetime.fromtimestamp(status.st_mtime, zone)
    yield Queued(
        queue_id=queue_id,
        queue=queue,
        since=since,
        size_bytes=status.st_size,
        tries=tries,
        reason=reasons.last(queue_id) if tries or queue == "hold" else "",
    )
