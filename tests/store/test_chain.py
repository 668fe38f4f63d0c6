"""No row of the record can be changed, put in or taken out without being seen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from peewee import SqliteDatabase

from gateway.domain.classification_commands import Note
from gateway.store.chain import Break
from gateway.store.database import open_database
from gateway.store.facts import Facts
from gateway.store.statements import run
from tests.support.builders import BART, NUMBER, a_new_request
from tests.support.effects import a_change, a_receipt, a_registration, numbered

COPY = """INSERT INTO record
SELECT 9, number, stage, actor, at, time_text, kind, action, remark, visible, queue_id,
salt, words_digest, previous FROM record WHERE id = 3"""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[SqliteDatabase]:
    database = open_database(tmp_path / "gateway.db")
    yield database
    database.close()


@pytest.fixture
def facts(database: SqliteDatabase) -> Facts:
    """A record of six rows, written in three commits."""
    facts = Facts(database)
    request = a_new_request()
    born = a_registration(request)
    facts.commit([born])
    for batch in (("one", "two"), ("three", "four", "five")):
        effects = []
        for words in batch:
            noted = a_change(
                request, Note(text=words), BART, receipt=a_receipt(words, digest=words)
            )
            assert noted.request is not None
            request = noted.request
            effects.append(noted)
        facts.commit(effects)
    return facts


def change(database: SqliteDatabase, sql: str) -> None:
    run(database, sql, ())


def broken_at(facts: Facts) -> list[int]:
    return [one.row_id for one in facts.chain().breaks]


def test_what_was_written_is_unbroken(facts: Facts) -> None:
    found = facts.chain()
    assert (found.rows, found.erased, found.breaks) == (6, 0, ())
    assert facts.chain_head() == (6, found.head)


def test_an_empty_record_has_an_empty_head(database: SqliteDatabase) -> None:
    facts = Facts(database)
    assert facts.chain_head() == (0, "")
    assert facts.chain().rows == 0


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("UPDATE record SET remark = 'x' WHERE id = 3", [3]),
        ("UPDATE record SET actor = 'x' WHERE id = 3", [3]),
        ("UPDATE record SET at = at + 1 WHERE id = 3", [4]),
        ("UPDATE record SET visible = 1 - visible WHERE id = 3", [4]),
        ("UPDATE record SET number = 'TS20231001999' WHERE id = 3", [4]),
        ("UPDATE record SET queue_id = NULL WHERE id = 3", [4]),
        ("UPDATE record SET words_digest = 'x' WHERE id = 3", [3, 4]),
        ("DELETE FROM record WHERE id = 3", [4]),
        ("DELETE FROM record WHERE id = 1", [2]),
        ("UPDATE record SET id = CASE id WHEN 3 THEN -3 ELSE id END", [-3, 1, 4]),
        (COPY, [9]),
    ],
)
def test_every_change_behind_its_back_is_found(
    facts: Facts, database: SqliteDatabase, sql: str, rows: list[int]
) -> None:
    change(database, sql)
    assert broken_at(facts) == rows


def test_a_cut_end_is_found_by_a_head_that_was_mailed(
    facts: Facts, database: SqliteDatabase
) -> None:
    _, head = facts.chain_head()
    change(database, "DELETE FROM record WHERE id > 4")
    assert facts.chain().breaks == ()
    assert facts.chain(head).head_at is None


def test_an_earlier_head_stays_in_the_chain(facts: Facts) -> None:
    row, head = facts.chain_head()
    later = a_registration(
        numbered(7), receipt=a_receipt("SIX", message_id="<six@x>", digest="6")
    )
    facts.commit([later])
    found = facts.chain(head)
    assert found.head_at == row
    assert found.head != head


def test_words_can_be_erased_where_a_later_row_says_why(
    facts: Facts, database: SqliteDatabase
) -> None:
    change(
        database,
        "UPDATE record SET actor = '', action = '', remark = '', salt = ''"
        " WHERE id = 3",
    )
    assert facts.chain().breaks == (
        Break(3, NUMBER, "its words are gone, and no later row says why"),
    )
    assert facts.chain().erased == 1


@pytest.mark.usefixtures("facts")
def test_an_older_store_gets_a_chain(database: SqliteDatabase) -> None:
    for name in ("salt", "words_digest", "previous"):
        change(database, f'ALTER TABLE "record" DROP COLUMN "{name}"')
    change(database, "UPDATE schema_version SET version = 5")
    path = Path(database.database)
    database.close()
    later = open_database(path)
    found = Facts(later).chain()
    assert (found.rows, found.breaks) == (6, ())
    change(later, "UPDATE record SET remark = 'x' WHERE id = 3")
    assert broken_at(Facts(later)) == [3]
    later.close()
