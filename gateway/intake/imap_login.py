"""The way into an IMAP server: a connection under TLS, and a name and what proves it.

STANDARDS: RFC 3501 §6.2; RFC 8314 (TLS); RFC 4616 (PLAIN); XOAUTH2 as Google and
Microsoft document it.
"""

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from gateway.channel import Security, is_loopback


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where a mailbox is and how to get in.

    ``token`` gives a fresh access token, in place of a password; it raises OSError
    where none is to be had. ``ca_file`` replaces the system's certificate authorities.
    Raises :class:`ValueError` where the password would cross the network in clear.
    """

    host: str
    port: int
    user: str
    password: str = field(default="", repr=False)
    token: Callable[[], str] | None = field(default=None, repr=False)
    security: Security = Security.TLS
    ca_file: Path | None = None
    connect_timeout_seconds: float = 15.0
    read_timeout_seconds: float = 60.0

    def __post_init__(self) -> None:
        if self.security is Security.NONE and not is_loopback(self.host):
            raise ValueError(f"no login without TLS to {self.host}")


def connected(account: Account) -> IMAPClient:
    context = ssl.create_default_context(cafile=account.ca_file)
    client = IMAPClient(
        account.host,
        port=account.port,
        ssl=account.security is Security.TLS,
        ssl_context=context,
        timeout=SocketTimeout(
            connect=account.connect_timeout_seconds, read=account.read_timeout_seconds
        ),
    )
    if account.security is Security.STARTTLS:
        try:
            # Raises where it is not offered: there is no way on in clear.
            client.starttls(context)
        except BaseException:
            client.shutdown()
            raise
    return client


def log_in(client: IMAPClient, account: Account) -> None:
    if account.token is not None:
        _log_in_by_token(client, account.user, account.token())
        return
    # LOGIN cannot say a password that is not ASCII; AUTHENTICATE PLAIN can.
    if client.has_capability("AUTH=PLAIN"):
        client.plain_login(account.user, account.password)
    else:
        client.login(account.user, account.password)


def _log_in_by_token(client: IMAPClient, user: str, token: str) -> None:
    """XOAUTH2; the server's reason for a refusal is answered by nothing, and kept."""
    told: list[bytes] = []

    def answer(challenge: bytes) -> bytes:
        # An empty challenge asks for the token; what comes after it is a reason.
        if not told and not challenge:
            told.append(b"")
            return f"user={user}\x01auth=Bearer {token}\x01\x01".encode()
        told.append(challenge)
        return b""

    try:
        client.sasl_login("XOAUTH2", answer)
    except LoginError as error:
        reason = b" ".join(told).decode("utf-8", "replace").strip()
        raise LoginError(f"{error} {reason}".strip()) from error
