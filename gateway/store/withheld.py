"""Commands that wait for their code: written with their mail, looked up by any code."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from peewee import SqliteDatabase

from gateway.desk.effects import Effects, Withheld
from gateway.domain.people import Address
from gateway.domain.request import RequestNumber
from gateway.mail.envelope import QueueId
from gateway.store.database import translated
from gateway.store.queries import rows
from gateway.store.statements import insert
from gateway.store.tables_commands import WithheldRow

KEPT_FOR = timedelta(days=30)
"""What is older is deleted when something new waits; its mail is kept as any other."""
LOOKED_AT = 500
"""How many are compared with one code."""
_COLUMNS = (
    WithheldRow.queue_id,
    WithheldRow.actor,
    WithheldRow.text,
    WithheldRow.commands_until,
    WithheldRow.numbers,
    WithheldRow.standings,
    WithheldRow.asked_at,
    WithheldRow.expires_at,
)


@dataclass(frozen=True, slots=True)
class WithheldCommands:
    """See :class:`gateway.desk.ports_commands.Waiting`."""

    database: SqliteDatabase

    def __call__(self, since: datetime) -> tuple[Withheld, ...]:
        query = (
            WithheldRow.select(*_COLUMNS)
            .where(WithheldRow.asked_at > since)
            .order_by(WithheldRow.asked_at.desc())
            .limit(LOOKED_AT)
        )
        with translated():
            return tuple(
                Withheld(
                    queue_id=QueueId(row[0]),
                    actor=Address(row[1]),
                    text=row[2],
                    commands_until=row[3],
                    numbers=tuple(map(RequestNumber, json.loads(row[4]))),
                    standings=tuple(json.loads(row[5])),
                    asked_at=row[6],
                    expires_at=row[7],
                )
                for row in rows(query)
            )


def write_withheld(database: SqliteDatabase, batch: Sequence[Effects]) -> None:
    """Keep what waits from now on, in the batch's transaction."""
    put_off = [effects.withheld for effects in batch if effects.withheld]
    if not put_off:
        return
    oldest = min(one.asked_at for one in put_off) - KEPT_FOR
    WithheldRow.delete().where(WithheldRow.asked_at < oldest).execute()
    insert(database, WithheldRow, map(_row, put_off))


def _row(one: Withheld) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in one.__slots__}
    lists = {name: json.dumps(row[name]) for name in ("numbers", "standings")}
    return row | lists
