"""What is shipped holds all that the gateway reads, and names nobody's machine."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from configparser import ConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHIPPED = {"templates": "gateway/_data/templates", "config": "gateway/_data/config"}
UNITS = "data/share/ticket-gateway/systemd/"
LOCKS = ("requirements.txt", "requirements-test.txt")
SECTIONS = ("gateway", "templates", "config", "systemd")
# Put together here, so that this file does not hold what it looks for.
FOREIGN = (
    *(
        "/wo" + "rk/",
        "/ho" + "me/",
        "/ro" + "ot/",
        "/op" + "t/pypi",
        "/op" + "t/wheels",
    ),
    *("index" + "-url", "find" + "-links", "trusted" + "-host"),
    *("pypi" + ".org", "python" + "hosted", "artifact" + "ory"),
)
# pip's own switches, by which the lock is written without any address.
SWITCHES = re.compile(r"--no-emit-[a-z-]+")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """Build the wheel from a copy, as pip would from a clean checkout."""
    copy = tmp_path_factory.mktemp("checkout")
    for folder in SECTIONS:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    subprocess.run(
        (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"),
        cwd=copy,
        check=True,
        capture_output=True,
    )
    (built,) = (copy / "dist").glob("*.whl")
    return zipfile.ZipFile(built)


@pytest.mark.parametrize("folder", sorted(SHIPPED))
def test_the_wheel_holds_what_the_gateway_reads(
    wheel: zipfile.ZipFile, folder: str
) -> None:
    shipped = {
        name.removeprefix(f"{SHIPPED[folder]}/")
        for name in wheel.namelist()
        if name.startswith(SHIPPED[folder])
    }
    ours = {
        str(path.relative_to(ROOT / folder))
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }

    assert shipped == ours != set()


def test_the_wheel_holds_every_module(wheel: zipfile.ZipFile) -> None:
    ours = {str(path.relative_to(ROOT)) for path in (ROOT / "gateway").rglob("*.py")}

    assert ours <= set(wheel.namelist())


def test_the_wheel_holds_the_units(wheel: zipfile.ZipFile) -> None:
    units = {name.partition(UNITS)[2] for name in wheel.namelist() if UNITS in name}

    assert units == {path.name for path in (ROOT / "systemd").iterdir()}


def test_the_wheel_brings_the_command(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    entries = ConfigParser()
    entries.read_string(wheel.read(name).decode())

    assert entries["console_scripts"]["ticket-gateway"] == "gateway.cli.main:main"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_its_version_and_its_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and line[0] != "#"]

    assert lines
    for line in lines:
        assert re.match(r"[a-z0-9-]+==\S+(?: +--hash=sha256:[0-9a-f]{64})+$", line)


def test_both_locks_agree() -> None:
    run_time, tests = (_locked(lock) for lock in LOCKS)

    assert run_time.items() <= tests.items()


def test_the_lock_holds_every_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {_name(line) for line in project["dependencies"]}
    tested = {_name(line) for line in project["optional-dependencies"]["test"]}

    assert declared <= _locked(LOCKS[0]).keys()
    assert tested <= _locked(LOCKS[1]).keys()
    assert "pytest" not in _locked(LOCKS[0])


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{name}: {foreign}"
        for name in _tracked()
        for foreign in FOREIGN
        if foreign in SWITCHES.sub("", _text(ROOT / name))
    ]

    assert found == []


def _tracked() -> list[str]:
    """Answer what git would ship; skip where this is not a checkout."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("git: not a checkout, so nothing says which files are ours")
    # A checkout of another user is listed too.
    command = (git, "-c", "safe.directory=*", "ls-files", "-z")
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    names = listed.stdout.decode().split("\0")
    return [name for name in names if name and (ROOT / name).is_file()]


def _text(path: Path) -> str:
    return path.read_text("utf-8", errors="replace")


def _locked(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", _text(ROOT / lock), re.MULTILINE))


def _name(requirement: str) -> str:
    return re.split(r"[<>=\[ ]", requirement, maxsplit=1)[0].lower()
