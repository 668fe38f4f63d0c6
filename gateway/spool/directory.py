"""The spool: accepted mail on disk, one plain RFC 5322 file per message.

A message changes state only by ``rename(2)`` within one file system, so at any
instant it is in exactly one folder (see ``layout.py``). Only ``keep`` syncs: its
250 is a promise. The renames after it are not synced, since a power cut that
undoes one only means that the message is claimed again, and found as seen.

STANDARDS: RFC 5321 §4.2.5 (250 transfers responsibility), §4.4 (trace fields).
"""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from gateway.desk.ports import Clock, Queued, Spooled, SpoolUnavailable
from gateway.mail.envelope import Envelope, QueueId, read_trace, trace
from gateway.spool import layout
from gateway.spool.draft import Draft
from gateway.spool.ids import accepted_at
from gateway.spool.layout import file_name, named, names, parts
from gateway.spool.listing import Count, queued
from gateway.spool.publish import Publisher
from gateway.spool.reasons import Reasons
from gateway.spool.waiting import Waiting

BUFFER_BYTES = 64 * 1024
"""A message up to this size stays in memory until it is kept."""

FREE_FLOOR_BYTES = 64 * 1024 * 1024
"""With less room than this on the file system no message is begun."""

NOT_OURS = "the file bears no trace block of ours"
DISCARDED = "discarded unhandled by an operator"


