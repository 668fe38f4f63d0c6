"""``check --connect`` against real servers, whole and broken."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from imapclient import IMAPClient

from tests.journeys.conftest import Maker
from tests.support.daemon import Daemon, Table
from tests.support.name_server import NameServer, a_name_server
from tests.support.rows import row
from tests.support.servers.dovecot import Dovecot
from tests.support.servers.postfix import Postfix

pytestmark = pytest.mark.servers
USER = "support-of-check@example.com"


@pytest.fixture
def delivering(dovecot: Dovecot) -> Iterator[Postfix]:
    """A relay that delivers all it takes to the mailbox, as a provider does."""
    base = f"virtual_mailbox_base = {dovecot.maildirs}"
    to = f"{base}\nvirtual_mailbox_maps = static:{USER}/"
    server = Postfix(main=to)
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def names() -> Iterator[NameServer]:
    with a_name_server() as server:
        yield server


def _host(
    make_daemon: Maker,
    dovecot: Dovecot,
    relay: Postfix,
    names: NameServer,
    folder: Path,
    *,
    right: bool = True,
    ca_file: Path | None = None,
) -> Daemon:
    password = folder / "imap-password"
    password.write_text(dovecot.password if right else "no", encoding="utf-8")
    password.chmod(0o600)
    box: Table = {
        "host": dovecot.host,
        "port": dovecot.imaps_port,
        "user": USER,
        "password-file": str(password),
        "ca-file": str(dovecot.ca_file),
    }
    out: Table = {
        "host": relay.host,
        "port": relay.port,
        "ca-file": str(ca_file or relay.ca_file),
    }
    host = make_daemon(
        settings={
            "relay": out,
            "trust": {"dns-servers": [names.address], "dns-time": "1s"},
        },
        mailboxes=(box,),
    )
    host.configure()
    return host


def test_what_works_is_fine_and_the_mail_to_ourselves_is_gone(
    make_daemon: Maker,
    dovecot: Dovecot,
    delivering: Postfix,
    names: NameServer,
    tmp_path: Path,
) -> None:
    names.records.update(
        {"example.com": "v=spf1 -all", "_dmarc.example.com": "v=DMARC1;p=none"}
    )
    host = _host(make_daemon, dovecot, delivering, names, tmp_path)

    done = host.command("check", "--connect", "--wait", "30")

    assert done.code == 0, done.out
    for what in ("mailbox", "relay", "a mail to ourselves", "clock", "SPF", "DMARC"):
        assert row(done, what)[0] == "fine", done.out
    assert dovecot.password not in done.out
    with IMAPClient(dovecot.host, dovecot.imap_port, ssl=False) as client:
        client.login(USER, dovecot.password)
        for folder in ("INBOX", "Processed"):
            assert client.folder_status(folder, ["MESSAGES"])[b"MESSAGES"] == 0


def test_while_the_gateway_runs_the_mail_to_ourselves_becomes_no_request(
    make_daemon: Maker,
    dovecot: Dovecot,
    delivering: Postfix,
    names: NameServer,
    tmp_path: Path,
) -> None:
    host = _host(make_daemon, dovecot, delivering, names, tmp_path)
    host.start()

    done = host.command("check", "--connect", "--wait", "20")

    assert row(done, "a mail to ourselves")[0] == "fine", done.out
    assert "TS20" not in host.command("request", "list").out
    assert host.command("audit").code == 0


def test_what_is_broken_is_told_with_what_to_do(
    make_daemon: Maker,
    dovecot: Dovecot,
    postfix: Postfix,
    names: NameServer,
    tmp_path: Path,
) -> None:
    names.silent = True
    wrong = _host(make_daemon, dovecot, postfix, names, tmp_path, right=False)
    done = wrong.command("check", "--connect")
    assert done.code == 69
    assert row(done, "mailbox")[0] == "fault"
    assert "correct user and password-file" in done.out
    assert row(done, "a mail to ourselves")[0] == "careful"
    assert row(done, "SPF") == ("careful", "no answer from the DNS")

    elsewhere = _host(make_daemon, dovecot, postfix, names, tmp_path)
    done = elsewhere.command("check", "--connect", "--wait", "2")
    assert done.code == 69
    assert "did not arrive within 2 s" in row(done, "a mail to ourselves")[1]

    strange = _host(
        make_daemon,
        dovecot,
        postfix,
        names,
        tmp_path,
        ca_file=dovecot.ca_file,
    )
    done = strange.command("check", "--connect")
    assert done.code == 69
    assert row(done, "relay")[0] == "fault"
    assert "certificate" in row(done, "relay")[1].lower()


def test_a_gateway_without_servers_has_little_to_try(
    make_daemon: Maker, names: NameServer
) -> None:
    host = make_daemon(settings={"trust": {"dns-servers": [names.address]}})
    host.configure()
    done = host.command("check", "--connect")
    assert done.code == 0
    assert row(done, "SPF") == ("careful", "not published")
    assert row(done, "disk of")[0] in {"fine", "careful"}
