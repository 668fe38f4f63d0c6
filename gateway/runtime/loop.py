"""A loop that runs beside others: steps until it is told to stop, and shows life.

Each step returns how much it did; a step that did nothing is followed by a wait, which
a wake-up ends early. A fault is logged and the loop goes on after a pause: what it
works on lies in the spool or the store, counted there.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from gateway import maillog

FAULT_PAUSE_SECONDS = 1.0
SILENCE_LIMIT_SECONDS = 120.0
"""A loop that shows no life for this long is taken for hung, if it sets no other."""


@dataclass(slots=True, kw_only=True)
class Loop:
    """One thread, one step again and again.

    A step that is made of many calls ``show_life`` between them; ``silence_limit`` is
    how many seconds the longest of them may take.
    """

    name: str
    step: Callable[[], int]
    interval_seconds: float
    prepare: Callable[[], None] = lambda: None
    finish: Callable[[], object] = lambda: None
    silence_limit: float = SILENCE_LIMIT_SECONDS
    _stopping: threading.Event = field(default_factory=threading.Event)
    _awake: threading.Event = field(default_factory=threading.Event)
    _beat: float = 0.0
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self.show_life()
        self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """End the present wait. Callable from any thread."""
        self._awake.set()

    def stopping(self) -> bool:
        return self._stopping.is_set()

    def stop(self, timeout_seconds: float) -> bool:
        """Ask to stop and wait; whether the thread ended in time."""
        self._stopping.set()
        self._awake.set()
        if self._thread is None:
            return True
        self._thread.join(timeout_seconds)
        return not self._thread.is_alive()

    def show_life(self) -> None:
        self._beat = time.monotonic()

    def silent_for(self) -> float:
        """Seconds since the last step began, or showed life."""
        return time.monotonic() - self._beat

    def hangs(self) -> bool:
        return self.silent_for() >= self.silence_limit

    def _run(self) -> None:
        self._guarded(self.prepare)
        while not self._stopping.is_set():
            self.show_life()
            if self._guarded(self.step) == 0:
                self._awake.wait(self.interval_seconds)
                self._awake.clear()
        self._guarded(self.finish)

    def _guarded(self, act: Callable[[], object]) -> object:
        try:
            return act()
        except Exception as error:  # noqa: BLE001 (the last wall: log, pause, go on)
            maillog.fault(self.name, error)
            self._stopping.wait(FAULT_PAUSE_SECONDS)
            return None
