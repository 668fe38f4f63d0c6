"""The manual of common questions: what customers may read, by the month (R43).

An edition is named for its month, ``2026.10``, and says what was added, revised and
withdrawn in it. Only what is in force and meant for customers gets in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gateway.domain.knowledge import Article, ArticleNumber, ArticleState, Visibility
from gateway.domain.knowledge_details import ManualEntry, ManualTold

MOST_USED_LIMIT = 5
ENTRIES_LIMIT = 2000
"""Articles of one manual, the first ones by number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """From the first of a month to that of the next, both local and midnight."""

    since: datetime
    until: datetime

    @property
    def edition(self) -> str:
        return f"{self.since:%Y.%m}"

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.since <= moment < self.until


def month_of(day: date, midnight: datetime) -> Month:
    """The month of a day; ``midnight`` is any midnight of the zone that counts."""
    first = midnight.replace(year=day.year, month=day.month, day=1)
    beyond = first + timedelta(days=31)
    return Month(since=first, until=beyond.replace(day=1))


def month_before(day: date, midnight: datetime) -> Month:
    return month_of(day.replace(day=1) - timedelta(days=1), midnight)


def manual(
    articles: Sequence[Article], uses: Mapping[ArticleNumber, int], month: Month
) -> ManualTold:
    """The edition of a month, of the articles as they are now.

    ``uses`` counts the requests of that month that each article helped to solve.
    """
    shown = [one for one in map(_for_customers, articles) if one][:ENTRIES_LIMIT]
    added = (one for one in shown if month.holds(one.first_published_at))
    revised = (
        one
        for one in shown
        if month.holds(one.published_at) and not month.holds(one.first_published_at)
    )
    most = sorted(
        (one for one in shown if uses.get(one.number, 0)),
        key=lambda one: (-uses[one.number], one.number),
    )
    return ManualTold(
        edition=month.edition,
        entries=len(shown),
        articles=tuple(shown),
        added=_told(added),
        revised=_told(revised),
        withdrawn=_told(one for one in articles if _left(one, month)),
        most_used=_told(most[:MOST_USED_LIMIT], uses),
    )


def _for_customers(article: Article) -> Article | None:
    one = article.in_force
    return one if one and one.visibility is Visibility.CUSTOMER else None


def _left(article: Article, month: Month) -> bool:
    return (
        article.state is ArticleState.WITHDRAWN
        and article.first_published_at is not None
        and article.visibility is Visibility.CUSTOMER
        and month.holds(article.withdrawn_at)
    )


def _told(
    articles: Iterable[Article], uses: Mapping[ArticleNumber, int] | None = None
) -> tuple[ManualEntry, ...]:
    return tuple(
        ManualEntry(
            number=one.number,
            title=one.title,
            used=uses[one.number] if uses is not None else 0,
        )
        for one in articles
    )
