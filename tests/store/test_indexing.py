"""What is committed is found, in the very transaction; what is taken back is not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.desk.effects import Committed, Effects
from gateway.domain.submission_events import Corresponded
from gateway.store.database import Database, open_database
from gateway.store.facts import Facts
from gateway.store.indexing import documents, rebuild, reindex
from gateway.store.search import TextIndex
from gateway.store.statements import run
from tests.support.builders import BART, MORNING, NUMBER, a_new_request
from tests.support.effects import a_registration

ORDERS = replace(a_new_request(), subject="订单模块 无法提交")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "gateway.db")
    yield opened
    opened.close()


@pytest.fixture
def index(database: Database) -> TextIndex:
    Facts(database).commit([a_registration(ORDERS)])
    return TextIndex(database)


def keys(index: TextIndex, query: str) -> list[str]:
    return [hit.key for hit in index.find(query, 10).hits]


def said(words: str, *, version: int) -> Effects:
    request = replace(ORDERS, version=version + 1)
    event = Corresponded(by=BART, at=MORNING, words=words, internal=True)
    return Effects(receipt=None, request=request, based_on=version, events=(event,))


def test_r41_a_new_request_is_found_once_it_is_committed(index: TextIndex) -> None:
    assert keys(index, "订单") == [NUMBER]


def test_words_of_the_record_are_found_too(
    database: Database, index: TextIndex
) -> None:
    effects = said("连接池占满", version=a_new_request().version)
    assert Facts(database).commit([effects]) == (Committed.DONE,)

    assert keys(index, "连接池") == [NUMBER]
    assert keys(index, "订单") == [NUMBER]


def test_what_the_store_refuses_is_not_found(
    database: Database, index: TextIndex
) -> None:
    effects = said("连接池占满", version=77)
    assert Facts(database).commit([effects]) == (Committed.MOVED,)

    assert keys(index, "连接池") == []


def test_words_that_are_erased_are_found_no_more(
    database: Database, index: TextIndex
) -> None:
    run(database, "UPDATE request SET subject = '', description = ''", ())
    run(database, "UPDATE record SET action = ''", ())
    reindex(database, NUMBER)
    assert keys(index, "订单") == []

    run(database, "DELETE FROM request", ())
    reindex(database, NUMBER)
    assert index.rarity(()).documents == 0


def test_an_index_made_anew_finds_the_same(
    database: Database, index: TextIndex
) -> None:
    assert rebuild(database, documents(database)) == 1
    assert keys(index, "订单") == [NUMBER]


@pytest.mark.usefixtures("index")
def test_a_store_without_an_index_gets_one_of_all_that_is_there(
    database: Database, tmp_path: Path
) -> None:
    for table in ("search_term", "search_text", "search_document"):
        run(database, f"DROP TABLE {table}", ())
    database.close()

    again = open_database(tmp_path / "gateway.db")
    assert keys(TextIndex(again), "订单") == [NUMBER]
    again.close()
