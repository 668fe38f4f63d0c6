"""A store that an older version wrote is brought up to date, whole or not at all."""

from pathlib import Path

import pytest
from peewee import SqliteDatabase

from gateway.desk.effects import Committed
from gateway.desk.ports import StoreUnavailable
from gateway.store import database as opening
from gateway.store.database import MIGRATIONS, SCHEMA_VERSION, open_database
from gateway.store.facts import Facts
from gateway.store.statements import run
from gateway.store.tables import TABLES, SchemaRow
from tests.support.builders import NUMBER, a_confirmed_request
from tests.support.effects import a_file, a_receipt, a_registration, numbered

ADDED = (
    'DROP INDEX "receiptrow_said_received_at"',
    'ALTER TABLE "receipt" DROP COLUMN "said"',
    'DROP INDEX "requestrow_closed_at_submitted_at_number"',
    'ALTER TABLE "request" DROP COLUMN "closed_at"',
    'ALTER TABLE "request" DROP COLUMN "merged_into"',
    'DROP TABLE "thread_id"',
    'DROP TABLE "occasion"',
    'ALTER TABLE "record" DROP COLUMN "salt"',
    'ALTER TABLE "record" DROP COLUMN "words_digest"',
    'ALTER TABLE "record" DROP COLUMN "previous"',
    'DROP TABLE "article"',
    'DROP TABLE "article_use"',
    'DROP TABLE "search_document"',
    'DROP TABLE "search_term"',
    'DROP TABLE "search_text"',
    'ALTER TABLE "file" DROP COLUMN "marks"',
    'ALTER TABLE "file" DROP COLUMN "derived_from"',
    *(
        f'ALTER TABLE "request" DROP COLUMN "{name}"'
        for name in ("linked", "muted", "triage", "repair", "settlement", "followups")
    ),
)
"""What takes a store back to the first version."""


def schema(database: SqliteDatabase) -> dict[str, set[str]]:
    """The columns of each table."""
    return {
        name: {row[1] for row in run(database, f'PRAGMA table_info("{name}")', ())}
        for name in (table._meta.table_name for table in TABLES)
    }


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store of the first version, with a request of then in it."""
    path = tmp_path / "gateway.db"
    database = open_database(path)
    Facts(database).commit([a_registration(a_confirmed_request())])
    for statement in ADDED:
        run(database, statement, ())
    SchemaRow.update(version=1).execute()
    database.close()
    return path


def test_every_version_leads_to_the_next() -> None:
    assert list(MIGRATIONS) == list(range(1, SCHEMA_VERSION))


def test_an_old_store_gets_the_columns_of_a_new_one(old: Path, tmp_path: Path) -> None:
    fresh = open_database(tmp_path / "fresh.db")
    expected = schema(fresh)
    fresh.close()
    database = open_database(old)
    assert schema(database) == expected
    assert SchemaRow.get().version == SCHEMA_VERSION
    database.close()


def test_what_an_old_store_holds_is_kept_and_can_be_added_to(old: Path) -> None:
    database = open_database(old)
    facts = Facts(database)
    kept = facts.request(NUMBER)
    assert kept is not None
    assert kept.closed_at == kept.confirmed_at == a_confirmed_request().confirmed_at
    more = a_registration(
        numbered(2), receipt=a_receipt("BEE", digest="b"), files=[a_file()]
    )
    assert facts.commit([more]) == (Committed.DONE,)
    assert facts.request(numbered(2).number) == numbered(2)
    database.close()


def test_a_migration_that_breaks_off_leaves_the_old_store_whole(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = {**MIGRATIONS, 1: (*MIGRATIONS[1], "SELECT nothing FROM nowhere")}
    with monkeypatch.context() as patched:
        patched.setattr(opening, "MIGRATIONS", broken)
        with pytest.raises(StoreUnavailable):
            open_database(old)
    database = open_database(old)
    assert Facts(database).request(NUMBER) is not None
    database.close()
