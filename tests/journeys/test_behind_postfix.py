"""A real Postfix hands mail over by LMTP and through a pipe, as docs/mta.md says.

What is run is what the page says: its snippets, with the paths of the test in them.
"""

import smtplib
import socket
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.journeys.conftest import Maker
from tests.support.daemon import Daemon, Table
from tests.support.errands import errands
from tests.support.listener import Peer
from tests.support.mailing import ANNE, SUPPORT, a_mail
from tests.support.servers.postfix import ARRIVAL_LIMIT_SECONDS, Postfix
from tests.support.servers.process import POLL_SECONDS, free_ports
from tests.support.snippets import DOCS, changed, snippet

pytestmark = pytest.mark.servers

BY_LMTP, BY_PIPE = "Postfix, by LMTP", "Postfix, through a pipe"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that Postfix's own users reach; tmp_path is root's alone."""
    with TemporaryDirectory(prefix="mta-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def mta(main: str = "", *, master: str = "", transport: str) -> Iterator[Postfix]:
    recipients = snippet("mta.md", "/etc/postfix/gateway-recipients", BY_LMTP)
    server = Postfix(
        # The fixture takes every domain for one of its own mailboxes: not here.
        main=snippet("mta.md", "main.cf", BY_LMTP)
        + f"virtual_mailbox_domains =\n{main}",
        master=master,
        maps={"gateway-recipients": recipients, "gateway-transport": transport},
    )
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def by_lmtp(folder: Path) -> Iterator[Postfix]:
    transport = snippet("mta.md", "/etc/postfix/gateway-transport", BY_LMTP)
    socket_file = folder / "lmtp.sock"
    with mta(transport=changed(transport, socket=socket_file)) as server:
        yield server


def settings(folder: Path, **more: str | int | bool) -> Table:
    path = str(folder / "lmtp.sock")
    return {"enabled": True, "path": path, "socket-group": "postfix", **more}


def hand_in(server: Postfix, content: bytes, *to: str) -> dict[str, tuple[int, bytes]]:
    """The recipients that the MTA refused in the session."""
    with smtplib.SMTP(server.host, server.port, timeout=30) as client:
        return client.sendmail(ANNE, to, content)


def logged(server: Postfix, *words: str) -> str:
    """The first line of Postfix's log that holds all the words, once it is there."""
    deadline = time.monotonic() + ARRIVAL_LIMIT_SECONDS
    while True:
        said = server.log().splitlines()
        found = [line for line in said if all(word in line for word in words)]
        if found:
            return found[0]
        assert time.monotonic() < deadline, f"{words} in:\n{server.log()}"
        time.sleep(POLL_SECONDS)


@pytest.mark.parametrize("mode", ["spool", "sync"])
def test_a_mail_comes_by_lmtp_and_the_token_of_its_address_with_it(
    make_daemon: Maker, by_lmtp: Postfix, folder: Path, mode: str
) -> None:
    daemon = make_daemon(settings={"lmtp": settings(folder, mode=mode)})
    daemon.start()
    assert stat.S_IMODE((folder / "lmtp.sock").stat().st_mode) == 0o660
    post = daemon.post()

    assert hand_in(by_lmtp, a_mail(), SUPPORT, "support+xyz@example.com") == {}

    post.wait_for("C01", ANNE)
    word = "Recorded" if mode == "sync" else "Queued"
    logged(by_lmtp, "to=<support@example.com>", "status=sent", word)
    logged(by_lmtp, "to=<support+xyz@example.com>", "status=sent", word)
    assert daemon.command("audit").code == 0


def test_a_mail_comes_by_tcp_as_well(make_daemon: Maker) -> None:
    (port,) = free_ports(1)
    page = (DOCS / "mta.md").read_text(encoding="utf-8")
    by_tcp = "lmtp:inet:127.0.0.1:2424"
    assert f"By TCP the transport is `{by_tcp}`." in page
    daemon = make_daemon(settings={"lmtp": {"enabled": True, "port": port}})
    daemon.start()
    transport = f"{SUPPORT} {by_tcp.replace('2424', str(port))}\n"
    with mta(transport=transport) as server:
        assert hand_in(server, a_mail(), SUPPORT) == {}
        daemon.post().wait_for("C01", ANNE)
        logged(server, f"to=<{SUPPORT}>", "status=sent", "250 2.0.0 Queued")


def test_who_is_not_ours_is_refused_by_postfix_in_the_session(
    make_daemon: Maker, by_lmtp: Postfix, folder: Path
) -> None:
    daemon = make_daemon(settings={"lmtp": settings(folder)})
    daemon.start()

    refused = hand_in(by_lmtp, a_mail(), SUPPORT, "nobody@example.com")

    assert {who: code for who, (code, _) in refused.items()} == {
        "nobody@example.com": 550
    }
    daemon.post().wait_for("C01", ANNE)


