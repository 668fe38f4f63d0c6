"""A mailbox on the real IMAP server, seen from both sides: a post to it, an intake."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from imapclient import IMAPClient

from gateway.channel import Security
from gateway.intake.imap import ImapIntake
from gateway.intake.imap_login import Account
from gateway.intake.imap_look import Folders, Mailbox
from gateway.intake.ledger import FileLedger
from gateway.mail.envelope import FolderOrder, read_trace
from gateway.spool.directory import DirectorySpool
from gateway.spool.ids import QueueIds
from tests.support.servers.dovecot import Dovecot


class RealClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def _tell_nobody() -> None:
    """Nobody waits for the spool in these tests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """How the intake of a test differs from the plain one."""

    port: int = 0
    security: Security = Security.TLS
    password: str = ""
    folders: Folders = field(default_factory=Folders)
    size_limit_bytes: int = 50 * 1024 * 1024
    idle: bool = True
    on_accept: Callable[[], None] = _tell_nobody
    orders: Mapping[str, FolderOrder] = field(default_factory=dict)
    poll_seconds: float = 60.0


class Box:
    """One address on the server that no other test uses, and a spool for its mail."""

    def __init__(self, dovecot: Dovecot, folder: Path) -> None:
        self.dovecot = dovecot
        self.folder = folder
        mark = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
        self.user = f"support-{mark}@example.com"
        self.spool = open_spool(folder)
        self.ledger = FileLedger(path=folder / "imap")
        self.post = IMAPClient(dovecot.host, port=dovecot.imap_port, ssl=False)
        self.post.login(self.user, dovecot.password)
        self.post.select_folder("INBOX")

    def put(self, *contents: bytes, folder: str = "INBOX") -> None:
        """Deliver messages to the mailbox, in this order."""
        for content in contents:
            self.post.append(folder, content)

    def holds(self, folder: str) -> int:
        """How many messages are in a folder now."""
        # Of the folder it has open, the server tells this client news at a NOOP only.
        self.post.noop()
        return int(self.post.folder_status(folder, ["MESSAGES"])[b"MESSAGES"])

    def intake(self, arrangement: Arrangement | None = None) -> ImapIntake:
        chosen = arrangement or Arrangement()
        account = Account(
            host=self.dovecot.host,
            port=chosen.port or self.dovecot.imaps_port,
            user=self.user,
            password=chosen.password or self.dovecot.password,
            security=chosen.security,
            ca_file=self.dovecot.ca_file,
        )
        mailbox = Mailbox(
            account=account,
            address=self.user,
            hostname="gateway.example",
            folders=chosen.folders,
            size_limit_bytes=chosen.size_limit_bytes,
            orders=chosen.orders,
        )
        return ImapIntake(
            mailbox=mailbox,
            spool=self.spool,
            ledger=self.ledger,
            clock=RealClock(),
            idle=chosen.idle,
            poll_interval=timedelta(seconds=chosen.poll_seconds),
            on_accept=chosen.on_accept,
        )

    def spooled(self) -> tuple[bytes, ...]:
        """The messages in the spool, below our trace block, oldest first."""
        return tuple(content for _, content in self.arrivals())

    def arrivals(self) -> tuple[tuple[str, bytes], ...]:
        """Where each message in the spool says it was found, and its bytes."""
        return tuple(_arrival(path) for path in sorted(_files(self.folder)))

    def copies(self) -> Counter[str]:
        """How often each message is in the spool, by the digest of its bytes."""
        return Counter(hashlib.sha256(one).hexdigest() for one in self.spooled())


def open_spool(folder: Path) -> DirectorySpool:
    return DirectorySpool(
        folder / "spool", new_id=QueueIds(), clock=RealClock(), free_floor_bytes=0
    )


def message(number: int, *, text: str = "Hello") -> bytes:
    """A mail from Anne; the number makes it another one."""
    return (
        f"From: Anne <anne@customer.example>\r\nMessage-ID: <ant{number}@x>\r\n"
        f"Subject: {number}\r\n\r\n{text}\r\n"
    ).encode()


def _files(folder: Path) -> list[Path]:
    incoming = folder / "spool" / "incoming"
    return [path for path in incoming.rglob("*") if path.is_file()]


def _arrival(path: Path) -> tuple[str, bytes]:
    with path.open("rb") as file:
        envelope = read_trace(file)
        return envelope.received_from, file.read()
