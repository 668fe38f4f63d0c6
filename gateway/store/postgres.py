"""Search by PostgreSQL's full text: one row of terms a document, as a tsvector.

The words are cut into terms before they come here (see ``domain.terms``), as for every
index: PostgreSQL's own parser and dictionaries have no part in it, so that what is
found does not depend on its configuration. The one file that imports psycopg.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from gateway.desk.ports import StoreUnavailable
from gateway.domain.findable import (
    COUNT_LIMIT,
    HITS_LIMIT,
    RARITY_LIMIT,
    Document,
    DocumentKind,
    Found,
    Hit,
    Rarity,
)
from gateway.domain.likeness import Alike, Candidate, alike, telling
from gateway.domain.terms import Phrase, parts, phrases, terms
from gateway.store.search import CANDIDATES_LIMIT, HAY_TERMS, SEEDS

if TYPE_CHECKING:
    from psycopg import Connection, Cursor

CONNECT_SECONDS = 5
STATEMENT_MS = 10_000
"""A question that takes longer is given up; in milliseconds."""
POSITIONS_LIMIT = 16_383
"""PostgreSQL counts places in a text no further."""
REBUILD_PIECE = 500
"""Documents that are sent at once while an index is made anew."""
FIELD_GAP = 10
"""Places between two fields: no phrase reaches from one into the next."""

_MAKE = """
CREATE TABLE IF NOT EXISTS search_document (
    key text PRIMARY KEY, kind text NOT NULL, title text NOT NULL,
    category text NOT NULL, at timestamptz NOT NULL, words tsvector NOT NULL);
CREATE INDEX IF NOT EXISTS search_document_words ON search_document USING gin (words)
    WITH (fastupdate = off);
CREATE TABLE IF NOT EXISTS search_told (
    one boolean PRIMARY KEY DEFAULT true CHECK (one), until bigint NOT NULL)
"""
"""Without the list of what is still to be indexed: each question would read it."""
_ONE_MAKER = "SELECT pg_advisory_xact_lock(7340133)"
"""Two that make the table at the same time would fail: any number that is ours."""
_RANK = "ts_rank('{0.1, 0.1, 0.6, 0.8}', words, %(sought)s::tsquery, 1)"
"""Weights of body, nothing, keywords and title; long texts count a little less."""
_HITS = f"""
SELECT key, kind, title, category, at, {_RANK} AS best FROM search_document
WHERE words @@ %(sought)s::tsquery ORDER BY best DESC, at DESC LIMIT %(limit)s"""  # noqa: S608 (constants of this file)
_COUNT = """
SELECT count(*) FROM (SELECT 1 FROM search_document
WHERE words @@ %(sought)s::tsquery LIMIT %(limit)s) AS counted"""
_HAY = f"""
SELECT key, kind, title, category, tsvector_to_array(words) FROM search_document
WHERE words @@ %(sought)s::tsquery ORDER BY {_RANK} DESC, key LIMIT %(limit)s"""  # noqa: S608 (as above)
_HOLDING = """
SELECT term, (SELECT count(*) FROM (SELECT 1 FROM search_document
    WHERE words @@ sought::tsquery LIMIT %s) AS counted)
