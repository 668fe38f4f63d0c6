"""A real gateway for tests: a process of its own, with its own state and free port.

What a test says differs from the shipped configuration; all else is as shipped. The
state survives ``stop`` and ``start``, as on a host that is restarted.
"""

import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gateway.cli.demo_gateway import Gateway, start
from gateway.cli.demo_post import Post
from tests.support.servers.process import free_ports

ROOT = Path(__file__).parents[2]
LETTER_LIMIT_SECONDS = 20.0
COMMAND_LIMIT_SECONDS = 30.0
POLL_SECONDS = 0.02

Table = Mapping[str, str | int | bool | list[str] | dict[str, str]]

PEOPLE = """\
triage = ["bart@example.com"]
[roster]
duty = ["elle@example.com"]
backup = ["bart@example.com"]
[[people]]
name = "Bart"
address = "bart@example.com"
role = "engineer"
locale = "en"
number = "E001"
phone = "010-5555-0101"
[[people]]
name = "Dave"
address = "dave@example.com"
role = "engineer"
locale = "en"
number = "E002"
phone = "010-5555-0102"
[[people]]
name = "Elle"
address = "elle@example.com"
role = "supervisor"
locale = "en"
number = "E003"
phone = "010-5555-0103"

[[vendors]]
name = "Database Vendor"
address = "support@vendor.example"
"""


SHIPPED_CALENDAR = "calendars/office-cn.toml"
QUIET = re.sub(
    r"^digest = .*$",
    'digest = ""',
    (ROOT / "config" / "targets.toml").read_text(encoding="utf-8"),
    flags=re.MULTILINE,
)
"""The shipped targets; only that nobody is mailed a digest in the midst of a test."""
FILES = {
    "people.toml": PEOPLE,
    "targets.toml": QUIET,
    # As shipped, but that the years to come are known: else alarms would be sent.
    SHIPPED_CALENDAR: re.sub(
        r"^years = .*$",
        f"years = {[*range(2023, 2100)]}",
        (ROOT / "config" / SHIPPED_CALENDAR).read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a command of the operator's came to."""

    code: int
    out: str
    err: str


@dataclass(slots=True, kw_only=True)
class Daemon:
    """One gateway. ``mailboxes`` are the tables ``[[imap]]`` of its configuration.

    ``accounts`` are its tables ``[[oauth]]``.
    """

    folder: Path
    settings: Mapping[str, Table] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    mailboxes: tuple[Table, ...] = ()
    accounts: tuple[Table, ...] = ()
    port: int = field(default_factory=lambda: free_ports(1)[0])
    _gateway: Gateway | None = None

    @property
    def config(self) -> Path:
        return self.folder / "gateway.toml"

    @property
    def state(self) -> Path:
        return self.folder / "var"

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        assert self._gateway is not None, "the gateway was not started"
        return self._gateway.process

    def configure(self) -> None:
        """Write the configuration, as ``start`` does."""
        self.folder.mkdir(parents=True, exist_ok=True)
        given: dict[str, Table] = {
            "server": {"state": str(self.state)},
            "smtp": {"port": self.port},
            "desk": {"workers": 1},
            # A test asks no name server but one of its own.
            "trust": {"dkim": False},
        }
        for name, table in self.settings.items():
            given[name] = {**given.get(name, {}), **table}
        parts = [_toml(f"[{name}]", table) for name, table in given.items()]
        parts += [_toml("[[imap]]", mailbox) for mailbox in self.mailboxes]
        parts += [_toml("[[oauth]]", account) for account in self.accounts]
        self.config.write_text("\n".join(parts), encoding="utf-8")
        for name, text in {**FILES, **self.files}.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def start(self, **environment: str) -> None:
        """Return once it listens; GatewayFailed with what it said otherwise."""
        self.configure()
        self._gateway = start(self.config, self._output, _with_us(environment))

    def stop(self) -> float:
        """End it by SIGTERM; returns after how many seconds it had ended."""
        began = time.monotonic()
        if self._gateway is not None:
            self._gateway.stop()
        return time.monotonic() - began

    def is_running(self) -> bool:
        return self._gateway is not None and self._gateway.is_running()

    def log(self) -> str:
        return self._output.read_text("utf-8", "replace")

    def post(self, limit_seconds: float = LETTER_LIMIT_SECONDS) -> Post:
        """Return a mail client that has not read any letter yet."""
        return Post(
            port=self.port,
            outgoing=self.state / "outgoing",
            alive=self.is_running,
            limit_seconds=limit_seconds,
        )

    def send(self, content: bytes, sender: str, to: str = "support@example.com") -> str:
        """Hand in one mail by SMTP; returns its queue id."""
        response = self.post().send(sender, to, content)
        return response.rpartition(" ")[2]

    def command(
        self, *arguments: str, stdin: bytes = b"", full_disk: bool = False
    ) -> Done:
        """Run an operator's command on this gateway's configuration."""
        verb, *rest = arguments
        if verb in {"oauth", "queue", "request"}:
            verb, rest = arguments[0], [arguments[1], *self._where(), *arguments[2:]]
        else:
            rest = [*self._where(), *rest]
        return run_command(
            (verb, *rest), folder=self.folder, stdin=stdin, full_disk=full_disk
        )

    def wait_for_log(self, pattern: str, count: int = 1) -> None:
        """Return once this many lines of the log hold the pattern."""
        wanted = re.compile(pattern)
        self.wait(
            lambda: (
                sum(map(bool, map(wanted.search, self.log().splitlines()))) >= count
            ),
            f"{count} times {pattern!r}",
        )

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Return once the condition holds; AssertionError with the log otherwise."""
        deadline = time.monotonic() + LETTER_LIMIT_SECONDS
        while not condition():
            said = f"waited for {what}:\n{self.log()}"
            assert time.monotonic() < deadline, said
            time.sleep(POLL_SECONDS)

    @property
    def _output(self) -> Path:
        return self.folder / "gateway.log"

    def _where(self) -> tuple[str, str]:
        return "--config", str(self.config)


def run_command(
    arguments: Iterable[str],
    *,
    folder: Path,
    stdin: bytes = b"",
    full_disk: bool = False,
    environment: Mapping[str, str] | None = None,
) -> Done:
    """Run one of our commands in a folder, at most COMMAND_LIMIT_SECONDS.

    ``full_disk``: no file can grow, as where no block is left.
    """
    finished = subprocess.run(
        (sys.executable, "-m", "gateway", *arguments),
        cwd=folder,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=COMMAND_LIMIT_SECONDS,
        env={**os.environ, "COLUMNS": "1000", **_with_us(environment or {})},
        preexec_fn=_no_file_grows if full_disk else None,
    )
    return Done(
        code=finished.returncode,
        out=finished.stdout.decode(),
        err=finished.stderr.decode(),
    )


def _no_file_grows() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _with_us(environment: Mapping[str, str]) -> Mapping[str, str]:
    """The gateway that is tested is the one beside the tests."""
    return {"PYTHONPATH": str(ROOT), **environment}


def _toml(head: str, table: Table) -> str:
    # What JSON says of texts, numbers, truths and lists of texts is TOML as well.
    lines = [f"{key} = {_value(value)}" for key, value in table.items()]
    return "\n".join((head, *lines, ""))


def _value(value: object) -> str:
    if not isinstance(value, Mapping):
        return json.dumps(value)
    pairs = (f"{json.dumps(k)} = {json.dumps(v)}" for k, v in value.items())
    return f"{{ {', '.join(pairs)} }}"
