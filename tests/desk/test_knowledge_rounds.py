"""R43, 2.4: articles come up for review, and the manual is written each month."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.desk import knowledge_rounds
from gateway.desk.knowledge_rounds import DAYS_BACK, MonthlyManual, ReviewReminders
from gateway.desk.periodic import Periodic, PeriodicKeeper
from gateway.domain.codes import NoticeCode as N
from gateway.store.shelf import ArticleShelf
from tests.support.builders import ANNE, BART, DAVE, ELLE, MORNING, NUMBER
from tests.support.desk import Sent, World

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def published(world: World) -> World:
    """Bart's article stands, and customers may read it."""
    world.send(ANNE, "Smoke comes out of tray 2.")
    letter = world.letter(N.TO_ASSIGN, BART)
    world.answer(
        letter,
        "#take\n#cause toner\n#eta 30m\n#fix new drum\n#article visible=customer",
    )
    world.answer(world.letter(N.KNOWLEDGE, ELLE), "#article publish")
    return world


def look(world: World) -> tuple[Sent, ...]:
    """One look of the clock; returns the letters about knowledge that it made."""
    before = len(world.letters(N.KNOWLEDGE))
    shelf = ArticleShelf(world.facts.database)
    works: tuple[Periodic, ...] = (
        ReviewReminders(store=world.facts, articles=shelf, zone=SHANGHAI),
        MonthlyManual(articles=shelf, zone=SHANGHAI),
    )
    keeper = PeriodicKeeper(
        store=world.facts,
        correspondence=world.context.correspondence,
        works=works,
    )
    keeper.look(world.context.case(ELLE))
    return world.letters(N.KNOWLEDGE)[before:]


def told(letters: tuple[Sent, ...]) -> list[tuple[str, str | None]]:
    return [(one.to, one.number) for one in letters]


def test_an_article_is_due_for_review_on_its_day_and_not_before(
    published: World,
) -> None:
    look(published)
    published.clock.advance(days=179)
    assert (ELLE, NUMBER) not in told(look(published))

    published.clock.advance(days=1)
    assert told(look(published)) == [(ELLE, NUMBER)]


def test_a_reader_is_reminded_once_a_week_until_it_has_been_read(
    published: World,
) -> None:
    published.clock.advance(days=180)
    look(published)
    days = []
    for day in range(1, 15):
        published.clock.advance(days=1)
        days += [day for one in look(published) if one.number == NUMBER]
    assert days == [7, 14]

    published.answer(published.letter(N.KNOWLEDGE, ELLE), "#article publish")
    published.clock.advance(days=7)
    assert (ELLE, NUMBER) not in told(look(published))


def test_a_confirmed_article_is_not_new_again(published: World) -> None:
    published.clock.advance(days=180)
    (reminder,) = [one for one in look(published) if one.number == NUMBER]
    published.answer(reminder, "#article publish")

    (article,) = ArticleShelf(published.facts.database).everything()
    assert article.published_at == MORNING
    assert article.review_on == (MORNING + timedelta(days=360)).date()


def test_what_an_outage_kept_back_is_made_up_for_once(published: World) -> None:
    published.clock.advance(days=184)

    assert told(look(published)).count((ELLE, NUMBER)) == 1
    assert look(published) == ()


def test_no_letter_is_written_before_nine_in_the_morning(published: World) -> None:
    published.clock.advance(days=180, hours=-2)
    assert (ELLE, NUMBER) not in told(look(published))


def test_the_manual_goes_to_all_staff_once_a_month(published: World) -> None:
    published.clock.advance(days=15)
    assert told(look(published)) == [(BART, None), (DAVE, None), (ELLE, None)]
    assert look(published) == ()
    published.clock.advance(days=20)
    assert look(published) == ()
    published.clock.advance(days=11)
    assert len(look(published)) == 3


def test_where_there_is_nothing_to_read_no_manual_goes_out(world: World) -> None:
    world.clock.advance(days=40)
    assert look(world) == ()


def test_the_edition_is_that_of_the_month_that_ended(published: World) -> None:
    work = MonthlyManual(articles=ArticleShelf(published.facts.database), zone=SHANGHAI)
    published.clock.advance(days=15)
    case = published.context.case(ELLE)
    assert work.due(case) == ["manual 2026.11"]
    assert case.now.astimezone(SHANGHAI).date() == date(2026, 12, 1)
    early = replace(case, now=case.now - timedelta(hours=2))
    assert work.due(early) == ["manual 2026.10"]


def test_a_day_reminds_of_so_many_articles_and_no_more(
    published: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knowledge_rounds, "REMINDERS_LIMIT", 1)
    published.send(ANNE, "More smoke.", subject="Another fire")
    letter = published.letters(N.TO_ASSIGN, BART)[-1]
    published.answer(letter, "#take\n#cause toner\n#fix drum\n#article")
    published.answer(published.letter(N.KNOWLEDGE, ELLE), "#article publish")
    published.clock.advance(days=180)

    assert [one.number for one in look(published) if one.number] == [NUMBER]


def test_what_fell_due_long_before_an_outage_ended_waits_for_its_weekday(
    published: World,
) -> None:
    published.clock.advance(days=180 + DAYS_BACK * 3 + 2)
    assert [one.number for one in look(published) if one.number] == [NUMBER]
