"""The press: a process of its own that turns HTML into PDF, and seals it.

It reads one job after the other on standard input and answers each on standard output;
see ``frames``. What typesetting may cost, or crash, it costs here: its parent counts
the time and begins anew. Rule: nothing is fetched, no matter what the HTML names.

STANDARDS: ISO 19005-3 (PDF/A-3u), ETSI EN 319 142 (PAdES baseline B).
"""

import logging
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from gateway.papers.frames import Answer, Job, Outcome, read, write

if TYPE_CHECKING:
    from gateway.papers.drawing import Press


def main(certificate: str = "", passphrase_file: str = "") -> None:
    """Work until standard input ends."""
    # The parent ends us by closing the pipe; a stop of the daemon lets it finish.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    source, sink = sys.stdin.buffer, _claimed_output()
    press = _press(certificate, passphrase_file)
    while (frame := read(source)) is not None:
        if isinstance(press, str):
            answer = Answer(outcome=Outcome.MISSING, reason=press)
        else:
            answer = _printed(press, msgspec.json.decode(frame, type=Job))
        write(sink, msgspec.json.encode(answer))


def _claimed_output() -> BinaryIO:
    """Standard output for frames alone: a library that prints must not break them."""
    sink = sys.stdout.buffer
    sys.stdout = sys.stderr
    return sink


def _press(certificate: str, passphrase_file: str) -> "Press | str":
    try:
        from gateway.papers.drawing import Press, seal_from  # noqa: PLC0415 (an extra)

        seal = None
        if certificate:
            passphrase = Path(passphrase_file) if passphrase_file else None
            seal = seal_from(Path(certificate), passphrase)
        return Press(seal=seal)
    except Exception as error:  # noqa: BLE001 (a broken library breaks in its own way)
        return f"{type(error).__name__}: {error}"


def _printed(press: "Press", job: Job) -> Answer:
    try:
        return press.printed(job)
    except Exception as error:  # noqa: BLE001 (the next job has a right to its turn)
        return Answer(outcome=Outcome.FAILED, reason=f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main(*sys.argv[1:])
