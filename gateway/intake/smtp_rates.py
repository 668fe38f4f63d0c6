"""How much one address, or one account, has done lately. Pure; the time is given.

A window is counted whole and begins with the first event in it, so that one entry an
address is enough; the number of entries is bounded, the oldest go first.
"""

from collections import OrderedDict
from dataclasses import dataclass, field

KEYS_LIMIT = 20_000
"""Addresses that are counted at a time; each takes some 200 bytes."""


@dataclass(slots=True, kw_only=True)
class Rate:
    """At most ``limit`` events of one key within ``seconds``."""

    limit: int
    seconds: float
    keys_limit: int = KEYS_LIMIT
    _windows: OrderedDict[str, tuple[float, int]] = field(
        default_factory=OrderedDict, init=False
    )

    def take(self, key: str, now: float) -> bool:
        """Count one event; whether it is within the limit."""
        began, count = self._window(key, now)
        self._windows[key] = (began, count + 1)
        if len(self._windows) > self.keys_limit:
            self._windows.popitem(last=False)
        return count < self.limit

    def is_spent(self, key: str, now: float) -> bool:
        """Whether the next event would be over the limit."""
        return self._window(key, now)[1] >= self.limit

    def forget(self, key: str) -> None:
        self._windows.pop(key, None)

    def _window(self, key: str, now: float) -> tuple[float, int]:
        began, count = self._windows.get(key, (now, 0))
        if now - began < self.seconds:
            return began, count
        # A new window goes to the end of the line of those to be forgotten.
        self._windows.pop(key, None)
        return now, 0
