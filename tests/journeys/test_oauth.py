"""A mailbox and a relay that let in by tokens: from a device login to a request."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from imapclient import IMAPClient

from tests.journeys.conftest import Maker
from tests.support.daemon import Daemon, Table
from tests.support.mailing import ANNE, a_mail
from tests.support.relay import Offer, Relay
from tests.support.servers.certificate import Certificate, make_certificate
from tests.support.servers.dovecot import Dovecot
from tests.support.token_server import TokenServer, token_server

pytestmark = pytest.mark.servers
USER = "support-by-token@example.com"


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return make_certificate(tmp_path)


@pytest.fixture
def tokens(certificate: Certificate) -> Iterator[TokenServer]:
    with token_server(certificate) as server:
        server.user = USER
        yield server


@pytest.fixture
def mailbox(tokens: TokenServer) -> Iterator[Dovecot]:
    server = Dovecot(tokens=tokens.info)
    try:
        server.start()
        yield server
    finally:
        server.remove()


def _host(
    make_daemon: Maker,
    tokens: TokenServer,
    mailboxes: tuple[Table, ...] = (),
    relay: Table | None = None,
) -> Daemon:
    host = make_daemon(
        settings={"relay": relay} if relay else {},
        mailboxes=mailboxes,
        accounts=(
            {
                "name": "mailbox",
                "flow": "device",
                "token-endpoint": tokens.url,
                "device-endpoint": tokens.url,
                "client-id": "ant",
                "ca-file": str(tokens.ca_file),
            },
        ),
    )
    host.configure()
    return host


def _of(mailbox: Dovecot) -> Table:
    return {
        "host": mailbox.host,
        "port": mailbox.imaps_port,
        "user": USER,
        "oauth": "mailbox",
        "ca-file": str(mailbox.ca_file),
    }


def _append(mailbox: Dovecot, content: bytes) -> None:
    with IMAPClient(mailbox.host, port=mailbox.imap_port, ssl=False) as client:
        client.login(USER, mailbox.password)
        client.append("INBOX", content)


def test_after_a_device_login_mail_comes_in_by_token(
    make_daemon: Maker, tokens: TokenServer, mailbox: Dovecot
) -> None:
    host = _host(make_daemon, tokens, (_of(mailbox),))
    before = host.command("oauth", "status")
    assert before.code == 1
    assert "nobody has logged in" in before.out
    login = host.command("oauth", "login", "mailbox")
    assert login.code == 0, login.err
    assert "https://login.example/device" in login.out
    assert "ANT-BEE" in login.out
    assert host.command("oauth", "status").code == 0
    _append(mailbox, a_mail(message_id="<ant@customer.example>"))

    host.start()

    host.post().wait_for("C01", ANNE)
    said = host.log() + login.out
    assert not any(token in said for token in tokens.given)
    assert host.command("oauth", "forget", "mailbox").code == 0
    assert host.command("oauth", "status").code == 1


def test_a_token_that_the_mailbox_refuses_is_told_with_its_reason(
    make_daemon: Maker, tokens: TokenServer, mailbox: Dovecot
) -> None:
    host = _host(make_daemon, tokens, (_of(mailbox),))
    assert host.command("oauth", "login", "mailbox").code == 0
    tokens.given.clear()
    host.start()
    host.wait_for_log("unavailable .*again in 900 s")
    host.wait_for_log("invalid_token|invalid_request|401")


def test_letters_go_out_by_token_and_a_refusal_tells_why(
    make_daemon: Maker, tokens: TokenServer
) -> None:
    offer = Offer(mechanisms="XOAUTH2", login=(USER, "token-1"))
    with Relay(offer) as relay:
        table: Table = {
            "host": relay.host,
            "port": relay.port,
            "security": "none",
            "user": USER,
            "oauth": "mailbox",
        }
        host = _host(make_daemon, tokens, relay=table)
        assert host.command("oauth", "login", "mailbox").code == 0
        # The login itself renewed nothing: its own token is the first one.
        host.start()
        host.send(a_mail(), ANNE)
        relay.wait_for(1)
        assert b"X-Ticket-Mail: C01" in b"".join(one.wire for one in relay.taken)


def test_an_account_that_is_not_there_is_told_by_check(
    make_daemon: Maker, tokens: TokenServer
) -> None:
    box: Table = {"host": "127.0.0.1", "user": USER}
    none = _host(make_daemon, tokens, ({**box, "oauth": "other"},))
    assert "no [[oauth]] named 'other'" in none.command("check").out
    neither = _host(make_daemon, tokens, (box,))
    assert "set one of password-file and oauth" in neither.command("check").out


def test_a_refresh_token_that_gives_nothing_leaves_the_good_one(
    make_daemon: Maker, tokens: TokenServer
) -> None:
    host = _host(make_daemon, tokens)
    login = ("oauth", "login", "mailbox", "--refresh-token")
    assert host.command(*login, stdin=b"refresh-0\n").code == 0
    assert "refresh-0" in tokens.asked[0].values()
    tokens.answers = [(400, {"error": "invalid_grant"})]
    refused = host.command(*login, stdin=b"mistyped\n")
    assert refused.code == 1
    assert "invalid_grant" in refused.err
    assert host.command("oauth", "status").code == 0
    assert host.command(*login, stdin=b"\n").code == 1
