"""LMTP over real sockets: the same session, another policy (RFC 2033)."""

import grp
import os
import socket
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import pytest

from gateway.desk.ports import StoreUnavailable
from gateway.intake.smtp import SmtpListener
from gateway.intake.smtp_local import LocalSocket
from gateway.intake.smtp_policy import Settled, lmtp
from gateway.mail.envelope import QueueId
from tests.support.clock import FixedClock
from tests.support.fake_spool import FakeSpool
from tests.support.listener import ANSWER_SECONDS, Peer, connected, listening

OURS = "RCPT TO:<support+ts1.abc@example.com>"
TO_DATA = ("LHLO mx.example.com", "MAIL FROM:<anne@customer.example>")


@pytest.fixture
def spool() -> FakeSpool:
    return FakeSpool(clock=FixedClock())


@contextmanager
def session(listener: SmtpListener) -> Iterator[Peer]:
    with connected(listener, greet=False) as peer:
        assert peer.line().endswith(" LMTP")
        yield peer


def codes(answers: list[str]) -> list[str]:
    return [answer[:3] for answer in answers]


def test_each_accepted_recipient_gets_an_answer_and_a_refused_one_none(
    spool: FakeSpool,
) -> None:
    with listening(spool, lmtp(), recipients=2) as listener, session(listener) as peer:
        said = peer.say(
            *TO_DATA,
            "RCPT TO:<support@example.com>",
            "RCPT TO:<nobody@example.com>",
            OURS,
            "RCPT TO:<support+third@example.com>",
            "DATA",
        )
        assert codes(said) == ["250", "250", "250", "550", "250", "452", "354"]
        peer.send(b"hello\r\n.\r\nNOOP\r\n")
        answers = [peer.line() for _ in range(3)]

    assert answers == ["250 2.0.0 Queued as ANT"] * 2 + ["250 2.0.0 Ok"]
    (kept,) = spool.claim("w1", 9)
    assert kept.envelope.protocol == "LMTP"
    assert kept.envelope.rcpt_to == (
        "support@example.com",
        "support+ts1.abc@example.com",
    )


def test_the_same_recipient_twice_is_kept_once_and_answered_twice(
    spool: FakeSpool,
) -> None:
    with listening(spool, lmtp()) as listener, session(listener) as peer:
        peer.say(*TO_DATA, OURS, OURS, "DATA")
        peer.send(b"hello\r\n.\r\nNOOP\r\n")
        assert codes([peer.line() for _ in range(3)]) == ["250"] * 3
        assert peer.say("NOOP") == ["250 2.0.0 Ok"]


def test_a_full_disk_is_told_once_a_recipient(spool: FakeSpool) -> None:
    with listening(spool, lmtp()) as listener, session(listener) as peer:
        peer.say(*TO_DATA, OURS, "RCPT TO:<support@example.com>", "DATA")
        spool.full = True
        peer.send(b"hello\r\n.\r\nNOOP\r\n")
        assert codes([peer.line() for _ in range(3)]) == ["451", "451", "250"]


def test_a_fault_of_ours_after_data_is_told_once_a_recipient() -> None:
    def broken(_: QueueId) -> Settled:
        raise RuntimeError("hunter2")

    with listening(None, lmtp(settled=broken)) as listener, session(listener) as peer:
        peer.say(*TO_DATA, OURS, "RCPT TO:<support@example.com>", "DATA")
        peer.send(b"hello\r\n.\r\nNOOP\r\n")
        answers = [peer.line() for _ in range(3)]
    assert codes(answers) == ["451", "451", "250"]
    assert "hunter2" not in "".join(answers)


def test_lmtp_knows_lhlo_alone_and_data_without_recipients_is_503() -> None:
    with listening(None, lmtp()) as listener, session(listener) as peer:
        said = peer.say("EHLO x", "HELO x", "MAIL FROM:<>", *TO_DATA, "DATA", "QUIT")
    assert codes(said) == ["500", "500", "503", "250", "250", "503", "221"]


def test_smtp_does_not_know_lhlo() -> None:
    with listening() as listener, connected(listener) as peer:
        assert codes(peer.say("LHLO x")) == ["500"]


def test_a_lone_line_end_is_given_one_meaning(spool: FakeSpool) -> None:
    with listening(spool, lmtp()) as listener, session(listener) as peer:
        peer.say(*TO_DATA, OURS, "DATA")
        peer.send(b"a\nb\n.\nc\rd\n.\r\ne\r\n.\r\n")
        assert peer.line().startswith("250")
    with spool.open(QueueId("ANT")) as kept:
        assert kept.read() == b"a\r\nb\r\n.\r\nc d\r\n.\r\ne\r\n"