FROM unnest(%s::text[], %s::text[]) AS asked (term, sought)"""
_PUT = """
INSERT INTO search_document (key, kind, title, category, at, words)
VALUES (%s, %s, %s, %s, %s, %s::tsvector) ON CONFLICT (key) DO UPDATE
SET title = excluded.title, category = excluded.category, at = excluded.at,
    words = excluded.words"""

_REMOVE = "DELETE FROM search_document WHERE key = ANY(%s)"
_UNTIL = """
INSERT INTO search_told (until) VALUES (%s)
ON CONFLICT (one) DO UPDATE SET until = excluded.until"""


class PostgresIndex:
    """See :class:`gateway.desk.ports_search.Search`.

    ``conninfo`` is libpq's. It connects when it is first asked, and anew after a
    broken connection.
    """

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._connection: Connection[tuple[Any, ...]] | None = None

    def version(self) -> str:
        """The server's version. Raises StoreUnavailable."""
        with self._cursor() as cursor:
            found = cursor.execute("SHOW server_version").fetchone()
        return str(found[0]) if found else ""

    def find(self, query: str, limit: int) -> Found:
        sought = phrases(query)
        if not sought:
            return Found()
        with self._cursor() as cursor:
            found = _found(cursor, " & ".join(map(_match, sought)), limit)
            if found.hits or (len(sought) == 1 and len(sought[0].terms) == 1):
                return found
            loose = _found(cursor, " | ".join(map(_match, parts(sought))), limit)
        return Found(hits=loose.hits, total=loose.total, loose=bool(loose.hits))

    def alike(self, text: str, without: str, limit: int) -> tuple[Alike, ...]:
        cut = tuple(dict.fromkeys(terms(text)))[:HAY_TERMS]
        rarity = self.rarity(cut)
        seeds = sorted(telling(cut, rarity), key=lambda t: rarity.holding[t])[:SEEDS]
        if not seeds:
            return ()
        asked = {"sought": " | ".join(map(_quoted, seeds)), "limit": CANDIDATES_LIMIT}
        with self._cursor() as cursor:
            hay = cursor.execute(_HAY, asked).fetchall()
        candidates = (
            Candidate(
                key=row[0],
                kind=DocumentKind(row[1]),
                title=row[2],
                category=row[3],
                terms=frozenset(row[4]),
            )
            for row in hay
            if row[0] != without
        )
        return alike(cut, candidates, rarity, limit)

    def rarity(self, terms: Sequence[str]) -> Rarity:
        asked = list(dict.fromkeys(terms))
        sought = [_quoted(term) for term in asked]
        with self._cursor() as cursor:
            count = cursor.execute("SELECT count(*) FROM search_document").fetchone()
            rows = cursor.execute(_HOLDING, (RARITY_LIMIT, asked, sought)).fetchall()
        holding = {term: number for term, number in rows if number}
        return Rarity(documents=count[0] if count else 0, holding=holding)

    def put(self, documents: Sequence[Document]) -> None:
        self.tell(put=documents)

    def remove(self, keys: Sequence[str]) -> None:
        self.tell(remove=keys)

    def told_until(self) -> int:
        """The row of the record of which it was told last; 0 for none."""
        with self._cursor() as cursor:
            row = cursor.execute("SELECT until FROM search_told").fetchone()
        return row[0] if row else 0

    def tell(
        self,
        *,
        put: Sequence[Document] = (),
        remove: Sequence[str] = (),
        until: int | None = None,
    ) -> None:
        """Put and remove documents, and keep how far that goes, in one transaction."""
        with self._cursor() as cursor:
            cursor.executemany(_PUT, map(_row, put))
            cursor.execute(_REMOVE, (list(remove),))
            if until is not None:
                cursor.execute(_UNTIL, (until,))

    def rebuild(
        self, documents: Iterable[Document], *, until: int | None = None
    ) -> int:
        number = 0
        with self._cursor() as cursor:
            # Whoever asks meanwhile sees what was, and then what is.
            cursor.execute("DELETE FROM search_document")
            rest = iter(documents)
            while piece := list(islice(rest, REBUILD_PIECE)):
                cursor.executemany(_PUT, map(_row, piece))
                number += len(piece)
            # Else the planner would take every word for a common one.
            cursor.execute("ANALYZE search_document")
            if until is not None:
                cursor.execute(_UNTIL, (until,))
        return number

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @contextmanager
    def _cursor(self) -> "Iterator[Cursor[tuple[Any, ...]]]":
        """One transaction; raises StoreUnavailable in place of psycopg's errors."""
        try:
            from psycopg import Error  # noqa: PLC0415 (an extra)
        except ImportError as error:
            raise StoreUnavailable(f"psycopg is not installed: {error}") from error
        try:
            connection = self._connected()
            with connection.transaction(), connection.cursor() as cursor:
                yield cursor
        except Error as error:
            raise StoreUnavailable(f"the search index: {error}") from error

    def _connected(self) -> "Connection[tuple[Any, ...]]":
        if self._connection is None or self._connection.closed:
            self._connection = _opened(self._conninfo)
        return self._connection


def _opened(conninfo: str) -> "Connection[tuple[Any, ...]]":
    from psycopg import connect  # noqa: PLC0415 (an extra)

    connection = connect(
        conninfo,
        autocommit=True,
        connect_timeout=CONNECT_SECONDS,
        options=f"-c statement_timeout={STATEMENT_MS} -c client_encoding=UTF8",
    )
    with connection.transaction():
        connection.execute(_ONE_MAKER)
        connection.execute(_MAKE)
    return connection


def _found(cursor: "Cursor[tuple[Any, ...]]", sought: str, limit: int) -> Found:
    asked = {"sought": sought, "limit": min(limit, HITS_LIMIT)}
    hits = cursor.execute(_HITS, asked).fetchall()
    if not hits:
        return Found()
    counted = cursor.execute(_COUNT, {**asked, "limit": COUNT_LIMIT}).fetchone()
    return Found(hits=tuple(map(_hit, hits)), total=counted[0] if counted else 0)


def _hit(row: tuple[Any, ...]) -> Hit:
    at: datetime = row[4]
    return Hit(
        key=row[0],
        kind=DocumentKind(row[1]),
        title=row[2],
        category=row[3],
        at=at.astimezone(UTC),
        score=round(row[5], 6),
    )


def _match(phrase: Phrase) -> str:
    """Give a phrase in tsquery's grammar."""
    *first, last = map(_quoted, phrase.terms)
    return f"({' <-> '.join((*first, last + (':*' if phrase.prefix else '')))})"


def _quoted(term: str) -> str:
    """Quote a term, which is of letters and digits: it has no quote of its own."""
    return f"'{term}'"


def _row(document: Document) -> tuple[object, ...]:
    return (
        document.key,
        document.kind,
        _storable(document.title),
        _storable(document.category),
        document.at,
        _vector(document),
    )


def _vector(document: Document) -> str:
    """Give all terms with their places; title and keywords weigh more."""
    place = 0
    words: list[str] = []
    keywords = "\n".join(document.keywords)
    for text, weight in ((document.title, "A"), (keywords, "B"), (document.body, "")):
        for term in terms(text):
            place += 1
            words.append(f"{_quoted(term)}:{min(place, POSITIONS_LIMIT)}{weight}")
        place += FIELD_GAP
    return " ".join(words)


def _storable(text: str) -> str:
    """Replace what PostgreSQL takes into no text: half a character, and NUL."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return whole.replace("\x00", "\ufffd")
