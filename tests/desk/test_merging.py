"""One matter under two numbers, and two under one (E7, E8, C18), from mail to mail."""

from dataclasses import replace

import pytest

from gateway.desk.interpret_merging import READERS
from gateway.domain.archiving import FOLLOWUPS_LIMIT
from gateway.domain.archiving_commands import Link
from gateway.domain.codes import NoticeCode as N, Reason
from gateway.domain.commands import Verb
from gateway.domain.decide import decide
from gateway.domain.decision import Decision, Refusal
from gateway.domain.merging_commands import Merge, Split
from gateway.domain.people import Address
from gateway.domain.remarks import RemarkKind
from gateway.domain.request import Request, RequestNumber, Scene, Status
from gateway.mail.directives import read_directives
from tests.desk.test_regressions import Listening
from tests.desk.test_timekeeping import look
from tests.support.builders import (
    ANNE,
    AROUND,
    BART,
    CRIS,
    DAVE,
    a_case,
    a_new_request,
)
from tests.support.desk import (
    Sent,
    World,
    confirming,
    rendering,
    shipped_vocabulary,
)

FIRST, SECOND = RequestNumber("TS20261116001"), RequestNumber("TS20261116002")
GUS = Address("gus@elsewhere.example")


def _asked_twice(world: World, by: str = ANNE) -> Sent:
    """Two requests; returns what Bart was written about the second."""
    world.send(ANNE, "Smoke comes out of tray 2.")
    world.send(by, "Again: smoke, tray 2.", subject="Smoke again")
    return next(one for one in world.letters(N.TO_ASSIGN, BART) if one.number == SECOND)


def merge(world: World, letter: Sent, text: str) -> tuple[Sent, ...]:
    """Command it, and confirm it with the code that is asked for."""
    letters = world.answer(letter, text)
    if [one.code for one in letters] != [N.CODE_PLEASE]:
        return letters
    return world.answer(letters[0], confirming(letters[0]))


def test_e8_a_second_report_of_one_matter_is_merged_and_its_requester_told(
    world: World,
) -> None:
    """C18 comes under the old number; whatever is written to it goes to the new."""
    merge(world, _asked_twice(world), f"#merge {FIRST}")
    merged, kept = world.request(SECOND), world.request(FIRST)
    assert (merged.status, merged.merged_into) == (Status.MERGED, FIRST)
    assert kept.linked == (SECOND,)
    told = world.letter(N.REGROUPED, ANNE)
    assert told.number == SECOND
    letters = world.answer(told, "It is getting worse.")
    assert {(one.code, one.number) for one in letters} == {("S04", FIRST)}
    assert world.request(SECOND) == merged


def test_who_owns_the_other_request_reads_what_came_in(world: World) -> None:
    mine = _asked_twice(world)
    world.answer(world.letters(N.TO_ASSIGN, DAVE)[0], "#take")
    letters = merge(world, mine, f"#合并 {FIRST}")
    assert [(one.code, one.to, one.number) for one in letters] == [
        ("C18", ANNE, SECOND),
        ("S04", DAVE, FIRST),
        ("S11", BART, SECOND),
    ]


def test_nothing_runs_any_more_for_what_was_merged(world: World) -> None:
    merge(world, _asked_twice(world), f"#merge {FIRST}")
    world.clock.advance(days=3)
    look(world)
    late = world.letters(N.DEADLINE_WARNING) + world.letters(N.DEADLINE_MISSED)
    assert {one.number for one in late} == {FIRST}


def test_a_colleague_is_told_the_number_and_follows_the_matter(world: World) -> None:
    merge(world, _asked_twice(world, by=CRIS), f"#merge {FIRST}")
    assert world.request(FIRST).participants == (CRIS,)
    assert [one.to for one in world.letters(N.REGROUPED)] == [CRIS]


def test_what_another_customer_asked_is_not_merged(world: World) -> None:
    """Neither reads what belongs to the other, and neither hears of it."""
    mine = _asked_twice(world, by=GUS)
    letters = merge(world, mine, f"#merge {FIRST}")
    assert [(one.code, one.to) for one in letters] == [("S11", BART)]
    assert world.request(SECOND).status is Status.RECEIVED
    assert world.request(FIRST).linked == ()


