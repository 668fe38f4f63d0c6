"""A gateway of one's own: a real daemon process with its own state, people and port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from threading import Event

START_SECONDS = 20.0
"""How long a gateway may take until it listens."""
STOP_SECONDS = 8.0
"""A gateway ends within 5 s; one that does not is killed after this long."""
READY = "Letters go"
"""The last thing a gateway says when all is open."""
LOOK_SECONDS = 0.02

CONFIGURATION = Template("""\
# The configuration of a gateway that plays a story.
[server]
state = "$state"
[support]
locale = "$locale"
[smtp]
port = $port
[desk]
workers = 1
""")

TARGETS = """\
[reports]
digest = ""
"""

PEOPLE = Template("""\
triage = ["bart@example.com"]
[roster]
duty = ["elle@example.com"]
backup = ["bart@example.com"]
[[people]]
name = "Bart"
address = "bart@example.com"
role = "engineer"
locale = "$locale"
number = "E001"
phone = "010-5555-0101"
[[people]]
name = "Elle"
address = "elle@example.com"
role = "supervisor"
locale = "$locale"
number = "E003"
phone = "010-5555-0103"
""")


class GatewayFailed(Exception):
    """The gateway did not start; the text says what it said last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """A gateway that runs. ``output`` is the file that it writes its log to."""

    process: "subprocess.Popen[bytes]"
    output: Path

    def is_running(self) -> bool:
        return self.process.poll() is None

    def stop(self) -> None:
        """End it as an operator would; returns when it has ended."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def configure(folder: Path, *, port: int, locale: str) -> Path:
    """Write the two files that differ from the shipped ones; returns the first."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "gateway.toml"
    state = (folder / "state").absolute()
    written = CONFIGURATION.substitute(state=state, port=port, locale=locale)
    file.write_text(written, encoding="utf-8")
    (folder / "people.toml").write_text(PEOPLE.substitute(locale=locale), "utf-8")
    (folder / "targets.toml").write_text(TARGETS, "utf-8")
    return file


def start(
    config: Path, output: Path, environment: Mapping[str, str] | None = None
) -> Gateway:
    """Start a gateway and return once it listens. Raises :class:`GatewayFailed`."""
    with output.open("ab") as stream:
        said_before = stream.tell()
        process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            command("run", "--config", str(config)),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            env={**os.environ, **(environment or {})},
        )
    gateway = Gateway(process=process, output=output)
    try:
        _wait_until_it_listens(gateway, said_before)
    except BaseException:
        gateway.stop()
        raise
    return gateway


def _wait_until_it_listens(gateway: Gateway, said_before: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    pause = Event()
    while READY.encode() not in gateway.output.read_bytes()[said_before:]:
        if not gateway.is_running() or time.monotonic() > deadline:
            raise GatewayFailed(last_words(gateway.output))
        pause.wait(LOOK_SECONDS)


def command(*arguments: str) -> Sequence[str]:
    """Our own command, run by the interpreter that runs us."""
    return (sys.executable, "-m", "gateway", *arguments)


def last_words(output: Path, lines: int = 20) -> str:
    return "\n".join(output.read_text("utf-8", "replace").splitlines()[-lines:])


def free_port() -> int:
    """Choose a loopback port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
