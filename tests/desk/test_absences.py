"""#away: an absence told by mail counts like one of the people file (E13)."""

import pytest

from gateway.domain.codes import NoticeCode as N, Reason
from tests.support.builders import ANNE, BART, DAVE
from tests.support.desk import Sent, World


def told(world: World, text: str, *, take: bool = True) -> tuple[Sent, ...]:
    world.send(ANNE, "Smoke comes out of tray 2.")
    letter = world.letter(N.TO_ASSIGN, BART)
    if take:
        world.answer(letter, "#take")
    return world.answer(letter, text)


@pytest.mark.parametrize(
    "text", ["#away until 2026-11-20 to @dave", "#外出 直到 2026-11-20 由 @dave"]
)
def test_what_the_absent_owns_goes_to_who_stands_in_and_customers_hear_of_it(
    world: World, text: str
) -> None:
    letters = told(world, text)
    assert world.request().assignee == DAVE
    assert {(one.code, one.to) for one in letters} == {
        *(("S03", DAVE), ("C04", ANNE), ("S11", BART)),
    }


def test_who_is_away_is_not_called_until_the_day_after(world: World) -> None:
    told(world, "#away until 2026-11-20 to @dave")
    case = world.context.case(BART)
    assert case.rules.duty is not None
    assert [(one.who, one.deputy) for one in case.rules.duty.absences] == [(BART, DAVE)]
    world.clock.advance(days=5)
    after = world.context.case(BART).rules.duty
    assert after is None or after.absences == ()


def test_who_is_back_early_says_so(world: World) -> None:
    told(world, "#away until 2026-11-20 to @dave")
    (letter,) = world.answer(world.letter("S11", BART), "#away end")
    assert letter.code == "S11"
    duty = world.context.case(BART).rules.duty
    assert duty is None or duty.absences == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("#away", Reason.MISSING_ARGUMENT),
        ("#away until 2026-11-20", Reason.MISSING_ARGUMENT),
        ("#away until 2026-11-01 to @dave", Reason.TIME_PAST),
        ("#away until 2029-11-01 to @dave", Reason.TIME_TOO_FAR),
        ("#away until 2026-11-20 to @bart", Reason.ITSELF),
        ("#away until 2026-11-20 to @nobody", Reason.UNKNOWN_PERSON),
        ("#away until 2026-11-20 to @dave\n#note x", Reason.AWAY_ALONE),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_reason(
    world: World, text: str, why: Reason
) -> None:
    (letter,) = told(world, text)
    assert letter.code == "S11"
    assert why in letter.text
    assert world.request().assignee == BART
