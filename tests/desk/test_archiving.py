"""Step 6: the archive, what is left to do, and who follows a request."""

from gateway.domain.codes import NoticeCode as N
from gateway.domain.request import Status
from tests.desk.test_timekeeping import look
from tests.support.builders import ANNE, BART, CRIS, DAVE
from tests.support.desk import World, resolved


def _confirmed(world: World) -> None:
    world.answer(resolved(world), "已解决，谢谢")
    assert world.request().status is Status.CONFIRMED


def _bart(world: World, text: str) -> str:
    """What the transcript says of Bart's commands."""
    world.answer(world.letters(N.TO_ASSIGN, BART)[-1], text)
    return world.letter(N.COMMAND_RESULTS, BART).text


def test_r41_a_request_is_archived_under_keywords_and_not_without(world: World) -> None:
    _confirmed(world)
    _bart(world, "#archive")
    assert world.request().status is Status.CONFIRMED
    _bart(world, "#归档 关键词=硒鼓、打印机")
    archived = world.request()
    assert archived.status is Status.ARCHIVED
    assert archived.settlement.keywords == ("硒鼓", "打印机")
    assert archived.settlement.archived_at == world.clock.now()


def test_a_keyword_of_300_characters_archives_nothing(world: World) -> None:
    _confirmed(world)
    _bart(world, f"#archive keywords={'x' * 300}")
    assert world.request().status is Status.CONFIRMED


def test_r35_what_nobody_confirmed_is_not_archived(world: World) -> None:
    resolved(world)
    _bart(world, "#archive keywords=drum")
    assert world.request().status is Status.AWAITING_CONFIRMATION


def test_r40_what_is_over_and_not_archived_is_reminded_of(world: World) -> None:
    """S19: after two working days, and no more once it is archived."""
    _confirmed(world)
    world.clock.advance(days=2)
    assert look(world) == [("S19", BART)]
    _bart(world, "#archive keywords=drum")
    world.clock.advance(days=9)
    assert look(world) == []


def test_e15_a_no_within_the_window_reopens_what_is_archived(world: World) -> None:
    _confirmed(world)
    confirm = world.letter(N.CONFIRM_PLEASE, ANNE)
    _bart(world, "#archive keywords=drum")
    world.clock.advance(days=2)
    world.answer(confirm, "又出现了")
    assert (world.request().status, world.request().round) == (Status.IN_PROGRESS, 2)


def test_r61_what_is_left_to_do_has_somebody_and_a_day(world: World) -> None:
    _confirmed(world)
    _bart(world, "#followup @dave 2026-12-01 watch the drum")
    (item,) = world.request().followups
    assert (item.who, item.due.isoformat(), item.text) == (
        DAVE,
        "2026-12-01",
        "watch the drum",
    )
    _bart(world, "#followup @dave 2026-11-01 too late")
    _bart(world, "#followup @nobody 2026-12-01 who")
    assert len(world.request().followups) == 1


def test_who_follows_a_request_reads_what_its_requester_reads(world: World) -> None:
    world.send(ANNE, "Smoke comes out of tray 2.")
    _bart(world, f"#take\n#cc +{CRIS}")
    assert world.request().participants == (CRIS,)
    _bart(world, "#update the drum is on its way")
    assert {one.to for one in world.letters(N.PROGRESS)} == {ANNE, CRIS}
    _bart(world, f"#cc -{CRIS}")
    assert world.request().participants == ()
