"""What deciders may ask of the past, answered from the store and its index.

Where the index is away the answer is empty: a letter goes out without its list of what
is alike, and says nothing wrong. A question that somebody asked fails as it must.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from gateway import maillog
from gateway.desk.ports import Store, StoreUnavailable
from gateway.desk.ports_knowledge import Articles, Lists
from gateway.desk.ports_search import Search
from gateway.domain.findable import HITS_LIMIT, DocumentKind, Rarity
from gateway.domain.keywords import candidate_terms, suggest
from gateway.domain.knowledge import REVIEW_AFTER, Article, ArticleNumber, ArticleState
from gateway.domain.knowledge_commands import Listing
from gateway.domain.knowledge_details import Finding, Findings
from gateway.domain.knowledge_events import ArticleWritten
from gateway.domain.library import SIMILAR_LIMIT
from gateway.domain.likeness import Alike
from gateway.domain.people import Address, People
from gateway.domain.request import Request, RequestNumber
from gateway.domain.scrubbing import names_of

PROBE_LIMIT_CHARS = 2000
"""Characters of a request that are compared with what came before."""
NEAREST_LIMIT = 10
"""What #find without words answers with."""
USED_KEYWORDS = 500
"""Archived requests whose keywords are offered again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLibrary:
    """See :class:`gateway.domain.library.Library`.

    ``chosen`` are the operator's keywords. ``written`` is an article of a mail that is
    still being handled.
    """

    store: Store
    search: Search
    articles: Articles
    lists: Lists
    people: People
    zone: ZoneInfo
    chosen: tuple[str, ...] = ()
    review_after: timedelta = REVIEW_AFTER
    written: Article | None = None

    def having(self, events: Sequence[object]) -> "DeskLibrary":
        written = [one.article for one in events if isinstance(one, ArticleWritten)]
        return replace(self, written=written[-1]) if written else self

    def similar(self, request: Request) -> tuple[Alike, ...]:
        try:
            return self._alike(request, SIMILAR_LIMIT)
        except StoreUnavailable as error:
            maillog.fault("search", error)
            return ()

    def nearest(self, request: Request) -> Findings:
        found = self._alike(request, NEAREST_LIMIT)
        rows = tuple(filter(None, (self._finding(one.kind, one.key) for one in found)))
        return Findings(like=request.number, rows=rows, total=len(rows))

    def _alike(self, request: Request, limit: int) -> tuple[Alike, ...]:
        form = request.form
        parts = (request.subject, form.symptom or request.description, request.cause)
        text = "\n".join(parts)[:PROBE_LIMIT_CHARS]
        return self.search.alike(text, request.number, limit)

    def find(self, query: str) -> Findings:
        found = self.search.find(query, HITS_LIMIT)
        rows = tuple(filter(None, (self._finding(h.kind, h.key) for h in found.hits)))
        return Findings(query=query, rows=rows, total=found.total, loose=found.loose)

    def _finding(self, kind: DocumentKind, key: str) -> Finding | None:
        if kind is DocumentKind.ARTICLE:
            article = self.articles.article(ArticleNumber(key))
            return self._of_article(article) if article else None
        request = self.store.request(RequestNumber(key))
        return self._of_request(request) if request else None

    def listing(self, which: Listing, who: Address) -> Findings:
        if which is Listing.ARTICLES:
            standing = [
                one
                for one in reversed(self.articles.everything())
                if one.state is not ArticleState.WITHDRAWN
            ]
            shown = tuple(map(self._of_article, standing[:HITS_LIMIT]))
            return Findings(which=which, rows=shown, total=len(standing))
        found, total = self.lists.listed(which, who, HITS_LIMIT)
        rows = tuple(self._of_request(request) for request in found)
        return Findings(which=which, rows=rows, total=total)

    def _of_request(self, request: Request) -> Finding:
        owner = request.assignee
        return Finding(
            key=request.number,
            kind=DocumentKind.REQUEST,
            title=request.subject,
            at=request.submitted_at,
            status=request.status,
            priority=request.priority,
            owner_name=self.people.name_of(owner) if owner else "",
            category=request.category,
        )

    def _of_article(self, article: Article) -> Finding:
        return Finding(
            key=article.number,
            kind=DocumentKind.ARTICLE,
            title=article.title,
            at=article.changed_at,
            state=article.state,
            owner_name=self.people.name_of(article.author),
            category=article.category,
        )

    def article_of(self, request: Request) -> Article | None:
        if self.written and self.written.source == request.number:
            return self.written
        return self.articles.of_request(request.number)

    def next_article(self) -> ArticleNumber:
        return self.articles.draw()

    def keywords(self, request: Request) -> tuple[str, ...]:
        try:
            rarity = self.search.rarity(candidate_terms(request))
        except StoreUnavailable as error:
            maillog.fault("search", error)
            rarity = Rarity()
        known = (*self.chosen, *self.lists.keywords(USED_KEYWORDS))
        return suggest(request, rarity, known)

    def review_on(self, now: datetime) -> date:
        return now.astimezone(self.zone).date() + self.review_after

    def names(self, request: Request) -> tuple[str, ...]:
        return names_of(request)
