"""Which message is next: due ones of ``deferred`` first, then ``incoming``.

Each in the order of its queue id. A folder is read once and its names are used up
before it is read again, so that a claim costs the same with ten waiting or a
hundred thousand. A name that another claimant took meanwhile is simply not there.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from gateway.spool.layout import names

LOOK_AGAIN = timedelta(seconds=1)
"""``deferred`` is read again after this, even where nothing seemed due."""


class Waiting:
    """The names that are there to be claimed, one after the other."""

    def __init__(self, root: Path, now: Callable[[], datetime]) -> None:
        self._incoming = root / "incoming"
        self._deferred = root / "deferred"
        self._now = now
        self._ready: list[Path] = []
        self._next: list[Path] = []
        self._look_at: datetime | None = None
        self._seen_mtime_ns = 0

    def pop(self) -> Path | None:
        """The next file to try, or None where nothing waits now."""
        if not self._ready:
            self._ready = self._due()
            self._ready.reverse()
        if self._ready:
            return self._ready.pop()
        if not self._next:
            self._next = [self._incoming / name for name in names(self._incoming)]
            self._next.reverse()
        return self._next.pop() if self._next else None

    def _due(self) -> list[Path]:
        now = self._now()
        changed = self._deferred.stat().st_mtime_ns
        if (
            self._look_at is not None
            and now < self._look_at
            and changed == self._seen_mtime_ns
        ):
            return []
        # Two changes may share a tick of the folder's mtime; hence LOOK_AGAIN.
        self._look_at, self._seen_mtime_ns = now + LOOK_AGAIN, changed
        moments = [(self._moment(name), name) for name in names(self._deferred)]
        due = [self._deferred / n for at, n in moments if at is not None and at <= now]
        later = [at for at, _ in moments if at is not None and at > now]
        self._look_at = min([self._look_at, *later])
        return due

    def _moment(self, name: str) -> datetime | None:
        """Not before this; None for one that is gone."""
        try:
            seconds = (self._deferred / name).stat().st_mtime
        except FileNotFoundError:
            return None
        return datetime.fromtimestamp(seconds, self._now().tzinfo)
