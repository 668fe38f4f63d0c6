"""A connection's life: admitted, spoken to, waited for, left. No verbs here.

On aiosmtpd's protocol, whose read loop is used as it is. Where it falls short
(connections without bound, answers without enhanced codes, no end after many faults,
a peer that closes its sending side is cut off) it is overridden here.

STANDARDS: RFC 5321 §3.8 (421), §4.2, §4.5.3.2 (timeouts); RFC 2034, RFC 5248.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from aiosmtpd.proxy_protocol import ProxyData
from aiosmtpd.smtp import SMTP, TLSSetupException

from gateway import maillog
from gateway.intake.line_ends import LineEnds
from gateway.intake.smtp_access import counted_as, plain_address
from gateway.intake.smtp_conduct import Conduct
from gateway.intake.smtp_reception import Reception

if TYPE_CHECKING:
    from typing_extensions import override
else:  # in the standard library from Python 3.12

    def override(method):
        return method


Verb = Callable[[str | None], Awaitable[None]]

COMMAND_LIMIT_OCTETS = 2048
"""Of a command line; 512 plus what the extensions add (RFC 5321 §4.5.3.1.4)."""

READ_LIMIT_OCTETS = 64 * 1024
"""A session's read buffer holds three times as much at most."""

LINGER_SECONDS = 5.0
"""So long the last reply may take to reach a peer that does not read."""

PROXY_SECONDS = 5.0
"""For a proxy to say for whom it speaks."""

CLOSING = "421 4.3.2 Service is stopping, try again later"
CROWDED = "421 4.3.2 Too many sessions, try again later"
LATE = "421 4.4.2 Timeout exceeded"
LONE_LINE_END = "521 5.5.2 Lines end in <CR><LF>, and hold neither alone"
TOO_EARLY = "521 5.5.1 Protocol error: speak after the greeting"
FAULT = "451 4.3.0 Local error in processing"


