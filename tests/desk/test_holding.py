"""Work stands still only with the requester's consent, and wakes by itself."""

from gateway.domain.codes import NoticeCode as N
from gateway.domain.request import Status
from tests.desk.test_timekeeping import look
from tests.support.builders import ANNE, BART
from tests.support.desk import World


def _asked(world: World) -> None:
    world.send(ANNE, "Smoke comes out of tray 2.")
    _bart(world, "#take\n#pause 2026-11-20 the drum is on its way")


def _bart(world: World, text: str) -> None:
    world.answer(world.letters(N.TO_ASSIGN, BART)[-1], text)


def _status(world: World) -> Status:
    return world.request().status


def test_only_an_explicit_yes_of_the_requester_holds_a_request(world: World) -> None:
    _asked(world)
    please = world.letter(N.CONSENT_PLEASE, ANNE)
    assert _status(world) is Status.IN_PROGRESS
    world.answer(please, "ok")
    assert _status(world) is Status.IN_PROGRESS
    told = world.answer(please, "同意")
    assert _status(world) is Status.ON_HOLD
    assert [(one.code, one.to) for one in told][:1] == [("S10", BART)]


def test_a_no_leaves_it_in_progress_and_nothing_is_asked_any_more(world: World) -> None:
    _asked(world)
    world.answer(world.letter(N.CONSENT_PLEASE, ANNE), "不同意，很急")
    assert _status(world) is Status.IN_PROGRESS
    assert world.request().repair.hold is None


def test_it_wakes_at_its_time_and_k4_counts_on(world: World) -> None:
    """K4: the pause is not counted as time of diagnosis."""
    _asked(world)
    world.answer(world.letter(N.CONSENT_PLEASE, ANNE), "agree")
    world.clock.advance(hours=30)
    assert look(world) == []
    world.clock.advance(days=4)
    assert look(world) == [("C06", ANNE), ("C06", BART)]
    assert _status(world) is Status.IN_PROGRESS
    assert len(world.request().repair.pauses) == 1


def test_staff_may_go_on_before(world: World) -> None:
    _asked(world)
    _bart(world, "#resume")
    assert _status(world) is Status.IN_PROGRESS
    assert world.request().repair.hold is not None
    world.answer(world.letter(N.CONSENT_PLEASE, ANNE), "agree")
    _bart(world, "#resume it has come")
    assert _status(world) is Status.IN_PROGRESS
    assert world.request().repair.hold is None


def test_a_time_that_is_past_or_far_asks_nobody(world: World) -> None:
    world.send(ANNE, "Smoke comes out of tray 2.")
    _bart(world, "#take\n#pause 2026-11-01 too late")
    _bart(world, "#pause 2028-01-01 too far")
    _bart(world, "#pause 2026-11-20")
    assert world.letters(N.CONSENT_PLEASE, ANNE) == ()
