"""A desk worker: a process of its own that parses and decides, within hard limits.

It is woken through one pipe and reports through another, one line an event: ``h`` and
a queue id when it takes a message in hand, ``d`` and two counts when a batch is done,
``i`` when it is idle. When the wake pipe closes, its parent is gone or wants it to end.
"""

import contextlib
import ctypes
import os
import resource
import select
import signal
from collections.abc import Callable
from dataclasses import dataclass

from gateway import maillog
from gateway.desk.ports import Spool, Spooled, StoreUnavailable
from gateway.mail.envelope import QueueId

LOOK_SECONDS = 0.25
"""How long an idle worker waits at most before it looks for itself."""
STORE_AWAY_SECONDS = 1.0
PIPE_READ_BYTES = 4096
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """The line to the parent."""

    descriptor: int

    def in_hand(self, queue_id: QueueId) -> None:
        self._say(f"h {queue_id}\n")

    def done(self, messages: int, letters: int) -> None:
        self._say(f"d {messages} {letters}\n")

    def idle(self) -> None:
        self._say("i\n")

    def _say(self, line: str) -> None:
        with contextlib.suppress(OSError):
            os.write(self.descriptor, line.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Claims, handles and finishes until its wake pipe closes."""

    claimant: str
    spool: Spool
    handle_batch: Callable[[tuple[Spooled, ...]], int]
    batch: int
    wake_descriptor: int
    reports: Reports

    def run(self) -> None:
        while True:
            claimed = self.spool.claim(self.claimant, self.batch)
            if claimed and self._handled(claimed):
                if self._closed(0):
                    return
                continue
            self.reports.idle()
            if self._closed(LOOK_SECONDS if not claimed else STORE_AWAY_SECONDS):
                return

    def _handled(self, claimed: tuple[Spooled, ...]) -> bool:
        try:
            letters = self.handle_batch(claimed)
        except StoreUnavailable as error:
            maillog.fault("store", error)
            self.spool.give_back(self.claimant)
            return False
        self.reports.done(len(claimed), letters)
        return True

    def _closed(self, wait_seconds: float) -> bool:
        """Wait for a wake-up; whether the pipe has been closed."""
        ready, _, _ = select.select([self.wake_descriptor], [], [], wait_seconds)
        return bool(ready) and not os.read(self.wake_descriptor, PIPE_READ_BYTES)


def confine(memory_bytes: int) -> None:
    """Set this process's limits, and tie its life to its parent's.

    Where a limit may not be set (a sandbox forbids it) the sandbox's own holds.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
