"""A loopback relay that keeps what it takes and misbehaves as it is told.

Every fault is set by the test before the letter comes; nothing is random. It talks
over plain sockets, so that what crossed the wire is kept octet by octet, also where
it breaks the rules a mail library would quietly mend.
"""

import base64
import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import BinaryIO, Self

WAIT_LIMIT_SECONDS = 20.0
POLL_SECONDS = 0.005
LINE_LIMIT_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One letter as the relay took it; ``connection`` counts from one.

    ``wire`` is the content as it crossed, dots doubled and with the final one.
    """

    mail_from: str
    rcpt_to: tuple[str, ...]
    wire: bytes
    parameters: str
    connection: int

    @property
    def content(self) -> bytes:
        """The letter itself (RFC 5321 §4.5.2)."""
        body = self.wire.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.")
        return body[1:] if body.startswith(b".") else body


@dataclass(slots=True, kw_only=True)
class Faults:
    """What goes wrong from now on. A reply is a whole line: ``451 4.3.0 Not now``."""

    greeting: str = ""
    sender_reply: str = ""
    recipient_replies: Mapping[str, str] = field(default_factory=dict)
    content_reply: str = ""
    cut_before_content: bool = False
    cut_after_content: bool = False
    delay_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the relay can do. ``login`` is a user and a password."""

    extensions: tuple[str, ...] = (
        "PIPELINING",
        "8BITMIME",
        "SMTPUTF8",
        "SIZE 99000000",
    )
    tls: ssl.SSLContext | None = None
    tls_from_the_start: bool = False
    login: tuple[str, str] | None = None
    mechanisms: str = "PLAIN LOGIN"


