"""The contract for knowledge articles: what the store knows of them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from gateway.domain.knowledge import Article, ArticleNumber
from gateway.domain.knowledge_commands import Listing
from gateway.domain.people import Address
from gateway.domain.request import Request, RequestNumber


class Lists(Protocol):
    """Lists of requests. Raises StoreUnavailable."""

    def listed(
        self, which: Listing, who: Address, limit: int
    ) -> tuple[tuple[Request, ...], int]:
        """The first ones, and how many there are: open ones by age, closed newest."""
        ...

    def keywords(self, limit: int) -> tuple[str, ...]:
        """The keywords of archived requests, the latest first."""
        ...


class Articles(Protocol):
    """Articles as they were last written. Each raises StoreUnavailable."""

    def draw(self) -> ArticleNumber:
        """The next number: drawn once, never again, gaps allowed."""
        ...

    def article(self, number: ArticleNumber) -> Article | None: ...

    def of_request(self, number: RequestNumber) -> Article | None:
        """The latest article that was drafted from this request."""
        ...

    def everything(self) -> tuple[Article, ...]:
        """All articles, by number."""
        ...

    def to_review(self, day: date, limit: int) -> tuple[Article, ...]:
        """Published ones whose review has come due by this day, longest due first."""
        ...

    def uses(
        self, since: datetime | None, until: datetime | None
    ) -> Mapping[ArticleNumber, int]:
        """How many requests each helped to solve from ``since`` until ``until``."""
        ...
