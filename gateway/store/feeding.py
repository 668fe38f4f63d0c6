"""An index elsewhere is told what the store has written, a little after.

Each change of a request, and each act on an article, is a row of the record: the index
keeps the number of the last row that it was told of, in the transaction that tells it.
So nothing is left out, however often either side stops.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from peewee import SqliteDatabase

from gateway.domain.findable import Document, article_document
from gateway.domain.knowledge import ArticleState
from gateway.store.articles import article_of
from gateway.store.database import translated
from gateway.store.indexing import document_of, documents
from gateway.store.postgres import PostgresIndex
from gateway.store.queries import rows
from gateway.store.statements import select
from gateway.store.tables_knowledge import ArticleRow

PIECE_ROWS = 500
"""Rows of the record that are told at once."""
PIECES_A_LOOK = 20

_ROWS = "SELECT id, number FROM record WHERE id > ? ORDER BY id LIMIT ?"
_LAST = "SELECT COALESCE(MAX(id), 0) FROM record"


@dataclass(frozen=True, slots=True)
class Feeder:
    """Carries what is new from the store into an index elsewhere."""

    database: SqliteDatabase
    index: PostgresIndex

    def look(self) -> int:
        """Tell what is new, a bounded part of it; returns how many rows were read.

        Raises StoreUnavailable; then the next look begins where this one stopped.
        """
        read = 0
        for _ in range(PIECES_A_LOOK):
            found = self._piece(self.index.told_until())
            read += found
            if found < PIECE_ROWS:
                break
        return read

    def rebuild(self) -> int:
        """Tell everything anew; returns how many documents there are."""
        with translated():
            ((last,),) = select(self.database, _LAST, ())
            return self.index.rebuild(documents(self.database), until=last)

    def _piece(self, after: int) -> int:
        with translated():
            found = select(self.database, _ROWS, (after, PIECE_ROWS))
            numbers = tuple(dict.fromkeys(number for _, number in found))
            known = {number: document_of(self.database, number) for number in numbers}
            articles, withdrawn = self._articles(numbers)
        if not found:
            return 0
        gone = [number for number, document in known.items() if document is None]
        told = [document for document in known.values() if document is not None]
        self.index.tell(
            put=(*told, *articles), remove=(*gone, *withdrawn), until=found[-1][0]
        )
        return len(found)

    def _articles(
        self, numbers: Sequence[str]
    ) -> tuple[tuple[Document, ...], tuple[str, ...]]:
        """The articles that were drafted from these requests; and the withdrawn."""
        query = ArticleRow.select(ArticleRow.whole).where(
            ArticleRow.source.in_(list(numbers))
        )
        articles = [article_of(row[0]) for row in rows(query)] if numbers else []
        gone = [one for one in articles if one.state is ArticleState.WITHDRAWN]
        return (
            tuple(article_document(one) for one in articles if one not in gone),
            tuple(one.number for one in gone),
        )
