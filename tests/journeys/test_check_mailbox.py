"""``check --connect``: a real mailbox and a real relay that are not quite well."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from imapclient import IMAPClient

from gateway.wiring.connecting_relay import clock
from tests.journeys.conftest import Maker
from tests.support.daemon import Daemon, Done, Table, run_command
from tests.support.mailing import a_mail
from tests.support.name_server import NameServer, a_name_server
from tests.support.rows import row
from tests.support.servers.certificate import make_certificate
from tests.support.servers.dovecot import Dovecot
from tests.support.servers.postfix import Postfix
from tests.support.wall_clock import WallClock, faked_clock_library

pytestmark = pytest.mark.servers

USER = "support-of-rows@example.com"
QUOTA = """
mail_plugins = quota
protocol imap {{
  mail_plugins = quota imap_quota
}}
plugin {{
  quota = maildir:Mails
  quota_rule = *:messages={limit}
}}
"""
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PLUS = """
recipient_delimiter = +
virtual_mailbox_domains = example.com
virtual_mailbox_maps = texthash:/etc/postfix/boxes
"""
NO_PLUS = PLUS.replace("recipient_delimiter = +", "recipient_delimiter =")


@pytest.fixture
def names() -> Iterator[NameServer]:
    with a_name_server() as server:
        yield server


@contextmanager
def a_mailbox(
    more: str = "", *, at: Mapping[str, str] | None = None
) -> Iterator[Dovecot]:
    server = Dovecot(more=more)
    if at:
        make_certificate(server.ca_file.parent, at=at)
    try:
        server.start()
        yield server
    finally:
        server.remove()


@contextmanager
def a_relay(box: Dovecot, main: str = "", other: str = "") -> Iterator[Postfix]:
    """It delivers to the mailbox, as a provider does."""
    base = f"virtual_mailbox_base = {box.maildirs}"
    boxes = f"support@example.com {USER}/\n{other}"
    server = Postfix(
        main=f"{base}\nvirtual_mailbox_maps = static:{USER}/\n{main}",
        maps={"boxes": boxes},
    )
    try:
        server.start()
        yield server
    finally:
        server.remove()


def _host(
    make_daemon: Maker, box: Dovecot, relay: Postfix | None, names: NameServer
) -> Daemon:
    settings: dict[str, Table] = {
        "trust": {"dns-servers": [names.address], "dns-time": "1s"}
    }
    if relay:
        settings["relay"] = {
            "host": relay.host,
            "port": relay.port,
            "ca-file": str(relay.ca_file),
        }
    host = make_daemon(settings=settings, mailboxes=(_account(box),))
    host.configure()
    return host


def _account(box: Dovecot) -> Table:
    password = box.ca_file.with_name("password")
    password.write_text(box.password, encoding="utf-8")
    password.chmod(0o600)
    return {
        "host": box.host,
        "port": box.imaps_port,
        "user": USER,
        "password-file": str(password),
        "ca-file": str(box.ca_file),
    }


def _left(box: Dovecot) -> int:
    with IMAPClient(box.host, box.imap_port, ssl=False) as client:
        client.login(USER, box.password)
        return int(client.folder_status("INBOX", ["MESSAGES"])[b"MESSAGES"])


# --- the mailbox ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("mails", "result", "told"),
    [(9, "fine", "90% used: 9 of 10"), (10, "fault", "100% used"), (0, "fine", "0%")],
)
def test_a_mailbox_that_is_nearly_full_is_told(
    make_daemon: Maker, names: NameServer, *, mails: int, result: str, told: str
) -> None:
    with a_mailbox(QUOTA.format(limit=10)) as box:
        with IMAPClient(box.host, box.imap_port, ssl=False) as client:
            client.login(USER, box.password)
            for _ in range(mails):
                client.append("INBOX", a_mail())
        done = _host(make_daemon, box, None, names).command("check", "--connect")
    found = row(done, "quota MESSAGE")
    assert found[0] == result, done.out
    assert told in found[1]
    assert ("have the quota raised" in done.out) == (result != "fine")


def test_a_mailbox_above_nine_tenths_is_worth_a_word(
    make_daemon: Maker, names: NameServer
) -> None:
    with a_mailbox(QUOTA.format(limit=21)) as box:
        with IMAPClient(box.host, box.imap_port, ssl=False) as client:
            client.login(USER, box.password)
            for _ in range(20):
                client.append("INBOX", a_mail())
        done = _host(make_daemon, box, None, names).command("check", "--connect")
    assert row(done, "quota")[0] == "careful", done.out
    assert done.code == 0


def test_a_folder_of_orders_that_cannot_be_made_is_told(
    make_daemon: Maker, names: NameServer
) -> None:
    with a_mailbox() as box:
        host = make_daemon(
            settings={"trust": {"dns-servers": [names.address]}},
            mailboxes=(
                {
                    **_account(box),
                    "folders": {"Junk": "junk", "新建//x": "new"},
                    "folders-by": "elle@example.com",
                },
            ),
        )
        host.configure()
        done = host.command("check", "--connect")
    assert done.code == 69
    assert row(done, "folder 新建//x")[0] == "fault"
    assert "folder Junk" not in done.out
    assert "make the folder by hand" in done.out


# --- certificates --------------------------------------------------------------


def _made(folder: Path, age: timedelta) -> Mapping[str, str]:
    watch = WallClock(folder / "clock", faked_clock_library())
    watch.set(datetime.now(UTC) - age)
    return watch.environment()


def test_certificates_that_end_soon_are_told(
    make_daemon: Maker, names: NameServer, tmp_path: Path
) -> None:
    soon = _made(tmp_path, timedelta(days=25))
    with a_mailbox(at=soon) as box, a_relay(box) as relay:
        fresh = _host(make_daemon, box, relay, names)
        done = fresh.command("check", "--connect")
        found = row(done, f"certificate of {box.host}:{box.imaps_port}")
        assert found[0] == "careful"
        assert "for 4 days" in found[1]
        assert row(done, f"certificate of {relay.host}:{relay.port}")[0] == "fine"
        relay.stop()
        make_certificate(relay.ca_file.parent, at=soon)
        relay.start()
        done = fresh.command("check", "--connect")
        assert row(done, f"certificate of {relay.host}:{relay.port}")[0] == "careful"
        assert done.code == 0


def test_certificates_that_have_ended_are_faults(
    make_daemon: Maker, names: NameServer, tmp_path: Path
) -> None:
    long_ago = _made(tmp_path, timedelta(days=60))
    with a_mailbox(at=long_ago) as box, a_relay(box) as relay:
        relay.stop()
        make_certificate(relay.ca_file.parent, at=long_ago)
        relay.start()
        done = _host(make_daemon, box, relay, names).command("check", "--connect")
    assert done.code == 69
    for what in ("mailbox", "relay"):
        result, told = row(done, what)
        assert result == "fault"
        assert "certificate has expired" in told
    assert "let the provider renew" in done.out
    assert "let the relay's operator renew" in done.out


# --- the clock -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("off", "result"),
    [
        (timedelta(), "fine"),
        (timedelta(seconds=59), "fine"),
        (timedelta(seconds=60), "careful"),
        (timedelta(minutes=5), "fault"),
        (-timedelta(seconds=59), "fine"),
        (-timedelta(seconds=60), "careful"),
        (-timedelta(minutes=5), "fault"),
    ],
)
def test_a_clock_is_judged_by_how_far_it_is_off(off: timedelta, result: str) -> None:
    """``off``: by how much ours is ahead."""
    assert clock(NOON + off, NOON, NOON + off).result == result


def test_a_mail_that_took_long_says_nothing_of_the_clock() -> None:
    late = NOON + timedelta(minutes=20)
    assert clock(NOON, late, late + timedelta(seconds=1)).result == "fine"


@pytest.mark.parametrize(
    ("off", "result", "told"),
    [
        (timedelta(seconds=90), "careful", "ahead of the mailbox's server"),
        (timedelta(minutes=6), "fault", "ahead of the mailbox's server"),
        (-timedelta(seconds=90), "careful", "behind the mailbox's server"),
        (-timedelta(minutes=6), "fault", "behind the mailbox's server"),
    ],
)
def test_a_host_whose_clock_is_wrong_is_told(
    make_daemon: Maker,
    names: NameServer,
    tmp_path: Path,
    *,
    off: timedelta,
    result: str,
    told: str,
) -> None:
    watch = WallClock(tmp_path / "clock", faked_clock_library())
    watch.set(datetime.now(UTC) + off)
    # Certificates were made some minutes ago, for whoever's clock is behind.
    (tmp_path / "made").mkdir()
    made = _made(tmp_path / "made", timedelta(hours=1))
    with a_mailbox(at=made) as box, a_relay(box) as relay:
        relay.stop()
        make_certificate(relay.ca_file.parent, at=made)
        relay.start()
        host = _host(make_daemon, box, relay, names)
        done = _as_of(watch, host)
    assert row(done, "clock")[0] == result, done.out
    assert told in row(done, "clock")[1]
    assert "timedatectl" in done.out


def _as_of(watch: WallClock, host: Daemon) -> Done:
    command = ("check", "--config", str(host.config), "--connect", "--wait", "20")
    return run_command(command, folder=host.folder, environment=watch.environment())


# --- plus addresses ------------------------------------------------------------


def test_where_plus_addresses_are_delivered_the_mail_arrives(
    make_daemon: Maker, names: NameServer
) -> None:
    with a_mailbox() as box, a_relay(box, PLUS) as relay:
        host = _host(make_daemon, box, relay, names)
        done = host.command("check", "--connect", "--wait", "20")
        assert row(done, "a mail to ourselves")[0] == "fine", done.out
        assert _left(box) == 0


def test_where_they_are_refused_it_is_said_what_to_do(
    make_daemon: Maker, names: NameServer
) -> None:
    with a_mailbox() as box, a_relay(box, NO_PLUS) as relay:
        host = _host(make_daemon, box, relay, names)
        done = host.command("check", "--connect", "--wait", "20")
        assert done.code == 69
        result, told = row(done, "a mail to ourselves")
        assert result == "fault"
        assert "5.1.1" in told
        assert "recipient_delimiter = + in Postfix" in done.out
        assert _left(box) == 0, "the second mail is taken away again"


def test_where_they_go_elsewhere_it_is_said_that_others_arrive(
    make_daemon: Maker, names: NameServer
) -> None:
    with (
        a_mailbox() as box,
        a_relay(box, NO_PLUS, "@example.com elsewhere/\n") as relay,
    ):
        host = _host(make_daemon, box, relay, names)
        done = host.command("check", "--connect", "--wait", "3")
        assert done.code == 69
        told = row(done, "a mail to ourselves")[1]
        assert "one to support@example.com did" in told
        assert "recipient_delimiter" in done.out
        assert _left(box) == 0


def test_where_nothing_arrives_it_is_said_that_nothing_did(
    make_daemon: Maker, names: NameServer
) -> None:
    elsewhere = "virtual_mailbox_maps = static:elsewhere/"
    with a_mailbox() as box, a_relay(box, elsewhere) as relay:
        host = _host(make_daemon, box, relay, names)
        done = host.command("check", "--connect", "--wait", "2")
    assert done.code == 69
    assert "nor one to support@example.com" in row(done, "a mail to ourselves")[1]
    assert "to a mailbox of [[imap]]" in done.out
