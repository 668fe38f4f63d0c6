"""An index in PostgreSQL is told what the store writes, and nothing is left out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from gateway.desk.effects import Effects
from gateway.desk.ports import StoreUnavailable
from gateway.desk.standing_in import REST_SECONDS, WithStandIn
from gateway.domain.knowledge import ArticleState
from gateway.domain.knowledge_events import ArticleAct, ArticleWritten
from gateway.domain.submission_events import Corresponded
from gateway.store import feeding
from gateway.store.database import Database, open_database
from gateway.store.facts import Facts
from gateway.store.feeding import Feeder
from gateway.store.postgres import PostgresIndex
from gateway.store.search import TextIndex
from gateway.store.statements import run
from tests.support.builders import BART, MORNING, NUMBER, a_new_request, an_article
from tests.support.effects import a_registration
from tests.support.servers.postgres import Postgres

pytest.importorskip("psycopg", reason="psycopg is not installed")

ORDERS = replace(a_new_request(), subject="订单模块 无法提交")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "gateway.db")
    Facts(opened).commit([a_registration(ORDERS)])
    yield opened
    opened.close()


@pytest.fixture
def index(postgres: Postgres) -> Iterator[PostgresIndex]:
    opened = PostgresIndex(postgres.conninfo)
    opened.rebuild((), until=0)
    yield opened
    opened.close()


@pytest.fixture
def feeder(database: Database, index: PostgresIndex) -> Feeder:
    return Feeder(database, index)


def keys(index: PostgresIndex, query: str) -> list[str]:
    return [hit.key for hit in index.find(query, 10).hits]


def written(database: Database, act: ArticleAct, *, version: int) -> None:
    state = ArticleState(act)
    event = ArticleWritten(by=BART, at=MORNING, act=act, article=an_article(state))
    request = replace(ORDERS, version=version + 1)
    effects = Effects(receipt=None, request=request, based_on=version, events=(event,))
    Facts(database).commit([effects])


def test_an_empty_index_is_told_everything_once(
    feeder: Feeder, index: PostgresIndex
) -> None:
    assert feeder.look() == 1
    assert keys(index, "订单") == [NUMBER]
    assert feeder.look() == 0


def test_what_is_new_is_told_at_the_next_look(
    database: Database, feeder: Feeder, index: PostgresIndex
) -> None:
    feeder.look()
    request = replace(ORDERS, version=ORDERS.version + 1)
    said = Corresponded(by=BART, at=MORNING, words="连接池占满", internal=True)
    effects = Effects(
        receipt=None, request=request, based_on=ORDERS.version, events=(said,)
    )
    Facts(database).commit([effects])
    assert keys(index, "连接池") == []

    feeder.look()
    assert keys(index, "连接池") == [NUMBER]


def test_articles_come_and_go(
    database: Database, feeder: Feeder, index: PostgresIndex
) -> None:
    written(database, ArticleAct.PUBLISHED, version=ORDERS.version)
    feeder.look()
    assert keys(index, "toner") == ["KB-0001"]

    written(database, ArticleAct.WITHDRAWN, version=ORDERS.version + 1)
    feeder.look()
    assert keys(index, "toner") == []


def test_many_rows_are_told_in_pieces(
    database: Database,
    feeder: Feeder,
    index: PostgresIndex,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feeding, "PIECE_ROWS", 1)
    monkeypatch.setattr(feeding, "PIECES_A_LOOK", 2)
    for version in range(1, 4):
        written(database, ArticleAct.PUBLISHED, version=version)

    assert [feeder.look(), feeder.look(), feeder.look()] == [2, 2, 0]
    assert index.told_until() == 4


def test_a_new_beginning_forgets_what_is_gone(
    database: Database, feeder: Feeder, index: PostgresIndex
) -> None:
    feeder.look()
    run(database, "UPDATE request SET subject = '', description = ''", ())
    run(database, "UPDATE record SET action = ''", ())

    assert feeder.rebuild() == 1
    assert keys(index, "订单") == []
    assert feeder.look() == 0


def test_an_index_that_is_away_loses_nothing(database: Database) -> None:
    away = Feeder(database, PostgresIndex("host=/nowhere dbname=desk user=desk"))
    with pytest.raises(StoreUnavailable):
        away.look()


@dataclass
class Watch:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_the_stores_own_index_stands_in_and_then_rests(database: Database) -> None:
    server, watch = Postgres(), Watch()
    try:
        first = PostgresIndex(server.conninfo)
        search = WithStandIn(first=first, stand_in=TextIndex(database), monotonic=watch)
        assert search.find("订单", 10).total == 1
        server.start()
        assert search.find("订单", 10).total == 1
        watch.seconds = REST_SECONDS
        assert search.find("订单", 10).total == 0

        Feeder(database, first).look()
        assert search.find("订单", 10).total == 1
        assert search.rarity(("订单",)).documents == 1
        assert search.alike("", "", 3) == ()
        first.close()
    finally:
        server.remove()
