"""STARTTLS of a mailbox: what is said before it counts for nothing after it."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from gateway.channel import Security
from gateway.intake.imap_faults import MailboxUnavailable
from gateway.intake.imap_login import Account
from gateway.intake.imap_session import ImapSession
from tests.support.servers.certificate import make_certificate


@dataclass
class Between:
    """Somebody on the line: what he says in clear, and what he hears."""

    greeting: bytes
    injected: bytes
    context: ssl.SSLContext
    in_clear: list[bytes] = field(default_factory=list)
    under_tls: list[bytes] = field(default_factory=list)

    def talk(self, client: socket.socket) -> None:
        client.sendall(self.greeting)
        while b"STARTTLS" not in (said := _line(client)):
            self.in_clear.append(said)
            tag = said.partition(b" ")[0]
            client.sendall(b"* CAPABILITY IMAP4rev1 STARTTLS\r\n%b OK done\r\n" % tag)
        tag = said.partition(b" ")[0]
        client.sendall(tag + b" OK go ahead\r\n" + self.injected)
        with self.context.wrap_socket(client, server_side=True) as secure:
            while said := _line(secure):
                self.under_tls.append(said)
                tag = said.partition(b" ")[0]
                told = b"* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n"
                asked = b"CAPABILITY" in said
                secure.sendall((told if asked else b"") + tag + b" NO no\r\n")


def _line(client: socket.socket) -> bytes:
    heard = b""
    while not heard.endswith(b"\n"):
        piece = client.recv(1)
        if not piece:
            return b""
        heard += piece
    return heard


@contextmanager
def on_the_line(between: Between) -> Iterator[int]:
    def accept() -> None:
        with contextlib.suppress(OSError):
            client, _ = listener.accept()
            client.settimeout(10.0)
            with client:
                between.talk(client)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(20.0)


@pytest.mark.parametrize(
    "greeting",
    [
        b"* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n",
        b"* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] you are in already\r\n",
    ],
)
@pytest.mark.parametrize(
    "injected", [b"", b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n* 1 EXISTS\r\n"]
)
def test_no_password_is_said_to_who_is_not_the_server_and_none_in_clear(
    tmp_path: Path, greeting: bytes, injected: bytes
) -> None:
    made = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)
    between = Between(greeting=greeting, injected=injected, context=context)
    with on_the_line(between) as port:
        account = Account(
            host="127.0.0.1",
            port=port,
            user="support",
            password="hunter2",  # noqa: S106 - of a test
            security=Security.STARTTLS,
            ca_file=made.certificate,
            read_timeout_seconds=5.0,
        )
        with pytest.raises(MailboxUnavailable):
            ImapSession.begin(account, "INBOX")
    clear = b"".join(between.in_clear)
    assert b"hunter2" not in clear
    assert b"LOGIN" not in clear
    assert b"AUTHENTICATE" not in clear
    # What was put in before TLS offered AUTH=PLAIN; under TLS nobody did.
    assert not any(b"AUTHENTICATE" in said for said in between.under_tls)
