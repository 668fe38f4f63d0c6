"""After a fault it waits, longer each time; and garbage is a fault, not an end."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from gateway.channel import Security
from gateway.intake.imap import BACK_OFF_LIMIT, back_off
from gateway.intake.imap_faults import (
    REASON_LIMIT,
    LoginRefused,
    MailboxUnavailable,
)
from gateway.intake.imap_login import Account
from gateway.intake.imap_session import ImapSession


@pytest.mark.parametrize(
    ("faults", "jitter", "seconds"),
    [
        (1, 1.0, 1.0),
        (1, 0.0, 0.5),
        (2, 1.0, 2.0),
        (5, 1.0, 16.0),
        (9, 1.0, 256.0),
        (10, 1.0, 300.0),
        (10, 0.0, 150.0),
        (10**9, 1.0, 300.0),
    ],
)
def test_the_pause_doubles_up_to_five_minutes_and_is_spread(
    faults: int, jitter: float, seconds: float
) -> None:
    pause = back_off(faults, jitter)
    assert pause == timedelta(seconds=seconds)
    assert pause <= BACK_OFF_LIMIT


@pytest.mark.parametrize(
    "answers",
    [
        (b"",),
        (b"\r\n",),
        (b"220 smtp.example ESMTP\r\n",),
        (b"* BYE go away\r\n",),
        (b"* OK\r\n", b"* BYE\r\n"),
        (b"* OK IMAP4rev1\r\n", b"\x00\xff\xfe\r\n" * 10),
        (b"* OK " + b"x" * 2_000_000,),
        (b"* OK [CAPABILITY IMAP4rev1] x\r\n", b"* 1 FETCH ({99999999999}\r\n"),
        (b"* OK [CAPABILITY (((] x\r\n", b"* CAPABILITY ((((\r\n"),
    ],
)
def test_a_server_of_garbage_is_unavailable(answers: tuple[bytes, ...]) -> None:
    with serving(answers) as port, pytest.raises(MailboxUnavailable) as fault:
        ImapSession.begin(account(port), "INBOX")
    assert not isinstance(fault.value, LoginRefused)
    assert len(str(fault.value)) <= REASON_LIMIT


@pytest.mark.parametrize(
    ("refusal", "is_final"),
    [
        (b"NO [AUTHENTICATIONFAILED] no\r\n", True),
        (b"NO no\r\n", True),
        (b"NO [UNAVAILABLE] the database is away\r\n", False),
        (b"NO [LIMIT] too many connections\r\n", False),
    ],
)
def test_a_login_is_refused_or_put_off(refusal: bytes, *, is_final: bool) -> None:
    answers = (
        b"* OK x\r\n",
        b"* CAPABILITY IMAP4rev1\r\n%s OK done\r\n",
        b"%s " + refusal,
    )
    with serving(answers) as port, pytest.raises(MailboxUnavailable) as fault:
        ImapSession.begin(account(port), "INBOX")
    assert isinstance(fault.value, LoginRefused) is is_final


def test_a_connection_cut_at_the_login_is_not_a_refusal() -> None:
    answers = (b"* OK x\r\n", b"* CAPABILITY IMAP4rev1\r\n%s OK done\r\n")
    with serving(answers) as port, pytest.raises(MailboxUnavailable) as fault:
        ImapSession.begin(account(port), "INBOX")
    assert not isinstance(fault.value, LoginRefused)


def account(port: int) -> Account:
    return Account(
        host="127.0.0.1",
        port=port,
        user="support",
        password="",
        security=Security.NONE,
        read_timeout_seconds=2.0,
    )


@contextmanager
def serving(answers: tuple[bytes, ...]) -> Iterator[int]:
    """A server that says these one by one, whatever it hears; %s is the tag."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_talk, args=(listener, answers), daemon=True).start()
        yield listener.getsockname()[1]


def _talk(listener: socket.socket, answers: tuple[bytes, ...]) -> None:
    with contextlib.suppress(OSError):
        client, _ = listener.accept()
        with client, client.makefile("rb") as heard:
            client.sendall(answers[0])
            for answer in answers[1:]:
                tag = heard.readline().partition(b" ")[0]
                client.sendall(answer.replace(b"%s", tag))
