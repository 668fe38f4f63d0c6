"""A search that another stands in for while it is away.

An index elsewhere may be down or slow to tell so; the store's own always answers.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from gateway import maillog
from gateway.desk.ports import StoreUnavailable
from gateway.desk.ports_search import Search
from gateway.domain.findable import Document, Found, Rarity
from gateway.domain.likeness import Alike

REST_SECONDS = 60.0
"""How long the first one is not asked again after it failed."""

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class WithStandIn:
    """See :class:`gateway.desk.ports_search.Search`. The first alone is written."""

    first: Search
    stand_in: Search
    monotonic: Callable[[], float] = time.monotonic
    _rests_until: float = 0.0

    def find(self, query: str, limit: int) -> Found:
        return self._asked(lambda index: index.find(query, limit))

    def alike(self, text: str, without: str, limit: int) -> tuple[Alike, ...]:
        return self._asked(lambda index: index.alike(text, without, limit))

    def rarity(self, terms: Sequence[str]) -> Rarity:
        return self._asked(lambda index: index.rarity(terms))

    def put(self, documents: Sequence[Document]) -> None:
        self.first.put(documents)

    def remove(self, keys: Sequence[str]) -> None:
        self.first.remove(keys)

    def rebuild(self, documents: Iterable[Document]) -> int:
        return self.first.rebuild(documents)

    def _asked(self, ask: Callable[[Search], T]) -> T:
        if self.monotonic() >= self._rests_until:
            try:
                return ask(self.first)
            except StoreUnavailable as error:
                self._rests_until = self.monotonic() + REST_SECONDS
                maillog.fault("search", error)
        return ask(self.stand_in)
