"""The load, the null relay and the thin daemon of ../shared/peers, run as they are."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from processes import free_port, running, wait_for_port

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT.parent / "shared" / "peers"
SUPPORT = "support@bench.example"
THIN_SINK_PORT = 2561
"""Where the thin daemon sends its letters: its own constant."""


@dataclass(frozen=True, kw_only=True)
class Corpus:
    path: Path
    count: int
    answered: int
    """Mails that no robot wrote: each of them gets a letter from the thin daemon."""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """When each mail was answered with 250, by Message-ID, and when it all began."""

    begun: float
    accepted: dict[str, float]
    errors: int


@dataclass(frozen=True, kw_only=True)
class Sink:
    port: int
    log: Path

    def lines(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def count(self) -> int:
        return self.log.read_bytes().count(b"\n")


def corpus(folder: Path, count: int) -> Corpus:
    """Generated mails without attachments and raw 8-bit, as the peers can take them."""
    options = ("--no-attach", "--no-8bit", "--to", SUPPORT, "--seed", "1")
    script = (sys.executable, str(PEERS / "make_corpus.py"), "--out", str(folder))
    subprocess.run((*script, "--count", str(count), *options), check=True, stdout=-3)
    index = (folder / "index.jsonl").read_text().splitlines()
    kinds = [json.loads(line)["kind"] for line in index]
    answered = sum(kind not in {"auto", "bounce"} for kind in kinds)
    return Corpus(path=folder, count=count, answered=answered)


@contextmanager
def sink(folder: Path, port: int) -> Iterator[Sink]:
    log = folder / "sink.jsonl"
    script = (sys.executable, str(PEERS / "sink.py"))
    command = (*script, "--port", str(port), "--log", str(log))
    with running(command, log=folder / "sink.log") as process:
        wait_for_port(port, process)
        yield Sink(port=port, log=log)


def send(corpus: Corpus, port: int, folder: Path, *, rate: int, limit: int) -> Sent:
    """Send by eight kept connections; at a rate, each mail on one of its own."""
    log = folder / "sent.jsonl"
    command = [sys.executable, str(PEERS / "smtp_load.py"), "--port", str(port)]
    command += ["--corpus", str(corpus.path), "--to", SUPPORT, "--log", str(log)]
    command += ["--conns", "8", "--rate", str(rate), "--limit", str(limit)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    said = json.loads(done.stdout)
    accepted = dict(json.loads(line) for line in log.read_text().splitlines())
    begun = max(accepted.values(), default=time.time()) - said["wall"]
    return Sent(begun=begun, accepted=accepted, errors=said["errors"])


def thin_libraries(folder: Path) -> Path:
    """What the thin daemon needs beyond our own environment, kept between runs."""
    place = folder / "thin-libraries"
    if not place.exists():
        pip = (sys.executable, "-m", "pip", "install", "-q", "--no-deps")
        subprocess.run((*pip, "--target", str(place), "aiosmtplib"), check=True)
    return place


@contextmanager
def thin_daemon(folder: Path, libraries: Path, processes: int) -> Iterator[list[int]]:
    """Yields its port, then the process ids of the daemons that share it."""
    port = free_port()
    serve = (sys.executable, str(PEERS / "limit_pipeline.py"), "serve")
    options = ("--parser", "mailparser", "--mail", "mime", "--orm", "peewee")
    place = ("--port", str(port), "--db", str(folder / "thin.db"))
    env = {"PYTHONPATH": str(libraries), "PEERS_WORK": str(folder)}
    with _several((*serve, *options, *place), folder, env, processes) as pids:
        time.sleep(1)  # a second daemon shares the port; only time tells that it is up
        yield [port, *pids]


@contextmanager
def _several(
    command: tuple[str, ...], folder: Path, env: dict[str, str], processes: int
) -> Iterator[list[int]]:
    with running(command, log=folder / "thin.log", env=env) as process:
        wait_for_port(int(command[command.index("--port") + 1]), process)
        if processes == 1:
            yield [process.pid]
            return
        with _several(command, folder, env, processes - 1) as others:
            yield [process.pid, *others]
