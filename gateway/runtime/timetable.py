"""When to look: ``schedule`` says it, and nothing else. What is due stands in rows.

A job that fails is logged and comes again at its next time; it holds up no other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from schedule import Scheduler

from gateway import maillog


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something to look at every so many seconds."""

    name: str
    every_seconds: int
    act: Callable[[], object]


@dataclass(slots=True, kw_only=True)
class Timetable:
    """Runs what is due; made to be the step of a loop."""

    jobs: Sequence[Job]
    _scheduler: Scheduler = field(default_factory=Scheduler)

    def __post_init__(self) -> None:
        for job in self.jobs:
            self._scheduler.every(job.every_seconds).seconds.do(_guarded, job)

    def step(self) -> int:
        """Run the due jobs. Nothing is left over, so the loop always waits after."""
        self._scheduler.run_pending()
        return 0

    def run_all(self) -> None:
        """Look at everything once, now: what fell due while we were away."""
        for job in self.jobs:
            _guarded(job)


def _guarded(job: Job) -> None:
    try:
        job.act()
    except Exception as error:  # noqa: BLE001 (schedule would run it again at once and starve the rest)
        maillog.fault(job.name, error)
