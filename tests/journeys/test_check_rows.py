"""``check --connect``, row by row: what is near us, fine and broken."""

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from gateway.wiring.connecting_host import disk
from gateway.wiring.rooms import Places
from gateway.wiring.tried import Result
from tests.journeys.conftest import Maker
from tests.support.daemon import Daemon, Table
from tests.support.name_server import NameServer, a_name_server
from tests.support.rows import row
from tests.support.servers.certificate import Certificate, make_certificate
from tests.support.servers.clamd import Clamd
from tests.support.servers.postgres import Postgres
from tests.support.servers.process import free_ports
from tests.support.token_server import TokenServer, token_server
from tests.support.wall_clock import WallClock, faked_clock_library

pytestmark = pytest.mark.servers


@pytest.fixture
def names() -> Iterator[NameServer]:
    with a_name_server() as server:
        yield server


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    server = Clamd()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short path: a socket file's ends at 108 bytes."""
    with TemporaryDirectory(prefix="check-") as name:
        yield Path(name)


def _host(make_daemon: Maker, names: NameServer, **settings: Table) -> Daemon:
    trust: Table = {"dns-servers": [names.address], "dns-time": "1s"}
    host = make_daemon(settings={"trust": trust, **settings})
    host.configure()
    return host


def test_our_own_doors_are_open_while_the_gateway_runs(
    make_daemon: Maker, names: NameServer, folder: Path
) -> None:
    shown = make_certificate(folder)
    smtp: Table = {"certificate": str(shown.certificate), "key": str(shown.key)}
    lmtp: Table = {"enabled": True, "path": str(folder / "lmtp.sock")}
    host = _host(make_daemon, names, smtp=smtp, lmtp=lmtp)
    shut = host.command("check", "--connect")
    assert shut.code == 0
    for what in ("listener", "LMTP"):
        assert row(shut, what)[0] == "careful"
    assert "start the gateway" in shut.out

    host.start()
    open_ = host.command("check", "--connect")
    assert row(open_, "listener")[0] == "fine", open_.out
    assert "STARTTLS" in row(open_, "listener")[1]
    assert row(open_, "certificate of listener")[0] == "fine"
    assert row(open_, "LMTP")[0] == "fine"


@pytest.mark.parametrize(
    ("age_days", "result", "told"),
    [(25, "careful", "for 4 days"), (60, "fault", "certificate has expired")],
)
def test_the_listeners_certificate_is_told_before_it_ends(
    make_daemon: Maker,
    names: NameServer,
    tmp_path: Path,
    *,
    age_days: int,
    result: str,
    told: str,
) -> None:
    shown = _issued(tmp_path, datetime.now(UTC) - timedelta(days=age_days))
    smtp: Table = {"certificate": str(shown.certificate), "key": str(shown.key)}
    host = _host(make_daemon, names, smtp=smtp)
    host.start()
    done = host.command("check", "--connect")
    found = [line for line in done.out.splitlines() if told in line]
    assert len(found) == 1, done.out
    assert result in found[0]
    assert "certificate" in found[0]


def _issued(folder: Path, at: datetime) -> Certificate:
    clock = WallClock(folder / "clock", faked_clock_library())
    clock.set(at)
    return make_certificate(folder, at=clock.environment())


def test_another_program_at_our_port_is_not_taken_for_us(
    make_daemon: Maker, names: NameServer, clamd: Clamd
) -> None:
    host = _host(make_daemon, names, smtp={"port": clamd.port})
    done = host.command("check", "--connect")
    assert row(done, "listener")[0] == "careful"


