"""A gateway as an operator runs it: a process of its own, with a state of its own."""

import contextlib
import os
import secrets
import signal
import smtplib
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.support.daemon import FILES, SHIPPED_CALENDAR

ROOT = Path(__file__).resolve().parents[2]
SUPPORT = "support@example.com"
HOST = "127.0.0.1"
LOOK_SECONDS = 0.02
PORTS = (20_000, 32_000)

CONFIGURATION = """
[server]
hostname = "gateway.example"
log-level = "warning"
[support]
address = "support@example.com"
[smtp]
port = {port}
[relay]
host = "127.0.0.1"
port = {relay}
security = "none"
[desk]
workers = {workers}
tries = 20
waits = ["1s"]
repeats = 0
[letters]
per-hour = 1000000
per-day = 1000000
retry-first = "1s"
retry-longest = "1s"
[trust]
dkim = false
"""
PEOPLE = """
triage = ["bart@example.com"]
[roster]
duty = ["elle@example.com"]
backup = []
[[people]]
name = "Bart"
address = "bart@example.com"
role = "engineer"
[[people]]
name = "Elle"
address = "elle@example.com"
role = "supervisor"
"""


@dataclass(slots=True, kw_only=True)
class GatewayProcess:
    """Start it, kill it, start it again: the state stays."""

    folder: Path
    relay_port: int
    workers: int = 2
    port: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.port = free_port()
        said = CONFIGURATION.format(
            port=self.port, relay=self.relay_port, workers=self.workers
        )
        self._file.write_text(said, encoding="utf-8")
        (self.folder / "people.toml").write_text(PEOPLE, encoding="utf-8")
        (self.folder / "calendars").mkdir(exist_ok=True)
        calendar = self.folder / SHIPPED_CALENDAR
        calendar.write_text(FILES[SHIPPED_CALENDAR], encoding="utf-8")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill_group()

    @property
    def _file(self) -> Path:
        return self.folder / "gateway.toml"

    @property
    def log(self) -> str:
        path = self.folder / "log.txt"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "gateway", *words, "--config", str(self._file)]

    @property
    def _environment(self) -> Mapping[str, str]:
        return os.environ | {"PYTHONPATH": str(ROOT)}

    # --- life and death ------------------------------------------------------

    def start(self) -> None:
        with (self.folder / "log.txt").open("ab") as log:
            self._process = subprocess.Popen(
                self._command("run"),
                cwd=self.folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def listens(self) -> bool:
        assert self.alive, f"the gateway ended by itself: {self.log[-2000:]}"
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex((HOST, self.port)) == 0

    def wait_until_it_listens(self) -> None:
        wait_for(self.listens, "the listener", seconds=30)

    def kill_group(self) -> None:
        """Everything at once, as a power cut without the cut."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def kill_main(self) -> None:
        """The main process alone; its workers find themselves orphans."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def kill_worker(self, choose: Callable[[list[int]], int]) -> None:
        """One worker alone; none where none is there yet."""
        workers = self._children()
        if workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(choose(workers), signal.SIGKILL)

    def _children(self) -> list[int]:
        assert self._process is not None
        tasks = Path(f"/proc/{self._process.pid}/task").iterdir()
        said = (task / "children" for task in tasks)
        return sorted(int(pid) for one in said for pid in one.read_text().split())

    def stop(self) -> None:
        """End it as an operator does."""
        assert self._process is not None
        self._process.terminate()
        assert self._process.wait(10) == 0, self.log[-2000:]

    # --- its books -----------------------------------------------------------

    def audit(self) -> tuple[int, str]:
        """The exit code and the sums."""
        done = subprocess.run(
            self._command("audit"),
            cwd=self.folder,
            env=self._environment,
            check=False,
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout + done.stderr

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """What the store says, read beside the gateway."""
        file = self.folder / "var" / "gateway.db"
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            return database.execute(sql).fetchall()

    def held(self) -> Mapping[str, str]:
        """The messages that wait for a person, each with the last reason why."""
        spool = self.folder / "var" / "spool"
        names = (path.name.partition("~")[0] for path in (spool / "hold").iterdir())
        return {name: _last_line(spool / "reasons" / name) for name in names}

    def drained(self) -> bool:
        """Whether nothing waits any more, neither mail nor letter."""
        spool = self.folder / "var" / "spool"
        waiting = any(
            path.is_file()
            for queue in ("incoming", "active", "deferred")
            for path in (spool / queue).rglob("*")
        )
        queued = "SELECT count(*) FROM letter WHERE state = 'queued'"
        return not waiting and self.ask(queued) == [(0,)]

    def wait_until_it_is_drained(self, seconds: float = 120) -> None:
        wait_for(self.drained, "mail and letters to be worked off", seconds=seconds)


@contextlib.contextmanager
def running_gateway(folder: Path, relay_port: int) -> Iterator[GatewayProcess]:
    with GatewayProcess(folder=folder, relay_port=relay_port) as gateway:
        gateway.wait_until_it_listens()
        yield gateway


def send(port: int, mail_from: str, rcpt_to: str, content: bytes) -> tuple[int, str]:
    """Hand over one mail on a connection of its own; how its content was answered."""
    with smtplib.SMTP(HOST, port, "mx.customer.example", timeout=60) as client:
        client.ehlo()
        client.mail(mail_from)
        client.rcpt(rcpt_to)
        code, said = client.data(content)
    return code, said.decode()


def _last_line(path: Path) -> str:
    return path.read_text(encoding="utf-8").splitlines()[-1].partition(" ")[2]


def free_port() -> int:
    """A port that no outgoing connection can take while the gateway is down.

    The kernel draws those from 32768 up; a client that tries again and again could
    otherwise be given the very port that it calls, and keep it from its owner.
    """
    while True:
        port = secrets.choice(range(*PORTS))
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind((HOST, port))
            return port


def wait_for(condition: Callable[[], bool], what: str, *, seconds: float) -> None:
    """Return once the condition holds; AssertionError names what never came."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(LOOK_SECONDS)
