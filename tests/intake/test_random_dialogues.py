"""Whatever a peer says, in whatever pieces: no fault of ours, and nothing left over."""

import base64
import logging
import os
import socket
from collections.abc import Iterator, Sequence
from ipaddress import ip_network

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from gateway.intake.logins import Logins, hashed
from gateway.intake.smtp import SmtpListener
from gateway.intake.smtp_access import Access
from gateway.intake.smtp_certificate import Certificate
from gateway.intake.smtp_policy import SMTP, Policy, lmtp
from tests.support.clock import FixedClock
from tests.support.fake_spool import FakeSpool
from tests.support.listener import ANSWER_SECONDS, connected, listening
from tests.support.servers.certificate import make_certificate
from tests.support.smtp_client import plain

EXAMPLES = int(os.environ.get("DIALOGUES", "60"))
LOOPBACK = (ip_network("127.0.0.0/8"),)
V2_LOCAL = b"\r\n\r\n\0\r\nQUIT\n\x20\x00\x00\x00"
SAID = (
    *(
        b"EHLO x\r\n",
        b"LHLO x\r\n",
        b"HELO x\r\n",
        b"EHLO\r\n",
        b"RSET\r\n",
        b"NOOP\r\n",
    ),
    *(b"MAIL FROM:<anne@customer.example>\r\n", b"MAIL FROM:<>\r\n", b"MAIL\r\n"),
    *(b"RCPT TO:<support@example.com>\r\n", b"RCPT TO:<x@example.com>\r\n"),
    *(b"DATA\r\n", b"hello\r\n", b".\r\n", b"\r\n.\r\n", b"\n.\n", b"\r", b"\n", b"\0"),
    *(b"STARTTLS\r\n", b"AUTH PLAIN\r\n", b"AUTH LOGIN\r\n", b"AUTH PLAIN =\r\n"),
    *(
        b"*\r\n",
        b"QUIT\r\n",
        b"VRFY x\r\n",
        b"\xff\xfe\r\n",
        b"\x16\x03\x01\x00\x05hello",
    ),
    *(b"PROXY TCP4 192.0.2.7 127.0.0.1 1 25\r\n", b"PROXY UNKNOWN\r\n", V2_LOCAL),
    f"AUTH PLAIN {plain('bart@example.com', 'secret')}\r\n".encode(),
    base64.b64encode(b"bart@example.com") + b"\r\n",
    b"x" * 5000 + b"\r\n",
)
DIALOGUES = st.lists(
    st.one_of(st.sampled_from(SAID), st.binary(max_size=8)), max_size=25
)
GREETED = b"EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<support@example.com>\r\nDATA\r\n"


@pytest.fixture(scope="module")
def access(tmp_path_factory: pytest.TempPathFactory) -> Access:
    folder = tmp_path_factory.mktemp("tls")
    made = make_certificate(folder)
    file = folder / "logins"
    file.write_text(f"bart@example.com {hashed('secret')}\n", encoding="utf-8")
    certificate = Certificate(certificate=made.certificate, key=made.key)
    return Access(tls=certificate.context, logins=Logins(path=file))


@pytest.fixture(
    scope="module", params=["smtp", "lmtp", "strict lmtp", "behind a proxy"]
)
def listener(request: pytest.FixtureRequest, access: Access) -> Iterator[SmtpListener]:
    policies: dict[str, tuple[Policy, Access]] = {
        "smtp": (SMTP, access),
        "lmtp": (lmtp(), Access()),
        "strict lmtp": (lmtp(normalizes=False), Access()),
        "behind a proxy": (SMTP, Access(proxies=LOOPBACK)),
    }
    spool = FakeSpool(clock=FixedClock())
    limits = {
        "tarpit_seconds": 0,
        "mails_per_minute": 10**9,
        "recipients_per_minute": 10**9,
    }
    policy, allowed = policies[request.param]
    with listening(spool, policy, None, allowed, **limits) as made:
        yield made


def speak(connection: socket.socket, said: Sequence[bytes]) -> bytes:
    """Say all of it, close the sending side, return what is answered."""
    answered = b""
    try:
        for piece in said:
            connection.sendall(piece)
        connection.shutdown(socket.SHUT_WR)
        while octets := connection.recv(65536):
            answered += octets
    except TimeoutError:
        raise
    except OSError:
        pass
    return answered


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(said=DIALOGUES)
def test_no_dialogue_is_a_fault_of_ours(
    listener: SmtpListener, caplog: pytest.LogCaptureFixture, said: list[bytes]
) -> None:
    spool = listener.spool
    assert isinstance(spool, FakeSpool)
    kept = len(spool.kept)
    with caplog.at_level(logging.WARNING):
        with connected(listener, greet=False) as peer:
            answered = speak(peer.connection, said)
        # The listener serves others.
        assert listener.responsive(ANSWER_SECONDS)
    assert [one.message for one in caplog.records if one.levelname == "ERROR"] == []
    caplog.clear()
    # What is kept was answered with 250 or the peer was gone; never more than the 354s.
    assert len(spool.kept) - kept <= answered.count(b"354 End data")


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(said=DIALOGUES)
def test_at_most_one_message_is_kept_for_each_lone_dot_between_crlf(
    access: Access, said: list[bytes]
) -> None:
    spool = FakeSpool(clock=FixedClock())
    stream = GREETED + b"".join(said)
    with listening(spool, SMTP, None, access) as made:
        with connected(made, greet=False) as peer:
            speak(peer.connection, [stream])
        made.stop(ANSWER_SECONDS)
    assert len(spool.kept) <= stream.count(b"\r\n.\r\n")
    for name in spool.kept:
        with spool.open(name) as source:
            content = source.read()
        clear = content.replace(b"\r\n", b"")
        assert b"\r" not in clear
        assert b"\n" not in clear
