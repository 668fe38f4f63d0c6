"""The supervisor, with real children: the dead and the hung are replaced."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from gateway.mail.envelope import QueueId
from gateway.runtime import supervisor as room
from gateway.runtime.supervisor import Supervisor

SOON = 20.0
CHILD = """
import os, sys, time
wake, reports = int(sys.argv[1]), int(sys.argv[2])
lives = sys.argv[3]
life = len(open(lives).read())
open(lives, "a").write("x")
def say(line):
    os.write(reports, line.encode())
def wait():
    return os.read(wake, 100)
{body}
while wait():
    pass
"""


@dataclass
class Heard:
    letters: int = 0
    lost: list[tuple[str, QueueId | None, str]] = field(default_factory=list)

    def on_letters(self) -> None:
        self.letters += 1

    def on_lost(self, name: str, in_hand: QueueId | None, cause: str) -> None:
        self.lost.append((name, in_hand, cause))


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "START_PAUSE_SECONDS", 0.05)


@contextmanager
def supervised(
    folder: Path, body: str, heard: Heard, *, message_seconds: float = SOON
) -> Iterator[Supervisor]:
    """One worker that runs this body at each of its lives."""
    lives = folder / "lives"
    lives.touch()

    def command(_name: str, wake: int, reports: int) -> Sequence[str]:
        script = CHILD.format(body=body)
        return (sys.executable, "-c", script, str(wake), str(reports), str(lives))

    supervisor = Supervisor(
        workers=1,
        command=command,
        message_seconds=message_seconds,
        on_letters=heard.on_letters,
        on_lost=heard.on_lost,
    )
    supervisor.start()
    try:
        yield supervisor
    finally:
        supervisor.stop(SOON)


def look_until(supervisor: Supervisor, met: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON
    while not met():
        assert time.monotonic() < deadline, "it did not happen"
        supervisor.look(0.05)


def test_reports_are_summed(tmp_path: Path) -> None:
    heard = Heard()
    body = 'say("h ANT\\nd 1 3\\n"); say("h BE"); say("E\\nd 2 0\\ni\\n")'
    with supervised(tmp_path, body, heard) as supervisor:
        look_until(supervisor, lambda: supervisor.handled == 3)
        assert (supervisor.letters, heard.letters) == (3, 1)
        assert supervisor.silent_for() == 0


def test_a_report_that_nobody_knows_is_passed_over(tmp_path: Path) -> None:
    body = 'say("x\\n\\nd one two three\\nh\\n\\xff\\nd 1 0\\n")'
    with supervised(tmp_path, body, Heard()) as supervisor:
        look_until(supervisor, lambda: supervisor.handled == 1)


def test_a_worker_that_dies_is_replaced_and_its_message_is_named(
    tmp_path: Path,
) -> None:
    heard = Heard()
    body = 'say("h ANT\\n")\nif life == 0: os._exit(9)\nsay("d 1 0\\n")'
    with supervised(tmp_path, body, heard) as supervisor:
        look_until(supervisor, lambda: supervisor.handled == 1)
    assert heard.lost == [("w1", "ANT", "worker ended with 9")]


def test_a_worker_that_dies_idle_takes_no_message_along(tmp_path: Path) -> None:
    heard = Heard()
    body = (
        'if life == 0:\n    say("h ANT\\nd 1 0\\ni\\n")\n    os._exit(1)\n'
        'say("d 1 0\\n")'
    )
    with supervised(tmp_path, body, heard) as supervisor:
        look_until(supervisor, lambda: supervisor.handled == 2)
    assert heard.lost == [("w1", None, "worker ended with 1")]


def test_a_worker_that_hangs_over_a_message_is_killed_and_replaced(
    tmp_path: Path,
) -> None:
    heard = Heard()
    hang = "if life == 0:\n    while True: time.sleep(60)\n"
    body = f'say("h ANT\\n")\n{hang}say("d 1 0\\n")'
    with supervised(tmp_path, body, heard, message_seconds=0.2) as supervisor:
        look_until(supervisor, lambda: supervisor.handled == 1)
    assert heard.lost == [("w1", "ANT", "worker hung for 0 s")]


def test_a_worker_that_cannot_start_is_tried_again_and_again(tmp_path: Path) -> None:
    heard = Heard()
    with supervised(
        tmp_path, "if life < 3: os._exit(2)\nsay('d 1 0\\n')", heard
    ) as supervisor:
        look_until(supervisor, lambda: supervisor.handled == 1)
    assert heard.lost == [("w1", None, "worker ended with 2")] * 3


def test_a_wake_up_reaches_the_worker(tmp_path: Path) -> None:
    body = 'say("i\\n")\nwait()\nsay("d 1 0\\n")'
    with supervised(tmp_path, body, Heard()) as supervisor:
        supervisor.look(SOON)
        supervisor.wake()
        look_until(supervisor, lambda: supervisor.handled == 1)


def test_thousands_of_wake_ups_that_nobody_hears_do_not_block(tmp_path: Path) -> None:
    body = "time.sleep(0.5)"
    with supervised(tmp_path, body, Heard()) as supervisor:
        for _ in range(100_000):
            supervisor.wake()


def test_at_the_stop_workers_end_by_themselves_and_their_last_words_count(
    tmp_path: Path,
) -> None:
    heard = Heard()
    body = 'say("i\\n")\nwait()\nsay("d 5 1\\n")\nos._exit(0)'
    with supervised(tmp_path, body, heard) as supervisor:
        supervisor.look(SOON)
    assert (supervisor.handled, heard.letters, heard.lost) == (5, 1, [])


def test_a_worker_that_does_not_stop_is_killed(tmp_path: Path) -> None:
    lives = tmp_path / "lives"
    body = 'say("i\\n")\nwhile True: time.sleep(60)'
    with supervised(tmp_path, body, Heard()) as supervisor:
        supervisor.look(SOON)
        began = time.monotonic()
        supervisor.stop(0.1)
        assert time.monotonic() - began < SOON
    assert lives.read_text() == "x"


def test_whoever_wakes_while_a_worker_is_replaced_writes_into_nothing_else(
    tmp_path: Path,
) -> None:
    innocent = tmp_path / "innocent"
    opened: list[int] = []
    heard = Heard()

    def on_lost(*_: object) -> None:
        # These take the numbers that the dead worker's pipes have just set free.
        opened.extend(os.open(innocent, os.O_RDWR | os.O_CREAT) for _ in range(8))
        supervisor.wake()
        heard.on_lost("w1", None, "")

    with supervised(tmp_path, "life or sys.exit(3)", heard) as supervisor:
        supervisor.on_lost = on_lost
        look_until(supervisor, lambda: bool(heard.lost))

    for descriptor in opened:
        os.close(descriptor)
    assert innocent.read_bytes() == b""
