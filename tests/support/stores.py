"""Every kind of store that there is; a further one joins with one more entry."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from gateway.desk.ports import Outbox, Store
from gateway.store.database import open_database
from gateway.store.facts import Facts
from gateway.store.outbox import LetterOutbox, RetrySchedule


@dataclass(frozen=True, slots=True)
class Stored:
    """One database, seen by its two contracts."""

    facts: Store
    outbox: Outbox


@contextmanager
def sqlite(folder: Path) -> Iterator[Stored]:
    database = open_database(folder / "gateway.db")
    try:
        yield Stored(
            Facts(database), LetterOutbox(database, RetrySchedule(jitter=float))
        )
    finally:
        database.close()


STORES: Mapping[str, Callable[[Path], AbstractContextManager[Stored]]] = {
    "sqlite": sqlite
}
