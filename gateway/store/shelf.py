"""Articles as the desk asks for them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from peewee import SqliteDatabase, fn

from gateway.domain.knowledge import (
    Article,
    ArticleNumber,
    ArticleState,
    article_number,
)
from gateway.domain.request import RequestNumber
from gateway.store.articles import all_articles, article_of
from gateway.store.database import translated
from gateway.store.queries import rows
from gateway.store.statements import run
from gateway.store.tables_knowledge import ArticleRow, ArticleUseRow

_DRAW = """
INSERT INTO counter (day, serial) VALUES ('KB', 1)
ON CONFLICT (day) DO UPDATE SET serial = counter.serial + 1 RETURNING serial"""


class ArticleShelf:
    """See :class:`gateway.desk.ports_knowledge.Articles`."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def draw(self) -> ArticleNumber:
        with translated(), self._database.atomic():
            drawn = run(self._database, _DRAW, ())
            return article_number(int(next(iter(drawn))[0]))

    def article(self, number: ArticleNumber) -> Article | None:
        return self._one(ArticleRow.number == number)

    def of_request(self, number: RequestNumber) -> Article | None:
        return self._one(ArticleRow.source == number)

    def _one(self, where: Any) -> Article | None:
        query = (
            ArticleRow.select(ArticleRow.whole)
            .where(where)
            .order_by(ArticleRow.number.desc())
            .limit(1)
        )
        with translated():
            found = rows(query)
        return article_of(found[0][0]) if found else None

    def everything(self) -> tuple[Article, ...]:
        with translated():
            return tuple(all_articles())

    def to_review(self, day: date, limit: int) -> tuple[Article, ...]:
        query = (
            ArticleRow.select(ArticleRow.whole)
            .where(ArticleRow.state == ArticleState.PUBLISHED)
            .where(ArticleRow.review_on <= day)
            .order_by(ArticleRow.review_on, ArticleRow.number)
            .limit(limit)
        )
        with translated():
            return tuple(article_of(row[0]) for row in rows(query))

    def uses(
        self, since: datetime | None, until: datetime | None
    ) -> Mapping[ArticleNumber, int]:
        query = ArticleUseRow.select(
            ArticleUseRow.article, fn.COUNT(ArticleUseRow.id)
        ).group_by(ArticleUseRow.article)
        if since is not None:
            query = query.where(ArticleUseRow.at >= since)
        if until is not None:
            query = query.where(ArticleUseRow.at < until)
        with translated():
            return {ArticleNumber(row[0]): int(row[1]) for row in rows(query)}
