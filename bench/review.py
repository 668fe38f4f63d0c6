"""make review: what a monthly review costs over a year of a hundred thousand requests.

Each request is a life in one round with a plan, and the rows of its record; they come
evenly over the year. The review is made in a process of its own, all twelve months
anew, then once more with eleven months kept. Prints a table; --write keeps it in
docs/reports.md. Exit 1 where something wanted is missed.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.life import ONE_ROUND, Life
from gateway.desk.reviewing import Reviewer
from gateway.domain.decide import decide
from gateway.domain.decision import Case, Decision
from gateway.domain.evolve import evolve_all
from gateway.domain.people import Address
from gateway.domain.record import row_of as record_of
from gateway.domain.request import Request
from gateway.store.database import open_database
from gateway.store.mapping import row_of
from gateway.store.reviewing import StoredReviews
from gateway.store.statements import insert
from gateway.store.tables import RecordRow, RequestRow
from gateway.store.tables_review import FiguresRow
from tests.support.builders import MORNING, RULES, a_case

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reports.md"
HEAD = "## What it costs"
COMMAND = "make review T=--write"
REQUESTS = 100_000
YEAR = timedelta(days=365)
UNTIL = datetime(2026, 11, 1, tzinfo=RULES.calendar.zone)
SECONDS_LIMIT, MEBIBYTES_LIMIT = 20, 300
CATEGORIES = ("accounts", "orders", "network", "printers", "reports", "")
WORDS = ("login", "time-out", "vpn", "toner", "export", "password", "mail")


@dataclass(frozen=True, slots=True)
class Lived:
    """A request that is over, and the rows that tell of it."""

    request: Request
    rows: tuple[dict[str, Any], ...]


def lived() -> Lived:
    request, rows = None, []
    for command, before, case in Life(ONE_ROUND).steps:
        outcome = decide(command, before, case)
        assert isinstance(outcome, Decision), "the life goes on"  # noqa: S101 (an invariant)
        request = evolve_all(before, outcome.events)
        rows += [record_of(event, before.number) for event in outcome.events]
    assert request is not None, "a life has steps"  # noqa: S101 (an invariant)
    told = tuple({n: getattr(row, n) for n in row.__slots__} for row in rows)
    return Lived(request, told)


def requests(count: int) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    life = lived()
    for serial in range(count):
        submitted_at = (UNTIL - YEAR + YEAR * serial / count).astimezone(UTC)
        shift = submitted_at - MORNING
        number = f"TS{submitted_at:%Y%m%d}{serial:06d}"
        request = replace(
            life.request,
            number=number,
            subject=f"{WORDS[serial % 7]} fails since number {serial}",
            requester=Address(f"anne@customer{serial % 400}.example"),
            category=CATEGORIES[serial % len(CATEGORIES)],
            submitted_at=submitted_at,
            accepted_at=submitted_at + timedelta(minutes=serial % 200),
            closed_at=submitted_at + timedelta(hours=serial % 90),
            settlement=replace(
                life.request.settlement, keywords=(WORDS[serial % 5], "all")
            ),
        )
        rows = [
            {
                **row,
                "number": number,
                "at": row["at"] + shift + timedelta(minutes=place),
                "queue_id": None,
                "salt": "",
                "words_digest": "",
                "previous": "",
            }
            for place, row in enumerate(life.rows)
        ]
        yield row_of(request), rows


def fill(file: Path, count: int) -> int:
    database = open_database(file)
    told = 0
    with database.atomic():
        for request, rows in requests(count):
            insert(database, RequestRow, [request])
            insert(database, RecordRow, rows)
            told += len(rows)
    database.close()
    return told


def case() -> Case:
    return replace(a_case(Address("elle@example.com")), now=UNTIL + timedelta(hours=9))


def measure(file: Path) -> None:
    """In a process of its own: seconds for all months, for one, and the peak."""
    database = open_database(file)
    reviewer = Reviewer(reviews=StoredReviews(database), zone=RULES.calendar.zone)
    month = reviewer.month("2026-10")
    began = time.process_time()
    told = reviewer.told(month, case())
    all_months = time.process_time() - began
    FiguresRow.delete().where(FiguresRow.month == "2026-10").execute()
    began = time.process_time()
    reviewer.told(month, case())
    one_month = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    received = sum(one.received for one in (*told.past, told.figures))
    print(all_months, one_month, peak, received)


@dataclass(frozen=True, slots=True)
class Figure:
    name: str
    found: str
    wanted: str
    met: bool

    def row(self) -> str:
        cells = (self.name, self.found, self.wanted, "yes" if self.met else "NO")
        return f"| {' | '.join(cells)} |"


def figures(count: int) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "gateway.db"
        rows = fill(file, count)
        done = subprocess.run(
            (sys.executable, __file__, "--measure", str(file)),
            capture_output=True,
            text=True,
            check=True,
        )
    whole, one, peak, received = map(float, done.stdout.split())
    return [
        Figure(
            f"twelve months, {received:,.0f} requests, {rows:,} rows of record",
            f"{whole:.1f} s",
            f"under {SECONDS_LIMIT} s",
            whole < SECONDS_LIMIT,
        ),
        Figure("the last month, the others kept", f"{one:.1f} s", "-", met=True),
        Figure(
            "memory at the most",
            f"{peak:.0f} MiB",
            f"under {MEBIBYTES_LIMIT} MiB",
            peak < MEBIBYTES_LIMIT,
        ),
    ]


def page(found: list[Figure]) -> str:
    lines = (
        *(HEAD, ""),
        f"What `{COMMAND}` measured and wrote here: the figures alone, without charts",
        "and pages, in processor time of a process of its own.",
        *("", "| | measured | wanted | met |", "| --- | --- | --- | --- |"),
        *(figure.row() for figure in found),
        "",
    )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--measure", type=Path)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    given = parser.parse_args()
    if given.measure:
        measure(given.measure)
        return
    found = figures(given.requests)
    print("\n".join(figure.row() for figure in found))
    if given.write:
        before = PAGE.read_text(encoding="utf-8").partition(HEAD)[0].rstrip("\n")
        PAGE.write_text(f"{before}\n\n{page(found)}", encoding="utf-8")
    sys.exit(0 if all(figure.met for figure in found) else 1)


if __name__ == "__main__":
    main()
