"""The shipped units load without a word and expose no more than they must."""

import subprocess
from pathlib import Path

import pytest

from tests.support.servers.requirement import required_program

UNITS = Path(__file__).parents[2] / "systemd"
SERVICE = "ticket-gateway.service"
SOCKETS = ("ticket-gateway-smtp.socket", "ticket-gateway-lmtp.socket")
# systemd counts in tenths here: 15 is an exposure of 1.5 of 10.
EXPOSURE_LIMIT_TENTHS = 15


def test_the_units_load_without_a_complaint(tmp_path: Path) -> None:
    said = _analyze("verify", *map(str, _units_as_if_installed(tmp_path)))

    assert (said.returncode, said.stdout + said.stderr) == (0, "")


def test_the_service_exposes_at_most_what_the_limit_says() -> None:
    limit = f"--threshold={EXPOSURE_LIMIT_TENTHS}"
    said = _analyze("security", "--offline=true", limit, str(UNITS / SERVICE))

    assert said.returncode == 0, said.stdout[-200:]


def test_a_worker_may_limit_its_own_memory() -> None:
    filters = [value for key, value in _lines(SERVICE) if key == "SystemCallFilter"]

    # The last word counts: later lines add to and take from the earlier ones.
    assert filters[-1].split() == ["setrlimit", "prlimit64"]


def test_a_wrong_configuration_is_not_restarted() -> None:
    assert ("RestartPreventExitStatus", "78") in _lines(SERVICE)


@pytest.mark.parametrize(
    ("name", "where"), [("smtp", "25"), ("lmtp", "/run/ticket-gateway/lmtp.sock")]
)
def test_a_socket_names_what_it_is_for(name: str, where: str) -> None:
    lines = _lines(f"ticket-gateway-{name}.socket")

    assert ("ListenStream", where) in lines
    assert ("FileDescriptorName", name) in lines
    assert ("Service", SERVICE) in lines


def test_not_everybody_on_the_host_may_hand_in_mail_by_lmtp() -> None:
    lines = dict(_lines("ticket-gateway-lmtp.socket"))

    assert lines["SocketMode"] == "0660"
    assert lines["SocketUser"] == dict(_lines(SERVICE))["User"]


def test_the_service_runs_as_the_user_that_sysusers_makes(tmp_path: Path) -> None:
    sysusers = required_program("systemd-sysusers", package="systemd")
    made = subprocess.run(
        (sysusers, "--dry-run", f"--root={tmp_path}", UNITS / _conf("sysusers")),
        capture_output=True,
        text=True,
        check=True,
    )
    user = dict(_lines(SERVICE))["User"]

    assert f"'{user}'" in made.stdout + made.stderr


def test_the_folders_belong_to_users_that_exist() -> None:
    rows = [
        line.split()
        for line in (UNITS / _conf("tmpfiles")).read_text().splitlines()
        if not line.startswith("#")
    ]
    user = dict(_lines(SERVICE))["User"]

    assert {row[3] for row in rows} <= {"root", user}


@pytest.mark.parametrize("unit", sorted(UNITS.iterdir()), ids=lambda path: path.name)
def test_every_unit_explains_itself(unit: Path) -> None:
    lines = unit.read_text().splitlines()
    comments = sum(line.startswith("#") for line in lines)

    assert lines[0].startswith("# ")
    assert comments >= len(lines) // 6


def _units_as_if_installed(folder: Path) -> list[Path]:
    """Copy the units, naming a program that exists on the machine of the test.

    ``verify`` wants the program of ExecStart to be there; ours is where an operator
    installs it.
    """
    for name in (SERVICE, *SOCKETS):
        text = (UNITS / name).read_text()
        (folder / name).write_text(text.replace("/usr/bin/ticket-gateway", "/bin/true"))
    return sorted(folder.iterdir())


def _analyze(verb: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    program = required_program("systemd-analyze", package="systemd")
    command = (program, verb, *arguments)
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _lines(unit: str) -> list[tuple[str, str]]:
    pairs = (
        line.partition("=")
        for line in (UNITS / unit).read_text().splitlines()
        if not line.startswith("#")
    )
    return [(key, value) for key, separator, value in pairs if separator]


def _conf(kind: str) -> str:
    return f"ticket-gateway.{kind}.conf"
