"""What reading one mail costs, measured in a process of its own.

``python -m tests.support.measured`` takes paths, one a line, and answers each with one
line of JSON. Each mail is read in a fork of a process that has read one before, so that
neither a start nor what the last mail left behind is counted.
"""

import io
import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gateway.mail.as_json import as_json
from gateway.mail.automatic import OurMarks
from gateway.mail.directives import read_directives
from gateway.mail.limits import Limits
from gateway.mail.message import Message
from gateway.mail.opening import read_opened
from gateway.settings import load
from gateway.wiring.values import vocabulary

CPU_LIMIT_SECONDS = 20
"""Beyond it the process that reads is ended by the kernel."""
ROOT = Path(__file__).resolve().parents[2]
_WARM = b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n<p>a</p>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """``grown_bytes`` is the peak over that of a process which reads next to nothing.

    ``fault`` is empty where the mail was read; else how the process ended.
    """

    cpu_seconds: float
    grown_bytes: int
    fault: str
    defects: tuple[str, ...] = ()
    text_chars: int = 0
    holds_words: bool = False


class Meter:
    """The measuring process, for as many mails as are asked of it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def cost(self, path: Path) -> Cost:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        return Cost(**{**told, "defects": tuple(told["defects"])})


@contextmanager
def meter() -> Iterator[Meter]:
    with subprocess.Popen(
        (sys.executable, "-m", "tests.support.measured"),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Meter(process)
        assert process.stdin
        process.stdin.close()


def _read(path: str) -> Message:
    with Path(path).open("rb") as source:
        message = read_opened(source, limits=Limits(), ours=OurMarks())
    as_json(message)
    read_directives(message.reply_text, _VOCABULARY)
    return message


def _told(path: str) -> dict[str, object]:
    message = _read(path)
    return {
        "defects": message.defects,
        "text_chars": len(message.text),
        "holds_words": "My printer is dead." in message.text,
    }


def _forked(path: str) -> Cost:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT_SECONDS, CPU_LIMIT_SECONDS))
        code = 1
        try:
            told = json.dumps(_told(path) if path else {})
            os.write(writing, told.encode()[:4096])
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    _, status, used = os.wait4(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    return Cost(
        cpu_seconds=used.ru_utime + used.ru_stime,
        grown_bytes=used.ru_maxrss * 1024,
        fault=f"ended with status {status}" if status else "",
        **(json.loads(said) if said else {}),
    )


def _serve() -> None:
    still = _forked("").grown_bytes
    for line in sys.stdin:
        cost = _forked(line.strip())
        told = {name: getattr(cost, name) for name in Cost.__slots__}
        told["grown_bytes"] = max(0, cost.grown_bytes - still)
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _VOCABULARY = vocabulary(load(None))
    read_opened(io.BytesIO(_WARM), limits=Limits(), ours=OurMarks())
    _serve()
