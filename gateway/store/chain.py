"""The chain over the process record: each row carries the digest of the one before.

Who changes a row, takes one out or puts one in, breaks the chain behind it; who cuts
off its end is found out by a head that was mailed before (PROCESS 6.6). The words of a
row, and who said them, enter by a salted digest of their own: they can be erased with
their salt, and the chain still holds (E20).
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import SqliteDatabase

from gateway.store.statements import run
from gateway.store.tables import RecordRow

SALT_OCTETS = 16
ERASED_KIND = "Erased"
"""The kind of the row that says why words of its request are gone."""
_BEFORE_THE_FIRST = ""
_BOUND = ("number", "stage", "at", "time_text", "kind", "visible", "queue_id")
_WORDS = ("actor", "action", "remark")
_COLUMNS = ("id", *_BOUND, *_WORDS, "salt", "words_digest", "previous")
_LAST = f"SELECT {', '.join(_COLUMNS)} FROM record ORDER BY id DESC LIMIT 1"  # noqa: S608 (names of our own)
_ALL = f"SELECT {', '.join(_COLUMNS)} FROM record ORDER BY id"  # noqa: S608 (as above)
_ERASED = (
    f"SELECT number, MAX(id) FROM record WHERE kind = '{ERASED_KIND}' GROUP BY number"  # noqa: S608 (as above)
)
_LINK = "UPDATE record SET salt = ?, words_digest = ?, previous = ? WHERE id = ?"

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Break:
    """A row at which the chain does not hold, and why."""

    row_id: int
    number: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """What a look over the whole chain found. ``head_at``: the row of a wanted head."""

    rows: int
    erased: int
    head: str
    head_at: int | None
    breaks: tuple[Break, ...]


BREAKS_LIMIT = 100
"""Breaks that one look tells; one changed row makes one or two."""


def head(database: SqliteDatabase) -> tuple[int, str]:
    """How many rows there are, at least, and the digest of the last; 0 and '' of none.

    Raises peewee's errors.
    """
    found = next(iter(run(database, _LAST, ())), None)
    return (found[0], digest(_named(found))) if found else (0, _BEFORE_THE_FIRST)


def linked(
    database: SqliteDatabase, rows: Iterable[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """The rows with their links, in the caller's write transaction.

    The moment stands in them as the column holds it.
    """
    previous: str | None = None
    for row in rows:
        previous = head(database)[1] if previous is None else previous
        salt = secrets.token_hex(SALT_OCTETS)
        link = {"salt": salt, "words_digest": words_digest(row, salt)}
        whole = {**row, **link, "previous": previous}
        at = RecordRow.at.db_value(row["at"])
        previous = digest({**whole, "at": at})
        yield whole


def digest(row: Row) -> str:
    """The digest of a row as it stands in the table: what the next one carries."""
    visible = int(row["visible"])
    bound = [visible if name == "visible" else row[name] for name in _BOUND]
    return _digest([row["previous"], *bound, row["words_digest"]])


def words_digest(row: Row, salt: str) -> str:
    return _digest([salt, *(row[name] for name in _WORDS)])


def begin(database: SqliteDatabase) -> None:
    """Link the rows of a store that had no chain."""
    previous = _BEFORE_THE_FIRST
    for found in list(run(database, _ALL, ())):
        row = _named(found)
        salt = secrets.token_hex(SALT_OCTETS)
        link = {"words_digest": words_digest(row, salt), "previous": previous}
        run(database, _LINK, (salt, link["words_digest"], previous, row["id"]))
        previous = digest(row | link)


def look(database: SqliteDatabase, wanted: str = "") -> Chain:
    """Go over every row, oldest first; memory does not grow with their number.

    ``wanted`` is the head of an earlier day. Raises peewee's errors.
    """
    reasons: dict[str, int] = {row[0]: row[1] for row in run(database, _ERASED, ())}
    rows = erased = 0
    previous, head_at = _BEFORE_THE_FIRST, None
    breaks: list[Break] = []
    for found in run(database, _ALL, ()):
        row = _named(found)
        rows += 1
        erased += not row["salt"]
        faults = _faults(row, previous, reasons)
        breaks += [Break(row["id"], row["number"], what) for what in faults]
        previous = digest(row)
        if wanted and previous == wanted:
            head_at = row["id"]
    return Chain(
        rows=rows,
        erased=erased,
        head=previous,
        head_at=head_at,
        breaks=tuple(breaks[:BREAKS_LIMIT]),
    )


def _faults(row: Row, previous: str, reasons: Mapping[str, int]) -> Iterator[str]:
    if row["previous"] != previous:
        yield "it does not follow the row before it"
    if not row["salt"]:
        if reasons.get(row["number"], 0) <= row["id"]:
            yield "its words are gone, and no later row says why"
    elif words_digest(row, row["salt"]) != row["words_digest"]:
        yield "its words are not those that were written"


def _named(found: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(_COLUMNS, found, strict=True))


def _digest(values: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()
