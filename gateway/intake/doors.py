"""Our own doors from outside: what answers where we listen, and its certificate.

Rule: no mail is handed in, and no more is said than a hello.

STANDARDS: RFC 5321 §4.1.1.1 (EHLO); RFC 2033 §4.1 (LHLO); RFC 3207 (STARTTLS).
"""

import re
import socket
import ssl
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gateway.channel import good_until

KNOCK_SECONDS = 15.0
"""For the whole conversation; a greeting may be held back for some seconds."""
REPLY_LIMIT_BYTES = 16 * 1024
"""More than this is no reply of ours."""
GREETING, HELLO, GO_AHEAD = 220, 250, 220
_LAST_LINE = re.compile(rb"(?m)^(\d{3}) [^\n]{0,2000}\n")

Address = tuple[str, int] | Path
"""A host and a port, or a socket file."""


class DoorShut(Exception):
    """Nobody answers there, or not as we would; the words are for a person."""


class CertificateRefused(DoorShut):
    """Somebody answers, with a certificate that nobody would believe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """``offers`` are the keywords of its hello; ``until`` is its certificate's end."""

    offers: frozenset[str]
    until: datetime | None = None


def knock(address: Address, *, hello: str, certificate: Path | None = None) -> Door:
    """Greet the listener; where it has a certificate, see whether it shows that one.

    Raises :class:`DoorShut`.
    """
    try:
        with _connected(address) as connection:
            return _talk(connection, hello, certificate)
    except ssl.SSLCertVerificationError as error:
        raise CertificateRefused(error.verify_message) from error
    except OSError as error:
        raise DoorShut(str(error)) from error


def _talk(connection: socket.socket, hello: str, certificate: Path | None) -> Door:
    deadline = time.monotonic() + KNOCK_SECONDS
    _expect(connection, GREETING, deadline)
    offers = _said(connection, f"{hello} localhost", HELLO, deadline)
    if certificate is None or "STARTTLS" not in offers:
        return Door(offers=offers)
    _said(connection, "STARTTLS", GO_AHEAD, deadline)
    with _trusting(certificate).wrap_socket(connection) as secure:
        return Door(offers=offers, until=good_until(secure))


def _trusting(certificate: Path) -> ssl.SSLContext:
    """This very certificate is expected, whatever name we have called it by."""
    context = ssl.create_default_context(cafile=certificate)
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.check_hostname = False
    return context


def _connected(address: Address) -> socket.socket:
    if not isinstance(address, Path):
        return socket.create_connection(address, timeout=KNOCK_SECONDS)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(KNOCK_SECONDS)
        connection.connect(str(address))
    except BaseException:
        connection.close()
        raise
    return connection


def _said(
    connection: socket.socket, line: str, wanted: int, deadline: float
) -> frozenset[str]:
    """Say a line; the first words of the lines that answer it."""
    connection.sendall(f"{line}\r\n".encode())
    lines = _expect(connection, wanted, deadline).upper().splitlines()
    return frozenset(words[0] for one in lines if (words := one[4:].split()))


def _expect(connection: socket.socket, wanted: int, deadline: float) -> str:
    reply = b""
    while (last := _LAST_LINE.search(reply)) is None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise DoorShut("no answer in time")
        connection.settimeout(left)
        piece = connection.recv(REPLY_LIMIT_BYTES)
        reply += piece
        if not piece or len(reply) > REPLY_LIMIT_BYTES:
            raise DoorShut(f"no reply of SMTP: {reply[:80]!r}")
    said = reply.decode("ascii", "replace")
    if int(last[1]) != wanted:
        raise DoorShut(" ".join(said.split())[:200])
    return said
