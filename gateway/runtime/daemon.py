"""The daemon's heart: starts everything in order, watches it, stops it in order.

Mail is taken in last and refused first, so that nothing is accepted that nobody could
handle. The main thread alone hears signals; it also sees to the workers and tells the
watchdog that all is well, while all is well.
"""

import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gateway import maillog
from gateway.runtime.loop import SILENCE_LIMIT_SECONDS, Loop
from gateway.runtime.notify import notify, watchdog_interval
from gateway.runtime.supervisor import Supervisor

LOOK_SECONDS = 0.2
"""How long the main thread waits at most before it looks around."""
STOP_SECONDS = 4.0
"""Time for everything to stop in: Ctrl-C and SIGTERM end the daemon within 5 s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A way in for mail, by what the daemon asks of it."""

    start: Callable[[], None]
    stop: Callable[[], None]
    is_alive: Callable[[], bool]


@dataclass(slots=True, kw_only=True)
class Daemon:
    """All that runs. ``ready`` is called once, when the last way in is open."""

    supervisor: Supervisor
    loops: Sequence[Loop]
    intakes: Sequence[Intake]
    ready: Callable[[], None]
    _stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Run until SIGTERM or SIGINT; a second start picks up where this one was.

        Raises :class:`OSError` where a way in cannot be opened; nothing runs then.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stopping.set())
        self.supervisor.start()
        for loop in self.loops:
            loop.start()
        try:
            for intake in self.intakes:
                intake.start()
            notify("READY=1")
            self.ready()
            self._watch()
        finally:
            notify("STOPPING=1")
            self._stop()
            maillog.stopped()

    def _watch(self) -> None:
        interval = watchdog_interval()
        told = 0.0
        while not self._stopping.is_set():
            self.supervisor.look(LOOK_SECONDS)
            now = time.monotonic()
            if interval and now - told >= interval and self._alive():
                notify("WATCHDOG=1")
                told = now

    def _alive(self) -> bool:
        supervised = self.supervisor.silent_for() < SILENCE_LIMIT_SECONDS
        looping = not any(loop.hangs() for loop in self.loops)
        return supervised and looping and all(one.is_alive() for one in self.intakes)

    def _stop(self) -> None:
        deadline = time.monotonic() + STOP_SECONDS
        for intake in self.intakes:
            intake.stop()
        self.supervisor.stop(max(0.5, deadline - time.monotonic() - 1.0))
        for loop in self.loops:
            loop.stop(max(0.2, deadline - time.monotonic()))
