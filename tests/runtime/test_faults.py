"""Rehearsed disasters: at the named point, at the named pass, and nowhere else."""

import subprocess
import sys
from pathlib import Path

import pytest

from gateway.runtime.faults import (
    EXIT_CODE,
    POINTS,
    VARIABLE,
    RehearsedFault,
    fault_points,
)

ROOT = Path(__file__).parents[2]


def test_where_nothing_is_rehearsed_nothing_happens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    at = fault_points()
    assert [at(point, "ANT") for point in POINTS] == [None] * len(POINTS)


@pytest.mark.parametrize("point", POINTS)
def test_a_fault_comes_at_its_point_and_pass_alone(
    monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    monkeypatch.setenv(VARIABLE, f"{point}:raise:3")
    at = fault_points()
    faulty = []
    for passed in range(5):
        for one in POINTS:
            try:
                at(one, "ANT")
            except RehearsedFault:
                faulty.append((passed, one))
    assert faulty == [(2, point)]


@pytest.mark.parametrize(
    "said", ["nowhere:exit:1", "claimed:explode:1", "claimed", "claimed:exit:soon", ":"]
)
def test_a_rehearsal_that_does_not_exist_is_refused(
    monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv(VARIABLE, said)
    with pytest.raises(ValueError, match=r".+"):
        fault_points()


def test_a_rehearsed_exit_ends_the_process_as_a_kill_would() -> None:
    script = (
        "import atexit\n"
        "from gateway.runtime.faults import fault_points\n"
        "atexit.register(print, 'tidied up')\n"
        "fault_points()('claimed', 'ANT')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={VARIABLE: "claimed:exit:1"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (EXIT_CODE, b"")
