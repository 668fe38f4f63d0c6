"""S16 through the walk: who gets it, when, and what it proves later."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.daily_digest import DailyDigest
from gateway.desk.periodic import PeriodicKeeper
from gateway.domain.codes import NoticeCode as N, Reason
from gateway.domain.digest_details import DigestTold
from gateway.domain.people import Address
from gateway.store.agenda import StoredAgenda
from gateway.store.chain import look
from tests.desk.test_finding import PROVEN, Listening
from tests.support.builders import ANNE, BART, DAVE, ELLE
from tests.support.desk import World, confirming, rendering

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 16, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def heard(guarded: World) -> Listening:
    listening = Listening()
    rendering(guarded, listening)
    return listening


def digest_of(world: World) -> DailyDigest:
    agendas = StoredAgenda(world.facts.database)
    return DailyDigest(agendas=agendas, zone=SHANGHAI, at=time(8, 50))


def morning(world: World, at: datetime) -> int:
    """What the gateway does when it looks at that moment."""
    keeper = PeriodicKeeper(
        store=world.facts,
        correspondence=world.desk.context.correspondence,
        works=(digest_of(world),),
    )
    return keeper.look(replace(world.desk.context.case(Address(ELLE)), now=at))


def taken(world: World) -> None:
    world.send(ANNE, "The printer is on fire.")
    letter = world.letters(N.TO_ASSIGN, BART)[0]
    world.answer(letter, "#take", headers=PROVEN)


def told(heard: Listening) -> dict[str, DigestTold]:
    return {
        one.to: one.detail
        for one in heard.notices
        if isinstance(one.detail, DigestTold)
    }


def test_it_comes_once_a_working_day_after_its_hour(
    guarded: World, heard: Listening
) -> None:
    taken(guarded)
    tuesday = MONDAY + DAY
    assert morning(guarded, tuesday - timedelta(minutes=11)) == 0
    assert morning(guarded, tuesday) == 3
    assert morning(guarded, tuesday + timedelta(hours=1)) == 0
    assert morning(guarded, MONDAY + 5 * DAY) == 0
    assert {who: one.open for who, one in told(heard).items()} == {
        BART: 1,
        DAVE: 0,
        ELLE: 0,
    }


def test_who_has_nothing_to_do_hears_once_a_week_that_all_is_well(
    guarded: World, heard: Listening
) -> None:
    taken(guarded)
    (found,) = guarded.send(ELLE, "#list open", headers=PROVEN)
    subject = f"Re: [{guarded.request().number}]"
    end = "#close invalid a test"
    guarded.send(ELLE, end, to=found.reply_to, subject=subject, headers=PROVEN)
    please = guarded.letter("S24", ELLE)
    guarded.answer(please, confirming(please), headers=PROVEN)
    assert morning(guarded, MONDAY + DAY) == 0
    assert morning(guarded, MONDAY + 7 * DAY) == len(guarded.context.people.members)
    assert all(one.is_empty for one in told(heard).values())


def test_the_head_of_the_chain_is_in_it(guarded: World, heard: Listening) -> None:
    """PROCESS 6.6: mailed out, it is kept by others than us."""
    taken(guarded)
    morning(guarded, MONDAY + DAY)
    one = told(heard)[BART]
    guarded.send(ANNE, "It burns still.", subject="Something else")

    found = look(guarded.facts.database, one.chain_head)
    assert found.head_at == one.chain_rows
    assert found.rows > one.chain_rows


def test_an_answer_to_it_may_command(guarded: World) -> None:
    taken(guarded)
    morning(guarded, MONDAY + DAY)
    letter = guarded.letters(N.DIGEST, BART)[0]
    subject = f"Re: [{guarded.request().number}]"
    guarded.send(
        BART, "#raise all wait", to=letter.reply_to, subject=subject, headers=PROVEN
    )
    assert guarded.last_end() == ("command", "done")


def test_an_improvement_is_in_the_digest_until_it_is_done(
    guarded: World, heard: Listening
) -> None:
    """R46."""
    taken(guarded)
    letter = guarded.letters(N.TO_ASSIGN, BART)[0]
    guarded.answer(letter, "#improve @dave 2026-12-01 teach them", headers=PROVEN)
    morning(guarded, MONDAY + DAY)
    (item,) = told(heard)[DAVE].items
    assert (item.text, item.improvement, item.overdue) == ("teach them", True, False)

    guarded.answer(letter, "#改进 完成 培训已办", headers=PROVEN)
    (done,) = guarded.request().followups
    assert done.outcome == "培训已办"
    heard.notices.clear()
    morning(guarded, MONDAY + 2 * DAY)
    assert told(heard)[DAVE].items == ()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("#improve done", Reason.NO_OPEN_ITEM),
        ("#improve @dave yesterday teach them", Reason.TIME_PAST),
        ("#improve @dave", Reason.MISSING_ARGUMENT),
        ("#improve @nobody tomorrow teach them", Reason.UNKNOWN_PERSON),
        ("#improve @dave tomorrow", Reason.MISSING_ARGUMENT),
        ("#followup done 2", Reason.NO_OPEN_ITEM),
    ],
)
def test_what_is_no_improvement_is_refused_by_name(
    guarded: World, heard: Listening, words: str, reason: Reason
) -> None:
    taken(guarded)
    letter = guarded.letters(N.TO_ASSIGN, BART)[0]
    guarded.answer(letter, words, headers=PROVEN)
    assert heard.refused == [reason]
    assert guarded.request().followups == ()


def test_one_of_several_has_to_be_named(guarded: World, heard: Listening) -> None:
    taken(guarded)
    letter = guarded.letters(N.TO_ASSIGN, BART)[0]
    for text in ("teach them", "buy another"):
        guarded.answer(letter, f"#improve @dave 2026-12-01 {text}", headers=PROVEN)
    guarded.answer(letter, "#improve done", headers=PROVEN)
    assert heard.refused == [Reason.SEVERAL_ITEMS]
    guarded.answer(letter, "#improve done 2 bought", headers=PROVEN)
    first, second = guarded.request().followups
    assert (first.done_at, second.outcome) == (None, "bought")


def test_a_gateway_that_was_down_all_morning_lets_it_be(guarded: World) -> None:
    taken(guarded)
    assert morning(guarded, MONDAY + timedelta(hours=2)) == 0


def test_a_gateway_without_a_past_has_nothing_to_tell(guarded: World) -> None:
    assert morning(guarded, MONDAY) == 0
