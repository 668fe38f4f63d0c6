"""What the configuration says of the listener is what a stranger meets."""

import smtplib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from tests.journeys.conftest import Maker
from tests.support.daemon import Daemon, Table
from tests.support.listener import Peer
from tests.support.mailing import ANNE, SUPPORT, a_mail

# Nobody is a friend here: the tests speak as strangers do.
STRANGERS: Mapping[str, Table] = {"trust": {"border": []}}
MAIL = f"MAIL FROM:<{ANNE}>"


@contextmanager
def stranger(make_daemon: Maker, **smtp: str | int) -> Iterator[Peer]:
    given = {name.replace("_", "-"): value for name, value in smtp.items()}
    daemon = make_daemon(settings={**STRANGERS, "smtp": given})
    daemon.start()
    with session(daemon) as peer:
        yield peer


@contextmanager
def session(daemon: Daemon) -> Iterator[Peer]:
    peer = Peer.to(("127.0.0.1", daemon.port), seconds=20)
    try:
        yield peer
    finally:
        peer.close()


@pytest.mark.parametrize(
    ("smtp", "said", "answer"),
    [
        ({"mails_per_minute": 1}, [MAIL, "RSET", MAIL], "421 4.7.0"),
        ({"free_disk": "999999999GiB"}, [MAIL], "452 4.3.1"),
    ],
    ids=str,
)
def test_a_limit_of_the_configuration_is_kept(
    make_daemon: Maker, smtp: dict[str, str | int], said: list[str], answer: str
) -> None:
    with stranger(make_daemon, **smtp) as peer:
        peer.answer()
        assert peer.say("EHLO x", *said)[-1].startswith(answer)


def test_who_speaks_in_the_pause_before_the_banner_is_left(
    make_daemon: Maker,
) -> None:
    daemon = make_daemon(settings={**STRANGERS, "smtp": {"greet-pause": "500ms"}})
    # Ready is when it listens: whoever starts it waits for a banner and says nothing.
    daemon.start()
    with session(daemon) as peer:
        peer.send(b"EHLO scanner.example\r\n")
        assert peer.line().startswith("521 5.5.1 ")


def test_a_message_that_says_too_small_a_size_is_refused_at_its_end(
    make_daemon: Maker,
) -> None:
    daemon = make_daemon(settings={"smtp": {"message-size": "64KiB"}})
    daemon.start()
    with smtplib.SMTP("127.0.0.1", daemon.port, timeout=20) as client:
        client.ehlo()
        client.mail(ANNE, ["SIZE=10"])
        client.rcpt(SUPPORT)
        code, reply = client.data(a_mail("x" * 70 * 1024))
    assert (code, reply[:5]) == (552, b"5.3.4")
    assert daemon.command("queue", "list").out == "-- 0 waiting\n"