def test_two_people_of_a_public_mail_domain_are_two_customers(world: World) -> None:
    world.send("anne@qq.example", "Smoke comes out of tray 2.")
    world.send("gus@qq.example", "Again: smoke.", subject="Smoke again")
    mine = next(one for one in world.letters(N.TO_ASSIGN, BART) if one.number == SECOND)
    merge(world, mine, f"#merge {FIRST}")
    assert world.request(SECOND).status is Status.RECEIVED


def test_both_change_or_neither_does(world: World) -> None:
    """The other request moved between reading and writing: it is decided again."""
    mine = _asked_twice(world)
    about_first = world.letters(N.TO_ASSIGN, BART)[0]
    (please,) = world.answer(mine, f"#merge {FIRST}")
    for letter, words in ((about_first, "#take"), (please, confirming(please))):
        world.put(
            BART,
            words,
            subject=f"Re: [{letter.number}] x",
            to=letter.reply_to,
            parent=letter.message_id,
        )
    world.work()
    kept = world.request(FIRST)
    assert (kept.assignee, kept.linked) == (BART, (SECOND,))
    assert world.request(SECOND).status is Status.MERGED


def test_a_circle_of_merges_is_never_made(world: World) -> None:
    mine = _asked_twice(world)
    merge(world, mine, f"#merge {FIRST}")
    about_first = world.letters(N.TO_ASSIGN, BART)[0]
    merge(world, about_first, f"#merge {SECOND}")
    assert world.request(FIRST).status is Status.RECEIVED
    assert world.request(FIRST).merged_into is None


OTHER = replace(a_new_request(), number=SECOND)


@pytest.mark.parametrize(
    ("into", "refusal"),
    [
        (a_new_request(), Refusal(Reason.ITSELF, a_new_request().number)),
        (
            replace(OTHER, merged_into=a_new_request().number, status=Status.MERGED),
            Refusal(Reason.ITSELF, SECOND),
        ),
        (
            replace(
                OTHER, merged_into=RequestNumber("TS20261116007"), status=Status.MERGED
            ),
            Refusal(Reason.MERGED_ALREADY, "TS20261116007"),
        ),
        (replace(OTHER, status=Status.ARCHIVED), Refusal(Reason.OTHER_IS_OVER, SECOND)),
        (
            replace(OTHER, status=Status.CONFIRMED),
            Refusal(Reason.OTHER_IS_OVER, SECOND),
        ),
        (
            replace(OTHER, status=Status.WITHDRAWN),
            Refusal(Reason.OTHER_IS_OVER, SECOND),
        ),
        (replace(OTHER, requester=GUS), Refusal(Reason.OTHER_CUSTOMER, SECOND)),
    ],
)
def test_what_cannot_be_merged_says_why(into: Request, refusal: Refusal) -> None:
    assert decide(Merge(into=into), a_new_request(), a_case(BART)) == refusal


def test_an_urgent_request_does_not_vanish_in_one_that_is_not() -> None:
    urgent = replace(a_new_request(), urgent=True)
    assert decide(Merge(into=OTHER), urgent, a_case(BART)) == Refusal(
        Reason.OTHER_NOT_URGENT, SECOND
    )
    both = decide(Merge(into=replace(OTHER, urgent=True)), urgent, a_case(BART))
    assert isinstance(both, Decision)


@pytest.mark.parametrize(
    "status",
    [
        Status.AWAITING_APPROVAL,
        Status.AWAITING_CONSENT,
        Status.IMPLEMENTING,
        Status.AWAITING_CONFIRMATION,
        Status.MERGED,
    ],
)
def test_nothing_is_merged_while_its_customer_is_asked_for_consent(
    status: Status,
) -> None:
    mine = replace(a_new_request(), status=status, assignee=BART)
    assert decide(Merge(into=OTHER), mine, a_case(BART)) == Refusal(
        Reason.NOT_IN_THIS_STATUS
    )


