"""Keeps the desk workers: starts them, wakes them, replaces the dead and the hung.

A worker that dies or sits over one message for too long has met a mail that it cannot
handle: that mail is counted, the rest of its claim goes back, and a new worker takes
its place.
"""

import contextlib
import os
import selectors
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gateway import maillog
from gateway.mail.envelope import QueueId

START_PAUSE_SECONDS = 1.0
"""Between two starts of the same worker: a worker that cannot start is no busy loop."""
READ_BYTES = 65536
CLOSED = -1
"""In place of a descriptor that is no longer ours."""


@dataclass(slots=True, kw_only=True)
class _Slot:
    """One worker's place."""

    name: str
    process: subprocess.Popen[bytes]
    wake: int
    reports: int
    started: float
    idle: bool = True
    in_hand: QueueId | None = None
    since: float = 0.0
    partial: bytes = b""


@dataclass(slots=True, kw_only=True)
class Supervisor:
    """``command`` makes the argument vector of a worker from its slot and two pipes."""

    workers: int
    command: Callable[[str, int, int], Sequence[str]]
    message_seconds: float
    on_letters: Callable[[], None]
    on_lost: Callable[[str, QueueId | None, str], None]
    handled: int = 0
    letters: int = 0
    _slots: list[_Slot] = field(default_factory=list)
    _selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    _waking: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        for place in range(self.workers):
            self._slots.append(self._started(f"w{place + 1}"))

    def wake(self) -> None:
        """A message is there: wake an idle worker, or all where none seems idle."""
        # Other threads call this. What is closed under their hands would soon be the
        # descriptor of something else, and the word would go into a stranger's mail.
        with self._waking:
            living = [slot for slot in self._slots if slot.wake != CLOSED]
            idle = next((slot for slot in living if slot.idle), None)
            if idle is not None:
                idle.idle = False
            for slot in (idle,) if idle else living:
                with contextlib.suppress(OSError):
                    os.write(slot.wake, b".")

    def look(self, wait_seconds: float) -> None:
        """Read reports for up to this long, then see to the dead and the hung."""
        for key, _ in self._selector.select(wait_seconds):
            self._read(key.data)
        now = time.monotonic()
        for place, slot in enumerate(self._slots):
            cause = self._trouble(slot, now)
            if cause:
                self._slots[place] = self._replaced(slot, cause)

    def silent_for(self) -> float:
        """Seconds that the slowest worker has had a message in hand."""
        now = time.monotonic()
        busy = [now - slot.since for slot in self._slots if slot.in_hand]
        return max(busy, default=0.0)

    def stop(self, timeout_seconds: float) -> None:
        """Close the wake pipes; whoever has not ended by then is killed."""
        deadline = time.monotonic() + timeout_seconds
        for slot in self._slots:
            self._close_wake(slot)
        for slot in self._slots:
            with contextlib.suppress(subprocess.TimeoutExpired):
                slot.process.wait(max(0.0, deadline - time.monotonic()))
            slot.process.kill()
            slot.process.wait()
            self._read(slot)
            self._selector.unregister(slot.reports)
            os.close(slot.reports)
        self._slots.clear()

    def _started(self, name: str) -> _Slot:
        wake_read, wake_write = os.pipe()
        report_read, report_write = os.pipe()
        os.set_blocking(wake_write, False)
        os.set_blocking(report_read, False)
        process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            list(self.command(name, wake_read, report_write)),
            pass_fds=(wake_read, report_write),
            stdin=subprocess.DEVNULL,
        )
        os.close(wake_read)
        os.close(report_write)
        slot = _Slot(
            name=name,
            process=process,
            wake=wake_write,
            reports=report_read,
            started=time.monotonic(),
        )
        self._selector.register(report_read, selectors.EVENT_READ, slot)
        maillog.worker_started(name, process.pid)
        return slot

    def _read(self, slot: _Slot) -> None:
        try:
            said = os.read(slot.reports, READ_BYTES)
        except BlockingIOError:
            return
        *lines, slot.partial = (slot.partial + said).split(b"\n")
        for line in lines:
            self._take(slot, line.decode("ascii", "replace").split())

    def _take(self, slot: _Slot, words: list[str]) -> None:
        match words:
            case ["h", queue_id]:
                slot.in_hand, slot.since = QueueId(queue_id), time.monotonic()
                slot.idle = False
            case ["d", messages, letters]:
                slot.in_hand = None
                self.handled += int(messages)
                self.letters += int(letters)
                if int(letters):
                    self.on_letters()
            case ["i"]:
                slot.in_hand, slot.idle = None, True
            case _:
                pass

    def _trouble(self, slot: _Slot, now: float) -> str:
        code = slot.process.poll()
        if code is not None:
            return f"worker ended with {code}"
        if slot.in_hand and now - slot.since > self.message_seconds:
            return f"worker hung for {self.message_seconds:.0f} s"
        return ""

    def _replaced(self, slot: _Slot, cause: str) -> _Slot:
        slot.process.kill()
        slot.process.wait()
        self._read(slot)
        self._selector.unregister(slot.reports)
        self._close_wake(slot)
        os.close(slot.reports)
        maillog.worker_replaced(slot.name, cause)
        self.on_lost(slot.name, slot.in_hand, cause)
        pause = START_PAUSE_SECONDS - (time.monotonic() - slot.started)
        if pause > 0:
            self._selector.select(pause)
        return self._started(slot.name)

    def _close_wake(self, slot: _Slot) -> None:
        with self._waking:
            os.close(slot.wake)
            slot.wake = CLOSED
