"""The index in PostgreSQL: what only it can meet, a server that is away."""

from collections.abc import Iterator

import pytest

from gateway.desk.ports import StoreUnavailable
from gateway.domain.findable import Document, DocumentKind
from gateway.store.postgres import POSITIONS_LIMIT, PostgresIndex
from tests.support.builders import MORNING
from tests.support.servers.postgres import Postgres

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")


def a_document(title: str, body: str = "") -> Document:
    return Document(
        key="TS20261116001",
        kind=DocumentKind.REQUEST,
        title=title,
        body=body,
        at=MORNING,
    )


@pytest.fixture
def index(postgres: Postgres) -> Iterator[PostgresIndex]:
    opened = PostgresIndex(postgres.conninfo)
    opened.rebuild(())
    yield opened
    opened.close()


def test_a_server_that_is_not_there_is_unavailable_and_no_crash() -> None:
    away = PostgresIndex("host=/nowhere dbname=desk user=desk")

    with pytest.raises(StoreUnavailable, match="search index"):
        away.find("x", 10)
    with pytest.raises(StoreUnavailable):
        away.put([a_document("x")])


def test_after_a_restart_of_the_server_it_connects_anew() -> None:
    server = Postgres()
    try:
        server.start()
        index = PostgresIndex(server.conninfo)
        index.put([a_document("printer")])
        server.stop()
        with pytest.raises(StoreUnavailable):
            index.find("printer", 10)
        server.start()

        assert index.find("printer", 10).total == 1
    finally:
        server.remove()


def test_what_a_fault_cuts_off_is_not_half_written(index: PostgresIndex) -> None:
    index.put([a_document("printer")])

    def broken() -> Iterator[Document]:
        yield a_document("scanner")
        raise psycopg.OperationalError("the line is cut")

    with pytest.raises(StoreUnavailable):
        index.rebuild(broken())
    assert index.find("printer", 10).total == 1
    assert index.find("scanner", 10).total == 0


@pytest.mark.parametrize("title", ["nul \x00 printer", "half \ud800 printer"])
def test_a_title_that_postgresql_cannot_hold_is_held_nearly(
    index: PostgresIndex, title: str
) -> None:
    index.put([a_document(title)])

    (hit,) = index.find("printer", 10).hits
    assert hit.title.endswith("printer")


def test_a_text_of_more_words_than_it_counts_is_still_found(
    index: PostgresIndex,
) -> None:
    body = "池" * (POSITIONS_LIMIT + 100) + " 打印机"
    index.put([a_document("long", body)])

    assert index.find("打印机", 10).total == 1


def test_the_passphrase_stands_in_no_message() -> None:
    away = PostgresIndex("host=/nowhere dbname=desk user=desk password=hunter2")

    with pytest.raises(StoreUnavailable) as told:
        away.find("x", 10)
    assert "hunter2" not in str(told.value)
