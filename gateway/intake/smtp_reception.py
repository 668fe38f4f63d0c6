"""What all sessions of one listener share: who is here, how much is in work.

Lives in the listener's loop and is touched by no other thread.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Protocol

from gateway import maillog
from gateway.desk.ports import (
    Clock,
    Incoming,
    Spool,
    SpoolUnavailable,
    StoreUnavailable,
)
from gateway.intake.smtp_access import Access
from gateway.intake.smtp_limits import SmtpLimits
from gateway.intake.smtp_login import Failures
from gateway.intake.smtp_policy import SMTP, Policy
from gateway.intake.smtp_rates import Rate

RATE_SECONDS = 60.0
"""The window of the limits a minute."""
LOOK_SECONDS = 0.02
"""The backlog is asked for at most this often."""


class Budget:
    """Octets in work, of all sessions together. Who does not fit in waits in line."""

    def __init__(self, limit_octets: int) -> None:
        self._limit_octets = limit_octets
        self._held_octets = 0
        self._line: deque[tuple[int, asyncio.Future[None]]] = deque()

    @asynccontextmanager
    async def hold(self, octets: int) -> AsyncIterator[None]:
        """A piece greater than the whole budget waits until it is alone."""
        octets = min(octets, self._limit_octets)
        if self._line or self._held_octets + octets > self._limit_octets:
            await self._wait(octets)
        else:
            self._held_octets += octets
        try:
            yield
        finally:
            self._held_octets -= octets
            self._let_in()

    async def _wait(self, octets: int) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._line.append((octets, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._held_octets -= octets
            self._let_in()
            raise

    def _let_in(self) -> None:
        while self._line:
            octets, turn = self._line[0]
            if turn.done():
                self._line.popleft()
            elif self._held_octets + octets <= self._limit_octets:
                self._line.popleft()
                self._held_octets += octets
                turn.set_result(None)
            else:
                return


class Backlog:
    """How much there is to handle and to send, asked for in a thread now and then."""

    def __init__(self, ask: Callable[[], int], executor: ThreadPoolExecutor) -> None:
        self._ask = ask
        self._executor = executor
        self._value = 0
        self._asked_at = float("-inf")
        self._asking: asyncio.Future[int] | None = None

    async def fallen(self, *, to: int, within_seconds: float) -> None:
        """Return once it has fallen so far, or after that time."""
        loop = asyncio.get_running_loop()
        patience_ends = loop.time() + within_seconds
        while await self._now() > to and loop.time() < patience_ends:  # noqa: ASYNC110 - what it waits for lies in other processes
            await asyncio.sleep(LOOK_SECONDS)

    async def _now(self) -> int:
        loop = asyncio.get_running_loop()
        if self._asking is not None:
            # Somebody else asks; the last answer is good enough.
            return self._value
        if loop.time() - self._asked_at < LOOK_SECONDS:
            return self._value
        self._asking = loop.run_in_executor(self._executor, self._ask)
        try:
            self._value = await asyncio.shield(self._asking)
        except (SpoolUnavailable, StoreUnavailable):
            # Mail is taken in while the store is away; that is what the spool is for.
            self._value = 0
        finally:
            self._asking = None
            self._asked_at = loop.time()
        return self._value


class Leaver(Protocol):
    """A session, as the listener sees it when it stops."""

    @property
    def idle(self) -> bool: ...
    def leave(self, reply: str = "") -> None: ...
    def abort(self) -> None: ...


@dataclass(kw_only=True, eq=False)
class Reception:
    """One listener's means; ``present`` counts the sessions of each address."""

    hostname: str
    spool: Spool
    accepts: Callable[[str], bool]
    clock: Clock
    on_accept: Callable[[], None]
    limits: SmtpLimits
    executor: ThreadPoolExecutor
    loop: asyncio.AbstractEventLoop
    budget: Budget
    backlog: Backlog
    access: Access = field(default_factory=Access)
    free_disk: Callable[[], int] | None = None
    policy: Policy = SMTP
    failures: Failures = field(default_factory=Failures)
    present: Counter[str] = field(default_factory=Counter)
    sessions: set[Leaver] = field(default_factory=set)
    empty: asyncio.Event = field(default_factory=asyncio.Event)
    closing: bool = False
    mails: Rate = field(init=False)
    recipients: Rate = field(init=False)

    def __post_init__(self) -> None:
        limits = self.limits
        self.mails = Rate(limit=limits.mails_per_minute, seconds=RATE_SECONDS)
        self.recipients = Rate(limit=limits.recipients_per_minute, seconds=RATE_SECONDS)

    def has_room(self, octets: int) -> bool:
        """Whether the disk may take a message of this size, 0 if it was not told."""
        if self.free_disk is None:
            return True
        return self.free_disk() >= max(self.limits.free_octets, 2 * octets)

    def admit(self, address: str, session: Leaver) -> bool:
        """Whether one more session from here is granted; if so it is counted."""
        if self.closing or self.present.total() >= self.limits.sessions:
            return False
        # A local socket's peers have no address.
        if address and self.present[address] >= self.limits.sessions_per_address:
            return False
        self.present[address] += 1
        self.sessions.add(session)
        self.empty.clear()
        return True

    def dismiss(self, address: str, session: Leaver) -> None:
        """The session is over."""
        self.sessions.discard(session)
        self.present[address] -= 1
        if not self.present[address]:
            del self.present[address]
        if not self.sessions:
            self.empty.set()

    async def emptied(self, within_seconds: float) -> None:
        """Return once no session is left, or after that time."""
        with suppress(TimeoutError):
            if self.sessions:
                await asyncio.wait_for(self.empty.wait(), within_seconds)

    def drop(self, draft: Incoming) -> None:
        """Forget a draft, behind whatever a thread still does with it."""
        try:
            self.executor.submit(draft.drop)
        except RuntimeError:
            # The threads are gone: the listener stops, and so does the work.
            maillog.unavailable("smtp", "a draft was dropped while stopping")
            draft.drop()
