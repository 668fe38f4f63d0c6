"""One fsync for all who wait: group commit.

Whoever comes first leads: it waits for the fsync that is going on, then does one
for itself and for all that joined meanwhile. An fsync that was already going on
when a caller came does not count for that caller.
"""

import threading
from collections.abc import Callable


class GroupCommit:
    """Shares calls of ``sync`` between threads."""

    def __init__(self, sync: Callable[[], None]) -> None:
        self._sync = sync
        self._joining = threading.Lock()
        self._syncing = threading.Lock()
        self._forming: _Group | None = None

    def wait(self) -> None:
        """Return after a ``sync`` that began after this call. Raises its OSError."""
        with self._joining:
            group = self._forming
            if group is None:
                leads, group = True, _Group()
                self._forming = group
            else:
                leads = False
        if leads:
            self._lead(group)
        else:
            group.done.wait()
        if group.error is not None:
            raise OSError(*group.error.args) from group.error

    def _lead(self, group: "_Group") -> None:
        with self._syncing:
            with self._joining:
                self._forming = None
            try:
                self._sync()
            except OSError as error:
                group.error = error
            finally:
                group.done.set()


class _Group:
    """Those who wait for the same fsync."""

    __slots__ = ("done", "error")

    def __init__(self) -> None:
        self.done = threading.Event()
        self.error: OSError | None = None
