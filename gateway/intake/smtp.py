"""The SMTP listener: one thread, one asyncio loop, many sessions.

asyncio lives in this thread alone. Everything that waits for the disk is done in the
listener's own small pool of threads. The wiring sets the logger ``mail.log``, which
is aiosmtpd's, to WARNING: below that it writes every line of every session.

STANDARDS: RFC 5321 §3.1, §3.8 (a server that stops says 421), §4.5.4.2.
"""

import asyncio
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from gateway import maillog
from gateway.desk.ports import Clock, Spool
from gateway.intake.smtp_access import Access
from gateway.intake.smtp_connection import CLOSING
from gateway.intake.smtp_limits import SmtpLimits
from gateway.intake.smtp_local import LocalSocket
from gateway.intake.smtp_policy import SMTP, Policy
from gateway.intake.smtp_reception import Backlog, Budget, Reception
from gateway.intake.smtp_session import SmtpSession

CONNECTIONS_WAITING = 256
"""Connections that the system holds for us until they are accepted."""

STOP_SECONDS = 4.0
"""For messages in work, when the listener is stopped."""

ABORT_SECONDS = 0.5
"""For what is left after that."""


def _nothing() -> None:
    pass


def _no_backlog() -> int:
    return 0


@dataclass(kw_only=True, eq=False)
class SmtpListener:
    """Takes mail in by SMTP; ``start`` once, ``stop`` once.

    ``sock``: a socket that is bound already (socket activation), else ``local``, else
    host and port; port 0 takes a free one. ``accepts`` tells for one
    address, ``+`` forms included, whether it is ours; it is called in the loop and must
    not block. ``on_accept`` is a hint that there is something to do, ``backlog`` tells
    how much there is to handle and to send; both are called in the listener's threads.
    """

    hostname: str
    spool: Spool
    accepts: Callable[[str], bool]
    clock: Clock
    host: str = "127.0.0.1"
    port: int = 2525
    sock: socket.socket | None = None
    limits: SmtpLimits = field(default_factory=SmtpLimits)
    on_accept: Callable[[], None] = _nothing
    backlog: Callable[[], int] = _no_backlog
    access: Access = field(default_factory=Access)
    policy: Policy = SMTP
    free_disk: Callable[[], int] | None = None
    local: LocalSocket | None = None

    def __post_init__(self) -> None:
        self._address = (self.host, self.port)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = asyncio.Event()
        self._stop_seconds = STOP_SECONDS

    @property
    def address(self) -> tuple[str, int]:
        """Host and port that it listens on, once started."""
        return self._address

    def start(self) -> None:
        """Listen. Raises :class:`OSError` where the address cannot be had."""
        bound = self.sock if self.sock is not None else self._bind()
        name = bound.getsockname()
        # A socket of another family than IP has no host and no port.
        self._address = (name[0], name[1]) if isinstance(name, tuple) else (name, 0)
        ready: Future[None] = Future()
        self._thread = threading.Thread(
            target=self._run, args=(bound, ready), name=self.policy.name, daemon=True
        )
        self._thread.start()
        ready.result()
        maillog.listening(self.policy.name, "{}:{}".format(*self.address))

    def stop(self, timeout_seconds: float = STOP_SECONDS) -> None:
        """Take nothing new, finish messages in work, say 421 to all, return.

        Returns within ``timeout_seconds`` and a second, whatever the peers do.
        """
        if self._thread is None or self._loop is None:
            return
        self._stop_seconds = timeout_seconds
        # A loop that has ended already needs no word.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(timeout_seconds + 2 * ABORT_SECONDS)
        if self.local is not None and self.sock is None:
            self.local.remove()

    def responsive(self, timeout_seconds: float) -> bool:
        """Whether the loop turns: for the watchdog."""
        if self._thread is None or self._loop is None or not self._thread.is_alive():
            return False
        turned = threading.Event()
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(turned.set)
        return turned.wait(timeout_seconds)

    def _bind(self) -> socket.socket:
        if self.local is not None:
            return self.local.bind()
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        bound = socket.socket(family, socket.SOCK_STREAM)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind((self.host, self.port))
        except OSError:
            bound.close()
            raise
        return bound

    # --- in the thread ---

    def _run(self, bound: socket.socket, ready: Future[None]) -> None:
        try:
            asyncio.run(self._serve(bound, ready))
        except OSError as error:
            if ready.done():
                maillog.fault(self.policy.name, error)
            else:
                ready.set_exception(error)

    async def _serve(self, bound: socket.socket, ready: Future[None]) -> None:
        loop = self._loop = asyncio.get_running_loop()
        loop.set_exception_handler(_log_fault)
        threads = ThreadPoolExecutor(self.limits.writers, thread_name_prefix="smtp")
        reception = self._reception(loop, threads)
        server = await loop.create_server(
            lambda: SmtpSession(reception), sock=bound, backlog=CONNECTIONS_WAITING
        )
        ready.set_result(None)
        await self._stopping.wait()
        # Not wait_closed(): from Python 3.12.1 on it waits for every peer to leave.
        server.close()
        reception.closing = True
        for session in tuple(reception.sessions):
            if session.idle:
                session.leave(CLOSING)
        await reception.emptied(self._stop_seconds)
        for session in tuple(reception.sessions):
            session.abort()
        await reception.emptied(ABORT_SECONDS)
        threads.shutdown(wait=False)

    def _reception(
        self, loop: asyncio.AbstractEventLoop, threads: ThreadPoolExecutor
    ) -> Reception:
        return Reception(
            hostname=self.hostname,
            spool=self.spool,
            accepts=self.accepts,
            clock=self.clock,
            on_accept=self.on_accept,
            limits=self.limits,
            executor=threads,
            loop=loop,
            budget=Budget(self.limits.bytes_in_flight),
            backlog=Backlog(self.backlog, threads),
            access=self.access,
            policy=self.policy,
            free_disk=self.free_disk,
        )


def _log_fault(_loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """In place of asyncio's own traceback; a peer that is gone is no fault."""
    error = context.get("exception")
    if isinstance(error, BaseException) and not isinstance(error, ConnectionError):
        maillog.fault("smtp", error)
