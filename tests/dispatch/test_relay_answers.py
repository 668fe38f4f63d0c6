"""Relays that answer what no relay should: letters wait, and nothing is believed."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gateway.channel import Security
from gateway.desk.ports import Deferred, Delivered, Failed, Letter
from gateway.dispatch.smtp_client import REPLY_LIMIT_LINES
from gateway.dispatch.submission import SmtpCourier
from tests.support.relay import Relay
from tests.support.servers.certificate import make_certificate

LETTER = Letter(
    letter_id=1,
    message_id="<ant@gateway.example>",
    recipient="anne@customer.example",
    return_path="support@example.com",
    content=b"Subject: hi\r\n\r\nhi\r\n",
)

Conversation = Callable[[socket.socket], None]


@contextmanager
def talking(conversation: Conversation) -> Iterator[int]:
    """A relay that does this with each connection."""

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client, contextlib.suppress(OSError):
                client.settimeout(10.0)
                conversation(client)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]


def a_courier(
    port: int, *, security: Security = Security.NONE, ca_file: Path | None = None
) -> SmtpCourier:
    return SmtpCourier(
        host="127.0.0.1",
        port=port,
        hostname="gateway.example",
        security=security,
        ca_file=ca_file,
        timeout_seconds=5.0,
    )


def hear(client: socket.socket) -> bytes:
    """One command."""
    heard = b""
    while not heard.endswith(b"\n"):
        piece = client.recv(1)
        if not piece:
            raise ConnectionResetError
        heard += piece
    return heard


@pytest.mark.parametrize("step", ["greeting", "ehlo", "mail"])
def test_a_reply_without_end_ends_the_connection(step: str) -> None:
    said = threading.Event()

    def endless(client: socket.socket) -> None:
        steps = {"greeting": b"220 hi", "ehlo": b"250 hi", "mail": b"250 ok"}
        for name, reply in steps.items():
            if name != "greeting":
                hear(client)
            if name == step:
                line = reply[:3] + b"-more to come\r\n"
                said.set()
                client.sendall(line * (REPLY_LIMIT_LINES + 5))
                # It is the courier that hangs up.
                while client.recv(1024):
                    pass
                return
            client.sendall(reply + b"\r\n")

    with talking(endless) as port:
        found = a_courier(port).deliver(LETTER)
    assert isinstance(found, Deferred)
    assert said.is_set()


def test_a_long_reply_within_the_bounds_is_read() -> None:
    def long(client: socket.socket) -> None:
        client.sendall(b"220-hi\r\n" * (REPLY_LIMIT_LINES - 1) + b"220 hi\r\n")
        hear(client)
        client.sendall(b"250-more\r\n" * (REPLY_LIMIT_LINES - 1) + b"250 end\r\n")
        while client.recv(1024):
            pass

    with talking(long) as port:
        courier = a_courier(port)
        assert isinstance(courier.probe(), Delivered)
        courier.close()


@pytest.mark.parametrize("together", [True, False])
def test_what_is_said_before_tls_counts_for_nothing_after_it(
    tmp_path: Path, *, together: bool
) -> None:
    """The lines that somebody puts in before the handshake offer what is not there."""
    made = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)
    heard: list[bytes] = []

    def injected(client: socket.socket) -> None:
        client.sendall(b"220 hi\r\n")
        hear(client)
        client.sendall(b"250-hi\r\n250 STARTTLS\r\n")
        hear(client)
        more = b"250-evil\r\n250 AUTH PLAIN SMTPUTF8\r\n"
        client.sendall(b"220 go\r\n" + (more if together else b""))
        with context.wrap_socket(client, server_side=True) as secure:
            heard.append(hear(secure))
            secure.sendall(b"250-hi\r\n250 SIZE 1000\r\n")
            while piece := secure.recv(1024):
                heard.append(piece)

    with talking(injected) as port:
        courier = a_courier(port, security=Security.STARTTLS, ca_file=made.certificate)
        found = courier.probe()
        courier.close()
    if isinstance(found, Delivered):
        assert "SIZE" in found.response
        assert "AUTH" not in found.response
        assert heard[0].upper().startswith(b"EHLO")
    else:
        # The handshake failed on them: nothing was said to anybody.
        assert together
        assert heard == []


def test_a_relay_that_talks_tls_where_clear_was_expected_makes_letters_wait(
    tmp_path: Path,
) -> None:
    made = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)

    def secured(client: socket.socket) -> None:
        with contextlib.suppress(ssl.SSLError):
            context.wrap_socket(client, server_side=True)

    with talking(secured) as port:
        assert isinstance(a_courier(port).deliver(LETTER), Deferred)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("450 4.7.1 Greylisted, come back in 5 minutes", Deferred),
        ("451 4.7.1 Greylisting in action", Deferred),
        ("452 4.2.2 Mailbox full", Deferred),
        ("550 5.1.1 No such user", Failed),
        ("552 5.2.2 Mailbox full for good", Failed),
    ],
)
def test_what_is_said_of_one_recipient_is_that_ones_alone(
    reply: str, kind: type
) -> None:
    with Relay() as relay:
        relay.faults.recipient_replies = {"anne4@customer.example": reply}
        courier = a_courier(relay.port)
        found = {}
        for number in range(10):
            recipient = f"anne{number}@customer.example"
            letter = Letter(
                letter_id=number,
                message_id=f"<ant{number}@gateway.example>",
                recipient=recipient,
                return_path="support@example.com",
                content=LETTER.content,
            )
            found[number] = courier.deliver(letter)
        courier.close()
        assert isinstance(found.pop(4), kind)
        assert {type(one) for one in found.values()} == {Delivered}
        assert len(relay.taken) == 9
        assert relay.connections == 1


def test_a_letter_larger_than_the_relay_takes_has_failed_by_its_own_word() -> None:
    with Relay() as relay:
        relay.faults.content_reply = "552 5.3.4 Message too large"
        found = a_courier(relay.port).deliver(LETTER)
    assert isinstance(found, Failed)
    assert found.code == "5.3.4"
