"""Search by SQLite's full-text index (FTS5): one row of terms a document.

The words are cut into terms before they come here (see ``domain.terms``); FTS5 only
splits them at the spaces between. Writing happens in the caller's transaction, so that
what is found is what is committed.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from peewee import SqliteDatabase

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
from gateway.store.database import translated
from gateway.store.fields import moment_of
from gateway.store.indexing import put, rebuild, remove
from gateway.store.statements import select

CANDIDATES_LIMIT = 40
"""Documents that share a rare term with a text, and are compared with it."""
SEEDS = 12
"""The rarest terms of a text: what shares none of them is not compared."""
HAY_TERMS = 400
"""Terms of a text that is compared; the first ones say what it is about."""

_WEIGHTS = "8.0, 6.0, 1.0"
"""Title, keywords, body: what a hit in each is worth."""
_HITS = f"""
SELECT d.key, d.kind, d.title, d.category, d.at, -bm25(search_text, {_WEIGHTS}) AS best
FROM search_text JOIN search_document AS d ON d.id = search_text.rowid
WHERE search_text MATCH ? ORDER BY best DESC, d.at DESC LIMIT ?"""  # noqa: S608 (constants of this file)
_COUNT = """
SELECT COUNT(*) FROM (SELECT 1 FROM search_text WHERE search_text MATCH ? LIMIT ?)"""
_HAY = """
SELECT d.key, d.kind, d.title, d.category, t.title, t.keywords, t.body
FROM search_text AS t JOIN search_document AS d ON d.id = t.rowid
WHERE search_text MATCH ? ORDER BY bm25(search_text) LIMIT ?"""
_HOLDING = """
SELECT COUNT(*) FROM (SELECT 1 FROM search_text WHERE search_text MATCH ? LIMIT ?)"""
_DOCUMENTS = "SELECT COUNT(*) FROM search_document"


class TextIndex:
    """See :class:`gateway.desk.ports_search.Search`."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def find(self, query: str, limit: int) -> Found:
        sought = phrases(query)
        if not sought:
            return Found()
        with translated():
            found = self._found(" AND ".join(map(_match, sought)), limit)
            if found.hits or (len(sought) == 1 and len(sought[0].terms) == 1):
                return found
            loose = self._found(" OR ".join(map(_match, parts(sought))), limit)
        return Found(hits=loose.hits, total=loose.total, loose=bool(loose.hits))

    def _found(self, match: str, limit: int) -> Found:
        hits = self._select(_HITS, (match, min(limit, HITS_LIMIT)))
        if not hits:
            return Found()
        counted = self._select(_COUNT, (match, COUNT_LIMIT))
        return Found(hits=tuple(map(_hit, hits)), total=counted[0][0])

    def alike(self, text: str, without: str, limit: int) -> tuple[Alike, ...]:
        cut = tuple(dict.fromkeys(terms(text)))[:HAY_TERMS]
        rarity = self.rarity(cut)
        seeds = sorted(telling(cut, rarity), key=lambda t: rarity.holding[t])[:SEEDS]
        if not seeds:
            return ()
        match = " OR ".join(f'"{term}"' for term in seeds)
        with translated():
            hay = self._select(_HAY, (match, CANDIDATES_LIMIT))
        candidates = (
            Candidate(
                key=row[0],
                kind=DocumentKind(row[1]),
                title=row[2],
                category=row[3],
                terms=frozenset(" ".join(row[4:]).split()),
            )
            for row in hay
            if row[0] != without
        )
        return alike(cut, candidates, rarity, limit)

    def rarity(self, terms: Sequence[str]) -> Rarity:
        with translated():
            documents = self._select(_DOCUMENTS, ())[0][0]
            found = {term: self._holding(term) for term in dict.fromkeys(terms)}
        holding = {term: count for term, count in found.items() if count}
        return Rarity(documents=documents, holding=holding)

    def _holding(self, term: str) -> int:
        return int(self._select(_HOLDING, (f'"{term}"', RARITY_LIMIT))[0][0])

    def put(self, documents: Sequence[Document]) -> None:
        with translated(), self._database.atomic():
            put(self._database, documents)

    def remove(self, keys: Sequence[str]) -> None:
        with translated(), self._database.atomic():
            remove(self._database, keys)

    def rebuild(self, documents: Iterable[Document]) -> int:
        with translated(), self._database.atomic():
            return rebuild(self._database, documents)

    def _select(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        return select(self._database, sql, values)


def _match(phrase: Phrase) -> str:
    """FTS5's own grammar; terms are letters and digits, so that none can break out."""
    return f'"{" ".join(phrase.terms)}"' + (" *" if phrase.prefix else "")


def _hit(row: tuple[Any, ...]) -> Hit:
    return Hit(
        key=row[0],
        kind=DocumentKind(row[1]),
        title=row[2],
        category=row[3],
        at=moment_of(row[4]),
        score=round(row[5], 6),
    )
