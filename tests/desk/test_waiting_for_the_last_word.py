"""K7 (PROCESS 6.5): reminders, pauses, the end of waiting; P4: silence says nothing."""

from dataclasses import replace

import pytest

from gateway.desk.timekeeping import Timekeeper
from gateway.domain.request import Scene, Status
from tests.desk.answers_to_c09 import (
    AUTHENTICATED,
    answered,
    asked,
    code,
    is_confirmed,
    told,
)
from tests.support.builders import ANNE, BART, CRIS, ELLE
from tests.support.desk import Sent, World, confirming, rendering
from tests.support.notices import a_renderer

STAFF = "Authentication-Results: mx.example.com; dmarc=pass header.from=example.com"
HERE = {("C15", ANNE), ("S14", BART)}
Letters = set[tuple[str, str]]


def look(world: World) -> Letters:
    """Let the timekeeper look once; returns the letters that it made."""
    context = world.desk.context
    before = len(world.letters())
    keeper = Timekeeper(store=world.facts, correspondence=context.correspondence)
    keeper.look(context.case(ELLE))
    return told(world.letters()[before:])


def days(world: World, number: int) -> list[Letters]:
    """What each of the coming days brings, at the same hour."""
    brought = []
    for _ in range(number):
        world.clock.advance(days=1)
        brought.append(look(world))
    return brought


def by_staff(world: World, who: str, text: str) -> Letters:
    """Commands of one of the staff below a letter that went to him."""
    letters = world.answer(staff_letter(world, who), text, headers=STAFF)
    if letters and letters[-1].code == "S24":
        code = confirming(letters[-1])
        letters = world.answer(letters[-1], code, headers=STAFF)
    return told(letters) - {("S11", who)}


def staff_letter(world: World, who: str) -> Sent:
    return [one for one in world.letters(to=who) if one.number][-1]


def named(world: World) -> None:
    """Let Anne's company have named Cris."""
    confirmers = {"customer.example": (CRIS,)}
    rules = replace(world.desk.context.rules, confirmers=confirmers)
    world.desk.context = replace(world.desk.context, rules=rules)


# --- a customer --------------------------------------------------------------------


def test_k7_a_customer_is_reminded_called_and_never_closed_by_silence(
    guarded: World,
) -> None:
    """R33, P4: Monday's question; in the end a supervisor has to decide."""
    asked(guarded)
    named(guarded)
    both = {("C10", ANNE), ("C10", CRIS)}
    first_week = [{("C10", ANNE)}, set(), both, set(), set(), set(), {("S05", BART)}]
    assert days(guarded, 7) == first_week
    assert days(guarded, 2) == [set(), both]
    assert days(guarded, 5)[-1] == {("S06", ELLE), ("S06", BART)}
    assert days(guarded, 30) == [set()] * 30
    assert guarded.request().status is Status.AWAITING_CONFIRMATION


def test_a_reminder_bears_the_same_code_and_may_be_answered(guarded: World) -> None:
    asked(guarded)
    days(guarded, 1)
    reminder = guarded.letter("C10", ANNE)
    assert code(guarded) in reminder.text
    answered(guarded, reminder, "已解决")
    assert is_confirmed(guarded.request(), "B")
    # Nobody is asked any more; the owner is reminded of the archive, and that is all.
    told = {one for day in days(guarded, 20) for one in day}
    assert told == {("S19", BART)}


def test_only_a_supervisor_closes_what_a_customer_has_not_confirmed(
    guarded: World,
) -> None:
    asked(guarded)
    line = "#close unconfirmed three letters and a call"
    assert by_staff(guarded, BART, line) == set()
    assert guarded.request().status is Status.AWAITING_CONFIRMATION

    days(guarded, 14)
    assert by_staff(guarded, ELLE, "#关闭 未确认 三次去信并致电均无答复") == HERE
    request = guarded.request()
    assert request.status is Status.CLOSED_UNCONFIRMED
    assert request.settlement.evidence is None
    assert request.settlement.evidence_class == "D"
    assert "三次去信" in guarded.letter("C15", ANNE).text


@pytest.mark.parametrize("line", ["#close", "#close unconfirmed", "#close boredom x"])
def test_without_a_ground_and_a_reason_nothing_is_closed(
    guarded: World, line: str
) -> None:
    asked(guarded)
    days(guarded, 14)
    assert by_staff(guarded, ELLE, line) == set()
    assert guarded.request().status is Status.AWAITING_CONFIRMATION


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("还是不行", Status.IN_PROGRESS),
        ("请再看一下导出", Status.IN_PROGRESS),
        ("好的", Status.CLOSED_UNCONFIRMED),
        ("", Status.CLOSED_UNCONFIRMED),
    ],
)
def test_words_of_the_requester_reopen_what_silence_has_closed(
    guarded: World, words: str, status: Status
) -> None:
    """1.4b; courtesies alone are no words about the matter."""
    asked(guarded)
    days(guarded, 14)
    by_staff(guarded, ELLE, "#close unconfirmed no answer")
    guarded.clock.advance(days=2)
    answered(guarded, guarded.letter("C15", ANNE), words)
    assert guarded.request().status is status


