"""From the first mail to the last word: one owner, each act a row, one language."""

import pytest

from gateway.domain.codes import Clock, NoticeCode as N
from gateway.domain.request import CauseKind, Priority, Status
from gateway.store import reports
from tests.support.builders import ANNE, BART, DAVE, ELLE, HOUR, MORNING
from tests.support.desk import World, rendering, resolved
from tests.support.notices import a_renderer

WORK = (
    "#diagnose 10:20-11:30 method=日志分析 连接池已满",
    "#cause kind=internal 连接池已满",
    "#eta 30m",
    "#fix restarted the pool",
    "#test 提交三个订单",
    "#resolve",
)


def _rows(world: World) -> list[tuple[str, str, str, str]]:
    shown = reports.show(world.request().number)
    assert shown is not None
    return [(row.kind, row.actor, row.time_text, row.action) for row in shown.records]


def _taken(world: World) -> None:
    world.send(ANNE, "Orders stop.")
    world.answer(world.letter(N.TO_ASSIGN, BART), "#take")


def test_r18_a_new_owner_takes_the_place_of_the_old_one_and_both_hear(
    world: World,
) -> None:
    _taken(world)
    told = world.letter(N.TO_ASSIGN, DAVE)
    letters = world.answer(told, f"#assign @{ELLE} knows the pool")
    assert world.request().assignee == ELLE
    assert {(one.code, one.to) for one in letters} >= {
        (N.ACCEPTED, ANNE),
        (N.ASSIGNED, BART),
        (N.ASSIGNED, ELLE),
    }


def test_r19_r56_r57_taking_it_is_the_acceptance_and_stays_on_record(
    world: World,
) -> None:
    _taken(world)
    world.clock.advance(hours=1)
    world.answer(world.letter(N.TO_ASSIGN, BART), f"#assign @{DAVE} holiday")
    request = world.request()
    assert request.status is Status.IN_PROGRESS
    assert (request.accepted_by, request.accepted_at) == (BART, MORNING)
    assert request.assignee == DAVE


def test_r20_r31_r59_each_command_is_a_row_with_its_time_as_written(
    world: World,
) -> None:
    _taken(world)
    told = world.letter(N.TO_ASSIGN, BART)
    for line in WORK:
        world.answer(told, line)
    rows = _rows(world)
    assert [kind for kind, *_ in rows] == [
        "Registered",
        "Assigned",
        "Diagnosed",
        "CauseFound",
        "EtaPromised",
        "Fixed",
        "Tested",
        "Resolved",
    ]
    assert rows[2] == ("Diagnosed", BART, "10:20-11:30", "连接池已满")


def test_r31_each_mail_about_a_request_is_a_row(world: World) -> None:
    _taken(world)
    world.answer(world.letter(N.ACCEPTED, ANNE), "It began at eight.")
    world.answer(world.letter(N.TO_ASSIGN, BART), "#note looks like the pool")
    words = [(kind, actor) for kind, actor, *_ in _rows(world)]
    assert words[-2:] == [("Corresponded", ANNE), ("Corresponded", BART)]


@pytest.mark.parametrize("kind", CauseKind)
def test_r21_r22_the_kind_of_a_cause_is_kept(world: World, kind: CauseKind) -> None:
    _taken(world)
    world.answer(world.letter(N.TO_ASSIGN, BART), f"#cause kind={kind} the pool")
    assert world.request().cause_kind is kind


def test_r21_a_cause_within_the_house_is_best_mended_at_once(world: World) -> None:
    rendering(world, a_renderer())
    _taken(world)
    told = world.letter(N.TO_ASSIGN, BART)
    world.answer(told, "#cause kind=internal a role lacks a right")
    assert "#fix WHAT WAS DONE" in " ".join(world.letter("S11", BART).text.split())
    world.answer(told, "#cause kind=external the supplier's node is down")
    assert "#fix" not in world.letter("S11", BART).text


def test_r34_the_letter_that_asks_numbers_the_steps_and_asks_the_two_questions(
    world: World,
) -> None:
    rendering(world, a_renderer())
    world.send(ANNE, "订单无法提交。", subject="订单无法提交")
    told = world.letter(N.TO_ASSIGN, BART)
    for line in ("#take", *WORK):
        world.answer(told, line)
    text = world.letter(N.CONFIRM_PLEASE, ANNE).text
    checks = [line.strip() for line in text.splitlines() if line.startswith("  验证")]
    assert checks == [
        "验证 1  提交三个订单",
        "验证 2  原先的故障现象，现在还会出现吗？",
        "验证 3  受影响的功能，现在用起来都正常吗？",
    ]


def test_d5_received_is_not_accepted(world: World) -> None:
    """C01 stops no clock: K2 runs until somebody takes the request."""
    world.send(ANNE, "Orders stop.")
    assert world.letters(N.ACKNOWLEDGEMENT, ANNE)
    due = {one.clock for one in world.facts.due(MORNING + 2 * HOUR, 9)}
    assert Clock.K2 in due

    world.answer(world.letter(N.TO_ASSIGN, BART), "#take")
    due = {one.clock for one in world.facts.due(MORNING + 2 * HOUR, 9)}
    assert Clock.K2 not in due


def test_d8_the_two_hours_of_diagnosis_begin_with_the_work(world: World) -> None:
    world.send(ANNE, "Orders stop.")
    world.clock.advance(hours=1)
    assert not _k4(world)
    world.answer(world.letter(N.TO_ASSIGN, BART), "#take")
    assert _k4(world) == [MORNING + HOUR]


def _k4(world: World) -> list[object]:
    late = MORNING.replace(day=20)
    return [one.started_at for one in world.facts.due(late, 9) if one.clock == "K4"]


def test_d14_a_request_keeps_the_language_of_its_first_mail(world: World) -> None:
    rendering(world, a_renderer())
    world.send(ANNE, "订单无法提交，请尽快处理。", subject="订单无法提交")
    world.answer(world.letter(N.ACKNOWLEDGEMENT, ANNE), "It began at eight today.")
    world.answer(world.letter(N.TO_ASSIGN, BART), "#take")
    assert "已受理" in world.letter(N.ACCEPTED, ANNE).text

    world.send(ANNE, "Nothing prints any more.", subject="The printer is dead")
    second = world.letters(N.TO_ASSIGN, BART)[-1]
    world.answer(second, "#take")
    assert "Hello" in world.letter(N.ACCEPTED, ANNE).text


def test_r37_r38_d15_each_no_is_a_round_a_step_and_at_the_top_a_level(
    world: World,
) -> None:
    letter = resolved(world)
    steps = []
    for _ in range(6):
        world.clock.advance(minutes=15)
        world.answer(letter, "还是不行")
        request = world.request()
        assert request.assignee == BART
        steps.append((request.round, request.priority, request.escalation_level))
        line = "#cause x\n#fix new drum\n#test no smoke\n#resolve"
        world.answer(world.letter(N.TO_ASSIGN, BART), line)
        letter = world.letter(N.CONFIRM_PLEASE, ANNE)
    assert steps == [
        (2, Priority.HIGH, 0),
        (3, Priority.HIGH, 1),
        (4, Priority.HIGH, 2),
        (5, Priority.HIGH, 3),
        (6, Priority.HIGH, 4),
        (7, Priority.HIGH, 4),
    ]
