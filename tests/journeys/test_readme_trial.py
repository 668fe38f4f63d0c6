"""The trial of both READMEs, typed as it is printed: it leads where they say."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from gateway.cli import demo_gateway
from tests.support.daemon import FILES, SHIPPED_CALENDAR

ROOT = Path(__file__).parents[2]
LOOKS = 400
LOOK_SECONDS = 0.025
SNIPPET = re.compile(r"python3 - <<'END'\n(.*?)\n *END\n", re.DOTALL)


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Run a gateway in a folder whose state is ``var``; yield the folder and port."""
    port = demo_gateway.free_port()
    config = tmp_path / "gateway.toml"
    config.write_text(
        f'[server]\nstate = "{tmp_path / "var"}"\n[smtp]\nport = {port}\n'
        "[desk]\nworkers = 1\n",
        encoding="utf-8",
    )
    shutil.copy(ROOT / "config" / "people.toml", tmp_path)
    (tmp_path / "calendars").mkdir()
    (tmp_path / SHIPPED_CALENDAR).write_text(FILES[SHIPPED_CALENDAR], "utf-8")
    gateway = demo_gateway.start(config, tmp_path / "log")
    try:
        yield tmp_path, str(port)
    finally:
        gateway.stop()


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_mails_of_the_trial_take_a_request_to_its_customer(
    trial: tuple[Path, str], readme: str
) -> None:
    folder, port = trial
    first = re.findall(r"^  (python3 -c .*)$", _log(folder), re.MULTILINE)
    reply = SNIPPET.findall((ROOT / readme).read_text("utf-8"))

    _, *code = shlex.split(first[0])
    _python(folder, *code)
    _wait_for(folder, "C01", "S01", "S01", "S01")
    _python(folder, "-c", re.sub(r"(?m)^ {3}", "", reply[0]).replace("2525", port))
    _wait_for(folder, "C01", "S01", "S01", "S01", "C04", "C09", "S11")

    assert (len(first), len(reply)) == (1, 1)
    waiting = _command(folder, "request", "list", "--status", "awaiting-confirmation")
    assert "TS" in waiting
    assert _command(folder, "audit").endswith("balanced\n")


def _python(folder: Path, *arguments: str) -> None:
    subprocess.run((sys.executable, *arguments), cwd=folder, check=True, timeout=30)


def _command(folder: Path, *arguments: str) -> str:
    command = demo_gateway.command(*arguments, "--config", str(folder / "gateway.toml"))
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _wait_for(folder: Path, *letters: str) -> None:
    """Return once these letters, and no others, are in the Maildir."""
    kept: list[str] = []
    pause = Event()
    for _ in range(LOOKS):
        files = [f.read_text("utf-8") for f in (folder / "var").glob("outgoing/new/*")]
        kept = sorted(re.search(r"X-Ticket-Mail: (\w+)", f)[1] for f in files)  # type: ignore[index]
        if kept == sorted(letters):
            return
        pause.wait(LOOK_SECONDS)
    raise AssertionError(f"{kept}\n{_log(folder)}")


def _log(folder: Path) -> str:
    return (folder / "log").read_text("utf-8")
