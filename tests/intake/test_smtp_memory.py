"""Thirty-two peers send 25 MiB each at the same moment."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from tests.support.listener import Address, Peer

PEERS = 32
OCTETS = 25 * 1024 * 1024
GROWTH_LIMIT_KIB = 128 * 1024
ROOT = Path(__file__).parents[2]

LISTENER = """
import sys
from pathlib import Path
from gateway.spool.directory import DirectorySpool
from gateway.spool.ids import QueueIds
from tests.support.clock import FixedClock
from tests.support.listener import listening

spool = DirectorySpool(Path(sys.argv[1]), new_id=QueueIds(), clock=FixedClock())
with listening(spool) as listener:
    print(*listener.address, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[tuple[Address, int]]:
    with subprocess.Popen(
        [sys.executable, "-c", LISTENER, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        host, port = process.stdout.readline().split()
        yield (host, int(port)), process.pid
        process.communicate()


def peak_kib(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1])


@pytest.mark.slow
def test_memory_stays_flat_and_nobody_is_refused(
    listener: tuple[Address, int],
) -> None:
    address, pid = listener
    before = peak_kib(pid)
    line = b"x" * 74 + b"\r\n"
    body = line * (OCTETS // len(line)) + b".\r\n"
    answers: list[str] = []

    def send() -> None:
        peer = Peer.to(address, seconds=100)
        peer.answer()
        peer.say("EHLO x", "MAIL FROM:<>", "RCPT TO:<support@example.com>", "DATA")
        peer.send(body)
        answers.append(peer.line()[:3])
        peer.close()

    threads = [Thread(target=send) for _ in range(PEERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == ["250"] * PEERS
    assert peak_kib(pid) - before < GROWTH_LIMIT_KIB
