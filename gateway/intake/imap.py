"""Mail in from a mailbox: one thread that waits, looks, and comes back after faults.

The thread looks when IDLE says that something happened, when it is woken, and at the
latest after the poll interval. A fault of the server, the spool or the ledger costs a
pause, never a message; a refused login costs a long one, so as not to lock the account.

STANDARDS: RFC 2177 (IDLE, renewed well within the 29 minutes of §3).
"""

import random
import select
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from gateway import maillog
from gateway.desk.ports import Clock, Spool, SpoolUnavailable
from gateway.intake.imap_faults import (
    CommandRefused,
    LoginRefused,
    MailboxUnavailable,
)
from gateway.intake.imap_look import Looked, Looker, Mailbox
from gateway.intake.imap_session import ImapSession
from gateway.intake.ledger import ImapLedger, LedgerUnavailable

IDLE_LIMIT = timedelta(minutes=9)
"""An IDLE is renewed after this long: routers forget silent connections."""

BACK_OFF_FIRST = timedelta(seconds=1)
BACK_OFF_LIMIT = timedelta(minutes=5)
LOGIN_REFUSED_PAUSE = timedelta(minutes=15)

CHATTER_SECONDS = 1.0
"""An IDLE that ended sooner, for nothing, is followed by a pause this long."""

REFUSALS_ALARMED = 3
"""Refused logins in a row after which somebody is told."""
SHUT_ALARMED = timedelta(hours=1)
"""How long a mailbox cannot be read, for whatever reason, until somebody is told."""

STOP_TIMEOUT_SECONDS = 4.0


def _tell_nobody() -> None:
    """Stand in where nobody wants to be woken."""


