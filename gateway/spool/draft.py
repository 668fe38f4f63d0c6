"""A message being written: in memory while it is small, then in ``tmp/``.

Rule of this file: what cannot be kept whole leaves nothing behind.
"""

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path

from gateway.desk.ports import SpoolUnavailable
from gateway.mail.envelope import QueueId
from gateway.spool.layout import FILE_MODE
from gateway.spool.publish import Publisher, Written

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW


class Draft:
    """See :class:`gateway.desk.ports.Incoming`.

    One thread at a time gets in; ``drop`` waits for a ``write`` that another has in
    work.
    """

    def __init__(
        self,
        *,
        queue_id: QueueId,
        root: Path,
        head: bytes,
        buffer_bytes: int,
        publisher: Publisher,
    ) -> None:
        self._queue_id = queue_id
        self._written = root / "tmp" / queue_id
        self._kept = root / "incoming" / queue_id
        self._publisher = publisher
        self._buffer_bytes = buffer_bytes
        self._pieces = [head]
        self._buffered = len(head)
        self._file: int | None = None
        self._over = False
        self._lock = threading.Lock()
        publisher.opened()

    def write(self, piece: bytes) -> None:
        with self._lock:
            self._refuse_if_over()
            self._pieces.append(piece)
            self._buffered += len(piece)
            if self._buffered > self._buffer_bytes:
                self._try(self._flush)

    def keep(self) -> QueueId:
        with self._lock:
            self._refuse_if_over()
            self._try(self._publish)
            self._end()
            return self._queue_id

    def drop(self) -> None:
        with self._lock:
            if not self._over:
                self._forget()

    def _refuse_if_over(self) -> None:
        if self._over:
            raise SpoolUnavailable(f"{self._queue_id} is kept or dropped already")

    def _try(self, step: Callable[[], object]) -> None:
        try:
            step()
        except OSError as error:
            self._forget()
            cause = error.strerror or str(error)
            raise SpoolUnavailable(f"cannot keep a message: {cause}") from error

    def _flush(self) -> int:
        if self._file is None:
            self._file = os.open(self._written, _NEW_FILE, FILE_MODE)
        file = self._file
        waiting = memoryview(b"".join(self._pieces))
        self._pieces, self._buffered = [], 0
        while waiting:
            waiting = waiting[os.write(file, waiting) :]
        return file

    def _publish(self) -> None:
        spilled = self._file is not None
        file = self._flush()
        if spilled:
            # By itself, so that small messages do not wait for a big one.
            os.fsync(file)
        written = Written(file=file, source=self._written, target=self._kept)
        self._publisher.publish(written)
        self._close()

    def _end(self) -> None:
        self._over = True
        self._pieces = []
        self._publisher.closed()

    def _forget(self) -> None:
        self._end()
        self._close()
        with contextlib.suppress(OSError):
            self._written.unlink()

    def _close(self) -> None:
        # What close(2) may still complain of, fsync has said before.
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = None
