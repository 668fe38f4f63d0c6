"""One run of one program under one load, and what it cost."""

import shutil
import smtplib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from peers import SUPPORT, THIN_SINK_PORT, Corpus, Sent, Sink, send, sink, thin_daemon
from processes import HOST, MemoryWatch, cpu_seconds, free_port
from subject import gateway

PATIENCE_SECONDS = 120
SETTLE_SECONDS = 1.0
IDLE_CPU_SECONDS = 0.05
"""What an idle program may use in SETTLE_SECONDS."""
LARGE_CLIENTS = 32
LARGE_BYTES = 25 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Load:
    """``rate`` is mails a second, 0: as fast as they are taken."""

    corpus: Corpus
    rate: int = 0
    limit: int = 0

    @property
    def count(self) -> int:
        return self.limit or self.corpus.count


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Of one run. Latency: from the 250 to the acknowledgement at the relay."""

    per_second: float
    cpu_ms: float
    letters: float
    memory_mib: float
    p50_ms: float
    p99_ms: float
    refused: int


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def of_gateway(folder: Path, load: Load, workers: int) -> Figures:
    with (
        sink(fresh(folder), free_port()) as relay,
        gateway(folder, relay=relay.port, workers=workers) as subject,
    ):
        measured = _Subject(
            port=subject.port,
            pids=[subject.pid],
            relay=relay,
            done=lambda: subject.settled(load.count),
        )
        return _figures(folder, load, measured)


def of_thin(folder: Path, load: Load, libraries: Path, processes: int) -> Figures:
    with (
        sink(fresh(folder), THIN_SINK_PORT) as relay,
        thin_daemon(folder, libraries, processes) as (port, *pids),
    ):
        wanted = round(load.corpus.answered * load.count / load.corpus.count)
        exact = load.count == load.corpus.count
        seen = [0, time.monotonic()]

        def done() -> bool:
            """All are there; a part of the corpus is done when no more come."""
            if relay.count() != seen[0]:
                seen[:] = [relay.count(), time.monotonic()]
            quiet = time.monotonic() - seen[1] > SETTLE_SECONDS
            return relay.count() >= wanted if exact else quiet

        measured = _Subject(port=port, pids=pids, relay=relay, done=done)
        return _figures(folder, load, measured)


@dataclass(frozen=True, kw_only=True)
class _Subject:
    """A running program: where it listens, what it is, where its letters go."""

    port: int
    pids: list[int]
    relay: Sink
    done: Callable[[], bool]


def _figures(folder: Path, load: Load, subject: _Subject) -> Figures:
    _wait_until_started(subject.pids)
    before = sum(map(cpu_seconds, subject.pids))
    with MemoryWatch(subject.pids, every_seconds=0.5) as watch:
        sent = send(load.corpus, subject.port, folder, rate=load.rate, limit=load.limit)
        _wait(subject.done)
    cpu = sum(map(cpu_seconds, subject.pids)) - before
    lines = subject.relay.lines()
    waits = _waits(sent, lines)
    end = max([float(line["t"]) for line in lines] + list(sent.accepted.values()))
    return Figures(
        per_second=len(sent.accepted) / (end - sent.begun),
        cpu_ms=1000 * cpu / load.count,
        letters=len(lines) / load.count,
        memory_mib=watch.peak_mib,
        p50_ms=waits[len(waits) // 2],
        p99_ms=waits[int(len(waits) * 0.99)],
        refused=sent.errors,
    )


def _wait_until_started(pids: list[int]) -> None:
    """What a start costs is not what a mail costs."""
    seen = -1.0
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        now = sum(map(cpu_seconds, pids))
        if now - seen <= IDLE_CPU_SECONDS:
            return
        seen = now
        time.sleep(SETTLE_SECONDS)


def _wait(done: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not done():
        if time.monotonic() > until:
            raise SystemExit("the load was not worked off in time")
        time.sleep(0.05)


def _waits(sent: Sent, lines: list[dict[str, str]]) -> list[float]:
    """Milliseconds from each 250 to the first letter that answers the mail."""
    waits = {}
    for line in lines:
        answered = (line["irt"] or "").strip()
        if answered in sent.accepted and answered not in waits:
            waits[answered] = 1000 * (float(line["t"]) - sent.accepted[answered])
    return sorted(waits.values()) or [float("nan")]


def syncs(folder: Path, load: Load, workers: int) -> tuple[float, float]:
    """fsync and fdatasync a message, counted by strace in a run of its own."""
    out = fresh(folder) / "strace.txt"
    strace = ("strace", "-f", "-c", "--seccomp-bpf", "-e", "trace=fsync,fdatasync")
    with sink(folder, free_port()) as relay:
        under = (*strace, "-o", str(out))
        with gateway(folder, relay=relay.port, workers=workers, under=under) as subject:
            send(load.corpus, subject.port, folder, rate=0, limit=load.limit)
            _wait(lambda: subject.settled(load.count))
    said = out.read_text()
    return _calls(said, "fsync") / load.count, _calls(said, "fdatasync") / load.count


def _calls(said: str, name: str) -> int:
    """The fourth column of strace's table."""
    rows = (line.split() for line in said.splitlines())
    return next((int(row[3]) for row in rows if row and row[-1] == name), 0)


def large_mails(folder: Path, workers: int) -> tuple[float, int, float]:
    """Thirty-two clients at once, 25 MiB each: peak MiB, how many refused, seconds."""
    answers: list[int] = []
    with (
        sink(fresh(folder), free_port()) as relay,
        gateway(folder, relay=relay.port, workers=workers) as subject,
        MemoryWatch([subject.pid], every_seconds=0.05) as watch,
    ):
        begun = time.monotonic()
        clients = [
            threading.Thread(target=_send_large, args=(subject.port, i, answers))
            for i in range(LARGE_CLIENTS)
        ]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        _wait(lambda: subject.settled(answers.count(250)))
        took = time.monotonic() - begun
    return watch.peak_mib, LARGE_CLIENTS - answers.count(250), took


def _send_large(port: int, number: int, answers: list[int]) -> None:
    line = (
        b"JVBERi0xLjQKJcfsj6IKNSAwIG9iago8PC9MZW5ndGggNiAwIFIvRmlsdGVyIC9GbGF0ZURl\r\n"
    )
    head = (
        f"From: anne{number}@customer.example\r\nTo: {SUPPORT}\r\nSubject: Large\r\n"
        f"Message-ID: <large{number}@customer.example>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee the file.\r\n"
        "--b\r\nContent-Type: application/zip; name=log.zip\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    ).encode()
    content = head + line * (LARGE_BYTES // len(line)) + b"--b--\r\n"
    try:
        with smtplib.SMTP(HOST, port, timeout=300) as client:
            sender = f"anne{number}@customer.example"
            client.ehlo("load.bench.example")
            client.mail(sender)
            client.rcpt(SUPPORT)
            answers.append(client.data(content)[0])
    except (OSError, smtplib.SMTPException):
        answers.append(0)