def test_each_recipient_has_an_outcome_of_his_own(
    make_daemon: Maker, folder: Path
) -> None:
    # A map that leads more to us than is ours, and a gateway that takes two at once.
    transport = f"example.com lmtp:unix:{folder}/lmtp.sock\n"
    main = "relay_recipient_maps =\nminimal_backoff_time = 1s\nqueue_run_delay = 1s\n"
    daemon = make_daemon(settings={"lmtp": settings(folder, recipients=2)})
    daemon.start()
    with mta(main, transport=transport) as server:
        ours = [f"support+{word}@example.com" for word in ("a", "b", "c")]
        hand_in(server, a_mail(), "nobody@example.com", *ours)

        bounced = logged(server, "to=<nobody@example.com>", "status=")
        sent = [logged(server, f"to=<{one}>", "status=sent") for one in ours]

    assert "status=bounced" in bounced
    assert "550 5.1.1" in bounced
    assert len(sent) == len(ours)
    # The one that was one too many came a second time, and was known.
    daemon.wait_for_log("end_state=request")
    daemon.wait_for_log("end_state=filed.*duplicate")
    assert daemon.command("audit").code == 0


def test_while_the_gateway_is_away_postfix_keeps_the_mail(
    make_daemon: Maker, folder: Path
) -> None:
    transport = snippet("mta.md", "/etc/postfix/gateway-transport", BY_LMTP)
    main = "minimal_backoff_time = 1s\nmaximal_backoff_time = 2s\nqueue_run_delay = 1s"
    daemon = make_daemon(settings={"lmtp": settings(folder)})
    daemon.configure()
    with mta(
        f"{main}\ntransport_retry_time = 1s\n",
        transport=changed(transport, socket=folder / "lmtp.sock"),
    ) as server:
        assert hand_in(server, a_mail(), SUPPORT) == {}
        logged(server, "status=deferred")
        daemon.start()
        daemon.post().wait_for("C01", ANNE)
        logged(server, "status=sent")


def test_an_mta_that_cuts_after_the_final_dot_and_comes_again_does_no_harm(
    make_daemon: Maker, folder: Path
) -> None:
    daemon = make_daemon(settings={"lmtp": settings(folder, mode="sync")})
    daemon.start()
    post = daemon.post()
    content = a_mail()
    for cut in (True, False):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(30)
        connection.connect(str(folder / "lmtp.sock"))
        peer = Peer(connection)
        peer.answer()
        peer.say("LHLO mx", f"MAIL FROM:<{ANNE}>", f"RCPT TO:<{SUPPORT}>", "DATA")
        peer.send(content + b".\r\n")
        if not cut:
            assert peer.answer().startswith("250")
        peer.close()
    post.wait_for("C01", ANNE)
    daemon.wait_for_log("end_state=filed.*duplicate")
    assert len(post.letters("C01", ANNE)) == 1
    assert daemon.command("audit").code == 0


# --- through a pipe ---


@pytest.fixture
def host(make_daemon: Maker) -> Daemon:
    made = make_daemon(settings={"smtp": {"message-size": "64KiB"}})
    made.configure()
    return made


@pytest.fixture
def by_pipe(host: Daemon, folder: Path) -> Iterator[Postfix]:
    with (
        errands(folder / "ticket-gateway", host.command) as command,
        _piping(command) as server,
    ):
        yield server


@contextmanager
def _piping(command: Path) -> Iterator[Postfix]:
    with mta(
        master=changed(
            snippet("mta.md", "master.cf", BY_PIPE), command=command, user="user=nobody"
        ),
        transport=snippet("mta.md", "/etc/postfix/gateway-transport", BY_PIPE),
    ) as server:
        yield server


def test_a_mail_comes_through_a_pipe_with_its_envelope(
    host: Daemon, by_pipe: Postfix
) -> None:
    hand_in(by_pipe, a_mail(), SUPPORT, "support+xyz@example.com")

    line = logged(by_pipe, "relay=gateway", "to=<support@example.com>")
    assert "dsn=2.0.0, status=sent" in line
    kept = min(host.state.rglob("incoming/*"))
    assert b"Return-Path: <anne@customer.example>\r\n" in kept.read_bytes()
    assert b"with PIPE id" in kept.read_bytes()
    assert "-- 1 waiting" in host.command("queue", "list").out


def test_a_null_sender_stays_null(host: Daemon, by_pipe: Postfix) -> None:
    with smtplib.SMTP(by_pipe.host, by_pipe.port, timeout=30) as client:
        client.sendmail("", [SUPPORT], a_mail())

    logged(by_pipe, "relay=gateway", "status=sent")
    (kept,) = host.state.rglob("incoming/*")
    assert kept.read_bytes().startswith(b"Return-Path: <>\r\n")


Spoil = Callable[[Daemon], None]


def break_configuration(host: Daemon) -> None:
    host.config.write_text("[smtp]\nport = 0\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "spoil", "outcome"),
    [
        ("x\n" * 40_000, lambda _: None, "dsn=5.3.4, status=bounced"),
        ("hello", break_configuration, "dsn=4.3.5, status=deferred"),
    ],
)
def test_what_the_command_refuses_postfix_bounces_or_keeps(
    host: Daemon, by_pipe: Postfix, text: str, spoil: Spoil, outcome: str
) -> None:
    spoil(host)
    hand_in(by_pipe, a_mail(text), SUPPORT)

    assert outcome in logged(by_pipe, "relay=gateway", "status=")