class Relay:
    """Listens from ``__enter__`` to ``__exit__`` on a loopback port of its own."""

    def __init__(self, offer: Offer | None = None) -> None:
        self.host = "127.0.0.1"
        self.port = 0
        self.offer = offer or Offer()
        self.faults = Faults()
        self.connections = 0
        self.logins: list[tuple[str, str]] = []
        self._taken: list[Taken] = []
        self._open: dict[int, socket.socket] = {}
        self._listener: socket.socket | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Listen; after ``stop`` again on the same port."""
        self._listener = socket.create_server((self.host, self.port))
        self.port = self._listener.getsockname()[1]
        threading.Thread(
            target=self._accept, args=(self._listener,), daemon=True
        ).start()

    def stop(self) -> None:
        """Listen no longer and close every connection: the relay is down."""
        listener, self._listener = self._listener, None
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        self.hang_up()

    def hang_up(self) -> None:
        """Close every connection without a word, as an idle timeout does."""
        for connection in tuple(self._open.values()):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        wait_until(lambda: not self._open, "a connection to end")

    @property
    def taken(self) -> tuple[Taken, ...]:
        return tuple(self._taken)

    def wait_for(self, count: int) -> tuple[Taken, ...]:
        """Return once this many letters are there."""
        wait_until(lambda: len(self._taken) >= count, f"{count} letters")
        return self.taken

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            # Replies to pipelined commands leave at once, as from a real relay.
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connections += 1
            self._open[self.connections] = connection
            threading.Thread(
                target=self._serve, args=(self.connections,), daemon=True
            ).start()

    def _serve(self, number: int) -> None:
        try:
            with contextlib.suppress(OSError):
                if self.offer.tls_from_the_start:
                    self._secure(number)
                _Session(self, number).serve()
        finally:
            self._open.pop(number).close()

    def _secure(self, number: int) -> None:
        """Talk TLS from here on. The wrapped socket is another: it is the open one."""
        assert self.offer.tls is not None
        clear = self._open[number]
        clear.settimeout(WAIT_LIMIT_SECONDS)
        self._open[number] = self.offer.tls.wrap_socket(clear, server_side=True)


class _Session:
    """One connection: a verb a method, each answers its reply line."""

    def __init__(self, relay: Relay, number: int) -> None:
        self.relay = relay
        self.number = number
        self.mail_from: str | None = None
        self.parameters = ""
        self.rcpt_to: list[str] = []
        self._take()

    def _take(self) -> None:
        self.connection = self.relay._open[self.number]
        self.input: BinaryIO = self.connection.makefile("rb")

    def serve(self) -> None:
        self.say(self.relay.faults.greeting or "220 relay.test ESMTP")
        for line in self.lines():
            verb, _, rest = line.partition(" ")
            if verb.upper() == "QUIT":
                self.say("221 2.0.0 Bye")
                return
            if verb.upper() == "DATA" and self.relay.faults.cut_before_content:
                return
            if self.answer(verb.upper(), rest):
                return

    def answer(self, verb: str, rest: str) -> bool:
        """Whether the session ends here."""
        verbs: Mapping[str, Callable[[str], str]] = {
            "EHLO": self.ehlo,
            "STARTTLS": self.starttls,
            "AUTH": self.auth,
            "MAIL": self.mail,
            "RCPT": self.rcpt,
            "DATA": self.data,
            "RSET": self.rset,
        }
        known = verbs.get(verb)
        reply = known(rest) if known else "502 5.5.2 Not here"
        if reply:
            self.say(reply)
        return not reply or reply.startswith("421")

    def lines(self) -> Iterator[str]:
        while line := self.input.readline(LINE_LIMIT_BYTES):
            yield line.decode("utf-8", "surrogateescape").rstrip("\r\n")

    def say(self, reply: str) -> None:
        self.connection.sendall(f"{reply}\r\n".encode())

    def ehlo(self, _: str) -> str:
        offer = self.relay.offer
        lines = ["relay.test", *offer.extensions]
        secured = isinstance(self.connection, ssl.SSLSocket)
        if offer.tls and not secured:
            lines.append("STARTTLS")
        if offer.login:
            lines.append(f"AUTH {offer.mechanisms}")
        return "\r\n".join([f"250-{line}" for line in lines] + ["250 HELP"])

    def starttls(self, _: str) -> str:
        if self.relay.offer.tls is None:
            return "502 5.5.1 No TLS here"
        self.say("220 2.0.0 Ready")
        self.relay._secure(self.number)
        self._take()
        return self._next()

    def _next(self) -> str:
        """After TLS began there is no reply; the next line is the first of all."""
        line = self.input.readline(LINE_LIMIT_BYTES).decode()
        return self.ehlo(line) if line else ""

    def auth(self, rest: str) -> str:
        mechanism, _, initial = rest.partition(" ")
        if mechanism == "XOAUTH2":
            return self.bearer(initial)
        if mechanism == "PLAIN":
            _, user, password = _decoded(initial).split("\0")
        else:
            self.say("334 UGFzc3dvcmQ6")
            user, password = _decoded(initial), _decoded(next(self.lines()))
        self.relay.logins.append((user, password))
        if (user, password) == self.relay.offer.login:
            return "235 2.7.0 Welcome"
        return "535 5.7.8 Not you"

    def bearer(self, initial: str) -> str:
        """XOAUTH2: a refusal gives its reason as a challenge first."""
        user, token, *_ = _decoded(initial).split("\x01")
        login = user.removeprefix("user="), token.removeprefix("auth=Bearer ")
        self.relay.logins.append(login)
        if login == self.relay.offer.login:
            return "235 2.7.0 Welcome"
        reason = base64.b64encode(b'{"status":"invalid_token"}').decode()
        self.say(f"334 {reason}")
        assert next(self.lines()) == ""
        return "535 5.7.8 Not you"

    def mail(self, rest: str) -> str:
        refusal = self.relay.faults.sender_reply
        if refusal:
            return refusal
        path, _, self.parameters = rest.removeprefix("FROM:").partition(" ")
        self.mail_from, self.rcpt_to = path.strip("<>"), []
        return "250 2.1.0 Sender"

    def rcpt(self, rest: str) -> str:
        if self.mail_from is None:
            return "503 5.5.1 MAIL first"
        address = rest.removeprefix("TO:").strip("<>")
        refusal = self.relay.faults.recipient_replies.get(address)
        if refusal is None:
            self.rcpt_to.append(address)
        return refusal or "250 2.1.5 Recipient"

    def data(self, _: str) -> str:
        if not self.rcpt_to:
            return "554 5.5.1 No valid recipients"
        self.say("354 Go on")
        wire = b""
        while not wire.endswith(b"\r\n.\r\n") and wire != b".\r\n":
            line = self.input.readline()
            if not line:
                return ""
            wire += line
        return self.keep(wire)

    def keep(self, wire: bytes) -> str:
        faults = self.relay.faults
        # Only what a test waits out; nothing else slows it.
        threading.Event().wait(faults.delay_seconds)
        mail_from, self.mail_from = self.mail_from or "", None
        if faults.content_reply:
            return faults.content_reply
        self.relay._taken.append(
            Taken(
                mail_from=mail_from,
                rcpt_to=tuple(self.rcpt_to),
                wire=wire,
                parameters=self.parameters,
                connection=self.number,
            )
        )
        return "" if faults.cut_after_content else "250 2.0.0 Queued as ant"

    def rset(self, _: str) -> str:
        self.mail_from, self.rcpt_to = None, []
        return "250 2.0.0 Flushed"


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Return once the condition holds; AssertionError names what never came."""
    deadline = time.monotonic() + WAIT_LIMIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(POLL_SECONDS)


def _decoded(text: str) -> str:
    return base64.b64decode(text).decode()
