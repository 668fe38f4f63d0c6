"""The contract for search: an index of documents that is asked in words."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from gateway.domain.findable import Document, Found, Rarity
from gateway.domain.likeness import Alike


class Search(Protocol):
    """An index of requests and articles.

    Each method raises :class:`gateway.desk.ports.StoreUnavailable` where it cannot.
    """

    def find(self, query: str, limit: int) -> Found:
        """The documents that have all words, best first, and newest among equals.

        A word of Latin letters also finds longer ones that begin with it; Chinese is
        found by any part, one character included; "words in quotes" in this order.
        Where nothing has all words, those that have most of them, and ``loose``.
        An empty query finds nothing. ``limit`` is at most HITS_LIMIT.
        """
        ...

    def alike(self, text: str, without: str, limit: int) -> tuple[Alike, ...]:
        """What is most like a text, best first; never the document ``without``."""
        ...

    def rarity(self, terms: Sequence[str]) -> Rarity:
        """How many documents there are, and how many hold each of these terms."""
        ...

    def put(self, documents: Sequence[Document]) -> None:
        """Take in documents, each in place of what its key held before."""
        ...

    def remove(self, keys: Sequence[str]) -> None:
        """Forget documents with all their words. Repeats safely."""
        ...

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Forget everything, and take these in; returns how many."""
        ...
