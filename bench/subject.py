"""The gateway as the bench runs it: one dispatcher, no budget, a null relay."""

import os
import signal
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from peers import ROOT, SUPPORT
from processes import free_port, running, tree, wait_for_port

CONFIGURATION = """
[server]
hostname = "bench.example"
log-level = "warning"
[support]
address = "{support}"
[smtp]
port = {port}
[relay]
host = "127.0.0.1"
port = {relay}
security = "none"
[desk]
workers = {workers}
[letters]
per-hour = 1000000
per-day = 1000000
"""
PEOPLE = """
triage = ["bart@bench.example"]
[[people]]
name = "Bart"
address = "bart@bench.example"
role = "dispatcher"
locale = "en"
[[people]]
name = "Elle"
address = "elle@bench.example"
role = "supervisor"
locale = "en"
[roster]
duty = ["elle@bench.example"]
backup = []
"""


@dataclass(frozen=True, kw_only=True)
class Gateway:
    port: int
    pid: int
    database: Path

    def settled(self, messages: int) -> bool:
        """Whether so many messages are handled and no letter waits any more."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as db:
            handled = db.execute("SELECT count(*) FROM receipt").fetchone()[0]
            queued = "SELECT count(*) FROM letter WHERE state = 'queued'"
            return handled >= messages and not db.execute(queued).fetchone()[0]


@contextmanager
def gateway(
    folder: Path, *, relay: int, workers: int, under: Sequence[str] = ()
) -> Iterator[Gateway]:
    """A gateway with its state below the folder; ``under`` is a tracer before it."""
    port = free_port()
    file = folder / "gateway.toml"
    said = CONFIGURATION.format(
        support=SUPPORT, port=port, relay=relay, workers=workers
    )
    file.write_text(said)
    (folder / "people.toml").write_text(PEOPLE)
    command = (*under, sys.executable, "-m", "gateway", "run", "--config", str(file))
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    log = folder / "gateway.log"
    with running(command, log=log, env={"PYTHONPATH": path}) as process:
        wait_for_port(port, process)
        database = folder / "var" / "gateway.db"
        yield Gateway(port=port, pid=process.pid, database=database)
        if under:  # a tracer ends, and counts, when what it traces has ended
            os.kill(tree(process.pid)[1], signal.SIGTERM)
            process.wait(20)
