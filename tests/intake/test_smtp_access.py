"""STARTTLS, logins and the PROXY protocol, over real sockets."""

import os
import shutil
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

import pytest

from gateway.intake.logins import Logins, LoginsUnreadable, hashed, read_logins
from gateway.intake.smtp import SmtpListener
from gateway.intake.smtp_access import Access
from gateway.intake.smtp_certificate import Certificate
from gateway.intake.smtp_limits import SmtpLimits
from tests.support.clock import FixedClock
from tests.support.fake_spool import FakeSpool
from tests.support.listener import Peer, connected, is_ours
from tests.support.servers.certificate import make_certificate
from tests.support.smtp_client import plain, under_tls, wrapped

BART = "bart@example.com"
PASSWORD = "correct horse battery staple"  # noqa: S105 - of a test
LOOPBACK = (ip_network("127.0.0.0/8"),)
V2_LOCAL = b"\r\n\r\n\0\r\nQUIT\n\x20\x00\x00\x00"
V2_ANNE = b"\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0c" + (
    socket.inet_aton("192.0.2.7") + socket.inet_aton("127.0.0.1") + b"\x30\x39\x00\x19"
)
MESSAGE = (
    "MAIL FROM:<bart@example.com>",
    "RCPT TO:<support@example.com>",
    "DATA",
    "Subject: x\r\n\r\n#take\r\n.",
)


@dataclass(frozen=True, slots=True)
class House:
    listener: SmtpListener
    spool: FakeSpool
    ca_file: Path
    logins: Path


def _house(access: Access, tmp_path: Path, **limits: int) -> House:
    clock = FixedClock()
    spool = FakeSpool(clock=clock)
    listener = SmtpListener(
        hostname="gateway.example",
        spool=spool,
        accepts=is_ours,
        clock=clock,
        port=0,
        limits=SmtpLimits(**limits),
        access=access,
    )
    listener.start()
    return House(listener, spool, tmp_path / "tls.crt", tmp_path / "logins")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A listener with a certificate, and Bart's password."""
    made = make_certificate(tmp_path)
    file = tmp_path / "logins"
    file.write_text(f"# staff\n{BART} {hashed(PASSWORD)}\n", encoding="utf-8")
    certificate = Certificate(certificate=made.certificate, key=made.key)
    found = _house(Access(tls=certificate.context, logins=Logins(path=file)), tmp_path)
    yield found
    found.listener.stop(2.0)


@pytest.fixture
def behind(tmp_path: Path) -> Iterator[House]:
    """A listener that has a proxy in front."""
    found = _house(Access(proxies=LOOPBACK), tmp_path, sessions_per_address=1)
    yield found
    found.listener.stop(2.0)


# --- STARTTLS ---


def test_starttls_is_offered_once_and_the_peer_greets_anew(house: House) -> None:
    with connected(house.listener, greet=False) as peer:
        peer.answer()
        peer.send(b"EHLO x\r\n")
        offered = [peer.line() for _ in range(7)]
        assert "250-STARTTLS" in offered
        assert not any("AUTH" in line for line in offered)
        secure = under_tls(peer, house.ca_file)
        assert secure.say("MAIL FROM:<anne@customer.example>")[0][:3] == "503"
        secure.send(b"EHLO x\r\n")
        offered = [secure.line() for _ in range(7)]
        assert "250-AUTH PLAIN LOGIN" in offered
        assert not any("STARTTLS" in line for line in offered)
        assert secure.say("STARTTLS")[0][:3] == "503"
        secure.close()


def test_what_is_sent_in_clear_behind_starttls_is_thrown_away(house: House) -> None:
    with connected(house.listener) as peer:
        peer.send(b"STARTTLS\r\nEHLO evil\r\nMAIL FROM:<anne@customer.example>\r\n")
        assert peer.answer()[:3] == "220"
        secure = wrapped(peer, house.ca_file)
        assert secure.say("RCPT TO:<support@example.com>")[0][:3] == "503"
        assert secure.say("EHLO x", "MAIL FROM:<anne@customer.example>")[1][:3] == "250"
        secure.close()


def test_a_mail_under_tls_says_so_in_its_trace(house: House) -> None:
    with connected(house.listener) as peer:
        secure = under_tls(peer, house.ca_file)
        assert secure.say("EHLO x", *MESSAGE)[-1][:3] == "250"
        secure.close()
    (kept,) = house.spool.claim("w1", 9)
    assert kept.envelope.protocol == "ESMTPS"
    assert kept.envelope.authenticated == ""