class DirectorySpool:
    """See :class:`gateway.desk.ports.Spool`. Any thread may call; so may processes.

    Raises :class:`SpoolUnavailable` where the folders cannot be made.
    """

    def __init__(
        self,
        root: Path,
        *,
        new_id: Callable[[], QueueId],
        clock: Clock,
        buffer_bytes: int = BUFFER_BYTES,
        free_floor_bytes: int = FREE_FLOOR_BYTES,
    ) -> None:
        self._root = root
        self._new_id = new_id
        self._clock = clock
        self._buffer_bytes = buffer_bytes
        self._free_floor_bytes = free_floor_bytes
        with _trouble():
            layout.create(root)
        self._publisher = Publisher(root / "incoming")
        self._reasons = Reasons(root / "reasons")
        self._waiting = Waiting(root, clock.now)
        self._count = Count(root, clock.now)
        self._claiming = threading.Lock()
        # Where the claimed ones lie, and where below our trace block they begin.
        self._claimed: dict[QueueId, tuple[Path, int]] = {}

    # --- taking in ---

    def begin(self, envelope: Envelope) -> Draft:
        with _trouble():
            room = os.statvfs(self._root)
        if room.f_bavail * room.f_frsize < self._free_floor_bytes:
            raise SpoolUnavailable("the disk is nearly full")
        queue_id = self._new_id()
        return Draft(
            queue_id=queue_id,
            root=self._root,
            head=trace(envelope, queue_id),
            buffer_bytes=self._buffer_bytes,
            publisher=self._publisher,
        )

    def accept(self, envelope: Envelope, content: bytes) -> QueueId:
        draft = self.begin(envelope)
        draft.write(content)
        return draft.keep()

    # --- handling ---

    def claim(self, claimant: str, limit: int) -> tuple[Spooled, ...]:
        claimed: list[Spooled] = []
        with self._claiming, _trouble():
            folder = self._claims_of(claimant)
            folder.mkdir(mode=layout.FOLDER_MODE, exist_ok=True)
            while len(claimed) < limit:
                source = self._waiting.pop()
                if source is None:
                    break
                target = folder / source.name
                # Gone: another claimant was faster.
                with contextlib.suppress(FileNotFoundError):
                    source.rename(target)
                    claimed += self._read_claimed(target, claimant)
        return tuple(claimed)

    def open(self, queue_id: QueueId) -> BinaryIO:
        # It may move while it is looked for; the order follows a message's life,
        # so a second round finds what the first one missed.
        for _ in range(2):
            for path in self._places(queue_id):
                with _trouble(), contextlib.suppress(FileNotFoundError):
                    return self._below_trace(path, queue_id)
        raise KeyError(queue_id)

    def finish(self, claimant: str, queue_ids: Sequence[QueueId]) -> None:
        with _trouble():
            for queue_id in queue_ids:
                path = self._claim_path(claimant, queue_id)
                if path is not None:
                    self._keep_original(path, queue_id)
                    self._claimed.pop(queue_id, None)

    def defer(
        self, claimant: str, queue_id: QueueId, *, reason: str, until: datetime
    ) -> int:
        """Raises :class:`KeyError` where this claimant does not hold the message."""
        path = self._held_by(claimant, queue_id)
        tries = parts(path.name)[1] + 1
        self._reasons.add(queue_id, reason, self._clock.now())
        with _trouble():
            moment = until.timestamp()
            os.utime(path, (moment, moment))
            path.rename(self._root / "deferred" / file_name(queue_id, tries))
        self._claimed.pop(queue_id, None)
        return tries

    def hold(self, claimant: str, queue_id: QueueId, *, reason: str) -> None:
        """Raises :class:`KeyError` where this claimant does not hold the message."""
        path = self._held_by(claimant, queue_id)
        tries = parts(path.name)[1] + 1
        self._reasons.add(queue_id, reason, self._clock.now())
        with _trouble():
            path.rename(self._root / "hold" / file_name(queue_id, tries))
        self._claimed.pop(queue_id, None)

    def give_back(self, claimant: str) -> tuple[QueueId, ...]:
        with _trouble():
            return tuple(self._give_back(self._claims_of(claimant)))

    def recover(self) -> None:
        with _trouble():
            for name in names(self._root / "tmp"):
                (self._root / "tmp" / name).unlink()
            for folder in layout.folders(self._root / "active"):
                list(self._give_back(folder))
                folder.rmdir()

    # --- looking ---

    def waiting(self) -> int:
        with _trouble():
            return self._count.waiting()

    def listing(self) -> Iterator[Queued]:
        """``size_bytes`` is that of the file, our trace block included."""
        with _trouble():
            found = list(queued(self._root, self._reasons, self._clock.now().tzinfo))
        yield from sorted(found, key=lambda one: (one.since, one.queue_id))

    def is_held(self, queue_id: QueueId) -> bool:
        """Whether it waits for a person. Raises :class:`SpoolUnavailable`."""
        with _trouble():
            return named(self._root / "hold", queue_id) is not None

    def originals(self) -> Iterator[QueueId]:
        for day in layout.folders(self._root / "originals"):
            for name in names(day):
                yield QueueId(name)

    def release(self, queue_id: QueueId) -> bool:
        for queue in ("hold", "deferred"):
            name = (
                named(self._root / queue, queue_id) if layout.plain(queue_id) else None
            )
            with _trouble(), contextlib.suppress(FileNotFoundError):
                if name is not None:
                    path = self._root / queue / name
                    path.rename(self._root / "incoming" / queue_id)
                    return True
        return False

    def erase(self, queue_id: QueueId) -> None:
        """An empty file in its place: the books of ``audit`` still balance."""
        if not layout.plain(queue_id):
            return
        for day in layout.folders(self._root / "originals"):
            with _trouble(), contextlib.suppress(FileNotFoundError):
                os.truncate(day / queue_id, 0)

    def discard(self, queue_id: QueueId) -> bool:
        name = named(self._root / "hold", queue_id) if layout.plain(queue_id) else None
        if name is None:
            return False
        self._reasons.add(queue_id, DISCARDED, self._clock.now())
        with _trouble():
            return self._keep_original(self._root / "hold" / name, queue_id)

    # --- below ---

    def _claims_of(self, claimant: str) -> Path:
        if not layout.plain(claimant):
            raise ValueError(f"not a claimant's name: {claimant!r}")
        return self._root / "active" / claimant

    def _read_claimed(self, path: Path, claimant: str) -> Iterator[Spooled]:
        queue_id, tries = parts(path.name)
        try:
            with path.open("rb") as file:
                envelope = read_trace(file)
                below = file.tell()
                size_bytes = os.fstat(file.fileno()).st_size - below
        except (ValueError, IsADirectoryError):
            self._reasons.add(queue_id, NOT_OURS, self._clock.now())
            path.rename(self._root / "hold" / path.name)
            return
        self._claimed[queue_id] = (path, below)
        yield Spooled(
            queue_id=queue_id,
            envelope=envelope,
            size_bytes=size_bytes,
            tries=tries,
            # A release forgets the tries, not their reasons.
            released=not tries and self._reasons.has(queue_id),
        )

    def _places(self, queue_id: QueueId) -> Iterator[Path]:
        """Where it may be; the likely and cheap ones first."""
        if not layout.plain(queue_id):
            return
        if queue_id in self._claimed:
            yield self._claimed[queue_id][0]
        yield self._root / "incoming" / queue_id
        yield self._original(queue_id)
        claims = layout.folders(self._root / "active")
        queues = [self._root / queue for queue in ("deferred", "hold", "incoming")]
        days = layout.folders(self._root / "originals")
        for folder in (*claims, *queues):
            name = named(folder, queue_id)
            if name is not None:
                yield folder / name
        yield from (day / queue_id for day in days)

    def _below_trace(self, path: Path, queue_id: QueueId) -> BinaryIO:
        file = path.open("rb")
        known = self._claimed.get(queue_id)
        try:
            if known is not None and known[0] == path:
                file.seek(known[1])
            else:
                read_trace(file)
        except ValueError:
            file.seek(0)
        except OSError:
            file.close()
            raise
        return file

    def _claim_path(self, claimant: str, queue_id: QueueId) -> Path | None:
        folder = self._claims_of(claimant)
        known = self._claimed.get(queue_id)
        if known is not None and known[0].parent == folder:
            return known[0]
        name = named(folder, queue_id) if layout.plain(queue_id) else None
        return None if name is None else folder / name

    def _held_by(self, claimant: str, queue_id: QueueId) -> Path:
        path = self._claim_path(claimant, queue_id)
        if path is None:
            raise KeyError(queue_id)
        return path

    def _original(self, queue_id: QueueId) -> Path:
        """By the day of acceptance, so that an id alone leads to its file."""
        day = accepted_at(queue_id) or self._clock.now()
        return self._root / "originals" / f"{day:%Y-%m-%d}" / queue_id

    def _keep_original(self, path: Path, queue_id: QueueId) -> bool:
        target = self._original(queue_id)
        try:
            path.rename(target)
        except FileNotFoundError:
            # The first of a day, or finished before: the second try tells.
            target.parent.mkdir(mode=layout.FOLDER_MODE, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                path.rename(target)
                return True
            return False
        return True

    def _give_back(self, folder: Path) -> Iterator[QueueId]:
        for name in names(folder):
            queue_id = parts(name)[0]
            with contextlib.suppress(FileNotFoundError):
                (folder / name).rename(self._root / "incoming" / name)
                self._claimed.pop(queue_id, None)
                yield queue_id


@contextlib.contextmanager
def _trouble() -> Iterator[None]:
    """What the disk says, in the desk's words."""
    try:
        yield
    except OSError as error:
        raise SpoolUnavailable(error.strerror or str(error)) from error
