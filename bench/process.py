"""make process: what deciding costs, and a look at the clocks of a million requests.

Decisions are pure: one life of a request after the other, in one process, each
command decided and its events applied. The clocks stand in a store of their own, in a
temporary folder; a look is the query that the timetable runs. --write keeps the
figures in docs/process-performance.md.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from life import Life

from gateway.store.database import open_database
from gateway.store.facts import Facts
from gateway.store.statements import insert
from gateway.store.tables import PromiseRow

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "process-performance.md"
COMMAND = "make process T=--write"
ROUNDS = 5
ROUND_SECONDS = 1.0
TIMERS = 1_000_000
STOPPED_SHARE = 2
"""For each so many clocks that run there is one that was stopped long ago."""
LOOKS = 200
LOOK_LIMIT = 50
NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HUNDRED = 100
"""From here on figures are whole numbers."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What was measured, in which unit, and what is wanted of it."""

    name: str
    found: float
    unit: str
    wanted: str
    met: bool

    def row(self) -> str:
        said = "yes" if self.met else "MISSED"
        found = f"{_rounded(self.found)} {self.unit}"
        return f"| {self.name} | {found} | {self.wanted} | {said} |"


def _rounded(found: float) -> str:
    return f"{found:,.0f}" if found >= HUNDRED else f"{found:.3g}"


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__)
    said.add_argument("--timers", type=int, default=TIMERS)
    said.add_argument("--write", action="store_true", help=f"rewrite {PAGE.name}")
    given = said.parse_args()
    figures = [*deciding(), *looking(given.timers)]
    text = page(figures)
    print(text)
    if given.write:
        PAGE.write_text(text, encoding="utf-8")


# --- deciding ----------------------------------------------------------------


def deciding() -> Iterator[Figure]:
    life = Life()
    alone = statistics.median(_rate(life.decide_all) for _ in range(ROUNDS))
    applied = statistics.median(_rate(life.live) for _ in range(ROUNDS))
    yield Figure(
        name="decisions",
        found=alone,
        unit="a second",
        wanted="50 000 or more",
        met=alone >= 50_000,
    )
    yield Figure(
        name="decisions with their events applied",
        found=applied,
        unit="a second",
        wanted="-",
        met=True,
    )


def _rate(work: Callable[[], int]) -> float:
    """How many a second; in processor time, so that neighbours do not count."""
    done, began = 0, time.process_time()
    while (took := time.process_time() - began) < ROUND_SECONDS:
        done += work()
    return done / took


# --- the clocks --------------------------------------------------------------


def looking(timers: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder) / "gateway.db")
        with database.atomic():
            insert(database, PromiseRow, _promises(timers))
        facts = Facts(database)
        idle = _look_ms(facts, NOW - timedelta(days=1))
        busy = _look_ms(facts, NOW + timedelta(days=2))
        database.close()
    for name, found in (("nothing due", idle), (f"{LOOK_LIMIT} and more due", busy)):
        yield Figure(
            name=f"a look over {timers:,} clocks that run, {name}",
            found=found,
            unit="ms",
            wanted="under 50 ms",
            met=found < 50,
        )


def _promises(timers: int) -> Iterator[dict[str, object]]:
    """Clocks that run, and a share more that were stopped before they were due."""
    for serial in range(timers + timers // STOPPED_SHARE):
        stopped = serial >= timers
        ago = serial % 86_400 * SECOND
        yield {
            "number": f"TS20261116{serial:03d}",
            "clock": "K2",
            "started_at": NOW - timedelta(days=30) if stopped else NOW - ago,
            "stage": 0,
            "due_at": NOW - timedelta(days=29) if stopped else NOW + ago,
            "stopped_at": NOW - timedelta(days=30) if stopped else None,
        }


def _look_ms(facts: Facts, now: datetime) -> float:
    """The slowest of a hundred looks but one."""
    took = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        facts.due(now, LOOK_LIMIT)
        took.append((time.perf_counter() - began) * 1000)
    return statistics.quantiles(took, n=100)[98]


def page(figures: list[Figure]) -> str:
    lines = (
        *("# What the process costs", ""),
        f"What `{COMMAND}` measured and wrote here. Decisions are counted in processor",
        "time of one process, over the lives of requests from the first mail to the",
        "archive. A look is the query that finds the clocks whose stage is reached;",
        "its time is the slowest of a hundred but one.",
        *("", "| | measured | wanted | met |", "| --- | --- | --- | --- |"),
        *(figure.row() for figure in figures),
        "",
    )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