class Connection(SMTP):
    """Between ``connection_made`` and ``connection_lost``."""

    command_size_limit = COMMAND_LIMIT_OCTETS
    line_length_limit = READ_LIMIT_OCTETS

    def __init__(self, reception: Reception) -> None:
        # Of its own: aiosmtpd's is one for the class, cleared by each connection.
        self.command_size_limits = defaultdict(lambda: COMMAND_LIMIT_OCTETS)
        super().__init__(
            None,
            data_size_limit=reception.limits.size_bytes,
            enable_SMTPUTF8=True,
            hostname=reception.hostname,
            ident=reception.policy.word,
            timeout=reception.limits.command_seconds,
            loop=reception.loop,
        )
        self._reception = reception
        self._address = ""
        self._counted_as = ""
        self._proxy_spoke = False
        self._admitted = False
        self._leaving = False
        self._ended = False
        self._octets = 0
        self._conduct = Conduct(limits=reception.limits)
        self._ends = LineEnds()
        self._known_verbs = self.verbs()
        self._smtp_methods = _Verbs(self._verb)  # type: ignore[assignment]  # its get() is all

    @property
    def peer(self) -> str:
        """As it stands in the trace and in the log: ``[192.0.2.1]``."""
        if not self._address:
            return ""
        kind = "IPv6:" if ":" in self._address else ""
        return f"[{kind}{self._address}]"

    @property
    def idle(self) -> bool:
        """Whether it may be left between two commands."""
        return True

    def verbs(self) -> Mapping[str, Verb]:
        return {}

    @property
    def encrypted(self) -> bool:
        return self._tls_protocol is not None

    @property
    def smuggled(self) -> bool:
        """Whether a lone CR or LF came, and is not given one meaning here."""
        return not self._ends.strict and not self._reception.policy.normalizes

    def begin_anew(self) -> None:
        """Forget what was said before TLS (RFC 3207 §4.2)."""
        self._ends = LineEnds()

    def leave(self, reply: str = "") -> None:
        """Say this and close; commands that are still to be read are not done."""
        if self._leaving or self.transport is None:
            return
        if reply:
            self._writer.write(reply.encode("ascii") + b"\r\n")
        self._leaving = True
        self.transport.close()
        self._reset_timeout(LINGER_SECONDS)

    def leave_refused(self, reply: str) -> None:
        """Say why no more is done for the peer, in the log as well, and close."""
        maillog.rejected(self.peer, reply[:9], reply[10:])
        self.leave(reply)

    def abort(self) -> None:
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    # --- the protocol's callbacks ---

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self._admitted:
            # The same peer, now under TLS; what it sent before is thrown away.
            self.begin_anew()
            super().connection_made(transport)
            return
        peername = transport.get_extra_info("peername")
        if isinstance(peername, tuple):
            self._address = plain_address(str(peername[0]))
        if self._reception.access.is_proxy(self._address):
            self._proxy_timeout = PROXY_SECONDS
            self._handle_hooks["PROXY"] = self._proxied
        # Whom a proxy speaks for is not known yet: it counts as an address of its own.
        self._counted_as = f"proxied {id(self)}" if self._behind else self._known()
        self._admitted = self._reception.admit(self._counted_as, self)
        if not self._admitted:
            self._turn_away(transport)
            return
        if not self._behind:
            maillog.connected(self.peer)
        # asyncio reads 256 KiB at once; with many sessions that is too much.
        if hasattr(transport, "max_size"):
            transport.max_size = READ_LIMIT_OCTETS
        super().connection_made(transport)

    @property
    def _behind(self) -> bool:
        """Whether a proxy has still to say for whom it speaks."""
        return self._proxy_timeout is not None and not self._proxy_spoke

    def _turn_away(self, transport: asyncio.BaseTransport) -> None:
        maillog.rejected(self.peer, CROWDED[:9], CROWDED[10:])
        if isinstance(transport, asyncio.WriteTransport):
            transport.write(CROWDED.encode("ascii") + b"\r\n")
        transport.close()

    def _known(self) -> str:
        """What the peer counts as, now that its address is known."""
        access, policy = self._reception.access, self._reception.policy
        self._conduct.friend = (
            # Our own MTA, or a peer of this host, repeats what strangers said.
            policy.answers_each or not self._address or access.is_trusted(self._address)
        )
        return counted_as(self._address)

    @override
    async def _handle_client(self) -> None:
        if self._behind:
            await self._hear_proxy()
        elif not await self._speaks_too_early():
            await super()._handle_client()
        else:
            await self._park(None)

    async def _hear_proxy(self) -> None:
        """All of the session; aiosmtpd closes where the header is malformed."""
        try:
            await super()._handle_client()
        except asyncio.IncompleteReadError:
            # A proxy's health check, or nobody: it closed before it said anything.
            self.leave()
        if not self._proxy_spoke:
            maillog.rejected(self.peer, "-", "no PROXY header, or a malformed one")

    async def _speaks_too_early(self) -> bool:
        """Wait before the banner; whether the peer did not (a scanner, a robot)."""
        seconds = self._reception.limits.greet_seconds
        if self._conduct.friend or not seconds:
            return False
        try:
            said = await asyncio.wait_for(self._reader.read(1), seconds)
        except TimeoutError:
            return False
        self.leave_refused(TOO_EARLY) if said else self.leave()
        return True

    async def _proxied(
        self, _server: object, _session: object, _envelope: object, told: ProxyData
    ) -> bool:
        """The proxy has told whom it speaks for, or that it speaks for itself."""
        self._proxy_spoke = True
        self._reception.dismiss(self._counted_as, self)
        if told.src_addr is not None:
            self._address = plain_address(str(told.src_addr))
        self._counted_as = self._known()
        self._admitted = self._reception.admit(self._counted_as, self)
        if not self._admitted:
            maillog.rejected(self.peer, CROWDED[:9], CROWDED[10:])
            self._writer.write(CROWDED.encode("ascii") + b"\r\n")
            return False
        maillog.connected(self.peer)
        # What came with the header was not looked at yet.
        self._ends.feed(bytes(self._reader._buffer))  # type: ignore[attr-defined]  # noqa: SLF001 - no other way to see it unread
        return not await self._speaks_too_early()

    @override
    def connection_lost(self, error: Exception | None) -> None:
        if self._admitted:
            self._reception.dismiss(self._counted_as, self)
        if self._handler_coroutine is not None:
            super().connection_lost(error)

    @override
    def data_received(self, data: bytes) -> None:
        if self._admitted:
            self._octets += len(data)
            if not self._behind:
                self._ends.feed(data)
            super().data_received(data)

    @override
    def eof_received(self) -> bool | None:
        # A peer may send all its commands, close its side and wait for the replies.
        # aiosmtpd would cancel; we read to the end, and leave there.
        self._ended = True
        if not self._admitted or self.encrypted:
            return False
        return asyncio.StreamReaderProtocol.eof_received(self)

    @override
    def _timeout_cb(self) -> None:
        if self._leaving:
            self.abort()
        elif self._moves():
            self._reset_timeout()
        else:
            self.leave_refused(LATE)

    def _moves(self) -> bool:
        """Whether more time is due, since something goes on."""
        return False

    # --- replies ---

    @override
    async def push(self, status: str | bytes) -> None:
        reply = status.decode() if isinstance(status, bytes) else status
        if self._leaving:
            await self._park(None)
        # aiosmtpd's read loop answers some faults itself, without enhanced codes.
        if reply.startswith("500 ") and not reply.startswith("500 5."):
            reply = f"500 5.5.2 {reply[4:]}"
        if reply[0] in "45":
            await self._refused(reply)
        end = self._conduct.end()
        if end is not None:
            self.leave_refused(end)
            return
        self._writer.write(reply.encode("ascii", "replace") + b"\r\n")
        await self._writer.drain()

    async def _refused(self, reply: str) -> None:
        """Note a refusal; one of many is given late."""
        code, _, rest = reply.partition("\r")[0].partition(" ")
        enhanced, _, cause = rest.partition(" ")
        maillog.rejected(self.peer, f"{code} {enhanced}", cause)
        self._conduct.note(reply)
        if self._conduct.is_slowed_down():
            await asyncio.sleep(self._reception.limits.tarpit_seconds)

    @override
    async def handle_exception(self, error: Exception) -> str:
        if isinstance(error, EOFError | ConnectionError):
            self.leave()
        elif isinstance(error, TLSSetupException):
            maillog.rejected(self.peer, "421 4.7.0", "no TLS could be agreed on")
        else:
            maillog.fault("smtp", error)
        return FAULT

    def _verb(self, name: str) -> Verb:
        """What to do at a command; nothing more once the peer is to leave."""
        if self._leaving:
            return self._park
        if self.smuggled:
            return self._smuggled
        return self._known_verbs.get(name, self._unknown)

    async def _unknown(self, argument: str | None) -> None:
        await self.push("500 5.5.1 Command not recognized")

    async def _smuggled(self, argument: str | None) -> None:
        self.leave_refused(LONE_LINE_END)
        await self._park(None)

    async def _park(self, argument: str | None) -> None:
        """Wait to be cancelled by ``connection_lost``, which is on its way."""
        await self.loop.create_future()


class _Verbs:
    """What aiosmtpd looks a command up in."""

    def __init__(self, find: Callable[[str], Verb]) -> None:
        self._find = find

    def get(self, name: str) -> Verb:
        return self._find(name)