def test_the_limits_of_the_other_request_hold(world: World) -> None:
    mine = _asked_twice(world)
    world.answer(mine, "#followup @dave 2026-12-01 watch the drum")
    item = world.request(SECOND).followups[0]
    full = replace(world.request(FIRST), followups=(item,) * FOLLOWUPS_LIMIT)
    case = world.context.case(BART)
    assert decide(Merge(into=full), world.request(SECOND), case) == Refusal(
        Reason.TOO_MANY, str(FOLLOWUPS_LIMIT)
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("#merge", Reason.MISSING_ARGUMENT),
        ("#merge tomorrow", Reason.BAD_ARGUMENT),
        ("#merge TS20991231001", Reason.UNKNOWN_REQUEST),
        ("#split", Reason.MISSING_ARGUMENT),
        ("#split ...", Reason.MISSING_ARGUMENT),
    ],
)
def test_words_that_name_nothing_are_refused(line: str, reason: Reason) -> None:
    (directive,) = read_directives(line, shipped_vocabulary()).lines
    read = READERS[Verb(directive.verb or "")](directive, AROUND)
    assert isinstance(read, Refusal)
    assert read.reason is reason


def test_two_numbers_are_no_place_to_merge_into(world: World) -> None:
    merge(world, _asked_twice(world), f"#merge {FIRST} {SECOND}")
    assert world.request(SECOND).status is Status.RECEIVED


def test_e8_staff_are_told_of_what_may_be_the_same_matter(world: World) -> None:
    """The same person and subject within a day; nothing is merged by itself."""
    listening = Listening()
    rendering(world, listening)
    for hours in (0, 1, 30):
        world.clock.advance(hours=hours)
        world.send(ANNE, f"Smoke, tray {hours}.", subject="Smoke")
    told = [
        [one.detail for one in notice.remarks if one.kind is RemarkKind.PERHAPS_SAME]
        for notice in listening.notices
        if (notice.code, notice.to) == (N.TO_ASSIGN, BART)
    ]
    assert told == [[], [FIRST], []]
    assert world.request(SECOND).status is Status.RECEIVED


def test_e7_a_second_matter_gets_a_number_and_clocks_of_its_own(world: World) -> None:
    world.send(ANNE, "Smoke comes out of tray 2. And the door sticks.")
    mine = world.letters(N.TO_ASSIGN, BART)[-1]
    letters = world.answer(mine, "#take\n#拆分 门卡住了\n三楼的门打不开。")
    second = world.request(SECOND)
    assert (second.subject, second.description) == ("门卡住了", "三楼的门打不开。")
    assert (second.status, second.assignee) == (Status.RECEIVED, None)
    assert (second.linked, world.request(FIRST).linked) == ((FIRST,), (SECOND,))
    told = [(one.code, one.to, one.number) for one in letters]
    assert ("C18", ANNE, SECOND) in told
    assert ("S01", BART, SECOND) in told
    assert "C01" not in {code for code, _, _ in told}
    world.clock.advance(days=1)
    look(world)
    assert SECOND in {one.number for one in world.letters(N.DEADLINE_MISSED)}


def test_an_answer_to_c18_of_a_split_belongs_to_the_new_request(world: World) -> None:
    world.send(ANNE, "Smoke comes out of tray 2. And the door sticks.")
    world.answer(world.letters(N.TO_ASSIGN, BART)[-1], "#split The door sticks")
    letters = world.answer(world.letter(N.REGROUPED, ANNE), "It is the red door.")
    assert {one.number for one in letters} == {SECOND}
    assert world.request(SECOND).description == "The door sticks"


def test_the_second_matter_of_an_emergency_is_not_urgent_by_that() -> None:
    urgent = replace(a_new_request(), urgent=True, scene=Scene.EMERGENCY)
    split = Split(number=SECOND, subject="The door sticks")
    outcome = decide(split, urgent, a_case(BART))
    assert isinstance(outcome, Decision)
    (beside,) = outcome.beside
    assert (beside.request.urgent, beside.request.scene) == (False, Scene.CUSTOMER)


def test_what_names_twenty_others_is_not_split_again() -> None:
    others = tuple(RequestNumber(f"TS202611150{n:02}") for n in range(20))
    full = replace(a_new_request(), linked=others)
    split = Split(number=SECOND, subject="The door sticks")
    assert decide(split, full, a_case(BART)) == Refusal(Reason.TOO_MANY, "20")
    assert decide(Link(others=others[:1]), full, a_case(BART)) == Decision(())
