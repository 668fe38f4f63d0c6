"""A turn: one process of this host at a time, and a dead one never blocks."""

import subprocess
import sys
import threading
from pathlib import Path

from gateway.runtime.turn import turn

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys
from pathlib import Path
from gateway.runtime.turn import turn
with turn(Path(sys.argv[1])):
    print("mine", flush=True)
    sys.stdin.read()
"""
SOON = 10.0


def test_a_turn_is_had_after_another_process_died(tmp_path: Path) -> None:
    path = tmp_path / "turn"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"mine\n"
    had = threading.Event()

    def wait() -> None:
        with turn(path):
            had.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert not had.wait(0.1)
    holder.kill()
    holder.communicate()
    assert had.wait(SOON)
    waiting.join()


def test_a_turn_ends_with_its_block(tmp_path: Path) -> None:
    for _ in range(3):
        with turn(tmp_path / "turn"):
            assert (tmp_path / "turn").stat().st_mode & 0o777 == 0o600
