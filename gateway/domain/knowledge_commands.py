"""What is asked of what is known: to find, to list, to write and publish articles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from gateway.domain.knowledge import ArticleKind, Visibility


class Listing(StrEnum):
    """The lists that one can ask for (#list)."""

    MINE = "mine"
    OPEN = "open"
    OVERDUE = "overdue"
    UNASSIGNED = "unassigned"
    WAITING = "waiting"
    URGENT = "urgent"
    CLOSED = "closed"
    ARTICLES = "articles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """Without words: what is like the request that the mail belongs to."""

    query: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRequests:
    which: Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleParts:
    """The parts of an article that a command names; the others stay as they are."""

    texts: Mapping[str, str] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    kind: ArticleKind | None = None
    visibility: Visibility | None = None

    def __bool__(self) -> bool:
        return bool(self.texts or self.keywords or self.kind or self.visibility)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftArticle:
    title: str = ""
    parts: ArticleParts = ArticleParts()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseArticle:
    """Without parts it goes back to its author, for this reason."""

    reason: str = ""
    parts: ArticleParts = ArticleParts()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishArticle:
    reason: str = ""
    visibility: Visibility | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawArticle:
    reason: str