def test_who_cannot_agree_on_tls_is_left_and_others_are_served(house: House) -> None:
    with connected(house.listener) as peer:
        assert peer.say("STARTTLS")[0][:3] == "220"
        peer.send(b"this is no TLS at all\r\n" * 3)
        assert _is_left(peer)
    with connected(house.listener) as other:
        assert other.say("NOOP")[0][:3] == "250"


def test_who_asks_for_tls_and_closes_is_left_at_once(house: House) -> None:
    with connected(house.listener) as peer:
        peer.send(b"NOOP\r\nSTARTTLS\r\n")
        peer.shut()
        assert _is_left(peer)


def _is_left(peer: Peer) -> bool:
    """Whether the listener closes, or resets, within the peer's patience."""
    try:
        while peer.connection.recv(4096):
            pass
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    return True


def test_without_a_certificate_starttls_is_no_command(tmp_path: Path) -> None:
    found = _house(Access(), tmp_path)
    with connected(found.listener) as peer:
        assert peer.say("STARTTLS", "AUTH PLAIN")[0][:3] == "500"
    found.listener.stop(2.0)


def test_a_renewed_certificate_is_used_and_a_broken_one_is_not(tmp_path: Path) -> None:
    made = make_certificate(tmp_path)
    certificate = Certificate(certificate=made.certificate, key=made.key)
    first = certificate.context()
    assert certificate.context() is first
    (tmp_path / "new").mkdir()
    renewed = make_certificate(tmp_path / "new")
    shutil.copy(renewed.key, made.key)
    assert certificate.context() is first  # the key alone fits no certificate
    shutil.copy(renewed.certificate, made.certificate)
    os.utime(made.certificate, ns=(1, 1))
    second = certificate.context()
    assert second is not first
    assert second.minimum_version is ssl.TLSVersion.TLSv1_2


# --- AUTH ---


@pytest.fixture
def secure(house: House) -> Iterator[Peer]:
    with connected(house.listener) as peer:
        found = under_tls(peer, house.ca_file)
        found.say("EHLO x")
        yield found
        found.close()


def test_no_password_is_taken_in_clear(house: House) -> None:
    with connected(house.listener) as peer:
        assert peer.say(f"AUTH PLAIN {plain(BART, PASSWORD)}")[0][:3] == "538"


def test_who_logged_in_is_named_in_the_trace(house: House, secure: Peer) -> None:
    assert (
        secure.say(f"AUTH PLAIN {plain('Bart@Example.com', PASSWORD)}")[0][:3] == "235"
    )
    assert secure.say(*MESSAGE)[-1][:3] == "250"
    (kept,) = house.spool.claim("w1", 9)
    assert kept.envelope.authenticated == BART
    assert kept.envelope.protocol == "ESMTPSA"


def test_a_password_may_come_in_answers(secure: Peer) -> None:
    asked = secure.say("AUTH LOGIN", "YmFydEBleGFtcGxlLmNvbQ==")
    assert [one[:3] for one in asked] == ["334", "334"]
    assert secure.say(plain(BART, PASSWORD))[0][:3] == "535"
    assert secure.say("AUTH PLAIN", plain(BART, PASSWORD))[1][:3] == "235"
    assert secure.say("AUTH PLAIN")[0][:3] == "503"


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("AUTH", "501"),
        ("AUTH CRAM-MD5", "504"),
        ("AUTH PLAIN !!!", "501"),
        ("AUTH PLAIN =", "501"),
        ("AUTH PLAIN " + plain(BART, ""), "501"),
        ("AUTH PLAIN " + plain(BART, PASSWORD, "dave@example.com"), "535"),
        ("AUTH PLAIN " + plain("nobody@example.com", PASSWORD), "535"),
    ],
)
def test_what_is_no_login_is_refused(secure: Peer, said: str, reply: str) -> None:
    assert secure.say(said)[0][:3] == reply
    assert secure.say("MAIL FROM:<anne@customer.example>")[0][:3] == "250"


def test_where_auth_is_offered_mail_takes_its_parameter(secure: Peer) -> None:
    said = secure.say("MAIL FROM:<bart@example.com> AUTH=<>", "RSET")
    assert [one[:3] for one in said] == ["250", "250"]


def test_a_login_can_be_given_up(secure: Peer) -> None:
    assert [one[:3] for one in secure.say("AUTH PLAIN", "*")] == ["334", "501"]


