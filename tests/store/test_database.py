"""What SQLite alone could get wrong: threads, processes, files of other versions."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from peewee import SqliteDatabase

from gateway.desk.effects import Committed
from gateway.desk.ports import StoreUnavailable
from gateway.domain.classification_commands import Note
from gateway.domain.request import RequestNumber
from gateway.store.database import SCHEMA_VERSION, connect_here, open_database
from gateway.store.facts import Facts
from gateway.store.tables import SchemaRow
from tests.support.builders import BART, NUMBER, a_new_request
from tests.support.effects import a_change, a_receipt, a_registration

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 16)
DRAWER = """
import sys
from datetime import date
from pathlib import Path
from gateway.store.database import open_database
from gateway.store.facts import Facts
facts = Facts(open_database(Path(sys.argv[1])))
for _ in range(int(sys.argv[2])):
    print(facts.draw_number(date(2026, 11, 16)))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gateway.db"


@pytest.fixture
def database(path: Path) -> Iterator[SqliteDatabase]:
    opened = open_database(path)
    yield opened
    opened.close()


def pragma(database: SqliteDatabase, name: str) -> object:
    return database.execute_sql(f"PRAGMA {name}").fetchone()[0]  # type: ignore[no-untyped-call]  # untyped in the stubs


def test_every_commit_reaches_the_disk_before_it_returns(
    database: SqliteDatabase,
) -> None:
    full = 2
    assert (pragma(database, "journal_mode"), pragma(database, "synchronous")) == (
        "wal",
        full,
    )


def test_to_draw_a_number_leaves_the_next_commit_durable(
    database: SqliteDatabase,
) -> None:
    full = 2
    Facts(database).draw_number(DAY)
    assert pragma(database, "synchronous") == full


def test_processes_never_draw_the_same_number(path: Path) -> None:
    children = [
        subprocess.Popen(
            [sys.executable, "-c", DRAWER, str(path), "50"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    drawn = [line for child in children for line in child.communicate()[0].split()]
    assert [child.returncode for child in children] == [0, 0, 0]
    assert sorted(drawn) == [f"TS20261116{serial:03d}" for serial in range(1, 151)]


def test_threads_never_draw_the_same_number(database: SqliteDatabase) -> None:
    facts = Facts(database)

    def draw(_: int) -> RequestNumber:
        connect_here(database)
        return facts.draw_number(DAY)

    with ThreadPoolExecutor(4) as threads:
        drawn = list(threads.map(draw, range(100)))
    assert sorted(drawn) == [f"TS20261116{serial:03d}" for serial in range(1, 101)]


def test_of_changes_that_race_for_one_request_one_is_done(
    database: SqliteDatabase,
) -> None:
    facts = Facts(database)
    facts.commit([a_registration()])

    def change(place: int) -> Committed:
        connect_here(database)
        name = f"Q{place}"
        note = a_change(
            a_new_request(),
            Note(text=name),
            BART,
            receipt=a_receipt(name, digest=name),
        )
        return facts.commit([note])[0]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(change, range(8)))
    assert sorted(answers) == [Committed.DONE] + [Committed.MOVED] * 7


def test_what_was_committed_is_there_after_a_new_start(path: Path) -> None:
    first = open_database(path)
    Facts(first).commit([a_registration()])
    first.close()
    again = open_database(path)
    assert Facts(again).request(NUMBER) == a_new_request()
    again.close()


def test_a_store_of_a_newer_version_is_refused(path: Path) -> None:
    database = open_database(path)
    SchemaRow.update(version=SCHEMA_VERSION + 1).execute()
    database.close()
    with pytest.raises(StoreUnavailable, match="newer version"):
        open_database(path)


def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_bytes(b"Dear database," * 500)
    with pytest.raises(StoreUnavailable):
        open_database(path)
    assert path.read_bytes() == b"Dear database," * 500


def test_a_store_whose_folder_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        open_database(tmp_path / "nowhere" / "gateway.db")


def test_a_store_that_was_closed_is_unavailable(path: Path) -> None:
    database = open_database(path)
    facts = Facts(database)
    database.close()
    with pytest.raises(StoreUnavailable):
        facts.request(NUMBER)
    with pytest.raises(StoreUnavailable):
        facts.commit([a_registration()])


def test_a_full_disk_is_told_as_such_and_passes(path: Path) -> None:
    database = open_database(path)
    facts = Facts(database)
    pages = pragma(database, "page_count")
    assert isinstance(pages, int)
    pragma(database, f"max_page_count = {pages + 2}")
    large = replace(a_new_request(), description="smoke " * 10_000)
    with pytest.raises(StoreUnavailable, match="full"):
        facts.commit([a_registration(large)])
    pragma(database, f"max_page_count = {pages + 2000}")
    assert facts.commit([a_registration(large)]) == (Committed.DONE,)