def test_a_lone_line_end_is_refused_where_it_is_wanted(spool: FakeSpool) -> None:
    strict = lmtp(normalizes=False)
    with listening(spool, strict) as listener, session(listener) as peer:
        peer.say(*TO_DATA, OURS, "DATA")
        peer.send(b"a\nb\r\n.\r\n")
        assert codes([peer.line(), peer.line()]) == ["521", "EOF"]
    assert spool.kept == {}


# --- mode sync ---


def in_turn(*outcomes: Settled | Exception) -> Callable[[QueueId], Settled]:
    rest = list(outcomes)

    def ask(_: QueueId) -> Settled:
        outcome = rest.pop(0) if len(rest) > 1 else rest[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return ask


def one_message(peer: Peer) -> str:
    peer.say(*TO_DATA, OURS, "DATA")
    peer.send(b"hello\r\n.\r\n")
    return peer.line()


def test_sync_says_250_once_the_effects_are_committed() -> None:
    slow = in_turn(Settled.NOT_YET, StoreUnavailable(), Settled.RECORDED)
    with listening(None, lmtp(settled=slow)) as listener, session(listener) as peer:
        assert one_message(peer) == "250 2.0.0 Recorded as ANT"


def test_sync_says_nothing_before_that() -> None:
    asked, recorded = Event(), Event()

    def ask(_: QueueId) -> Settled:
        asked.set()
        return Settled.RECORDED if recorded.is_set() else Settled.NOT_YET

    with listening(None, lmtp(settled=ask)) as listener, session(listener) as peer:
        peer.say(*TO_DATA, OURS, "DATA")
        peer.send(b"hello\r\n.\r\n")
        assert asked.wait(ANSWER_SECONDS)
        peer.connection.settimeout(0.2)
        with pytest.raises(TimeoutError):
            peer.connection.recv(1, socket.MSG_PEEK)
        peer.connection.settimeout(ANSWER_SECONDS)
        recorded.set()
        assert peer.line().startswith("250")


def test_sync_asks_the_mta_to_come_again_after_the_limit(spool: FakeSpool) -> None:
    never = lmtp(settled=in_turn(Settled.NOT_YET), settle_seconds=0.05)
    with listening(spool, never) as listener, session(listener) as peer:
        assert one_message(peer).startswith("451 4.3.0 ANT ")
    assert list(spool.kept) == ["ANT"]


def test_sync_takes_what_is_held_for_a_person() -> None:
    held = lmtp(settled=in_turn(Settled.HELD))
    with listening(None, held) as listener, session(listener) as peer:
        assert one_message(peer) == "250 2.0.0 Held for a person as ANT"


# --- a socket in the file system ---


@pytest.fixture
def path() -> Iterator[Path]:
    # Not tmp_path: a socket's path ends at 108 bytes.
    with TemporaryDirectory(prefix="lmtp-") as folder:
        yield Path(folder) / "lmtp.sock"


def to(path: Path) -> Peer:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(ANSWER_SECONDS)
    connection.connect(str(path))
    return Peer(connection)


def test_a_local_socket_has_its_mode_and_owner_and_goes_with_the_listener(
    path: Path, spool: FakeSpool
) -> None:
    group = grp.getgrgid(os.getegid()).gr_name
    local = LocalSocket(path=path, mode=0o640, group=group)
    # More sessions than one address may have: a local peer has no address.
    with listening(spool, lmtp(), local, sessions_per_address=1):
        status = path.stat()
        assert stat.S_IMODE(status.st_mode) == 0o640
        assert status.st_gid == os.getegid()
        first, second = to(path), to(path)
        assert first.line().endswith(" LMTP")
        assert second.line().endswith(" LMTP")
        assert one_message(second).startswith("250")
        first.close()
        second.close()
    assert not path.exists()
    (kept,) = spool.claim("w1", 9)
    assert kept.envelope.received_from == "mx.example.com"


def test_a_socket_that_a_dead_listener_left_is_taken_over(path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as dead:
        dead.bind(str(path))
    with listening(None, lmtp(), LocalSocket(path=path)):
        peer = to(path)
        assert peer.line().startswith("220")
        peer.close()


def test_a_socket_that_somebody_listens_on_is_left_to_him(path: Path) -> None:
    with listening(None, lmtp(), LocalSocket(path=path)):
        with (
            pytest.raises(OSError, match="in use"),
            listening(None, lmtp(), LocalSocket(path=path)),
        ):
            pass
        peer = to(path)
        assert peer.line().startswith("220")
        peer.close()


def test_an_owner_who_does_not_exist_is_an_error_of_start(path: Path) -> None:
    with (
        pytest.raises(OSError, match="nobody-of-that-name"),
        listening(None, lmtp(), LocalSocket(path=path, user="nobody-of-that-name")),
    ):
        pass
    assert not path.exists()


def test_what_is_no_socket_is_never_taken_away(path: Path) -> None:
    path.write_text("precious")
    with (
        pytest.raises(OSError, match="in use"),
        listening(None, lmtp(), LocalSocket(path=path)),
    ):
        pass
    assert path.read_text() == "precious"