@dataclass(slots=True, kw_only=True)
class ImapIntake:
    """Takes the mail of one mailbox into the spool. See imap_look.py for the order.

    ``start`` and ``stop`` run it as a thread of its own; ``look`` is one pass over a
    connection of its own, for a caller that runs no thread. ``wake`` may be called
    from any thread at any time.
    """

    mailbox: Mailbox
    spool: Spool
    ledger: ImapLedger
    clock: Clock
    idle: bool = True
    poll_interval: timedelta = timedelta(seconds=60)
    on_accept: Callable[[], None] = _tell_nobody
    refused_pause: timedelta = LOGIN_REFUSED_PAUSE
    jitter: Callable[[], float] = random.random
    _inbox: Looker = field(init=False, repr=False)
    _ordered: tuple[Looker, ...] = field(init=False, repr=False)
    _stopping: threading.Event = field(default_factory=threading.Event, init=False)
    _thread: threading.Thread | None = field(default=None, init=False)
    _session: ImapSession | None = field(default=None, init=False)
    _faults: int = field(default=0, init=False)
    _refusals: int = field(default=0, init=False)
    _failing_since: datetime | None = field(default=None, init=False)
    _bell: socket.socket = field(init=False, repr=False)
    _ear: socket.socket = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._bell, self._ear = socket.socketpair()
        for end in (self._bell, self._ear):
            end.settimeout(0)
        self._inbox = self._over(self.mailbox)
        mailbox = self.mailbox
        self._ordered = tuple(self._over(mailbox.of_order(n)) for n in mailbox.orders)

    def start(self) -> None:
        name = f"imap-{self.mailbox.account.user}"
        self._thread = threading.Thread(target=self.run, name=name, daemon=True)
        self._thread.start()

    def stop(self, timeout_seconds: float = STOP_TIMEOUT_SECONDS) -> None:
        """End the thread; a command under way is cut off. Repeats safely."""
        self._stopping.set()
        self.wake()
        thread = self._thread
        if thread is None:
            return
        thread.join(timeout_seconds / 2)
        session = self._session
        if thread.is_alive() and session is not None:
            session.interrupt()
            thread.join(timeout_seconds / 2)

    def is_alive(self) -> bool:
        """Whether the thread runs; the watchdog asks."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def name(self) -> str:
        """Names the mailbox to people."""
        return f"{self.mailbox.account.user}@{self.mailbox.account.host}"

    def trouble(self) -> datetime | None:
        """Since when the mailbox cannot be read, where that is worth an alarm."""
        since = self._failing_since
        if since is None:
            return None
        long = self.clock.now() - since >= SHUT_ALARMED
        return since if long or self._refusals >= REFUSALS_ALARMED else None

    def wake(self) -> None:
        """Look now, unless a pause after a fault is under way."""
        try:
            self._bell.send(b"!")
        except OSError:
            # It is full of calls already, or closed: nobody need hear another.
            return

    def look(self) -> Looked:
        """One pass: connect, take what is new, log out.

        Raises :class:`MailboxUnavailable` (:class:`LoginRefused` where name and
        password will not do), ``SpoolUnavailable`` or ``LedgerUnavailable``.
        """
        session = self._begin()
        try:
            return self._look(session)
        finally:
            session.end()

    def run(self) -> None:
        """Take mail until ``stop`` is called."""
        while not self._stopping.is_set():
            try:
                self._stay()
            except LoginRefused as refused:
                self._refusals += 1
                self._pause(self.refused_pause, refused)
            except (MailboxUnavailable, SpoolUnavailable, LedgerUnavailable) as fault:
                self._faults += 1
                self._pause(back_off(self._faults, self.jitter()), fault)

    def _stay(self) -> None:
        """Connect, then look and wait in turn, until a fault or the end."""
        self._session = session = self._begin()
        try:
            while not self._stopping.is_set():
                looked = self._look(session)
                self._faults = self._refusals = 0
                self._failing_since = None
                self._wait(session, looked)
        except MailboxUnavailable:
            session.cut()
            raise
        finally:
            self._session = None
            session.end()

    def _over(self, mailbox: Mailbox) -> Looker:
        return Looker(
            mailbox=mailbox,
            spool=self.spool,
            ledger=self.ledger,
            clock=self.clock,
            on_accept=self.on_accept,
            stopping=self._stopping,
        )

    def _look(self, session: ImapSession) -> Looked:
        """A pass over every folder; the inbox last, which the server then watches."""
        for looker in self._ordered:
            try:
                looker.look(session)
            except CommandRefused as refusal:
                maillog.unavailable(looker.mailbox.key, str(refusal))
        try:
            return self._inbox.look(session)
        except CommandRefused as refusal:
            raise MailboxUnavailable(str(refusal)) from refusal

    def _begin(self) -> ImapSession:
        folders = self.mailbox.folders
        session = ImapSession.begin(self.mailbox.account, folders.inbox)
        for name in (folders.processed, folders.held, *self.mailbox.orders):
            try:
                session.make_folder(name)
            except CommandRefused as refusal:
                maillog.unavailable(f"{self.mailbox.account.user} {name}", str(refusal))
            except MailboxUnavailable:
                session.cut()
                raise
        return session

    # --- waiting -------------------------------------------------------------

    def _wait(self, session: ImapSession, looked: Looked) -> None:
        began = time.monotonic()
        if session.has_news():
            # A server that always speaks of more must not keep us running.
            self._listen(0 if looked.taken else CHATTER_SECONDS)
        elif self.idle and session.can_idle():
            session.idle(self._ear, self._idle_limit().total_seconds())
            chatter = not looked.taken and not self._was_called()
            if chatter and time.monotonic() - began < CHATTER_SECONDS:
                self._listen(CHATTER_SECONDS)
        else:
            self._listen(self.poll_interval.total_seconds())
        self._was_called()

    def _idle_limit(self) -> timedelta:
        """Of the folders of orders nothing is told while the inbox is watched."""
        orders = bool(self.mailbox.orders)
        return min(self.poll_interval, IDLE_LIMIT) if orders else IDLE_LIMIT

    def _listen(self, seconds: float) -> None:
        poller = select.poll()
        poller.register(self._ear, select.POLLIN)
        poller.poll(seconds * 1000)

    def _was_called(self) -> bool:
        """Whether ``wake`` was called, any number of times, since the last answer."""
        try:
            return bool(self._ear.recv(4096))
        except BlockingIOError:
            return False

    def _pause(self, pause: timedelta, fault: Exception) -> None:
        """Wait in peace: only ``stop`` ends this sooner."""
        if self._stopping.is_set():
            return
        self._failing_since = self._failing_since or self.clock.now()
        seconds = round(pause.total_seconds())
        maillog.unavailable(self.mailbox.key, f"{fault}; again in {seconds} s")
        self._stopping.wait(pause.total_seconds())


def back_off(faults: int, jitter: float) -> timedelta:
    """The pause after so many faults in a row; ``jitter`` in 0..1 spreads it.

    Doubles from one second to five minutes; between half of that and all of it.
    """
    doublings = max(0, min(faults - 1, 20))
    doubled = BACK_OFF_FIRST * (1 << doublings)
    return min(doubled, BACK_OFF_LIMIT) * (0.5 + jitter / 2)
