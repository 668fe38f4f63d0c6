"""What the store tells of a month, request by request, and the figures it keeps.

Requests and their rows are read side by side in the order of their numbers, so that
memory does not grow with the record.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from peewee import SqliteDatabase

from gateway.domain.knowledge import ArticleState
from gateway.domain.manual import Month
from gateway.domain.request import RequestNumber
from gateway.domain.review_details import Figures, Known
from gateway.domain.review_facts import KINDS, TIMED, CaseFile, Row
from gateway.domain.settlement import FollowUp
from gateway.store.database import translated
from gateway.store.fields import moment_of
from gateway.store.mapping import request_of
from gateway.store.queries import rows
from gateway.store.statements import fetch_all, replace, run
from gateway.store.tables import RecordRow, RequestRow
from gateway.store.tables_knowledge import ArticleRow, ArticleUseRow
from gateway.store.tables_review import FiguresRow

ANSWERED_WITHIN = timedelta(days=14)
"""How long after a request was closed an answer about it is counted still."""
BATCH = 1000
"""Requests that are in memory at a time."""
_KINDS = ", ".join(f"'{kind}'" for kind in KINDS)
_TIMED = ", ".join(f"'{kind}'" for kind in TIMED)
_TOUCHED = """
SELECT number FROM request
WHERE submitted_at < ?2 AND (submitted_at >= ?1 OR closed_at IS NULL OR closed_at >= ?1
  OR (closed_at >= ?3 AND settlement NOT LIKE '%"satisfaction":""%'))
ORDER BY number"""
_ROWS = f"""
SELECT number, kind, at, action, remark, time_text FROM record
WHERE number BETWEEN ? AND ? AND kind IN ({_KINDS})
AND (time_text <> '' OR kind NOT IN ({_TIMED}))
ORDER BY number, id"""  # noqa: S608 (names of our own events)


class StoredReviews:
    """See :class:`gateway.desk.ports_review.Reviews`."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def cases(self, month: Month) -> Iterator[CaseFile]:
        with translated():
            closed = month.since - ANSWERED_WITHIN
            bounds = [*map(_column, (month.since, month.until, closed))]
            touched = [row[0] for row in run(self._database, _TOUCHED, bounds)]
            for start in range(0, len(touched), BATCH):
                yield from self._batch(touched[start : start + BATCH])

    def _batch(self, numbers: Sequence[str]) -> Iterator[CaseFile]:
        found = fetch_all(self._database, RequestRow, numbers)
        told = self._rows(numbers)
        used = _articles(numbers)
        for row in found:
            number = row["number"]
            yield CaseFile(
                request=request_of(row),
                rows=tuple(told.get(number, ())),
                articles=tuple(used.get(number, ())),
            )

    def _rows(self, numbers: Sequence[str]) -> Mapping[str, list[Row]]:
        wanted = frozenset(numbers)
        found: dict[str, list[Row]] = defaultdict(list)
        read = run(self._database, _ROWS, (numbers[0], numbers[-1]))
        for number, kind, at, action, remark, time_text in read:
            if number in wanted:
                found[number].append(
                    Row(
                        kind=kind,
                        at=moment_of(at),
                        action=action,
                        remark=remark,
                        time_text=time_text,
                    )
                )
        return found

    def known(self, month: Month) -> Known:
        with translated():
            articles = rows(
                ArticleRow.select(
                    ArticleRow.state, ArticleRow.published_at, ArticleRow.review_on
                )
            )
            used = (
                ArticleUseRow.select()
                .where(ArticleUseRow.at >= month.since, ArticleUseRow.at < month.until)
                .count()
            )
        standing = [one for one in articles if one[0] == ArticleState.PUBLISHED]
        return Known(
            added=sum(1 for one in standing if month.holds(one[1])),
            used=int(used),
            overdue=sum(
                1 for one in standing if one[2] and one[2] < month.until.date()
            ),
        )

    def improvements(self) -> Sequence[tuple[RequestNumber, str, FollowUp]]:
        query = RequestRow.select(
            RequestRow.number, RequestRow.category, RequestRow.followups
        ).where(RequestRow.followups != "[]")
        with translated():
            found = [
                (RequestNumber(number), str(category), item)
                for number, category, whole in rows(query)
                for item in msgspec.json.decode(whole, type=tuple[FollowUp, ...])
                if item.improvement
            ]
        return sorted(found, key=lambda one: (one[2].due, one[0]))

    def kept(self, months: Sequence[str]) -> dict[str, Figures]:
        query = FiguresRow.select(FiguresRow.month, FiguresRow.whole).where(
            FiguresRow.month.in_(list(months))
        )
        with translated():
            return {
                str(month): msgspec.json.decode(whole, type=Figures)
                for month, whole in rows(query)
            }

    def keep(self, figures: Figures) -> None:
        whole = msgspec.json.encode(figures).decode()
        row: dict[str, Any] = {"month": figures.month, "whole": whole}
        with translated(), self._database.atomic():
            replace(self._database, FiguresRow, row, key=("month",))

    def first_month(self) -> str:
        query = "SELECT MIN(submitted_at) FROM request"
        with translated():
            (found,) = run(self._database, query, ())
        return f"{moment_of(found[0]).astimezone(UTC):%Y-%m}" if found[0] else ""


def _column(moment: datetime) -> int | None:
    return RecordRow.at.db_value(moment)


def _articles(numbers: Sequence[str]) -> Mapping[str, list[str]]:
    """Which articles helped with which of these requests."""
    query = ArticleUseRow.select(ArticleUseRow.number, ArticleUseRow.article).where(
        ArticleUseRow.number.in_(list(numbers))
    )
    found: dict[str, list[str]] = defaultdict(list)
    for number, article in rows(query):
        found[number].append(article)
    return found
