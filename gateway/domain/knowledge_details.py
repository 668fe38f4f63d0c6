"""What the letters about knowledge tell: what was found (S23), and articles (S18)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.domain.findable import DocumentKind
from gateway.domain.knowledge import Article, ArticleNumber, ArticleState
from gateway.domain.knowledge_commands import Listing
from gateway.domain.request import Priority, Status
from gateway.domain.scrubbing import Removed


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of what was found: a request, or an article."""

    key: str
    kind: DocumentKind
    title: str
    at: datetime
    status: Status | None = None
    state: ArticleState | None = None
    priority: Priority | None = None
    owner_name: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """S23. One of the first three is set: words, a list, what the others are like.

    ``total`` may be more than there are rows. ``loose``: nothing has all the words,
    and these have most of them.
    """

    query: str = ""
    which: Listing | None = None
    like: str = ""
    rows: tuple[Finding, ...] = ()
    total: int = 0
    loose: bool = False


class ArticleWord(StrEnum):
    """Why S18 tells of an article."""

    DRAFTED = "drafted"
    REVISED = "revised"
    RETURNED = "returned"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    REVIEW_DUE = "review-due"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleTold:
    """S18, of one article. ``removed`` is what was taken out of the draft (D13)."""

    word: ArticleWord
    article: Article
    author_name: str
    by_name: str = ""
    reason: str = ""
    removed: tuple[Removed, ...] = ()
    used: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualEntry:
    """An article in a list of the manual's letter."""

    number: ArticleNumber
    title: str
    used: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualTold:
    """S18, of the monthly manual (R43). ``edition`` is its version, ``2026.10``.

    ``articles`` are those that stand in it, by number.
    """

    edition: str
    entries: int
    articles: tuple[Article, ...] = ()
    added: tuple[ManualEntry, ...] = ()
    revised: tuple[ManualEntry, ...] = ()
    withdrawn: tuple[ManualEntry, ...] = ()
    most_used: tuple[ManualEntry, ...] = ()
