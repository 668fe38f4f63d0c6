"""Opening the store: SQLite in WAL, every commit on the disk before it returns.

A connection belongs to the thread that opened it. ``durable`` connections run with
``synchronous=FULL``; the one that only settles letters does not need to: what it may
lose in a power cut is the word that a letter went out, and then the letter goes out
once more under the same Message-ID.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from peewee import (
    DataError,
    IntegrityError,
    PeeweeException,
    ProgrammingError,
    SqliteDatabase,
)

from gateway.desk.ports import StoreRefused, StoreUnavailable
from gateway.store import chain
from gateway.store.indexing import documents, make, rebuild
from gateway.store.statements import run
from gateway.store.tables import TABLES, RequestRow, SchemaRow

Database = SqliteDatabase
"""What other rooms call it; they never ask it anything themselves."""

SCHEMA_VERSION = 6
BUSY_LIMIT_MS = 20_000
"""How long a writer waits for another; in milliseconds."""
_EMPTY = "''"
_TO_RECORD = 'ALTER TABLE "record" ADD COLUMN'
_TO_REQUEST = 'ALTER TABLE "request" ADD COLUMN'

MIGRATIONS: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        1: (
            'ALTER TABLE "request" ADD COLUMN "closed_at" BIGINT',
            'ALTER TABLE "request" ADD COLUMN "merged_into" VARCHAR(255)',
            'UPDATE "request" SET "closed_at" = "confirmed_at"',
        ),
        2: (
            'ALTER TABLE "file" ADD COLUMN "marks" TEXT NOT NULL DEFAULT \'\'',
            'ALTER TABLE "file" ADD COLUMN "derived_from" TEXT NOT NULL DEFAULT \'\'',
        ),
        3: (
            (
                'ALTER TABLE "receipt" '
                "ADD COLUMN \"said\" VARCHAR(255) NOT NULL DEFAULT ''"
            ),
        ),
        4: (
            'ALTER TABLE "request" ADD COLUMN "linked" TEXT NOT NULL DEFAULT \'\'',
            'ALTER TABLE "request" ADD COLUMN "muted" INTEGER NOT NULL DEFAULT 0',
            *(
                f'{_TO_REQUEST} "{name}" TEXT NOT NULL DEFAULT {empty}'
                for name, empty in (
                    ("triage", "'{}'"),
                    ("repair", "'{}'"),
                    ("settlement", "'{}'"),
                    ("followups", "'[]'"),
                )
            ),
        ),
        5: tuple(
            f'{_TO_RECORD} "{name}" VARCHAR(255) NOT NULL DEFAULT {_EMPTY}'
            for name in ("salt", "words_digest", "previous")
        ),
    }
)
"""What leads from each version to the next; new tables and indexes make themselves."""
AFTERWARDS: Mapping[int, Callable[[SqliteDatabase], None]] = MappingProxyType(
    {5: chain.begin}
)
"""What is to be done with the rows once a version's statements have run."""


def open_database(path: Path) -> SqliteDatabase:
    """Bind the tables to a file, which is made where there is none.

    Raises :class:`StoreUnavailable`, also where a newer version wrote the file.
    """
    database = SqliteDatabase(
        str(path),
        pragmas={
            "journal_mode": "wal",
            "foreign_keys": 1,
            "synchronous": "full",
            "busy_timeout": BUSY_LIMIT_MS,
        },
        autoconnect=False,
        lock_type="IMMEDIATE",
    )
    database.bind(TABLES)
    with translated():
        database.connect()
        _prepare(database)
    return database


def connect_here(database: SqliteDatabase) -> None:
    """Open this thread's own connection."""
    with translated():
        database.connect(reuse_if_open=True)


def _prepare(database: SqliteDatabase) -> None:
    with database.atomic():
        database.create_tables([SchemaRow])
        found = SchemaRow.select().first()
        if found is None:
            SchemaRow.create(version=SCHEMA_VERSION)
        elif found.version > SCHEMA_VERSION:
            raise StoreUnavailable(f"the store is of a newer version: {found.version}")
        elif found.version < SCHEMA_VERSION:
            _migrate(database, found.version)
        # Last: an index may be over a column that a migration adds.
        database.create_tables(TABLES)
        _prepare_index(database)


def _prepare_index(database: SqliteDatabase) -> None:
    """Make the index; where an older version kept none, of all that is there."""
    if database.table_exists("search_text"):
        return
    make(database)
    if RequestRow.select().exists():
        rebuild(database, documents(database))


def _migrate(database: SqliteDatabase, version: int) -> None:
    """In the transaction of the start: after a crash the old version is still whole."""
    for passed in range(version, SCHEMA_VERSION):
        for statement in MIGRATIONS[passed]:
            run(database, statement, ())
        if passed in AFTERWARDS:
            AFTERWARDS[passed](database)
    SchemaRow.update(version=SCHEMA_VERSION).execute()


@contextmanager
def translated() -> Iterator[None]:
    """No exception of the library crosses this room's wall.

    A damaged file is a plain DatabaseError: the store is away, no message is to blame.
    """
    try:
        yield
    except (DataError, IntegrityError, ProgrammingError) as error:
        raise StoreRefused(str(error)) from error
    except PeeweeException as error:
        raise StoreUnavailable(_cause(error)) from error
    except (UnicodeError, OverflowError) as error:
        raise StoreRefused(str(error)) from error


def _cause(error: PeeweeException) -> str:
    """What went wrong first.

    On a full disk SQLite rolls back by itself; then peewee cannot any more, and says
    only that.
    """
    first: BaseException = error
    while "cannot rollback" in str(first) and first.__context__ is not None:
        first = first.__context__
    return str(first)
