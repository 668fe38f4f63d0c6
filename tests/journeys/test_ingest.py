"""Mail through a pipe: the exit code is the promise (sysexits)."""

import os

import pytest

from tests.journeys.conftest import Maker
from tests.support.daemon import Daemon
from tests.support.mailing import ANNE, a_mail


@pytest.fixture
def host(make_daemon: Maker) -> Daemon:
    """Offer a configured host on which no gateway runs."""
    made = make_daemon(settings={"smtp": {"message-size": "64KiB"}})
    made.configure()
    return made


def test_a_message_is_durable_once_the_exit_code_is_zero(host: Daemon) -> None:
    done = host.command("ingest", "--from", ANNE, stdin=a_mail())

    assert done.code == os.EX_OK
    code, _queued, _as, queue_id = done.out.split()
    assert code == "2.0.0"
    shown = host.command("queue", "show", queue_id)
    assert shown.out.encode() == a_mail()


@pytest.mark.parametrize("to", ["bart@example.com", "support@example.org"])
def test_an_address_that_is_not_ours_is_unknown(host: Daemon, to: str) -> None:
    done = host.command("ingest", "--to", to, stdin=a_mail())

    assert done.code == os.EX_NOUSER
    assert host.command("queue", "list").out == "-- 0 waiting\n"


def test_of_several_recipients_ours_are_enough(host: Daemon) -> None:
    both = ("--to", "x@example.org", "--to", "Support+ts1.abc@Example.com")

    assert host.command("ingest", *both, stdin=a_mail()).code == os.EX_OK


def test_a_message_over_the_limit_is_refused_and_nothing_of_it_stays(
    host: Daemon,
) -> None:
    done = host.command("ingest", stdin=a_mail("x" * 70 * 1024))

    assert done.code == os.EX_DATAERR
    assert host.command("queue", "list").out == "-- 0 waiting\n"
    assert [path for path in host.state.rglob("tmp/*") if path.is_file()] == []


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_a_message_in_a_loop_is_refused(host: Daemon, line_end: bytes) -> None:
    looping = b"Received: from x" + line_end
    mail = a_mail().replace(b"\r\n", line_end)

    done = host.command("ingest", stdin=looping * 51 + mail)

    assert (done.code, done.out.split()[0]) == (os.EX_DATAERR, "5.4.6")
    assert host.command("ingest", stdin=looping * 50 + mail).code == os.EX_OK


def test_a_full_disk_is_a_reason_to_come_again(host: Daemon) -> None:
    host.command("queue", "list")

    done = host.command("ingest", stdin=a_mail(), full_disk=True)

    assert done.code == os.EX_TEMPFAIL
    assert host.command("queue", "list").out == "-- 0 waiting\n"
    assert [path for path in host.state.rglob("tmp/*") if path.is_file()] == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes where nobody may")
def test_a_read_only_spool_is_a_reason_to_come_again(host: Daemon) -> None:
    host.command("queue", "list")
    folders = [path for path in (host.state / "spool").rglob("*") if path.is_dir()]
    for folder in (host.state / "spool", *folders):
        folder.chmod(0o500)
    try:
        assert host.command("ingest", stdin=a_mail()).code == os.EX_TEMPFAIL
    finally:
        for folder in (host.state / "spool", *folders):
            folder.chmod(0o700)
