"""When to look: a job that fails holds up no other and comes again."""

import logging
from datetime import datetime, timedelta

import pytest

from gateway.runtime.timetable import Job, Timetable


class Looks:
    """Jobs that write down that they ran."""

    def __init__(self) -> None:
        self.ran: list[str] = []

    def job(self, name: str, every_seconds: int = 60) -> Job:
        return Job(
            name=name, every_seconds=every_seconds, act=lambda: self.ran.append(name)
        )

    def failing(self, name: str) -> Job:
        def act() -> None:
            self.ran.append(name)
            raise ValueError(f"{name} failed")

        return Job(name=name, every_seconds=60, act=act)


def let_time_pass(timetable: Timetable, seconds: int) -> None:
    """Move every next time into the past: the scheduler asks the machine's clock."""
    for job in timetable._scheduler.jobs:
        assert job.next_run is not None
        job.next_run -= timedelta(seconds=seconds)


def test_nothing_runs_before_its_time() -> None:
    looks = Looks()
    timetable = Timetable(jobs=[looks.job("ant")])
    assert timetable.step() == 0
    assert looks.ran == []


def test_each_job_runs_at_its_own_pace() -> None:
    looks = Looks()
    timetable = Timetable(jobs=[looks.job("ant", 60), looks.job("bee", 3600)])
    let_time_pass(timetable, 61)
    timetable.step()
    timetable.step()
    assert looks.ran == ["ant"]


def test_a_job_that_fails_is_logged_and_starves_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    looks = Looks()
    timetable = Timetable(jobs=[looks.failing("ant"), looks.job("bee")])
    with caplog.at_level(logging.ERROR):
        for _ in range(2):
            let_time_pass(timetable, 61)
            timetable.step()
    assert looks.ran == ["ant", "bee", "ant", "bee"]
    assert caplog.text.count("ant failed") == 2


def test_a_job_that_failed_is_not_run_again_at_once() -> None:
    looks = Looks()
    timetable = Timetable(jobs=[looks.failing("ant")])
    let_time_pass(timetable, 61)
    for _ in range(5):
        timetable.step()
    assert looks.ran == ["ant"]
    (job,) = timetable._scheduler.jobs
    assert job.next_run is not None
    assert job.next_run > datetime.now()  # noqa: DTZ005 (schedule's own clock)


def test_what_fell_due_while_we_were_away_is_looked_at_once() -> None:
    looks = Looks()
    Timetable(jobs=[looks.failing("ant"), looks.job("bee")]).run_all()
    assert looks.ran == ["ant", "bee"]
