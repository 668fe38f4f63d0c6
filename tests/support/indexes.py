"""Every kind of index that there is; a further one joins with one more entry."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from gateway.desk.ports_search import Search
from gateway.store.database import open_database
from gateway.store.postgres import PostgresIndex
from gateway.store.search import TextIndex
from tests.support.servers.postgres import Postgres


@contextmanager
def sqlite(request: pytest.FixtureRequest) -> Iterator[Search]:
    folder: Path = request.getfixturevalue("tmp_path")
    database = open_database(folder / "gateway.db")
    try:
        yield TextIndex(database)
    finally:
        database.close()


@contextmanager
def postgresql(request: pytest.FixtureRequest) -> Iterator[Search]:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    server: Postgres = request.getfixturevalue("postgres")
    index = PostgresIndex(server.conninfo)
    try:
        index.rebuild(())
        yield index
    finally:
        index.close()


INDEXES: Mapping[
    str, Callable[[pytest.FixtureRequest], AbstractContextManager[Search]]
] = {"sqlite": sqlite, "postgresql": postgresql}
"""What the contract suite runs on, each in turn; none holds anything at first."""
