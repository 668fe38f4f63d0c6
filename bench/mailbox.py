"""make mailbox: draining an IMAP mailbox beside taking the same mails by SMTP.

Both go as far as the spool, each in a process of its own, alternately in one run: the
mailbox is on a real Dovecot, the client of SMTP has eight connections. Rates move with
what else the machine does, so only their ratio means anything. Prints a table; --write
keeps it in docs/performance.md. Exit 1 where something wanted is missed.
"""

import argparse
import json
import os
import resource
import smtplib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from imapclient import IMAPClient
from section import keep

from gateway.channel import Security
from gateway.intake.imap import ImapIntake
from gateway.intake.imap_login import Account
from gateway.intake.imap_look import Mailbox
from gateway.intake.ledger import FileLedger
from gateway.intake.smtp import SmtpListener
from gateway.intake.smtp_limits import SmtpLimits
from gateway.runtime.clock import SystemClock
from gateway.spool.directory import DirectorySpool
from gateway.spool.ids import QueueIds
from tests.support.servers.dovecot import Dovecot

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
HEAD = "## Draining a mailbox"
MAILS = 10_000
ROUNDS = 3
CONNECTIONS = 8
ARRIVALS = 20
ANSWER_SECONDS = 60.0
AT_ONCE = 500
SUPPORT = "support@example.com"
WANTED_RATIO = 0.5
WANTED_SEEN_SECONDS = 2.0
WANTED_GROWTH = 1.2
"""Peak memory of all the mails over that of a tenth of them."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one process came to."""

    mails: int
    seconds: float
    peak_mib: float

    @property
    def rate(self) -> float:
        return self.mails / self.seconds


def mail(number: int) -> bytes:
    """About three kilobytes of words, as most mails are."""
    line = f"The printer on floor {number % 9} burns again, and smells of coffee.\r\n"
    return (
        f"From: Anne <anne{number}@customer.example>\r\nTo: {SUPPORT}\r\n"
        f"Subject: Printer {number}\r\nMessage-ID: <ant{number}@customer.example>\r\n"
        f"Date: Mon, 16 Nov 2026 10:00:00 +0800\r\n\r\n{line * 45}"
    ).encode()


# --- the processes that are measured ---


def a_spool(folder: Path) -> DirectorySpool:
    return DirectorySpool(
        folder / "spool", new_id=QueueIds(), clock=SystemClock(), free_floor_bytes=0
    )


def drain(port: int, user: str, password: str) -> None:
    """In a process of its own: take what is in the mailbox, and tell how long."""
    with tempfile.TemporaryDirectory() as folder:
        intake = an_intake(Path(folder), port, user, password)
        began = time.perf_counter()
        looked = intake.look()
        print(json.dumps(_told(looked.taken, time.perf_counter() - began)))


def listen(mails: int) -> None:
    """In a process of its own: take so many mails by SMTP, and tell how long."""
    taken = threading.Semaphore(0)
    with tempfile.TemporaryDirectory() as folder:
        listener = SmtpListener(
            host="127.0.0.1",
            port=0,
            hostname="gateway.example",
            spool=a_spool(Path(folder)),
            accepts=lambda _: True,
            limits=SmtpLimits(
                mails_per_minute=10**6, recipients_per_minute=10**6, tarpit_seconds=0
            ),
            clock=SystemClock(),
            on_accept=taken.release,
        )
        listener.start()
        print(listener.address[1], flush=True)
        sys.stdin.readline()
        began = time.perf_counter()
        for _ in range(mails):
            taken.acquire()
        print(json.dumps(_told(mails, time.perf_counter() - began)), flush=True)
        # Until its clients have said goodbye.
        sys.stdin.readline()
        listener.stop(2.0)


def an_intake(
    folder: Path,
    port: int,
    user: str,
    password: str,
    on_accept: Callable[[], None] = lambda: None,
) -> ImapIntake:
    account = Account(
        host="127.0.0.1",
        port=port,
        user=user,
        password=password,
        security=Security.NONE,
    )
    return ImapIntake(
        mailbox=Mailbox(account=account, address=SUPPORT, hostname="gateway.example"),
        spool=a_spool(folder),
        ledger=FileLedger(path=folder / "imap"),
        clock=SystemClock(),
        on_accept=on_accept,
    )


def _told(mails: int, seconds: float) -> dict[str, float]:
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"mails": mails, "seconds": seconds, "peak_mib": peak_kib / 1024}


# --- what measures them ---


