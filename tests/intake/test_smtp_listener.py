"""The listener's life, and what it does under pressure."""

import hashlib
import logging
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from gateway.intake.smtp import SmtpListener
from gateway.mail.envelope import Envelope, QueueId
from gateway.spool.directory import DirectorySpool
from gateway.spool.ids import QueueIds
from tests.support.clock import FixedClock
from tests.support.fake_spool import FakeIncoming, FakeSpool
from tests.support.listener import ANSWER_SECONDS, Peer, connected, is_ours, listening

TO_DATA = (
    "MAIL FROM:<anne@customer.example>",
    "RCPT TO:<support@example.com>",
    "DATA",
)


class SlowIncoming(FakeIncoming):
    """Keeps only when it is let."""

    def keep(self) -> QueueId:
        assert isinstance(self._spool, SlowSpool)
        self._spool.keeping.set()
        assert self._spool.go_on.wait(ANSWER_SECONDS)
        queue_id = super().keep()
        self._spool.kept_one.set()
        return queue_id


@dataclass
class SlowSpool(FakeSpool):
    """A disk whose fsync takes as long as the test wants."""

    keeping: Event = field(default_factory=Event)
    go_on: Event = field(default_factory=Event)
    kept_one: Event = field(default_factory=Event)

    def begin(self, envelope: Envelope) -> SlowIncoming:
        draft = super().begin(envelope)
        return SlowIncoming(self, draft._queue_id, draft._pieces[0])


@pytest.fixture
def slow() -> Iterator[SlowSpool]:
    spool = SlowSpool(clock=FixedClock())
    yield spool
    spool.go_on.set()


def seconds_since(began: datetime) -> float:
    return (datetime.now(UTC) - began).total_seconds()


def wait_for(condition: Event) -> None:
    assert condition.wait(ANSWER_SECONDS)


def test_stop_says_421_to_an_idle_session_and_returns_at_once() -> None:
    with listening() as listener, connected(listener) as peer:
        began = datetime.now(UTC)
        listener.stop(5.0)

        assert seconds_since(began) < 1
        assert peer.line().startswith("421 4.3.2 ")
        assert peer.line() == "EOF"
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(listener.address)


def test_stop_finishes_the_message_in_work(slow: SlowSpool) -> None:
    with listening(slow) as listener, connected(listener) as peer:
        peer.say(*TO_DATA)
        peer.send(b"hello\r\n.\r\n")
        wait_for(slow.keeping)
        stopping = Thread(target=listener.stop, args=(5.0,))
        stopping.start()
        slow.go_on.set()

        assert peer.line() == "250 2.0.0 Queued as ANT"
        assert peer.line().startswith("421 4.3.2 ")
        stopping.join()
        assert list(slow.kept) == ["ANT"]


def test_stop_does_not_wait_for_ever_for_a_peer_in_the_middle_of_a_message() -> None:
    spool = FakeSpool(clock=FixedClock())
    with listening(spool) as listener, connected(listener) as peer:
        peer.say(*TO_DATA)
        peer.send(b"half a ")
        began = datetime.now(UTC)
        listener.stop(0.2)

        assert seconds_since(began) < 2
        assert peer.line() == "EOF"
        assert spool.kept == {}


def test_stop_without_start_and_twice_is_nothing() -> None:
    clock = FixedClock()
    idle = SmtpListener(
        hostname="x", spool=FakeSpool(clock=clock), accepts=is_ours, clock=clock
    )
    idle.stop()
    with listening() as listener:
        listener.stop()
        listener.stop()
        assert not listener.responsive(0.1)


def test_a_port_that_is_taken_is_an_error_of_start() -> None:
    clock = FixedClock()
    with listening() as listener:
        second = SmtpListener(
            hostname="x",
            spool=FakeSpool(clock=clock),
            accepts=is_ours,
            clock=clock,
            port=listener.address[1],
        )
        with pytest.raises(OSError, match="in use"):
            second.start()
        assert listener.responsive(5.0)


def test_a_socket_that_is_bound_already_is_listened_on() -> None:
    clock = FixedClock()
    with closing(socket.create_server(("127.0.0.1", 0))) as bound:
        listener = SmtpListener(
            hostname="gateway.example",
            spool=FakeSpool(clock=clock),
            accepts=is_ours,
            clock=clock,
            sock=bound,
        )
        listener.start()
        with connected(listener, greet=False) as peer:
            assert peer.line() == "220 gateway.example ESMTP"
        listener.stop()


def test_sessions_beyond_the_limit_get_421_until_another_one_ends() -> None:
    with listening(sessions=2) as listener, ExitStack() as stack:
        first = stack.enter_context(connected(listener))
        stack.enter_context(connected(listener))
        with connected(listener, greet=False) as third:
            assert third.line().startswith("421 4.3.2 ")
            assert third.line() == "EOF"
        assert first.say("QUIT")[0].startswith("221")
        assert first.line() == "EOF"
        with connected(listener, greet=False) as fourth:
            assert fourth.line().startswith("220")


