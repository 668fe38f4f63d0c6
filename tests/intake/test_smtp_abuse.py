"""Scanners, harvesters and floods against a real listener; friends among them."""

import itertools
import socket
from contextlib import ExitStack
from ipaddress import ip_network

import pytest

from gateway.intake.smtp import SmtpListener
from gateway.intake.smtp_access import Access
from gateway.intake.smtp_limits import SmtpLimits
from gateway.intake.smtp_policy import SMTP
from tests.support.clock import FixedClock
from tests.support.fake_spool import FakeSpool
from tests.support.listener import Peer, connected, is_ours, listening

MAIL = "MAIL FROM:<anne@customer.example>"
OURS = "RCPT TO:<support@example.com>"
NOBODY = "RCPT TO:<nobody@example.com>"
FRIENDS = Access(trusted=(ip_network("127.0.0.0/8"),))


def codes(answers: list[str]) -> list[str]:
    return [answer[:3] for answer in answers]


def one_more(peer: Peer) -> str:
    """The last of the answers that take a mail in; shorter where one refuses."""
    answers = (peer.say(one)[0] for one in (MAIL, OURS, "DATA", "hello\r\n."))
    *_, last = itertools.takewhile(lambda answer: answer[0] in "23", answers)
    return last


def test_mails_of_one_address_are_counted_over_its_sessions() -> None:
    with listening(mails_per_minute=2) as listener:
        for _ in range(2):
            with connected(listener) as peer:
                assert one_more(peer).startswith("250")
        with connected(listener) as peer:
            assert peer.say(MAIL)[0].startswith("421 4.7.0 Too many messages")
            assert peer.line() == "EOF"
        other = socket.socket()
        other.bind(("127.0.0.2", 0))
        other.connect(listener.address)
        another = Peer(other)
        another.answer()
        assert another.say("EHLO x", MAIL)[1].startswith("250")
        another.close()


def test_recipients_of_one_address_are_counted() -> None:
    with listening(recipients_per_minute=2) as listener, connected(listener) as peer:
        assert codes(peer.say(MAIL, OURS, NOBODY)) == ["250", "250", "550"]
        assert peer.say(OURS)[0].startswith("421 4.7.0 Too many recipients")
        assert peer.line() == "EOF"


def test_a_harvester_is_left_after_ten_unknown_recipients() -> None:
    with listening(tarpit_seconds=0.0) as listener, connected(listener) as peer:
        answers = peer.say(MAIL, *[NOBODY] * 10)
        assert codes(answers) == ["250", *["550"] * 9, "421"]
        assert peer.line() == "EOF"


def test_our_own_border_is_neither_counted_nor_left() -> None:
    limits = {"mails_per_minute": 1, "recipients_per_minute": 1, "greet_seconds": 60}
    with listening(None, SMTP, None, FRIENDS, **limits) as listener:
        with connected(listener) as peer:
            assert codes(peer.say(MAIL, *[NOBODY] * 20, OURS))[-1] == "250"
        with connected(listener) as peer:
            assert one_more(peer).startswith("250")


def test_many_errors_are_answered_late_and_meanwhile_others_are_served() -> None:
    with (
        listening(soft_errors=1, tarpit_seconds=60.0) as listener,
        connected(listener) as peer,
        connected(listener) as other,
    ):
        assert codes(peer.say("NONSENSE")) == ["500"]
        peer.send(b"NONSENSE\r\n")
        peer.connection.settimeout(0.2)
        with pytest.raises(TimeoutError):
            peer.connection.recv(1, socket.MSG_PEEK)
        assert one_more(other).startswith("250")


def test_noop_without_end_is_left() -> None:
    with listening(junk_commands=5) as listener, connected(listener) as peer:
        answers = peer.say("NOOP", "RSET", "VRFY x", "NOOP")
        assert codes(answers) == ["250", "250", "252", "250"]
        assert one_more(peer).startswith("250")
        # A message makes up for what was said before it.
        assert codes(peer.say(*["NOOP"] * 6))[-1] == "421"
        assert peer.line() == "EOF"


# --- before the banner ---


def test_who_speaks_before_the_banner_is_left() -> None:
    with (
        listening(greet_seconds=60.0) as listener,
        connected(listener, greet=False) as peer,
    ):
        peer.send(b"EHLO scanner.example\r\n")
        assert peer.line().startswith("521 5.5.1 ")
        assert peer.line() == "EOF"


def test_who_waits_is_greeted() -> None:
    with (
        listening(greet_seconds=0.05) as listener,
        connected(listener, greet=False) as peer,
    ):
        assert peer.line().startswith("220 ")
        assert peer.say("EHLO x")[0].startswith("250")


def test_who_leaves_in_the_pause_leaves_nothing_behind() -> None:
    with listening(greet_seconds=60.0, sessions=1) as listener:
        with connected(listener, greet=False) as peer:
            peer.shut()
            assert peer.line() == "EOF"
        with connected(listener, greet=False) as other:
            other.send(b"x")
            assert other.line().startswith("521")


def test_behind_a_proxy_the_client_has_to_wait_as_well() -> None:
    access = Access(proxies=(ip_network("127.0.0.0/8"),))
    with (
        listening(None, SMTP, None, access, greet_seconds=60.0) as listener,
        connected(listener, greet=False) as peer,
    ):
        peer.send(b"PROXY TCP4 192.0.2.7 127.0.0.1 1 25\r\nEHLO x\r\n")
        assert peer.line().startswith("521 5.5.1 ")


# --- slow ones, and a full disk ---


def test_beside_200_slow_clients_a_normal_mail_takes_its_way() -> None:
    many = {"sessions": 210, "sessions_per_address": 210}
    with listening(**many) as listener, ExitStack() as stack:
        for place in range(200):
            slow = stack.enter_context(connected(listener))
            if place % 2:
                slow.say(MAIL, OURS, "DATA")
            slow.send(b"half a ")
        with connected(listener) as peer:
            assert one_more(peer).startswith("250")


def test_without_room_on_the_disk_no_message_is_begun() -> None:
    clock = FixedClock()
    room = [3000]
    listener = SmtpListener(
        hostname="gateway.example",
        spool=FakeSpool(clock=clock),
        accepts=is_ours,
        clock=clock,
        port=0,
        limits=SmtpLimits(free_octets=1000),
        free_disk=lambda: room[0],
    )
    listener.start()
    with connected(listener) as peer:
        assert peer.say(f"{MAIL} SIZE=1501")[0].startswith("452 4.3.1 ")
        assert peer.say(f"{MAIL} SIZE=1500", "RSET")[0].startswith("250")
        room[0] = 999
        assert peer.say(MAIL)[0].startswith("452 4.3.1 ")
        room[0] = 1000
        assert one_more(peer).startswith("250")
    listener.stop(2.0)


def test_on_a_socket_for_both_families_the_border_is_still_known() -> None:
    clock = FixedClock()
    spool = FakeSpool(clock=clock)
    bound = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
    listener = SmtpListener(
        hostname="gateway.example",
        spool=spool,
        accepts=is_ours,
        clock=clock,
        sock=bound,
        limits=SmtpLimits(mails_per_minute=1),
        access=FRIENDS,
    )
    listener.start()
    peer = Peer.to(("127.0.0.1", listener.address[1]))
    peer.answer()
    assert peer.say("EHLO x")[0].startswith("250")
    assert [one_more(peer)[:3] for _ in range(2)] == ["250", "250"]
    peer.close()
    listener.stop(2.0)
    kept = spool.claim("w1", 9)
    assert {one.envelope.received_from for one in kept} == {"x ([127.0.0.1])"}
