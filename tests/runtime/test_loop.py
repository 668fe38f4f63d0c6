"""A loop: it goes on after a fault, wakes at once and stops at once."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from gateway.runtime.loop import Loop

LONG = 60.0
"""Seconds: a wait that no test sits out."""
SOON = 10.0
"""Seconds within which what has to happen happens, on a slow machine too."""


class Step:
    """Something to do again and again, and a way to wait for it."""

    def __init__(self, act: Callable[[int], int] = lambda _: 0) -> None:
        self._act = act
        self._done = threading.Condition()
        self.count = 0

    def __call__(self) -> int:
        with self._done:
            self.count += 1
            self._done.notify_all()
            count = self.count
        return self._act(count)

    def reaches(self, count: int) -> bool:
        with self._done:
            return self._done.wait_for(lambda: self.count >= count, SOON)


@contextmanager
def running(loop: Loop) -> Iterator[Loop]:
    loop.start()
    try:
        yield loop
    finally:
        assert loop.stop(SOON)


def test_a_step_that_did_something_is_followed_by_the_next_at_once() -> None:
    step = Step(lambda count: 1 if count < 5 else 0)
    with running(Loop(name="ant", step=step, interval_seconds=LONG)):
        assert step.reaches(5)


def test_a_step_that_did_nothing_is_followed_by_a_wait() -> None:
    step = Step()
    with running(Loop(name="ant", step=step, interval_seconds=LONG)):
        assert step.reaches(1)
    assert step.count == 1


def test_a_wait_ends_by_itself() -> None:
    step = Step()
    with running(Loop(name="ant", step=step, interval_seconds=0.01)):
        assert step.reaches(3)


def test_a_wake_up_ends_the_wait() -> None:
    step = Step()
    with running(Loop(name="ant", step=step, interval_seconds=LONG)) as loop:
        assert step.reaches(1)
        loop.wake()
        assert step.reaches(2)


def test_a_wake_up_during_a_step_is_not_lost() -> None:
    def wakes_first(count: int) -> int:
        if count == 1:
            loop.wake()
        return 0

    step = Step(wakes_first)
    loop = Loop(name="ant", step=step, interval_seconds=LONG)
    with running(loop):
        assert step.reaches(2)


def test_a_fault_is_logged_and_the_loop_goes_on(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.runtime.loop.FAULT_PAUSE_SECONDS", 0.01)

    def fails_first(count: int) -> int:
        if count == 1:
            raise ValueError("tray 2 is on fire")
        return 0

    step = Step(fails_first)
    with (
        caplog.at_level(logging.ERROR),
        running(Loop(name="ant", step=step, interval_seconds=LONG)),
    ):
        assert step.reaches(2)
    assert "tray 2 is on fire" in caplog.text
    assert "ant" in caplog.text


def test_a_stop_cuts_the_pause_after_a_fault_short() -> None:
    def fails(_: int) -> int:
        raise ValueError("always")

    step = Step(fails)
    loop = Loop(name="ant", step=step, interval_seconds=LONG)
    loop.start()
    assert step.reaches(1)
    assert loop.stop(SOON)


def test_a_loop_prepares_before_and_finishes_after_its_steps() -> None:
    order: list[str] = []

    def noted(_: int) -> int:
        order.append("step")
        return 0

    step = Step(noted)
    loop = Loop(
        name="ant",
        step=step,
        interval_seconds=LONG,
        prepare=lambda: order.append("prepare"),
        finish=lambda: order.append("finish"),
    )
    with running(loop):
        assert step.reaches(1)
    assert order == ["prepare", "step", "finish"]


def test_a_step_that_sits_is_seen_and_does_not_hold_up_the_stop() -> None:
    held = threading.Event()
    step = Step(lambda _: int(held.wait(SOON)))
    loop = Loop(name="ant", step=step, interval_seconds=LONG)
    loop.start()
    assert step.reaches(1)
    assert not loop.stop(0.01)
    assert loop.stopping()
    assert loop.silent_for() > 0
    held.set()
    assert loop.stop(SOON)


def test_a_step_of_many_calls_hangs_only_where_one_of_them_does() -> None:
    alive, held = threading.Event(), threading.Event()

    def calls(_: int) -> int:
        for _call in range(20):
            held.wait(0.05)
            loop.show_life()
        alive.set()
        held.wait(SOON)
        return 0

    loop = Loop(name="ant", step=Step(calls), interval_seconds=LONG, silence_limit=0.6)
    with running(loop):
        # Longer than the limit, and never silent for as long.
        assert not alive.wait(0.8)
        assert not loop.hangs()
        assert alive.wait(SOON)
        pause = threading.Event()
        while not loop.hangs():
            pause.wait(0.01)
        held.set()


def test_a_loop_that_never_began_is_stopped_at_once() -> None:
    assert Loop(name="ant", step=lambda: 0, interval_seconds=LONG).stop(0)
