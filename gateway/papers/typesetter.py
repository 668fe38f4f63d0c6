"""The desk's side of the press: a page is asked for, and comes or does not.

Rule: nothing here may cost more than its time. A press that is slow, dies or lacks its
library gives None and one line in the log, and then rests; whoever asked goes on
without the page.
"""

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from gateway import maillog
from gateway.desk.ports_papers import Page
from gateway.papers.frames import FRAME_LIMIT_BYTES, LENGTH, Answer, Job, Outcome

REST_SECONDS = 600.0
"""How long a press that failed of itself is left alone."""
READ_BYTES = 1024 * 1024
_FOR_GOOD = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class SealFiles:
    """The operator's certificate as PKCS #12, and the file with its passphrase."""

    certificate: Path
    passphrase_file: Path | None = None


class PressStopped(Exception):
    """The press died, was too slow, or spoke no frame."""


@dataclass(slots=True, kw_only=True)
class Typesetter:
    """See :class:`gateway.desk.ports_papers.Typesetter`. Not for several threads.

    The press starts with the first job, works for all that follow, and ends with us.
    ``seconds`` bounds one job, a start included.
    """

    seconds: float
    seal: SealFiles | None = None
    python: tuple[str, ...] = (sys.executable,)
    monotonic: Callable[[], float] = time.monotonic
    _press: "subprocess.Popen[bytes] | None" = None
    _resting_until: float = 0.0
    _unsealed: bool = False
    _said: set[Outcome] = field(default_factory=set)

    @property
    def seals(self) -> bool:
        """Whether a stamp in a job has a certificate to stand for."""
        return self.seal is not None and not self._unsealed

    def pdf(self, page: Page) -> bytes | None:
        if self.monotonic() < self._resting_until:
            return None
        try:
            answer = self._asked(_job(page))
        except (OSError, PressStopped, msgspec.DecodeError) as error:
            self.close()
            self._rest(REST_SECONDS, str(error))
            return None
        if answer.outcome is Outcome.DONE:
            return answer.pdf
        self._told(answer)
        return None

    def close(self) -> None:
        """End the press, at once where it is busy."""
        press, self._press = self._press, None
        if press is None:
            return
        press.kill()
        for pipe in (press.stdin, press.stdout):
            if pipe is not None:
                pipe.close()
        press.wait()

    def _told(self, answer: Answer) -> None:
        match answer.outcome:
            case Outcome.MISSING | Outcome.NO_FONT:
                self.close()
                self._rest(_FOR_GOOD, answer.reason)
            case Outcome.UNSEALED:
                self._unsealed = True
                maillog.unavailable("seal", answer.reason)
            case Outcome.FAILED | Outcome.DONE:
                maillog.unavailable("typesetter", answer.reason)

    def _rest(self, seconds: float, cause: str) -> None:
        self._resting_until = self.monotonic() + seconds
        maillog.unavailable("typesetter", f"{cause}; letters go without their PDF")

    def _asked(self, job: Job) -> Answer:
        if self._press is not None and self._press.poll() is not None:
            self.close()  # It ended while nobody asked for anything.
        press = self._press or self._started()
        deadline = self.monotonic() + self.seconds
        frame = msgspec.json.encode(job)
        reply = self._exchanged(press, LENGTH.pack(len(frame)) + frame, deadline)
        return msgspec.json.decode(reply, type=Answer)

    def _started(self) -> "subprocess.Popen[bytes]":
        files = self.seal
        named = [str(files.certificate)] if files else []
        if files and files.passphrase_file:
            named.append(str(files.passphrase_file))
        command = (*self.python, "-m", "gateway.papers.press", *named)
        self._press = subprocess.Popen(  # noqa: S603 (our own interpreter)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )
        for pipe in (self._press.stdin, self._press.stdout):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
        return self._press

    def _exchanged(
        self, press: "subprocess.Popen[bytes]", frame: bytes, deadline: float
    ) -> bytes:
        """Write one frame and read one, both as the pipes allow."""
        assert press.stdin is not None, "a pipe was asked for"  # noqa: S101 (see _started)
        assert press.stdout is not None, "a pipe was asked for"  # noqa: S101 (see _started)
        source, sink = press.stdout.fileno(), press.stdin.fileno()
        unwritten, reply = memoryview(frame), bytearray()
        while not _is_whole(reply):
            waiting = (sink,) if unwritten else ()
            seconds = max(0.0, deadline - self.monotonic())
            readable, writable, _ = select.select((source,), waiting, (), seconds)
            if not (readable or writable):
                raise PressStopped(f"no page within {self.seconds:.0f} seconds")
            if readable:
                reply += _read(source)
            if writable:
                unwritten = unwritten[os.write(sink, unwritten) :]
        return bytes(reply[LENGTH.size :])


def _job(page: Page) -> Job:
    return Job(
        html=page.html,
        created=page.created.isoformat(),
        stamp=page.stamp,
        name=page.signer,
        attachment_name=page.attachment_name,
        attachment=page.attachment,
    )


def _read(descriptor: int) -> bytes:
    piece = os.read(descriptor, READ_BYTES)
    if not piece:
        raise PressStopped("the press ended")
    return piece


def _is_whole(reply: bytearray) -> bool:
    if len(reply) < LENGTH.size:
        return False
    (length,) = LENGTH.unpack_from(reply)
    if length > FRAME_LIMIT_BYTES:
        raise PressStopped("the press speaks no frame of ours")
    return len(reply) >= LENGTH.size + int(length)
