"""What an operator sees: faults by name, one gateway a state, the books in place."""

import os
from pathlib import Path

import pytest

from gateway.settings import SYSTEM_FILE
from tests.journeys.conftest import Maker
from tests.support.daemon import Daemon, run_command
from tests.support.mailing import ANNE, a_mail, number_of


def test_a_sound_configuration_has_no_faults(make_daemon: Maker) -> None:
    host = make_daemon()
    host.configure()

    checked = host.command("check")

    assert checked.code == 0
    assert "no faults" in checked.out


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("gateway.toml", "[smtp]\nport = 99999\n", ("smtp.port", "65535")),
        ("gateway.toml", "[smtp]\nprot = 25\n", ("smtp", "prot")),
        ("gateway.toml", "[smtp\n", ("gateway.toml",)),
        ("people.toml", 'triage = ["mallory"]\npeople = []\n', ("triage", "mallory")),
        (
            "targets.toml",
            '[clocks.K9]\nwithin = "1h"\nstages = ["1h warn"]\n',
            ("K9", "K1"),
        ),
    ],
)
def test_a_fault_is_told_by_file_key_and_reason(
    make_daemon: Maker, file: str, text: str, said: tuple[str, ...]
) -> None:
    host = make_daemon()
    host.configure()
    (host.folder / file).write_text(text, encoding="utf-8")

    checked, started = host.command("check"), host.command("run")

    assert checked.code == started.code == os.EX_CONFIG
    for word in (file, *said):
        assert word in checked.out + checked.err
        assert word in started.err
    assert "Traceback" not in checked.err + started.err


def test_a_state_that_cannot_be_written_is_said_in_one_line(
    make_daemon: Maker,
) -> None:
    host = make_daemon()
    host.configure()
    # A folder in place of a file: what stops root, too.
    (host.state / "lock").mkdir(parents=True)

    started = host.command("run")

    assert started.code == os.EX_CANTCREAT
    assert str(host.state) in started.err
    assert "Traceback" not in started.err


def test_a_second_gateway_on_the_same_state_refuses_to_start(daemon: Daemon) -> None:
    second = daemon.command("run")

    assert second.code == os.EX_TEMPFAIL
    assert str(daemon.state) in second.err
    assert "Traceback" not in second.err
    daemon.send(a_mail(), ANNE)
    daemon.post().wait_for("C01", ANNE)


def test_a_port_that_is_taken_is_said_in_one_line(
    daemon: Daemon, make_daemon: Maker
) -> None:
    other = make_daemon(settings={"smtp": {"port": daemon.port}})
    other.configure()

    done = other.command("run")

    assert done.code == os.EX_OSERR
    assert f"127.0.0.1:{daemon.port}" in done.err
    assert "Traceback" not in done.err


def test_requests_are_listed_and_shown(daemon: Daemon) -> None:
    daemon.send(a_mail("Company: Customer Ltd\nPhone: 123456\n"), ANNE)
    number = number_of(daemon.post().wait_for("C01", ANNE))

    listed = daemon.command("request", "list").out
    shown = daemon.command("request", "show", number.lower()).out

    for word in (number, "awaiting-information", "medium", ANNE, "The printer"):
        assert word in listed
    for word in (number, "Customer Ltd", "123456", "C01", "S01", "sent"):
        assert word in shown
    assert daemon.command("request", "show", "TS20200101001").code == os.EX_NOINPUT


@pytest.mark.skipif(SYSTEM_FILE.exists(), reason="this host has a configuration")
def test_in_its_folder_the_commands_find_the_state_by_themselves(
    daemon: Daemon, tmp_path: Path
) -> None:
    daemon.send(a_mail(), ANNE)
    number = number_of(daemon.post().wait_for("C01", ANNE))
    daemon.stop()

    audit = run_command(("audit",), folder=daemon.folder)
    listed = run_command(("request", "list"), folder=daemon.folder)
    elsewhere = run_command(("audit",), folder=tmp_path)

    assert (audit.code, listed.code, elsewhere.code) == (0, 0, 0)
    assert "accepted         1" in audit.out
    assert number in listed.out
    assert "accepted         0" in elsewhere.out
