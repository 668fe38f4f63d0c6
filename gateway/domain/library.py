"""What deciders may ask of the past: what is alike, what is found, which article.

Answers are values; asking changes nothing, but that a number is drawn only once.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from gateway.domain.knowledge import (
    REVIEW_AFTER,
    Article,
    ArticleNumber,
    article_number,
)
from gateway.domain.knowledge_commands import Listing
from gateway.domain.knowledge_details import Findings
from gateway.domain.likeness import Alike
from gateway.domain.people import Address
from gateway.domain.request import Request

SIMILAR_LIMIT = 3
"""What S03 shows of what is alike."""


class Library(Protocol):
    """What was learned before."""

    def having(self, events: Sequence[object]) -> "Library":
        """The same, with what these events wrote and no store has committed yet."""
        ...

    def similar(self, request: Request) -> tuple[Alike, ...]:
        """Up to SIMILAR_LIMIT requests and articles most like this one."""
        ...

    def nearest(self, request: Request) -> Findings:
        """What is alike, as the answer to who asks for it."""
        ...

    def find(self, query: str) -> Findings: ...

    def listing(self, which: Listing, who: Address) -> Findings: ...

    def article_of(self, request: Request) -> Article | None:
        """The latest article that was drafted from this request."""
        ...

    def next_article(self) -> ArticleNumber:
        """Draw a number for a new article; gaps are allowed."""
        ...

    def keywords(self, request: Request) -> tuple[str, ...]:
        """Keywords that suit this request, the best first."""
        ...

    def review_on(self, now: datetime) -> date:
        """When an article that is published now has to be read again."""
        ...

    def names(self, request: Request) -> tuple[str, ...]:
        """Names that may stand in the request's texts and belong in no article."""
        ...


class EmptyLibrary:
    """Nothing was learned yet. See :class:`Library`."""

    def having(self, _events: Sequence[object]) -> Library:
        return self

    def similar(self, _request: Request) -> tuple[Alike, ...]:
        return ()

    def nearest(self, request: Request) -> Findings:
        return Findings(like=request.number)

    def find(self, query: str) -> Findings:
        return Findings(query=query)

    def listing(self, which: Listing, _who: Address) -> Findings:
        return Findings(which=which)

    def article_of(self, _request: Request) -> Article | None:
        return None

    def next_article(self) -> ArticleNumber:
        return article_number(1)

    def keywords(self, _request: Request) -> tuple[str, ...]:
        return ()

    def review_on(self, now: datetime) -> date:
        return (now + REVIEW_AFTER).date()

    def names(self, _request: Request) -> tuple[str, ...]:
        return ()


EMPTY: Library = EmptyLibrary()
