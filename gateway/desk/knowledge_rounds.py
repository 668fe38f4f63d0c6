"""What comes round of knowledge: articles to be read again, and the manual (R43)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gateway.desk.ports import Store
from gateway.desk.ports_knowledge import Articles
from gateway.domain.article_writing import reviewers
from gateway.domain.codes import NoticeCode
from gateway.domain.decision import Case, Owed, notice, notice_alone
from gateway.domain.knowledge import Article
from gateway.domain.knowledge_details import ArticleTold, ArticleWord
from gateway.domain.manual import manual, month_before
from gateway.domain.notices import Notice

HOUR = time(9)
"""Local time of day from which the letters of a day are written."""
EVERY_DAYS = 7
"""Readers are reminded of an article once a week until it has been read."""
DAYS_BACK = 7
"""Days whose reminders are made up for after an outage."""
REMINDERS_LIMIT = 20
"""Articles of which one day reminds; those that have waited longest."""
_REVIEW = "article-review"
_MANUAL = "manual"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewReminders:
    """See :class:`gateway.desk.periodic.Periodic`. S18 for what is due for review."""

    store: Store
    articles: Articles
    zone: ZoneInfo

    def due(self, case: Case) -> Sequence[str]:
        today = _day(case.now, self.zone)
        back = (today - timedelta(days=ago) for ago in range(DAYS_BACK - 1, -1, -1))
        return [f"{_REVIEW} {day}" for day in back]

    def notices(self, key: str, case: Case) -> Sequence[Notice]:
        day = date.fromisoformat(key.rpartition(" ")[2])
        waiting = [
            one
            for one in self.articles.to_review(day, REMINDERS_LIMIT * EVERY_DAYS)
            if one.review_on and (day - one.review_on).days % EVERY_DAYS == 0
        ]
        uses = self.articles.uses(None, None) if waiting else {}
        found: list[Notice] = []
        for article in waiting[:REMINDERS_LIMIT]:
            told = ArticleTold(
                word=ArticleWord.REVIEW_DUE,
                article=article,
                author_name=case.people.name_of(article.author),
                used=uses.get(article.number, 0),
            )
            found += self._to_readers(article, told, case)
        return found

    def _to_readers(
        self, article: Article, told: ArticleTold, case: Case
    ) -> Sequence[Notice]:
        """To who may publish it anew; to its author where there is nobody else."""
        request = self.store.request(article.source)
        readers = reviewers(case.people) or {article.author} & set(case.people.members)
        owed = [Owed(NoticeCode.KNOWLEDGE, who, told) for who in sorted(readers)]
        if request is None:
            return [notice_alone(one, case) for one in owed]
        return [notice(one, request, case) for one in owed]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyManual:
    """See :class:`gateway.desk.periodic.Periodic`. S18 with the month's manual."""

    articles: Articles
    zone: ZoneInfo

    def due(self, case: Case) -> Sequence[str]:
        today = _day(case.now, self.zone)
        return [f"{_MANUAL} {month_before(today, self._midnight(today)).edition}"]

    def notices(self, key: str, case: Case) -> Sequence[Notice]:
        today = _day(case.now, self.zone)
        month = month_before(today, self._midnight(today))
        uses = self.articles.uses(month.since, month.until)
        told = manual(self.articles.everything(), uses, month)
        if not told.entries and not told.withdrawn:
            return []
        owed = (Owed(NoticeCode.KNOWLEDGE, who, told) for who in case.people.members)
        return [notice_alone(one, case) for one in owed]

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(0), self.zone)


def _day(now: datetime, zone: ZoneInfo) -> date:
    """The local day whose letters may be written by now."""
    local = now.astimezone(zone)
    return local.date() if local.time() >= HOUR else local.date() - timedelta(days=1)
