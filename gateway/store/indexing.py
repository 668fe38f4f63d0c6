"""Writing the index: documents, in the transaction of the facts that they tell.

What is found is what is committed. A request is indexed with the words of its record;
what a command of an operator changes outside a batch is indexed by ``reindex``.
"""

from collections.abc import Iterable, Iterator, Sequence

from peewee import SqliteDatabase

from gateway.desk.effects import Effects
from gateway.domain.classification_events import Assigned, PriorityChanged
from gateway.domain.findable import (
    Document,
    article_document,
    request_document,
)
from gateway.domain.knowledge import ArticleState
from gateway.domain.request import Request
from gateway.domain.submission_events import Registered, Remarked, SubmittedOnBehalf
from gateway.domain.terms import terms
from gateway.store.articles import all_articles, written_articles
from gateway.store.mapping import request_of
from gateway.store.queries import columns
from gateway.store.statements import fetch, run, select
from gateway.store.tables import RequestRow
from gateway.store.tables_knowledge import DocumentRow

WORDLESS = frozenset({Assigned, PriorityChanged, Remarked})
"""Events whose words nobody looks for: alone they change no document."""
SAID_ROWS_LIMIT = 200
"""Rows of one record whose words are indexed, the first ones."""
REBUILD_PIECE = 500
"""Requests that are read at once while an index is made anew."""

MAKE = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_text USING fts5(
    title, keywords, body, tokenize = "unicode61 remove_diacritics 0")""",
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_term
    USING fts5vocab('search_text', 'row')""",
)
"""Beside the tables of ``tables_knowledge``; made where they are not there yet."""
_ID = "SELECT id FROM search_document WHERE key = ?"
_PUT = """
INSERT INTO search_document (key, kind, title, category, at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
title = excluded.title, category = excluded.category, at = excluded.at RETURNING id"""
_DROP_WORDS = "DELETE FROM search_text WHERE rowid = ?"
_DROP = "DELETE FROM search_document WHERE id = ?"
_WORDS = "INSERT INTO search_text (rowid, title, keywords, body) VALUES (?, ?, ?, ?)"

_SAID = """
SELECT action, remark FROM record WHERE number = ? AND kind NOT IN (?, ?, ?, ?, ?)
ORDER BY id LIMIT ?"""
_NOT_SAID = tuple(
    kind.__name__
    for kind in (Registered, SubmittedOnBehalf, Assigned, PriorityChanged, Remarked)
)


def index_batch(database: SqliteDatabase, batch: Sequence[Effects]) -> None:
    """Index what a batch has written; after its rows, in its transaction."""
    changed: dict[str, Request] = {}
    for effects in batch:
        for one in effects.changes:
            if any(type(event) not in WORDLESS for event in one.events):
                changed[one.request.number] = one.request
    put(database, (_document(database, one) for one in changed.values()))
    for article in written_articles(batch):
        if article.state is ArticleState.WITHDRAWN:
            remove(database, (article.number,))
        else:
            put(database, (article_document(article),))


def reindex(database: SqliteDatabase, number: str) -> None:
    """Index one request as its rows are now; one that is gone is forgotten."""
    document = document_of(database, number)
    if document is None:
        remove(database, (number,))
    else:
        put(database, (document,))


def document_of(database: SqliteDatabase, number: str) -> Document | None:
    """What of a request can be found, as its rows are now; None where it is gone."""
    row = fetch(database, RequestRow, number)
    return None if row is None else _document(database, request_of(row))


def documents(database: SqliteDatabase) -> Iterator[Document]:
    """Everything that can be found, in the order of the numbers."""
    last = ""
    while True:
        query = (
            RequestRow.select()
            .where(RequestRow.number > last)
            .order_by(RequestRow.number)
            .limit(REBUILD_PIECE)
        )
        piece = columns(query)
        for row in piece:
            yield _document(database, request_of(row))
        if len(piece) < REBUILD_PIECE:
            break
        last = piece[-1]["number"]
    for article in all_articles():
        if article.state is not ArticleState.WITHDRAWN:
            yield article_document(article)


def _document(database: SqliteDatabase, request: Request) -> Document:
    values = [request.number, *_NOT_SAID, SAID_ROWS_LIMIT]
    rows = select(database, _SAID, values)
    return request_document(request, (word for row in rows for word in row if word))


def put(database: SqliteDatabase, documents: Iterable[Document]) -> None:
    """Index documents in the caller's transaction; raises peewee's errors."""
    for one in documents:
        at = DocumentRow.at.db_value(one.at)
        head = [one.key, one.kind, one.title, one.category, at]
        (place,) = select(database, _PUT, head)[0]
        run(database, _DROP_WORDS, [place])
        parts = (one.title, "\n".join(one.keywords), one.body)
        run(database, _WORDS, [place, *(" ".join(terms(part)) for part in parts)])


def remove(database: SqliteDatabase, keys: Iterable[str]) -> None:
    """Forget documents in the caller's transaction; raises peewee's errors."""
    for key in keys:
        for (place,) in select(database, _ID, [key]):
            run(database, _DROP_WORDS, [place])
            run(database, _DROP, [place])


def rebuild(database: SqliteDatabase, documents: Iterable[Document]) -> int:
    """Make the index anew: no word of what it held before stays in its pages."""
    run(database, "DROP TABLE IF EXISTS search_term", ())
    run(database, "DROP TABLE IF EXISTS search_text", ())
    DocumentRow.delete().execute()
    make(database)
    number = 0
    for one in documents:
        put(database, (one,))
        number += 1
    run(database, "INSERT INTO search_text (search_text) VALUES ('optimize')", ())
    return number


def make(database: SqliteDatabase) -> None:
    for statement in MAKE:
        run(database, statement, ())
