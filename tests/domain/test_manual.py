"""R43: which articles stand in an edition of the manual, and what it says of them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.domain.knowledge import Article, ArticleNumber, ArticleState, Visibility
from gateway.domain.manual import ENTRIES_LIMIT, Month, manual, month_before, month_of
from tests.support.builders import MORNING, an_article

SHANGHAI = ZoneInfo("Asia/Shanghai")
MIDNIGHT = datetime(2026, 11, 16, tzinfo=SHANGHAI)
NOVEMBER = month_of(date(2026, 11, 16), MIDNIGHT)
DAY = timedelta(days=1)


def published(number: str, **more: object) -> Article:
    at = MORNING
    return replace(
        an_article(),
        number=ArticleNumber(number),
        state=ArticleState.PUBLISHED,
        visibility=Visibility.CUSTOMER,
        first_published_at=at,
        published_at=at,
        **more,  # type: ignore[arg-type]  # a builder
    )


@pytest.mark.parametrize(
    ("day", "edition", "hours"),
    [
        (date(2026, 11, 16), "2026.11", 30 * 24),
        (date(2026, 12, 31), "2026.12", 31 * 24),
        (date(2028, 2, 29), "2028.02", 29 * 24),
    ],
)
def test_a_month_is_local_and_whole(day: date, edition: str, hours: int) -> None:
    month = month_of(day, MIDNIGHT)
    assert month.edition == edition
    assert month.until - month.since == timedelta(hours=hours)
    assert month.since.tzinfo is SHANGHAI


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(2026, 1, 1), "2025.12"),
        (date(2026, 3, 31), "2026.02"),
        (date(2026, 12, 1), "2026.11"),
    ],
)
def test_the_month_before_is_that_of_the_day_before_the_first(
    day: date, edition: str
) -> None:
    assert month_before(day, MIDNIGHT).edition == edition


def test_months_meet_without_a_gap() -> None:
    before = month_before(date(2026, 11, 16), MIDNIGHT)
    assert before.until == NOVEMBER.since
    assert NOVEMBER.holds(NOVEMBER.since)
    assert not before.holds(NOVEMBER.since)
    assert not NOVEMBER.holds(None)


def test_only_what_is_in_force_and_meant_for_customers_stands_in_it() -> None:
    draft = replace(published("KB-0001"), state=ArticleState.DRAFT)
    inside = replace(published("KB-0002"), visibility=Visibility.INTERNAL)
    withdrawn = replace(published("KB-0003"), state=ArticleState.WITHDRAWN)
    good = published("KB-0004")

    told = manual([draft, inside, withdrawn, good], {}, NOVEMBER)

    assert [one.number for one in told.articles] == ["KB-0004"]
    assert (told.edition, told.entries) == ("2026.11", 1)


def test_what_is_being_rewritten_stands_as_it_was_published() -> None:
    old = published("KB-0001")
    again = replace(old, state=ArticleState.DRAFT, version=2, steps="new", standing=old)

    (shown,) = manual([again], {}, NOVEMBER).articles
    assert (shown.version, shown.steps) == (1, old.steps)


def test_an_edition_tells_what_is_new_what_changed_and_what_went() -> None:
    long_ago = MORNING - 90 * DAY
    new = published("KB-0001")
    same = replace(
        published("KB-0002"), first_published_at=long_ago, published_at=long_ago
    )
    revised = replace(published("KB-0003"), first_published_at=long_ago)
    gone = replace(
        published("KB-0004"), state=ArticleState.WITHDRAWN, withdrawn_at=MORNING
    )
    never_out = replace(gone, number=ArticleNumber("KB-0005"), first_published_at=None)

    told = manual([new, same, revised, gone, never_out], {}, NOVEMBER)

    assert [one.number for one in told.added] == ["KB-0001"]
    assert [one.number for one in told.revised] == ["KB-0003"]
    assert [one.number for one in told.withdrawn] == ["KB-0004"]


def test_the_five_that_helped_most_are_named_in_order() -> None:
    articles = [published(f"KB-000{n}") for n in range(1, 9)]
    uses = {one.number: n for n, one in enumerate(articles)}

    told = manual(articles, uses, NOVEMBER)

    assert [(one.number, one.used) for one in told.most_used] == [
        ("KB-0008", 7),
        ("KB-0007", 6),
        ("KB-0006", 5),
        ("KB-0005", 4),
        ("KB-0004", 3),
    ]


def test_a_month_without_articles_has_an_empty_edition() -> None:
    told = manual([], {}, Month(since=NOVEMBER.since, until=NOVEMBER.until))
    assert (told.entries, told.added, told.most_used) == (0, (), ())


def test_an_edition_has_so_many_articles_and_no_more() -> None:
    articles = [published(f"KB-{n:04d}") for n in range(ENTRIES_LIMIT + 1)]
    assert manual(articles, {}, NOVEMBER).entries == ENTRIES_LIMIT
