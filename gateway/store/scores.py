"""Letters that came back, and the bounce scores of addresses, as rows and as values."""

from collections.abc import Sequence
from typing import Any

from peewee import SqliteDatabase

from gateway.desk.effects import Effects, ReturnedLetter
from gateway.desk.ports_returns import OurLetter
from gateway.domain.bouncing import Score
from gateway.domain.people import Address
from gateway.domain.request import RequestNumber
from gateway.store.fields import moment_of
from gateway.store.statements import insert, replace, run
from gateway.store.tables_returns import AddressScoreRow, ReturnRow

_HEARD = """
UPDATE address_score SET bad_since = NULL, heard_at = ?, version = version + 1,
points = CASE WHEN ? THEN 0 WHEN bad_since IS NULL THEN points ELSE MIN(points, ?) END
WHERE address = ?"""


def our_letter(row: Sequence[Any]) -> OurLetter:
    """A letter, of the columns in which the queries name it."""
    return OurLetter(
        message_id=row[0],
        number=RequestNumber(row[1]) if row[1] else None,
        recipient=Address(row[2]),
        code=row[3],
    )


def score_of(row: Sequence[Any]) -> Score:
    points, version, last_at, bad_since, heard_at = row
    return Score(
        points=points,
        version=version,
        last_at=moment_of(last_at),
        bad_since=None if bad_since is None else moment_of(bad_since),
        heard_at=None if heard_at is None else moment_of(heard_at),
    )


def write_returns(database: SqliteDatabase, batch: Sequence[Effects]) -> None:
    """Keep what came back, and who lives, in the order in which it was told."""
    for effects in batch:
        if effects.returned:
            _write(database, effects.returned)
        for heard in effects.heard:
            at = AddressScoreRow.heard_at.db_value(heard.at)
            values = [at, heard.vouched, heard.points, heard.address]
            run(database, _HEARD, values)


def _write(database: SqliteDatabase, back: ReturnedLetter) -> None:
    row = {name: getattr(back, name) for name in ("message_id", "recipient", "hard")}
    insert(database, ReturnRow, [row | {"at": back.at}])
    score = {name: getattr(back.score, name) for name in back.score.__slots__}
    replace(
        database,
        AddressScoreRow,
        score | {"address": back.recipient},
        key=("address",),
    )
