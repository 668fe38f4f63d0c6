"""Step 6: the archive, what is left to do, and who follows a request."""

from dataclasses import replace

import pytest

from gateway.desk.interpret_archiving import READERS
from gateway.domain.archiving import LINKS_LIMIT
from gateway.domain.archiving_commands import Link
from gateway.domain.archiving_events import Linked
from gateway.domain.codes import NoticeCode as N, Reason
from gateway.domain.commands import Verb
from gateway.domain.decide import decide
from gateway.domain.decision import Decision, Refusal
from gateway.domain.request import RequestNumber, Status
from gateway.mail.directives import read_directives
from tests.desk.test_timekeeping import look
from tests.support.builders import ANNE, AROUND, BART, CRIS, DAVE
from tests.support.desk import Sent, World, rendering, resolved, shipped_vocabulary
from tests.support.notices import a_renderer

FIRST, SECOND = RequestNumber("TS20261116001"), RequestNumber("TS20261116002")


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


def test_r41_where_keywords_are_required_one_of_them_is(world: World) -> None:
    rules = replace(world.context.rules, required_keywords=("OA登录", "打印"))
    world.desk.context = replace(world.context, rules=rules)
    rendering(world, a_renderer())
    _confirmed(world)
    said = _bart(world, "#archive keywords=drum")
    assert "one of these keywords is needed: OA登录, 打印" in " ".join(said.split())
    assert world.request().status is Status.CONFIRMED
    _bart(world, "#archive keywords=drum,ＯＡ登录")
    assert world.request().status is Status.ARCHIVED


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


def _two(world: World) -> Sent:
    """Two customers' requests; what Bart was written about the first."""
    world.send(ANNE, "Smoke comes out of tray 2.")
    world.send(CRIS, "Tray 3 smells of smoke.", subject="Tray 3 smells of smoke")
    told = world.letters(N.TO_ASSIGN, BART)
    return next(one for one in told if one.number == FIRST)


def test_c18_linking_requests_tells_neither_customer(world: World) -> None:
    """One must not learn of the other's request; a second link changes nothing."""
    mine = _two(world)
    before = len(world.letters(to=ANNE)) + len(world.letters(to=CRIS))
    world.answer(mine, f"#link [ＴＳ 20261116002]，{SECOND.lower()}")
    world.answer(mine, f"#关联 {SECOND}")
    assert world.request(FIRST).linked == (SECOND,)
    assert world.request(SECOND).linked == ()
    assert len(world.letters(to=ANNE)) + len(world.letters(to=CRIS)) == before


@pytest.mark.parametrize(
    "words", [f"{SECOND} TS20991231001", FIRST, "TS2023901", f"{SECOND}{FIRST}", ""]
)
def test_a_link_to_what_is_no_other_request_links_nothing(
    world: World, words: str
) -> None:
    world.answer(_two(world), f"#link {words}")
    assert world.request(FIRST).linked == ()


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("TS20991231001", Refusal(Reason.UNKNOWN_REQUEST, "TS20991231001")),
        ("TS2023901", Refusal(Reason.BAD_ARGUMENT, "TS2023901")),
        ("x" * 300, Refusal(Reason.BAD_ARGUMENT, "x" * 40)),
        ("", Refusal(Reason.MISSING_ARGUMENT, "TS…")),
    ],
)
def test_a_link_that_cannot_be_read_says_why(words: str, refusal: Refusal) -> None:
    (directive,) = read_directives(f"#link {words}", shipped_vocabulary()).lines
    assert READERS[Verb.LINK](directive, AROUND) == refusal


def test_one_request_names_twenty_others_and_no_more(world: World) -> None:
    world.send(ANNE, "Smoke comes out of tray 2.")
    others = [RequestNumber(f"TS202611150{n:02}") for n in range(LINKS_LIMIT + 1)]
    case, mine = world.context.case(BART), world.request()
    assert decide(Link(others=tuple(others)), mine, case) == Refusal(
        Reason.TOO_MANY, "20"
    )
    outcome = decide(Link(others=tuple(others[1:])), mine, case)
    assert isinstance(outcome, Decision)
    assert [type(one) for one in outcome.events] == [Linked]
