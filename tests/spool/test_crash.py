"""Killed at any moment: what was promised is there, and nothing is there by halves."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.spool.directory import DirectorySpool
from gateway.spool.ids import QueueIds
from tests.support.clock import FixedClock

ROOT = Path(__file__).parents[2]

KEEPER = """
import os, sys, threading
from pathlib import Path
from gateway.mail.envelope import Envelope
from gateway.spool.directory import DirectorySpool
from gateway.spool.ids import QueueIds
from tests.support.clock import NOON, FixedClock

spool = DirectorySpool(Path(sys.argv[1]), new_id=QueueIds(), clock=FixedClock())
envelope = Envelope(
    mail_from="anne@customer.example", rcpt_to=("support@example.com",),
    received_at=NOON, received_by="gateway.example",
)

def keep(size):
    while True:
        # One write of one line: it is there whole or not at all.
        os.write(1, (spool.accept(envelope, b"x" * size) + "\\n").encode())

for size in (10, 2_000, 200_000, 10):
    threading.Thread(target=keep, args=(size,)).start()
"""


@pytest.mark.parametrize("promises", [1, 2, 3, 5, 17, 40, 77, 119])
def test_whatever_keep_returned_survives_the_kill_of_its_process(
    tmp_path: Path, promises: int
) -> None:
    keeper = subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert keeper.stdout is not None
    promised = [keeper.stdout.readline().strip() for _ in range(promises)]
    keeper.send_signal(signal.SIGKILL)
    promised += keeper.stdout.read().split()
    keeper.wait()

    spool = DirectorySpool(tmp_path, new_id=QueueIds(), clock=FixedClock())
    spool.recover()
    claimed = spool.claim("w1", 10_000)

    assert set(promised) <= {spooled.queue_id for spooled in claimed}
    assert {spooled.size_bytes for spooled in claimed} <= {10, 2_000, 200_000}
    assert not list((tmp_path / "tmp").iterdir())
    assert not list((tmp_path / "hold").iterdir())
