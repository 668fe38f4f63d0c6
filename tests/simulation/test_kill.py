"""Killed at any moment, a hundred times under load: nothing is lost or done twice.

The whole group, the main process alone or a worker alone is killed with SIGKILL, also
while a start is under way. ``SEED`` repeats a world; each run says which it was.
"""

import os
import random
import sys
import time
from pathlib import Path

import pytest

from tests.simulation.books import faults_of_letters, faults_of_mails, sent_twice
from tests.simulation.load import Load
from tests.support.gateway_process import GatewayProcess
from tests.support.relay import Relay

LONGEST_LIFE_SECONDS = 1.5
LONGEST_START_SECONDS = 1.0
KILLED_WHILE_STARTING = 0.15


def test_three_kills_under_load_lose_nothing_and_do_nothing_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _storm(tmp_path, capsys, kills=3)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_hundred_kills_under_load_lose_nothing_and_do_nothing_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _storm(tmp_path, capsys, kills=100)


def _storm(folder: Path, capsys: pytest.CaptureFixture[str], kills: int) -> None:
    seed = int(os.environ.get("SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
    chance = random.Random(seed)  # noqa: S311 (a simulation)
    begun = time.monotonic()
    with Relay() as relay, GatewayProcess(folder=folder, relay_port=relay.port) as it:
        it.wait_until_it_listens()
        with Load(port=it.port, relay=relay, seed=seed) as load:
            for _ in range(kills):
                _live_and_die(it, chance)
            it.wait_until_it_listens()
            load.finish()
        it.wait_until_it_is_drained()
        it.stop()
        faults = [
            *load.unexpected,
            *faults_of_mails(it, load.accepted),
            *faults_of_letters(it, relay.taken),
        ]
        again = sent_twice(relay.taken)
        code, sums = it.audit()
    with capsys.disabled():
        sys.stdout.write(
            f"\nseed {seed}: {kills} kills in {time.monotonic() - begun:.0f} s, "
            f"{len(load.accepted)} mails, {len(relay.taken)} letters, "
            f"{again} of them twice\n"
        )
    assert not faults, f"SEED={seed}: {len(faults)} faults: {faults[:10]}"
    assert code == 0, f"SEED={seed}: {sums}"
    assert again <= kills, f"SEED={seed}"
    assert len(load.accepted) > kills, "there was hardly a load"


def _live_and_die(it: GatewayProcess, chance: random.Random) -> None:
    """Let it live for a moment, kill some or all of it, and see that it runs again."""
    if chance.random() < KILLED_WHILE_STARTING:
        _pause(chance.uniform(0, LONGEST_START_SECONDS))
    else:
        it.wait_until_it_listens()
        _pause(chance.uniform(0, LONGEST_LIFE_SECONDS))
    match chance.choice(("group", "main", "worker")):
        case "group":
            it.kill_group()
        case "main":
            it.kill_main()
        case _:
            it.kill_worker(chance.choice)
            return
    it.start()


def _pause(seconds: float) -> None:
    """Not a wait for something: the length of a life is drawn by lot."""
    time.sleep(seconds)