def test_an_answer_without_end_ends_the_session(
    secure: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    assert secure.say("AUTH PLAIN")[0][:3] == "334"
    secure.send(b"A" * (SmtpLimits().line_octets + 64))
    assert secure.line()[:9] == "500 5.5.6"
    assert [one for one in caplog.records if one.levelname == "ERROR"] == []


def test_guessing_ends_after_a_few_wrong_passwords(secure: Peer) -> None:
    wrong = f"AUTH PLAIN {plain(BART, 'wrong')}"
    assert [one[:3] for one in secure.say(*[wrong] * 5)] == ["535"] * 5
    assert secure.say(f"AUTH PLAIN {plain(BART, PASSWORD)}")[0][:3] == "454"


def test_logins_that_cannot_be_read_are_told_and_let_nobody_in(
    house: House, secure: Peer
) -> None:
    house.logins.write_text("bart hunter2\n", encoding="utf-8")
    assert secure.say(f"AUTH PLAIN {plain(BART, PASSWORD)}")[0][:3] == "454"
    with pytest.raises(LoginsUnreadable, match="line 1"):
        Logins(path=house.logins).known()


def test_a_hash_says_nothing_of_its_password_and_a_costly_one_is_none_of_ours() -> None:
    made = hashed(PASSWORD)
    assert made != hashed(PASSWORD)
    for bad in ("md5$1$2$3$4$5", made.replace("16384", "1073741824", 1), f"{made}$"):
        with pytest.raises(ValueError, match="line 1"):
            read_logins(f"{BART} {bad}")


# --- the PROXY protocol ---


@pytest.mark.parametrize(
    "header", [b"PROXY TCP4 192.0.2.7 127.0.0.1 12345 25\r\n", V2_ANNE]
)
def test_a_proxy_tells_the_clients_own_address(behind: House, header: bytes) -> None:
    with connected(behind.listener, greet=False) as peer:
        peer.send(header)
        assert peer.answer()[:3] == "220"
        assert peer.say("EHLO x", *MESSAGE)[-1][:3] == "250"
    (kept,) = behind.spool.claim("w1", 9)
    assert "[192.0.2.7]" in kept.envelope.received_from


def test_the_limits_are_those_of_the_client_behind_the_proxy(behind: House) -> None:
    with connected(behind.listener, greet=False) as first:
        first.send(b"PROXY TCP4 192.0.2.7 127.0.0.1 1 25\r\n")
        assert first.answer()[:3] == "220"
        with connected(behind.listener, greet=False) as again:
            again.send(b"PROXY TCP4 192.0.2.7 127.0.0.1 2 25\r\n")
            assert again.answer()[:3] == "421"
        with connected(behind.listener, greet=False) as other:
            other.send(b"PROXY TCP4 192.0.2.8 127.0.0.1 3 25\r\n")
            assert other.answer()[:3] == "220"


def test_a_proxy_may_speak_for_itself(behind: House) -> None:
    with connected(behind.listener, greet=False) as peer:
        peer.send(V2_LOCAL)
        assert peer.answer()[:3] == "220"


@pytest.mark.parametrize("header", [b"EHLO x\r\n", b"PROXY TCP4 nonsense\r\n"])
def test_a_proxy_that_names_nobody_is_left(behind: House, header: bytes) -> None:
    with connected(behind.listener, greet=False) as peer:
        peer.send(header)
        assert peer.line() == "EOF"


def test_a_proxy_that_closes_before_its_header_is_left_at_once(behind: House) -> None:
    with connected(behind.listener, greet=False) as peer:
        peer.send(b"PROXY TCP4 192.")
        peer.shut()
        assert peer.line() == "EOF"
    with connected(behind.listener, greet=False) as peer:
        peer.shut()
        assert peer.line() == "EOF"


def test_lone_line_ends_behind_a_header_are_seen(behind: House) -> None:
    with connected(behind.listener, greet=False) as peer:
        peer.send(V2_ANNE + b"EHLO x\nNOOP\r\n")
        assert peer.answer()[:3] == "220"
        assert peer.answer()[:3] == "521"


def test_nobody_else_may_name_an_address(tmp_path: Path) -> None:
    found = _house(Access(), tmp_path)
    with connected(found.listener, greet=False) as peer:
        peer.answer()
        assert peer.say("PROXY TCP4 192.0.2.7 127.0.0.1 1 25")[0][:3] == "500"
    found.listener.stop(2.0)