def test_the_scanner_and_the_index_answer_or_are_told(
    make_daemon: Maker, names: NameServer, clamd: Clamd, postgres: Postgres
) -> None:
    host = _host(
        make_daemon,
        names,
        attachments={"clamd": clamd.socket},
        knowledge={"postgres": postgres.conninfo},
    )
    done = host.command("check", "--connect")
    assert done.code == 0, done.out
    assert row(done, "clamd")[0] == "fine"
    assert row(done, "PostgreSQL")[0] == "fine"

    clamd.stop()
    elsewhere = _host(
        make_daemon,
        names,
        attachments={"clamd": clamd.socket},
        knowledge={"postgres": f"{postgres.conninfo} port={free_ports(1)[0]}"},
    )
    done = elsewhere.command("check", "--connect")
    assert done.code == 69
    assert row(done, "clamd")[0] == "fault"
    assert "start clamd" in done.out
    assert row(done, "PostgreSQL")[0] == "fault"
    assert "start PostgreSQL" in done.out


def test_a_full_disk_is_a_fault_where_mail_would_be_refused(tmp_path: Path) -> None:
    where = Places(root=tmp_path)
    assert disk(where, 1).result in {Result.FINE, Result.CAREFUL}
    full = disk(where, 2**62)
    assert full.result is Result.FAULT
    assert "smtp.free-disk" in full.mend
    away = disk(Places(root=tmp_path / "no" / "where"), 1)
    assert away.result is Result.FAULT


# --- our key in the DNS --------------------------------------------------------


def _key(file: Path) -> Path:
    command = ("openssl", "genrsa", "-out", str(file), "2048")
    subprocess.run(command, check=True, capture_output=True)
    file.chmod(0o600)
    return file


def _record(host: Daemon) -> str:
    published = host.command("dkim")
    assert published.code == 0, published.err
    return "".join(published.out.split('"')[1::2])


def test_the_key_in_the_dns_is_the_one_that_signs(
    make_daemon: Maker, names: NameServer, tmp_path: Path
) -> None:
    name = "support._domainkey.example.com"
    host = _host(
        make_daemon, names, dkim={"key-file": str(_key(tmp_path / "ours.pem"))}
    )
    done = host.command("check", "--connect")
    assert (done.code, row(done, "DKIM")) == (69, ("fault", "not published"))

    other = _host(
        make_daemon, names, dkim={"key-file": str(_key(tmp_path / "other.pem"))}
    )
    names.records[name] = _record(other)
    done = host.command("check", "--connect")
    assert done.code == 69
    assert row(done, "DKIM") == ("fault", "another record is published")
    assert "publish what ticket-gateway dkim prints" in done.out

    names.records[name] = _record(host)
    done = host.command("check", "--connect")
    assert (done.code, row(done, "DKIM")) == (0, ("fine", "published"))


# --- tokens --------------------------------------------------------------------


@pytest.fixture
def tokens(tmp_path: Path) -> Iterator[TokenServer]:
    with token_server(make_certificate(tmp_path)) as server:
        yield server


def test_an_account_tells_until_when_it_logs_in(
    make_daemon: Maker, names: NameServer, tokens: TokenServer
) -> None:
    account: Table = {
        "name": "box",
        "flow": "device",
        "token-endpoint": tokens.url,
        "client-id": "ant",
        "ca-file": str(tokens.ca_file),
    }
    trust: Table = {"dns-servers": [names.address], "dns-time": "1s"}
    host = make_daemon(settings={"trust": trust}, accounts=(account,))
    host.configure()
    done = host.command("check", "--connect")
    assert (done.code, row(done, "oauth box")[0]) == (69, "fault")
    assert "oauth login box" in done.out

    for days, result in ((100, "fine"), (5, "careful")):
        answer = {
            "access_token": "token-x",
            "expires_in": 3600,
            "refresh_token": "refresh-x",
            "refresh_token_expires_in": days * 86400,
        }
        tokens.answers = [(200, answer)]
        command = ("oauth", "login", "box", "--refresh-token")
        assert host.command(*command, stdin=b"refresh-0\n").code == 0
        done = host.command("check", "--connect")
        assert (done.code, row(done, "oauth box")[0]) == (0, result), done.out
        until = datetime.now(UTC) + timedelta(days=days)
        assert f"{until:%Y-%m}" in row(done, "oauth box")[1]