@pytest.mark.parametrize("line", ["#unresolved a fault after all", "#重开 确有故障"])
def test_e20_staff_open_again_what_was_found_invalid(guarded: World, line: str) -> None:
    """PROCESS 3, the row of withdrawn and invalid: nothing is raised by it."""
    rendering(guarded, a_renderer())
    guarded.send(ANNE, "打印机三号纸盒冒烟。", subject="打印机", headers=AUTHENTICATED)
    days(guarded, 3)
    by_staff(guarded, ELLE, "#close invalid sent by a test")
    before = guarded.request()
    assert before.status is Status.INVALID
    assert ("C13", ANNE) in by_staff(guarded, ELLE, line)
    after = guarded.request()
    assert after.status is Status.IN_PROGRESS
    assert after.priority is before.priority
    assert "抱歉" not in guarded.letters(to=ANNE)[-1].text
    # Open already: once is enough.
    assert by_staff(guarded, ELLE, line) == set()
    assert guarded.request().round == after.round


# --- light scenes ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scene", "reminded", "end"), [(Scene.INTERNAL, 2, 3), (Scene.CROSS_TEAM, 2, 7)]
)
def test_a_light_scene_ends_unconfirmed_by_itself_and_never_confirmed(
    guarded: World, scene: Scene, reminded: int, end: int
) -> None:
    """1.4: three working days, five between teams; C15 says that it is no yes."""
    fay = "fay@example.com"
    asked(guarded)
    guarded.send(fay, f"所属场景：{name(scene)}\n邮箱登录不上。", headers=STAFF)
    number = str(guarded.letters("C01", fay)[-1].number)
    task = next(one for one in guarded.letters("S01", BART) if one.number == number)
    work = "#take\n#cause x\n#fix y\n#test 重新登录\n#resolve"
    guarded.answer(task, work, headers=STAFF)
    assert guarded.request(number).scene is scene

    days(guarded, end - 1)
    assert guarded.request(number).status is Status.AWAITING_CONFIRMATION
    assert ("C15", fay) in days(guarded, 1)[0]
    assert len(guarded.letters("C10", fay)) == reminded
    request = guarded.request(number)
    assert request.status is Status.CLOSED_UNCONFIRMED
    assert request.settlement.evidence is None
    assert request.settlement.evidence_class == "D"


def name(scene: Scene) -> str:
    return {Scene.INTERNAL: "内部员工", Scene.CROSS_TEAM: "跨部门"}[scene]


# --- pauses ------------------------------------------------------------------------


def test_what_is_observed_waits_until_then(guarded: World) -> None:
    asked(guarded)
    assert by_staff(guarded, BART, "#观察 2026-11-20") == set()
    assert days(guarded, 6) == [set()] * 6
    assert days(guarded, 1) == [{("C10", ANNE)}]


@pytest.mark.parametrize("argument", ["", "soon", "2026-11-01", "2031-01-01"])
def test_an_observation_wants_a_moment_to_come(guarded: World, argument: str) -> None:
    asked(guarded)
    before = guarded.request()
    assert by_staff(guarded, BART, f"#observe {argument}") == set()
    assert guarded.request().settlement == before.settlement


def test_yes_and_no_in_one_mail_stop_the_reminders_until_the_owner_decides(
    guarded: World,
) -> None:
    """T3': one hour of business time; what he asks back starts the days anew."""
    letter = asked(guarded)
    answered(guarded, letter, "登录可以了，但导出还是不行")
    guarded.clock.advance(minutes=59)
    assert look(guarded) == set()
    guarded.clock.advance(minutes=2)
    assert look(guarded) == {("S06", ELLE), ("S06", BART)}
    assert days(guarded, 10) == [set()] * 10

    judge = "#ask 导出报什么错？"
    assert by_staff(guarded, BART, judge) == {("C11", ANNE)}
    assert "导出报什么错" in guarded.letter("C11", ANNE).text
    assert {("C10", ANNE)} in days(guarded, 3)


def test_the_owner_may_judge_that_it_is_not_resolved(guarded: World) -> None:
    letter = asked(guarded)
    answered(guarded, letter, "登录可以了，但导出还是不行")
    assert by_staff(guarded, BART, "#未解决 导出未修复") == {("C13", ANNE)}
    request = guarded.request()
    assert (request.status, request.round) == (Status.IN_PROGRESS, 2)
    assert "导出还是不行" in request.reopen_reason


def test_observing_ends_the_doubt_and_the_days_count_again(guarded: World) -> None:
    letter = asked(guarded)
    answered(guarded, letter, "之前打不开，现在好了")
    by_staff(guarded, BART, "#observe 2026-11-18")
    assert guarded.request().settlement.undecided_since is None
    assert {("C10", ANNE)} in days(guarded, 5)


AWAY = "我正在休假，2026年11月23日返回公司，期间无法处理邮件。"


def test_the_reminders_wait_for_who_is_away(guarded: World) -> None:
    """6.2, 1: the day after the return."""
    letter = asked(guarded)
    letters = guarded.send(
        ANNE,
        AWAY,
        subject="自动回复: 请确认",
        to=letter.reply_to,
        parent=letter.message_id,
        headers=f"{AUTHENTICATED}\nAuto-Submitted: auto-replied",
    )
    assert letters == ()
    assert days(guarded, 7) == [set()] * 7
    assert days(guarded, 1) == [{("C10", ANNE)}]


def test_a_strangers_absence_puts_nothing_off(guarded: World) -> None:
    letter = asked(guarded)
    guarded.send(
        "mallory@evil.example",
        AWAY,
        subject="自动回复: 请确认",
        to=letter.reply_to,
        parent=letter.message_id,
        headers="Auto-Submitted: auto-replied",
    )
    assert days(guarded, 1) == [{("C10", ANNE)}]