def test_one_address_gets_only_its_share_of_the_sessions() -> None:
    with (
        listening(sessions_per_address=1) as listener,
        connected(listener),
        connected(listener, greet=False) as second,
    ):
        assert second.line().startswith("421 4.3.2 ")
        other = socket.socket()
        other.bind(("127.0.0.2", 0))
        other.connect(listener.address)
        peer = Peer(other)
        assert peer.line().startswith("220")
        peer.close()


def test_a_normal_mail_is_quick_beside_many_that_say_nothing() -> None:
    with (
        listening(sessions=120, sessions_per_address=120) as listener,
        ExitStack() as stack,
    ):
        for _ in range(100):
            silent = stack.enter_context(connected(listener))
            silent.say(*TO_DATA)
            silent.send(b"half a ")
        began = datetime.now(UTC)
        with connected(listener) as peer:
            peer.say(*TO_DATA)
            peer.send(b"hello\r\n.\r\n")
            assert peer.line().startswith("250")
        assert seconds_since(began) < 1


def test_a_peer_that_goes_while_its_message_is_kept_loses_nothing(
    slow: SlowSpool,
) -> None:
    with listening(slow) as listener:
        with connected(listener) as peer:
            peer.say(*TO_DATA)
            peer.send(b"hello\r\n.\r\n")
            wait_for(slow.keeping)
            # Closed with a reset, which cancels aiosmtpd's coroutine.
            peer.connection.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0"
            )
        with connected(listener) as another:
            assert another.say("NOOP") == ["250 2.0.0 Ok"]
        slow.go_on.set()
        wait_for(slow.kept_one)
    assert slow.open(QueueId("ANT")).read() == b"hello\r\n"


def test_the_hint_is_given_once_the_message_is_kept() -> None:
    clock = FixedClock()
    spool = FakeSpool(clock=clock)
    kept_at_hint: list[int] = []
    listener = SmtpListener(
        hostname="x",
        spool=spool,
        accepts=is_ours,
        clock=clock,
        port=0,
        on_accept=lambda: kept_at_hint.append(len(spool.kept)),
    )
    listener.start()
    with connected(listener) as peer:
        peer.say(*TO_DATA)
        peer.send(b"hello\r\n.\r\n")
        assert peer.line().startswith("250")
    listener.stop()
    assert kept_at_hint == [1]


def test_a_fault_of_ours_is_451_without_a_word_of_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def accepts(address: str) -> bool:
        raise RuntimeError(f"the password is hunter2, {address}")

    clock = FixedClock()
    listener = SmtpListener(
        hostname="x",
        spool=FakeSpool(clock=clock),
        accepts=accepts,
        clock=clock,
        port=0,
    )
    listener.start()
    with caplog.at_level(logging.INFO), connected(listener) as peer:
        answers = peer.say("MAIL FROM:<>", "RCPT TO:<support@example.com>", "NOOP")
    listener.stop()
    assert answers[1:] == ["451 4.3.0 Local error in processing", "250 2.0.0 Ok"]
    assert "Traceback" not in caplog.text
    assert [r.levelname for r in caplog.records if "fault" in r.message] == ["ERROR"]


def test_a_backlog_delays_mail_and_refuses_nobody() -> None:
    clock = FixedClock()
    waiting = [1000]
    asked = Event()

    def backlog() -> int:
        asked.set()
        return waiting[0]

    listener = SmtpListener(
        hostname="x",
        spool=FakeSpool(clock=clock),
        accepts=is_ours,
        clock=clock,
        port=0,
        backlog=backlog,
    )
    listener.start()
    with connected(listener) as peer:
        peer.send(b"MAIL FROM:<>\r\n")
        wait_for(asked)
        peer.connection.settimeout(0.2)
        with pytest.raises(TimeoutError):
            peer.connection.recv(1, socket.MSG_PEEK)
        peer.connection.settimeout(ANSWER_SECONDS)
        waiting[0] = 100
        assert peer.line().startswith("250")
    listener.stop()


def test_big_messages_from_many_peers_come_through_whole(tmp_path: Path) -> None:
    spool = DirectorySpool(tmp_path, new_id=QueueIds(), clock=FixedClock())
    bodies = [
        b"".join(b"%d %d\r\n..x" % (n, k) * 50 + b"\r\n" for k in range(6000))
        for n in range(8)
    ]
    answers: list[str] = []

    def send(listener: SmtpListener, body: bytes) -> None:
        with connected(listener) as peer:
            peer.say(*TO_DATA)
            peer.send(body + b".\r\n")
            answers.append(peer.line()[:3])

    # A budget that is smaller than one message makes them wait, no more.
    with listening(spool, bytes_in_flight=300_000) as listener:
        threads = [Thread(target=send, args=(listener, body)) for body in bodies]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    kept = {
        hashlib.sha256(spool.open(spooled.queue_id).read()).hexdigest()
        for spooled in spool.claim("w1", 10)
    }
    sent = {
        hashlib.sha256(body.replace(b"\r\n..", b"\r\n.")).hexdigest() for body in bodies
    }
    assert (answers, kept) == (["250"] * 8, sent)
