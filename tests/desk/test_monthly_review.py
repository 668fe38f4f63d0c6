"""S17 through the walk: a preview to supervisors, then, by #publish, to all (R44)."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.desk.periodic import PeriodicKeeper
from gateway.desk.reviewing import MonthlyReview, Reviewer
from gateway.domain.codes import NoticeCode as N, Reason
from gateway.domain.people import Address, Locale
from gateway.domain.review_details import ReviewTold
from gateway.store.reviewing import StoredReviews
from tests.desk.test_finding import PROVEN, Listening
from tests.support.builders import ANNE, BART, DAVE, ELLE
from tests.support.desk import PASSED, Sent, World, rendering

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST = datetime(2026, 12, 1, 1, 5, tzinfo=UTC)
READER = Address("board@example.com")
YES = f"Authentication-Results: {PASSED}"


@dataclass
class Reviewed:
    """A desk in November that has solved something."""

    world: World
    heard: Listening

    def look(self, at: datetime) -> int:
        context = self.world.desk.context
        assert context.reviewer is not None
        keeper = PeriodicKeeper(
            store=self.world.facts,
            correspondence=context.correspondence,
            works=(MonthlyReview(reviewer=context.reviewer, at=time(9)),),
        )
        return keeper.look(replace(context.case(Address(ELLE)), now=at))

    @property
    def told(self) -> ReviewTold:
        details = [one.detail for one in self.heard.notices]
        return next(one for one in reversed(details) if isinstance(one, ReviewTold))

    @property
    def preview(self) -> Sent:
        return self.world.letters(N.REVIEW, ELLE)[0]

    def answer(self, text: str, who: str = ELLE) -> tuple[Sent, ...]:
        return self.world.send(
            who, text, to=self.preview.reply_to, subject="Re: x", headers=PROVEN
        )


@pytest.fixture
def reviewed(guarded: World) -> Reviewed:
    heard = Listening()
    rendering(guarded, heard)
    reviewer = Reviewer(
        reviews=StoredReviews(guarded.facts.database),
        zone=SHANGHAI,
        readers=(READER,),
        readers_locale=Locale.ZH_CN,
    )
    guarded.desk.context = replace(guarded.desk.context, reviewer=reviewer)
    guarded.send(ANNE, "The printer is on fire.", headers=YES)
    letter = guarded.letters(N.TO_ASSIGN, BART)[0]
    lines = (
        "#take",
        "#cause a cable",
        "#fix a new cable",
        "#test it prints",
        "#resolve",
    )
    guarded.answer(letter, "\n".join(lines), headers=PROVEN)
    guarded.answer(guarded.letters(N.CONFIRM_PLEASE, ANNE)[0], "已解决", headers=YES)
    guarded.send(ANNE, "The scanner is slow.", subject="Scanner", headers=YES)
    return Reviewed(guarded, heard)


def test_on_the_first_at_nine_supervisors_get_a_preview(reviewed: Reviewed) -> None:
    assert reviewed.look(FIRST - timedelta(minutes=10)) == 0
    assert reviewed.look(FIRST) == 1
    assert reviewed.look(FIRST + timedelta(hours=1)) == 0
    told = reviewed.told
    assert (told.preview, told.figures.month, told.past) == (True, "2026-11", ())
    assert (told.figures.received, told.figures.first_time.of) == (2, 1)
    assert (told.figures.classes, told.figures.open) == ((("B", 1),), 1)


def test_publishing_tells_everybody_the_same(reviewed: Reviewed) -> None:
    reviewed.look(FIRST)
    before = reviewed.told.figures
    reviewed.world.send(ANNE, "One more.", subject="Late", headers=YES)
    letters = reviewed.answer("#publish 2026-11")
    told = {one.to for one in letters if one.code == N.REVIEW}
    assert told == {*reviewed.world.context.people.members, READER}
    assert (reviewed.told.preview, reviewed.told.figures) == (False, before)
    assert [one.to for one in letters if one.code == N.COMMAND_RESULTS] == [ELLE]
    locales = {one.to: one.locale for one in reviewed.heard.notices}
    assert locales[READER] is Locale.ZH_CN


def test_it_is_published_once(reviewed: Reviewed) -> None:
    reviewed.look(FIRST)
    reviewed.answer("#发布 2026-11")
    letters = reviewed.answer("#publish 2026-11\n\nonce more")
    assert [one.code for one in letters] == [N.COMMAND_RESULTS]
    assert reviewed.heard.refused == [Reason.ALREADY_PUBLISHED]


@pytest.mark.parametrize(
    ("who", "words", "reason"),
    [
        (ELLE, "#publish 2026-10", Reason.NO_REVIEW),
        (ELLE, "#publish", Reason.NO_REVIEW),
        (ELLE, "#publish November", Reason.NO_REVIEW),
        (ELLE, "#publish 2026-11\n#publish 2026-11", Reason.TOO_MANY_COMMANDS),
    ],
)
def test_what_cannot_be_published_is_refused_by_name(
    reviewed: Reviewed, who: str, words: str, reason: Reason
) -> None:
    reviewed.look(FIRST)
    letters = reviewed.answer(words, who)
    assert [one.code for one in letters] == [N.COMMAND_RESULTS]
    assert set(reviewed.heard.refused) == {reason}


@pytest.mark.parametrize("who", [BART, DAVE])
def test_who_is_no_supervisor_publishes_nothing(reviewed: Reviewed, who: str) -> None:
    reviewed.look(FIRST)
    (asked,) = reviewed.world.send(who, "#list open", headers=PROVEN)
    letters = reviewed.world.send(
        who, "#publish 2026-11", to=asked.reply_to, headers=PROVEN
    )
    assert [one.code for one in letters] == [N.COMMAND_RESULTS]
    assert reviewed.heard.refused == [Reason.SUPERVISOR_ONLY]


def test_without_the_token_nothing_is_published(reviewed: Reviewed) -> None:
    reviewed.look(FIRST)
    letters = reviewed.world.send(ELLE, "#publish 2026-11", headers=PROVEN)
    assert [one.code for one in letters] == [N.COMMANDS_REFUSED]


def test_among_commands_about_a_request_it_is_refused(reviewed: Reviewed) -> None:
    letter = reviewed.world.letters(N.TO_ASSIGN, BART)[-1]
    reviewed.world.answer(letter, "#take\n#publish 2026-11", headers=PROVEN)
    assert Reason.ALONE in reviewed.heard.refused


def test_a_month_is_counted_once_and_months_to_come_compare_with_it(
    reviewed: Reviewed,
) -> None:
    reviewed.look(FIRST)
    reviewed.look(FIRST + timedelta(days=31))
    (november,) = reviewed.told.past
    assert (november.month, november.received) == ("2026-11", 2)
    assert (reviewed.told.figures.month, reviewed.told.figures.received) == (
        "2026-12",
        0,
    )
    assert reviewed.told.figures.open == 1


def test_months_that_were_never_counted_are_made_up_for(reviewed: Reviewed) -> None:
    reviewed.look(FIRST + timedelta(days=62))
    assert [one.month for one in reviewed.told.past] == ["2026-11", "2026-12"]
    assert reviewed.told.figures.month == "2027-01"


def test_improvements_stand_in_the_next_review(reviewed: Reviewed) -> None:
    """R46."""
    letter = reviewed.world.letters(N.TO_ASSIGN, BART)[-1]
    reviewed.world.answer(
        letter, "#improve @dave 2026-11-30 a training", headers=PROVEN
    )
    reviewed.look(FIRST)
    (action,) = reviewed.told.actions
    assert (action.who, action.text, action.overdue) == ("Dave", "a training", True)


def test_before_the_first_request_there_is_nothing_to_tell(guarded: World) -> None:
    reviewer = Reviewer(reviews=StoredReviews(guarded.facts.database), zone=SHANGHAI)
    monthly = MonthlyReview(reviewer=reviewer, at=time(9))
    case = replace(guarded.context.case(Address(ELLE)), now=FIRST)
    (key,) = monthly.due(case)
    assert monthly.notices(key, case) == ()
