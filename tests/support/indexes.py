"""Every kind of index that there is; a further one joins with one more entry."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from gateway.desk.ports_search import Search
from gateway.store.database import open_database
from gateway.store.search import TextIndex


@contextmanager
def sqlite(folder: Path) -> Iterator[Search]:
    database = open_database(folder / "gateway.db")
    try:
        yield TextIndex(database)
    finally:
        database.close()


INDEXES: Mapping[str, Callable[[Path], AbstractContextManager[Search]]] = {
    "sqlite": sqlite
}
