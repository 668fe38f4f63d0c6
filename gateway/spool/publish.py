"""The promise itself: file fsynced, renamed into ``incoming``, folder fsynced.

STANDARDS: RFC 5321 §4.2.5; POSIX fsync(2), rename(2).
"""

import contextlib
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from gateway.safeio import sync_folder
from gateway.spool.commit import GroupCommit


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A whole message in ``tmp``; ``file`` is its open descriptor."""

    file: int
    source: Path
    target: Path


class Publisher:
    """Publishes together what several threads want kept at the same time.

    It knows how many drafts are open, and so whether it is worth while to wait.
    """

    def __init__(self, folder: Path) -> None:
        self._open = 0
        self._lock = threading.Lock()
        self._group = GroupCommit[Written](
            partial(publish, folder=folder), expected=lambda: self._open
        )

    def opened(self) -> None:
        with self._lock:
            self._open += 1

    def closed(self) -> None:
        with self._lock:
            self._open -= 1

    def publish(self, written: Written) -> None:
        """Return once it is durable. Raises :class:`OSError`; then nothing stays."""
        self._group.join(written)


def publish(written: Sequence[Written], folder: Path) -> tuple[OSError | None, ...]:
    """Make each durable in this folder, all with as few journal commits as can be.

    Returns what went wrong with each; what went wrong is in neither folder.
    """
    if len(written) > 1:
        # Begin to write all of them out before waiting for the first.
        for one in written:
            with contextlib.suppress(OSError):
                os.posix_fadvise(one.file, 0, 0, os.POSIX_FADV_DONTNEED)
    # Every file first, then every name: the two kinds of commit do not alternate.
    synced = [_attempt_sync(one) for one in written]
    errors = [
        _attempt_rename(one) if error is None else error
        for one, error in zip(written, synced, strict=True)
    ]
    try:
        sync_folder(folder)
    except OSError as error:
        errors = [earlier or error for earlier in errors]
    for one, failure in zip(written, errors, strict=True):
        if failure is not None:
            _withdraw(one)
    return tuple(errors)


def _attempt_sync(one: Written) -> OSError | None:
    try:
        os.fsync(one.file)
    except OSError as error:
        return error
    return None


def _attempt_rename(one: Written) -> OSError | None:
    try:
        one.source.rename(one.target)
    except OSError as error:
        return error
    return None


def _withdraw(one: Written) -> None:
    # A worker may have claimed it already. Then the sender's second try is found as
    # seen; apart from that nothing stays which we did not promise.
    for path in (one.source, one.target):
        with contextlib.suppress(OSError):
            path.unlink()
