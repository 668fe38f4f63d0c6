"""What is on record, for those who ask: rows, running clocks, figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from peewee import SqliteDatabase

from gateway.domain.agreement import Promise
from gateway.domain.codes import Clock
from gateway.domain.ledger import ROWS_LIMIT, Counts
from gateway.domain.lifecycle import OPEN
from gateway.domain.people import Address
from gateway.domain.record import RecordRow as RowValue
from gateway.domain.request import RequestNumber, Stage, Status
from gateway.store.database import translated
from gateway.store.statements import select
from gateway.store.tables import PromiseRow, RecordRow, RequestRow

_RECEIVED = "SELECT COUNT(*) FROM request WHERE submitted_at >= ? AND submitted_at <= ?"
_CONFIRMED = (
    "SELECT COUNT(*) FROM request WHERE confirmed_at >= ? AND confirmed_at <= ?"
)
_CLOSED = """
SELECT COUNT(*) FROM request WHERE closed_at BETWEEN ? AND ?
AND confirmed_at IS NULL"""
_REOPENED = "SELECT COUNT(*) FROM record WHERE kind = 'Disputed' AND at BETWEEN ? AND ?"
_BY = "SELECT {column}, COUNT(*) FROM request WHERE status IN ({in}) GROUP BY 1"
_OVERDUE = """
SELECT COUNT(DISTINCT promise.number) FROM promise
JOIN request ON request.number = promise.number
WHERE promise.stopped_at IS NULL AND promise.due_at IS NULL AND request.status IN ({in})
"""


@dataclass(frozen=True, slots=True)
class RecordLedger:
    """See :class:`gateway.domain.ledger.Ledger`. Raises StoreUnavailable."""

    database: SqliteDatabase

    def rows(self, number: RequestNumber) -> tuple[RowValue, ...]:
        query = (
            RecordRow.select()
            .where(RecordRow.number == number)
            .order_by(RecordRow.id.desc())
            .limit(ROWS_LIMIT)
        )
        with translated():
            latest = [_row(row) for row in query]
        return tuple(reversed(latest))

    def promises(self, number: RequestNumber) -> tuple[Promise, ...]:
        query = (
            PromiseRow.select()
            .where(PromiseRow.number == number, PromiseRow.stopped_at.is_null())
            .order_by(PromiseRow.clock)
        )
        with translated():
            return tuple(
                Promise(
                    number=number,
                    clock=Clock(row.clock),
                    started_at=row.started_at,
                    stage=row.stage,
                    due_at=row.due_at or row.started_at,
                )
                for row in query
            )

    def counts(self, since: datetime, until: datetime) -> Counts:
        span = [RequestRow.submitted_at.db_value(one) for one in (since, until)]
        with translated():
            statuses = self._by("status")
            owners, domains = self._by("assignee"), self._by("category")
            return Counts(
                received=self._count(_RECEIVED, span),
                confirmed=self._count(_CONFIRMED, span),
                closed=self._count(_CLOSED, span),
                reopened=self._count(_REOPENED, span),
                open=sum(count for _, count in statuses),
                unassigned=sum(count for who, count in owners if not who),
                overdue=self._count(_OVERDUE, [str(status) for status in OPEN]),
                statuses=tuple((Status(name), count) for name, count in statuses),
                owners=tuple((Address(who), count) for who, count in owners if who),
                domains=tuple((name, count) for name, count in domains if name),
            )

    def _count(self, sql: str, values: Sequence[object]) -> int:
        return int(select(self.database, sql, values)[0][0])

    def _by(self, column: str) -> list[tuple[str, int]]:
        """Open requests by a column of ours, the most first."""
        sql = _BY.replace("{column}", column)
        found = select(self.database, sql, [str(status) for status in OPEN])
        rows = [(str(row[0] or ""), int(row[1])) for row in found]
        return sorted(rows, key=lambda row: (-row[1], row[0]))


def _row(row: RecordRow) -> RowValue:
    return RowValue(
        number=RequestNumber(str(row.number)),
        stage=Stage(row.stage),
        actor=Address(str(row.actor)),
        at=row.at,
        time_text=str(row.time_text),
        kind=str(row.kind),
        action=str(row.action),
        remark=str(row.remark),
        visible=bool(row.visible),
    )
