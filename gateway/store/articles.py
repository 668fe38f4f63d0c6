"""Rows of articles: written with the events that make them, read as values."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from peewee import SqliteDatabase, fn

from gateway.desk.effects import Effects
from gateway.domain.knowledge import (
    Article,
    ArticleNumber,
    article_number,
)
from gateway.domain.knowledge_events import ArticleWritten
from gateway.domain.request import RequestNumber
from gateway.domain.verification_events import Resolved
from gateway.store.queries import rows
from gateway.store.statements import insert, replace
from gateway.store.tables_knowledge import ArticleRow, ArticleUseRow

ARTICLES_LIMIT = 5000
"""Articles that are read at once."""

_NAMED = re.compile(r"(?<![A-Za-z0-9])KB-?(\d{4,8})(?!\d)", re.ASCII | re.IGNORECASE)
_COLUMNS = (
    *("number", "state", "visibility", "locale", "category", "title", "source"),
    *("author", "changed_at", "published_at", "withdrawn_at", "review_on", "version"),
)


def all_articles() -> Iterator[Article]:
    """All of them by number; raises peewee's errors."""
    query = (
        ArticleRow.select(ArticleRow.whole)
        .order_by(fn.LENGTH(ArticleRow.number), ArticleRow.number)
        .limit(ARTICLES_LIMIT)
    )
    return (article_of(row[0]) for row in rows(query))


def write_articles(database: SqliteDatabase, batch: Sequence[Effects]) -> None:
    """Keep what the events of a batch say of articles, in its transaction."""
    for changed in (one for effects in batch for one in effects.changes):
        for event in changed.events:
            if isinstance(event, ArticleWritten):
                replace(database, ArticleRow, _row(event.article), key=("number",))
            elif isinstance(event, Resolved):
                text = f"{event.text}\n{changed.request.solution}"
                _use(database, text, changed.request.number, event.at)


def written_articles(batch: Sequence[Effects]) -> tuple[Article, ...]:
    """The articles of a batch, each as it is written last."""
    events = (e for effects in batch for one in effects.changes for e in one.events)
    found = {
        e.article.number: e.article for e in events if isinstance(e, ArticleWritten)
    }
    return tuple(found.values())


def named_articles(text: str) -> tuple[ArticleNumber, ...]:
    """The numbers of articles that a text names, in their usual form."""
    numbers = (article_number(int(found)) for found in _NAMED.findall(text))
    return tuple(dict.fromkeys(numbers))


def _use(
    database: SqliteDatabase, text: str, number: RequestNumber, at: datetime
) -> None:
    for article in named_articles(text):
        known = ArticleRow.select().where(ArticleRow.number == article).exists()
        counted = (
            ArticleUseRow.select()
            .where(ArticleUseRow.article == article, ArticleUseRow.number == number)
            .exists()
        )
        if known and not counted:
            row = {"article": article, "number": number, "at": at}
            insert(database, ArticleUseRow, [row])


def _row(article: Article) -> dict[str, Any]:
    row = {name: getattr(article, name) for name in _COLUMNS}
    return row | {"whole": msgspec.json.encode(article).decode()}


def article_of(whole: str) -> Article:
    return msgspec.json.decode(whole, type=Article)
