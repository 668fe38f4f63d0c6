"""One commit for all who wait.

Whoever comes first leads: it waits for the commit that is going on, then does one
for itself and for all that joined meanwhile. So the disk is asked as often as it can
answer, however many threads there are.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")

GATHER_SECONDS = 0.001
"""A leader waits so long for those who are expected: a commit costs about as much."""


class GroupCommit(Generic[Item]):
    """Shares calls of ``commit`` between threads.

    ``commit`` returns, for each item, None or what went wrong; it raises nothing.
    ``expected`` tells how many there are that may join now, those here included.
    """

    def __init__(
        self,
        commit: Callable[[Sequence[Item]], Sequence[OSError | None]],
        expected: Callable[[], int],
    ) -> None:
        self._commit = commit
        self._expected = expected
        self._joining = threading.Lock()
        self._committing = threading.Lock()
        self._forming: _Group[Item] | None = None

    def join(self, item: Item) -> None:
        """Return once this item is committed. Raises the item's own OSError."""
        with self._joining:
            group = self._forming
            leads = group is None
            if group is None:
                group = self._forming = _Group()
            position = len(group.items)
            group.items.append(item)
            if len(group.items) >= self._expected():
                group.gathered.set()
        if leads:
            self._lead(group)
        else:
            group.done.wait()
        error = group.errors[position]
        if error is not None:
            raise error

    def _lead(self, group: "_Group[Item]") -> None:
        with self._committing:
            group.gathered.wait(GATHER_SECONDS)
            with self._joining:
                self._forming = None
            try:
                group.errors = self._commit(group.items)
            finally:
                group.done.set()


class _Group(Generic[Item]):
    """Those who wait for the same commit."""

    __slots__ = ("done", "errors", "gathered", "items")

    def __init__(self) -> None:
        self.gathered = threading.Event()
        self.done = threading.Event()
        self.items: list[Item] = []
        self.errors: Sequence[OSError | None] = ()
