"""Knowledge articles: what was learned once, kept for the next time (R42, PROCESS 2.4).

An article is drafted from a solved request, made fit by its author, and published by
someone else where there is someone else. Its number is drawn once: ``KB-0001``.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

from gateway.domain.people import Address, Locale
from gateway.domain.request import RequestNumber

ArticleNumber = NewType("ArticleNumber", str)

REVIEW_AFTER = timedelta(days=180)
"""From its last review on; then someone has to read it again."""
PART_LIMIT_CHARS = 4000
"""Of one part of an article."""
TITLE_LIMIT_CHARS = 120


class ArticleState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class ArticleKind(StrEnum):
    GUIDE = "guide"
    TROUBLESHOOTING = "troubleshooting"
    FAQ = "faq"
    KNOWN_ISSUE = "known-issue"


class Visibility(StrEnum):
    INTERNAL = "internal"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as it stands; ``version`` counts what was published.

    ``standing`` is what stays in force while a new version is being written.
    """

    number: ArticleNumber
    version: int = 1
    state: ArticleState = ArticleState.DRAFT
    kind: ArticleKind = ArticleKind.TROUBLESHOOTING
    visibility: Visibility = Visibility.INTERNAL
    locale: Locale = Locale.EN
    title: str
    scope: str = ""
    symptom: str = ""
    cause: str = ""
    steps: str = ""
    workaround: str = ""
    prevention: str = ""
    keywords: tuple[str, ...] = ()
    category: str = ""
    source: RequestNumber
    author: Address
    reviewer: Address | None = None
    created_at: datetime
    changed_at: datetime
    first_published_at: datetime | None = None
    published_at: datetime | None = None
    withdrawn_at: datetime | None = None
    review_on: date | None = None
    standing: "Article | None" = None

    @property
    def in_force(self) -> "Article | None":
        """What whoever looks it up may rely on; None where nothing is published."""
        return self if self.state is ArticleState.PUBLISHED else self.standing


def article_number(serial: int) -> ArticleNumber:
    """``KB-0001``; from ten thousand on a digit longer."""
    return ArticleNumber(f"KB-{serial:04d}")
