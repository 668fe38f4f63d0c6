"""A real SMTP listener on a free port, with a spool in memory."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gateway.desk.ports import Spool
from gateway.intake.smtp import SmtpListener
from gateway.intake.smtp_access import Access
from gateway.intake.smtp_limits import SmtpLimits
from gateway.intake.smtp_local import LocalSocket
from gateway.intake.smtp_policy import SMTP, Policy
from tests.support.clock import FixedClock
from tests.support.fake_spool import FakeSpool

Address = tuple[str, int]

ANSWER_SECONDS = 10.0
"""A test that waits longer than this for an answer fails."""


def is_ours(address: str) -> bool:
    local, _, domain = address.lower().rpartition("@")
    return domain == "example.com" and local.partition("+")[0] == "support"


@contextmanager
def listening(
    spool: Spool | None = None,
    policy: Policy = SMTP,
    local: LocalSocket | None = None,
    access: Access | None = None,
    /,
    **limits: float,
) -> Iterator[SmtpListener]:
    """Start one with these limits; stop it at the end."""
    clock = FixedClock()
    listener = SmtpListener(
        hostname="gateway.example",
        spool=FakeSpool(clock=clock) if spool is None else spool,
        accepts=is_ours,
        clock=clock,
        port=0,
        policy=policy,
        local=local,
        access=access or Access(),
        limits=SmtpLimits(**limits),  # type: ignore[arg-type]  # from a dialogue
    )
    listener.start()
    try:
        yield listener
    finally:
        listener.stop(2.0)


@dataclass
class Peer:
    """A client that does what it is told, well or not."""

    connection: socket.socket

    @classmethod
    def to(cls, address: Address, *, seconds: float = ANSWER_SECONDS) -> "Peer":
        """Connect; ``seconds`` is how long each step may take."""
        return cls(socket.create_connection(address, seconds))

    def __post_init__(self) -> None:
        self._answers = self.connection.makefile("rb")

    def send(self, octets: bytes) -> None:
        self.connection.sendall(octets)

    def shut(self) -> None:
        self.connection.shutdown(socket.SHUT_WR)

    def line(self) -> str:
        """The next line of an answer; ``EOF`` where the listener closed."""
        try:
            line = self._answers.readline()
        except ConnectionError:
            line = b""
        return line.decode("ascii").rstrip("\r\n") if line else "EOF"

    def answer(self) -> str:
        """The last line of the next answer."""
        while (line := self.line())[3:4] == "-":
            pass
        return line

    def say(self, *commands: str) -> list[str]:
        """Send commands one by one; their answers."""
        answers = []
        for command in commands:
            self.send(command.encode() + b"\r\n")
            answers.append(self.answer())
        return answers

    def close(self) -> None:
        self._answers.close()
        self.connection.close()


@contextmanager
def connected(listener: SmtpListener, *, greet: bool = True) -> Iterator[Peer]:
    """A peer of this listener; greeted, unless told otherwise."""
    peer = Peer.to(listener.address)
    try:
        if greet:
            peer.answer()
            peer.say("EHLO mail.customer.example")
        yield peer
    finally:
        peer.close()
