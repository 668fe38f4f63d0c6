"""What can be found: requests and articles as documents, and what a search gives.

Rule of this room: an index holds documents and nothing else. What of a request may be
found is said here alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from gateway.domain.knowledge import Article
from gateway.domain.request import Request
from gateway.domain.terms import TEXT_LIMIT_CHARS

HITS_LIMIT = 50
"""What one search answers with at most; how many there are is told beside it."""
COUNT_LIMIT = 1000
"""Hits are counted up to here."""
RARITY_LIMIT = 2000
"""Documents that hold a term are counted up to here; beyond, it is a common one."""


class DocumentKind(StrEnum):
    REQUEST = "request"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The words of one request or article. ``key`` is its number."""

    key: str
    kind: DocumentKind
    title: str
    body: str
    keywords: tuple[str, ...] = ()
    category: str = ""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """What was found; the better the match, the higher the score."""

    key: str
    kind: DocumentKind
    title: str
    category: str
    at: datetime
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """``total`` counts all hits, up to COUNT_LIMIT.

    ``loose``: nothing has all the words, and these have most of them.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    loose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rarity:
    """How many documents there are, and how many hold each term, up to RARITY_LIMIT."""

    documents: int = 0
    holding: Mapping[str, int] = field(default_factory=dict)


def request_document(request: Request, said: Iterable[str] = ()) -> Document:
    """All words of a request: the form, what was found and done, what was ``said``."""
    form = request.form
    parts = (
        request.description,
        form.symptom,
        form.impact,
        form.tried,
        form.company,
        request.cause,
        request.solution,
        request.test_result,
        request.category,
        *said,
    )
    return Document(
        key=request.number,
        kind=DocumentKind.REQUEST,
        title=request.subject,
        body=_joined(parts),
        keywords=request.settlement.keywords,
        category=request.category,
        at=request.submitted_at,
    )


def article_document(article: Article) -> Document:
    parts = (
        article.scope,
        article.symptom,
        article.cause,
        article.steps,
        article.workaround,
        article.prevention,
        article.category,
    )
    return Document(
        key=article.number,
        kind=DocumentKind.ARTICLE,
        title=article.title,
        body=_joined(parts),
        keywords=article.keywords,
        category=article.category,
        at=article.changed_at,
    )


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(filter(None, parts)))[:TEXT_LIMIT_CHARS]