def of_mailbox(dovecot: Dovecot, user: str, mails: int) -> Taken:
    fill(dovecot, user, mails)
    told = subprocess.run(
        [sys.executable, __file__, "--drain", str(dovecot.imap_port), user],
        input=dovecot.password,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return Taken(**json.loads(told))


def fill(dovecot: Dovecot, user: str, mails: int) -> None:
    """Put mails where the server finds them, and let it index them."""
    with logged_in(dovecot, user) as client:
        client.select_folder("INBOX")
    new = dovecot.maildirs / user / "new"
    owner = new.stat()
    for number in range(mails):
        file = new / f"{1_700_000_000 + number}.M{number}.bench"
        file.write_bytes(mail(number))
        os.chown(file, owner.st_uid, owner.st_gid)
    with logged_in(dovecot, user) as client:
        client.select_folder("INBOX")
        # The server keeps sizes once it has told them, as it does at any delivery.
        known = client.search()
        for first in range(0, len(known), AT_ONCE):
            client.fetch(known[first : first + AT_ONCE], ["RFC822.SIZE"])


@contextmanager
def logged_in(dovecot: Dovecot, user: str) -> Iterator[IMAPClient]:
    client = IMAPClient(dovecot.host, port=dovecot.imap_port, ssl=False)
    client.login(user, dovecot.password)
    try:
        yield client
    finally:
        client.logout()


def of_listener(mails: int) -> Taken:
    with subprocess.Popen(
        [sys.executable, __file__, "--listen", str(mails)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the listener has no pipes")
        port = int(process.stdout.readline())
        threads = [
            threading.Thread(
                target=hand_over, args=(port, range(n, mails, CONNECTIONS))
            )
            for n in range(CONNECTIONS)
        ]
        print(file=process.stdin, flush=True)
        for thread in threads:
            thread.start()
        told = process.stdout.readline()
        for thread in threads:
            thread.join()
        print(file=process.stdin, flush=True)
        return Taken(**json.loads(told))


def hand_over(port: int, numbers: range) -> None:
    with smtplib.SMTP("127.0.0.1", port) as client:
        for number in numbers:
            client.sendmail("anne@customer.example", [SUPPORT], mail(number))


def seen_after(dovecot: Dovecot, user: str) -> list[float]:
    """Seconds from a delivery to the mail being durable here, with IDLE."""
    heard = threading.Event()
    with (
        tempfile.TemporaryDirectory() as folder,
        logged_in(dovecot, user) as post,
    ):
        intake = an_intake(
            Path(folder), dovecot.imap_port, user, dovecot.password, heard.set
        )
        intake.start()
        found = []
        for number in range(ARRIVALS):
            # Each arrives while the server is being listened to, not looked at.
            time.sleep(0.5)
            heard.clear()
            post.append("INBOX", mail(number))
            began = time.perf_counter()
            heard.wait(ANSWER_SECONDS)
            found.append(time.perf_counter() - began)
        intake.stop()
    return found


# --- the table ---


def main() -> int:
    said = _arguments()
    if said.drain:
        port, user = said.drain
        drain(int(port), user, sys.stdin.readline().strip())
        return 0
    if said.listen:
        listen(said.listen)
        return 0
    dovecot = Dovecot()
    try:
        dovecot.start()
        report, fine = measured(dovecot, said.mails, said.rounds)
    finally:
        dovecot.remove()
    print(report)
    if said.write:
        keep(PAGE, report)
    return 0 if fine else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=MAILS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--write", action="store_true", help=f"rewrite {PAGE.name}")
    parser.add_argument("--drain", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--listen", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def measured(dovecot: Dovecot, mails: int, rounds: int) -> tuple[str, bool]:
    drained, listened = [], []
    for number in range(rounds):
        drained.append(of_mailbox(dovecot, f"all{number}@example.com", mails))
        listened.append(of_listener(mails))
        print(f"round {number + 1} of {rounds} done", file=sys.stderr)
    tenth = of_mailbox(dovecot, "tenth@example.com", mails // 10)
    seen = seen_after(dovecot, "idle@example.com")
    rate = statistics.median(one.rate for one in drained)
    other = statistics.median(one.rate for one in listened)
    peak = max(one.peak_mib for one in drained)
    ratio, growth, slowest = rate / other, peak / tenth.peak_mib, max(seen)
    results = [
        ("ratio of the rates", ratio, f">= {WANTED_RATIO}"),
        ("peak memory over that of a tenth", growth, f"<= {WANTED_GROWTH}"),
        (
            "a new mail is durable after, s, at most",
            slowest,
            f"< {WANTED_SEEN_SECONDS}",
        ),
    ]
    fine = (
        ratio >= WANTED_RATIO
        and growth <= WANTED_GROWTH
        and slowest < WANTED_SEEN_SECONDS
    )
    lines = [
        HEAD,
        "",
        f"What `make mailbox T=--write` measured: {mails} mails of 3 KB,",
        f"{rounds} rounds, alternating, medians; from a mailbox on Dovecot, and by",
        f"SMTP over {CONNECTIONS} connections, each as far as the spool's disk.",
        "",
        "| way in | mails/s | peak MiB |",
        "| --- | --- | --- |",
        f"| IMAP | {rate:.0f} | {peak:.0f} |",
        f"| SMTP | {other:.0f} | {max(one.peak_mib for one in listened):.0f} |",
        "",
        "| what | measured | wanted |",
        "| --- | --- | --- |",
        *(f"| {what} | {figure:.2f} | {limit} |" for what, figure, limit in results),
    ]
    return "\n".join(lines) + "\n", fine


if __name__ == "__main__":
    sys.exit(main())
