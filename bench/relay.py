"""make relay: how fast a full outbox goes out to a relay, by connections.

The relay is Postfix's smtp-sink, which takes everything and keeps nothing; the outbox
is a store with all letters due. Beside it, in the same run, the standard library hands
the same letters over on one connection, without a store, a journal or pipelining.
Prints a table; --write keeps it in docs/performance.md. Exit 1 where something wanted
is missed.
"""

import argparse
import shutil
import smtplib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from section import keep

from gateway.channel import Security
from gateway.desk.delivering import Deliverer
from gateway.dispatch.journal import DeliveryJournal
from gateway.dispatch.submission import SmtpCourier
from gateway.domain.people import address
from gateway.runtime.clock import SystemClock
from gateway.store.database import open_database
from gateway.store.facts import Facts
from gateway.store.outbox import LetterOutbox, RetrySchedule
from tests.support.effects import a_letter, a_registration
from tests.support.servers.process import free_ports

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
HEAD = "## A full outbox"
LETTERS = 5000
ROUNDS = 3
CONNECTIONS = (1, 2, 4)
WANTED_RATE = 500
SENDER = "support@example.com"
START_SECONDS = 10.0
CONTENT = (
    b"From: Support <support@example.com>\r\nSubject: Your request\r\n\r\n"
    + b"We have your request, and tell you as soon as there is news of it.\r\n" * 60
)


def recipient(number: int) -> str:
    return f"anne{number}@customer.example"


@contextmanager
def sink() -> Iterator[int]:
    """Postfix's own, on a free port."""
    program = shutil.which("smtp-sink") or "/usr/sbin/smtp-sink"
    (port,) = free_ports(1)
    user = ["-u", "nobody"] if Path.home() == Path("/root") else []
    with subprocess.Popen([program, *user, f"127.0.0.1:{port}", "100"]) as process:
        try:
            wait_for(port)
            yield port
        finally:
            process.terminate()


def wait_for(port: int) -> None:
    ends = time.monotonic() + START_SECONDS
    while True:
        try:
            smtplib.SMTP("127.0.0.1", port, timeout=START_SECONDS).quit()
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.05)
        else:
            return


def of_library(port: int, letters: int) -> float:
    """Letters a second of the standard library alone."""
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as client:
        for number in range(letters):
            client.sendmail(SENDER, [recipient(number)], CONTENT)
    return letters / (time.perf_counter() - began)


def of_outbox(port: int, letters: int, connections: int) -> float:
    """Letters a second, from a store in which all are due to one that has sent all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        outbox = filled(folder, letters)
        threads = [
            threading.Thread(target=deliver, args=(folder, outbox, port, place))
            for place in range(connections)
        ]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - began
        if outbox.unsent():
            raise RuntimeError(f"{outbox.unsent()} letters were not sent")
        return letters / seconds


def filled(folder: Path, letters: int) -> LetterOutbox:
    database = open_database(folder / "gateway.db")
    now = datetime.now(UTC)
    due = [
        a_letter(
            f"<{number}@example.com>",
            recipient=address(recipient(number)),
            number=None,
            content=CONTENT,
            created_at=now,
        )
        for number in range(letters)
    ]
    Facts(database).commit([a_registration(letters=due)])
    return LetterOutbox(database, RetrySchedule())


def deliver(folder: Path, outbox: LetterOutbox, port: int, place: int) -> None:
    """What a loop of the daemon does, until nothing is due."""
    outbox.connect()
    journal = DeliveryJournal(folder / f"delivered-{place}.journal")
    courier = SmtpCourier(
        host="127.0.0.1",
        port=port,
        hostname="gateway.example",
        security=Security.NONE,
    )
    deliverer = Deliverer(
        outbox=outbox, courier=courier, journal=journal, clock=SystemClock()
    )
    while deliverer.deliver_due(lambda: False):
        pass
    courier.close()
    journal.close()


def main() -> int:
    said = _arguments()
    rates: dict[str, list[float]] = {}
    with sink() as port:
        for number in range(said.rounds):
            library = of_library(port, said.letters)
            rates.setdefault("standard library, 1", []).append(library)
            for connections in CONNECTIONS:
                rate = of_outbox(port, said.letters, connections)
                rates.setdefault(f"gateway, {connections}", []).append(rate)
            print(f"round {number + 1} of {said.rounds} done", file=sys.stderr)
    report = _report(said, rates)
    print(report)
    if said.write:
        keep(PAGE, report)
    most = statistics.median(rates[f"gateway, {CONNECTIONS[-1]}"])
    return 0 if most >= WANTED_RATE else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=LETTERS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--write", action="store_true", help=f"rewrite {PAGE.name}")
    return parser.parse_args()


def _report(said: argparse.Namespace, rates: dict[str, list[float]]) -> str:
    base = statistics.median(rates["standard library, 1"])
    medians = {name: statistics.median(found) for name, found in rates.items()}
    rows = [f"| {n} | {rate:.0f} | {rate / base:.2f} |" for n, rate in medians.items()]
    return "\n".join(
        [
            HEAD,
            "",
            f"What `make relay T=--write` measured: {said.letters} letters of 4 KB,",
            f"{said.rounds} rounds, alternating, medians; to Postfix's smtp-sink on",
            "the same machine. The library has no store and no journal to keep.",
            f"Wanted: {WANTED_RATE} letters a second with four connections.",
            "",
            "| who, and connections | letters/s | over the library |",
            "| --- | --- | --- |",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
