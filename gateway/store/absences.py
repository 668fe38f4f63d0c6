"""Absences that were told by mail: one a person, the latest word holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from peewee import SqliteDatabase

from gateway.desk.effects import Effects
from gateway.domain.duty import Absence
from gateway.domain.people import Address
from gateway.store.database import translated
from gateway.store.statements import replace, select
from gateway.store.tables_commands import AbsenceRow

_NOW = "SELECT who, first, last, deputy FROM absence WHERE last >= ?"


@dataclass(frozen=True, slots=True)
class StoredAbsences:
    """Those that last until this day or longer. Raises StoreUnavailable."""

    database: SqliteDatabase

    def __call__(self, day: date) -> tuple[Absence, ...]:
        with translated():
            found = select(self.database, _NOW, [day.isoformat()])
        return tuple(
            Absence(
                who=Address(row[0]),
                first=date.fromisoformat(row[1]),
                last=date.fromisoformat(row[2]),
                deputy=Address(row[3]) if row[3] else None,
            )
            for row in found
        )


def write_absences(database: SqliteDatabase, batch: Sequence[Effects]) -> None:
    """Keep what a batch tells, in its transaction."""
    for one in (effects.absence for effects in batch if effects.absence):
        row = {
            "who": one.who,
            "first": one.first.isoformat(),
            "last": one.last.isoformat(),
            "deputy": one.deputy,
        }
        replace(database, AbsenceRow, row, key=("who",))
