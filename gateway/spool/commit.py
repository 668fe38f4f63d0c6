"""One commit for all who wait.

Whoever comes first leads: it waits for the commit that is going on, then does one
for itself and for all that joined meanwhile. So the disk is asked as often as it can
answer, however many threads there are.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")


class GroupCommit(Generic[Item]):
    """Shares calls of ``commit`` between threads.

    ``commit`` returns, for each item, None or what went wrong; it raises nothing.
    """

    def __init__(
        self, commit: Callable[[Sequence[Item]], Sequence[OSError | None]]
    ) -> None:
        self._commit = commit
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
        if leads:
            self._lead(group)
        else:
            group.done.wait()
        error = group.errors[position]
        if error is not None:
            raise error

    def _lead(self, group: "_Group[Item]") -> None:
        with self._committing:
            with self._joining:
                self._forming = None
            try:
                group.errors = self._commit(group.items)
            finally:
                group.done.set()


class _Group(Generic[Item]):
    """Those who wait for the same commit."""

    __slots__ = ("done", "errors", "items")

    def __init__(self) -> None:
        self.done = threading.Event()
        self.items: list[Item] = []
        self.errors: Sequence[OSError | None] = ()
