"""What a request must tell: checked at once, asked for, answered, and waited for.

R8, R11, R12, R54, K3 and E1 of the process, as a dialogue with a movable clock.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.desk.timekeeping import Timekeeper
from gateway.domain.codes import Clock
from gateway.domain.needs import DEFAULT_NEEDS
from gateway.domain.people import SYSTEM
from gateway.domain.request import Status
from gateway.store import reports
from tests.support.builders import ANNE, BART, DAVE, ELLE, MORNING, RULES
from tests.support.desk import Sent, World, a_world, rendering
from tests.support.notices import a_renderer

COMPLETE = """\
公司：星河科技
联系人：李安
故障现象：提交订单时提示连接超时
发生时间：今天 9:10
影响范围：全部门
"""
COPIED = """\
1. 大约几点开始出现：今天九点
2. 只有您，还是同部门都这样：整个财务部
3. 请问您是哪家公司的：星河科技"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A desk that asks what the process asks, and writes the shipped letters."""
    with a_world(tmp_path) as opened:
        rendering(opened, a_renderer())
        rules = replace(RULES, needs=DEFAULT_NEEDS)
        opened.desk.context = replace(opened.desk.context, rules=rules)
        yield opened


def look(world: World) -> list[tuple[str, str]]:
    before = len(world.letters())
    context = world.desk.context
    keeper = Timekeeper(store=world.facts, correspondence=context.correspondence)
    keeper.look(context.case(ELLE))
    return [(one.code, one.to) for one in world.letters()[before:]]


def told(letters: tuple[Sent, ...]) -> list[tuple[str, str]]:
    return [(one.code, one.to) for one in letters]


def rows(world: World, kind: str) -> list[tuple[str, str]]:
    shown = reports.show(world.request().number)
    assert shown is not None
    return [(row.actor, row.remark) for row in shown.records if row.kind == kind]


def missing(world: World) -> tuple[str, ...]:
    return world.request().triage.missing


# --- R11, K3: the check ------------------------------------------------------


def test_r11_a_complete_form_is_checked_at_once_and_nothing_is_asked(
    world: World,
) -> None:
    letters = world.send(ANNE, COMPLETE, subject="订单无法提交")

    request = world.request()
    assert told(letters) == [("C01", ANNE), ("S01", BART), ("S01", DAVE)]
    assert (request.status, missing(world)) == (Status.RECEIVED, ())
    assert (request.triage.checked_at, request.triage.checked_by) == (MORNING, SYSTEM)
    assert rows(world, "Checked") == [(SYSTEM, "")]


def test_r12_what_is_missing_is_asked_in_the_acknowledgement_itself(
    world: World,
) -> None:
    letters = world.send(ANNE, "打印机不出纸。", subject="打印机坏了")

    assert told(letters) == [("C01", ANNE), ("S01", BART), ("S01", DAVE)]
    assert missing(world) == ("occurred", "impact", "company", "contact")
    assert world.request().status is Status.AWAITING_INFORMATION
    asked = [line for line in letters[0].text.splitlines() if line.startswith("    ")]
    assert asked == [
        "    1. 大约几点开始出现：",
        "    2. 只有您，还是同部门都这样：",
        "    3. 请问您是哪家公司的：",
        "    4. 请问怎么称呼您：",
    ]
    assert rows(world, "Checked") == [(SYSTEM, "occurred, impact, company, contact")]


def test_r8_a_sentence_that_plainly_tells_time_and_impact_counts(world: World) -> None:
    world.send(
        f"李安 <{ANNE}>",
        "今天早上九点开始，打印机不出纸。全部门都打不了。",
        subject="打印机坏了",
        mail_from=ANNE,
    )
    assert missing(world) == ("company",)
    assert world.request().form.occurred == "今天早上九点开始，打印机不出纸"
    assert world.request().form.impact == "全部门都打不了"


def test_r8_a_wish_tells_no_time(world: World) -> None:
    world.send(ANNE, "打印机不出纸。今天能修好吗？", subject="打印机坏了")
    assert "occurred" in missing(world)


def test_k3_what_nobody_here_can_read_is_checked_by_a_person(world: World) -> None:
    armored = (
        "-----BEGIN PGP MESSAGE-----\n\nhQEMA0000\n=abcd\n-----END PGP MESSAGE-----\n"
    )
    world.send(ANNE, armored, subject="Secret")
    request = world.request()
    assert (request.triage.checked_at, request.status) == (None, Status.RECEIVED)

    # K3 warns two hours before the end of a working day's time, and then tells.
    world.answer(world.letters("S01", BART)[-1], "#take")
    assert look(world) == []


def test_k3_runs_out_where_nobody_checks(world: World) -> None:
    armored = (
        "-----BEGIN PGP MESSAGE-----\n\nhQEMA0000\n=abcd\n-----END PGP MESSAGE-----\n"
    )
    world.send(ANNE, armored, subject="Secret")
    due = {one.clock for one in world.facts.due(MORNING.replace(day=18), 10)}
    assert Clock.K3 in due


def test_r52_a_missing_reason_is_asked_for_and_delays_no_call(world: World) -> None:
    letters = world.send(ANNE, f"紧急程度：高\n电话：13800005678\n{COMPLETE}")
    assert {(one.code, one.to) for one in letters} >= {("C01", ANNE), ("S02", DAVE)}
    assert missing(world) == ("urgency_reason",)

    given = f"紧急程度：高\n紧急原因：全部订单停下\n电话：13800005678\n{COMPLETE}"
    world.clock.advance(minutes=15)
    world.send(ANNE, given, subject="订单无法提交")
    assert world.request("TS20261116002").triage.missing == ()


# --- answers -----------------------------------------------------------------


def _asked(world: World) -> Sent:
    (acknowledged, *_) = world.send(
        f"李安 <{ANNE}>", "打印机不出纸。", subject="打印机坏了", mail_from=ANNE
    )
    assert missing(world) == ("occurred", "impact", "company")
    return acknowledged


@pytest.mark.parametrize(
    "reply",
    [
        "1. 今天九点\n2. 整个财务部\n3. 星河科技",
        "1、今天九点\n2、整个财务部\n3、星河科技\n\n谢谢",
        "（1）今天九点\n（2）整个财务部\n（3）星河科技",
        "发生时间：今天九点\n影响范围：整个财务部\n公司：星河科技",
        "今天九点\n整个财务部\n星河科技",
        COPIED,
        "> " + COPIED.replace("\n", "\n> "),
        "> " + COPIED.replace("\n", "\n> ").replace("：", "：\n"),
    ],
    ids=[
        "numbered",
        "numbered, Chinese signs",
        "in brackets",
        "labelled",
        "in order",
        "copied questions",
        "typed into the quote",
        "below each quoted question",
    ],
)
def test_r12_answers_are_read_wherever_they_stand(world: World, reply: str) -> None:
    letters = world.answer(_asked(world), reply)

    form = world.request().form
    assert (form.occurred, form.impact, form.company) == (
        "今天九点",
        "整个财务部",
        "星河科技",
    )
    assert (world.request().status, missing(world)) == (Status.RECEIVED, ())
    assert told(letters) == [("S04", BART), ("S04", DAVE)]


def test_r12_free_words_answer_what_they_plainly_tell(world: World) -> None:
    world.answer(_asked(world), "您好，昨天下午就这样了，全公司都受影响。")
    assert missing(world) == ("company",)
    assert world.request().status is Status.AWAITING_INFORMATION

    world.answer(world.letters("C01", ANNE)[-1], "星河科技\n谢谢！")
    assert world.request().form.company == "星河科技"
    assert world.request().status is Status.RECEIVED


@pytest.mark.parametrize("reply", ["收到，谢谢", "？？？", "。", "%$#@"])
def test_an_unreadable_answer_answers_nothing_and_reaches_a_person(
    world: World, reply: str
) -> None:
    letters = world.answer(_asked(world), reply)
    assert missing(world) == ("occurred", "impact", "company")
    assert world.request().status is Status.AWAITING_INFORMATION
    assert told(letters) == [("S04", BART), ("S04", DAVE)]


def test_a_field_of_ten_thousand_characters_is_cut_and_nothing_breaks(
    world: World,
) -> None:
    world.answer(_asked(world), f"1. {'很' * 10_000}\n2. 全部门")
    assert 0 < len(world.request().form.occurred) <= 2000


def test_who_would_rather_be_called_says_so(world: World) -> None:
    letters = world.answer(_asked(world), "请致电")
    assert world.request().status is Status.AWAITING_INFORMATION
    assert "希望接到电话" in next(one.text for one in letters if one.to == DAVE)


# --- #ask --------------------------------------------------------------------


def test_ask_sends_the_questions_and_the_reply_returns_the_request(
    world: World,
) -> None:
    world.send(ANNE, COMPLETE, subject="订单无法提交")
    world.answer(world.letters("S01", BART)[-1], "#take")
    letters = world.answer(
        world.letters("S01", BART)[-1],
        "#ask\n1. 用的是哪个浏览器？\n2. 换一台电脑呢？\n\n内部：怀疑是代理。",
    )

    asked = next(one for one in letters if one.code == "C02")
    assert "1. 用的是哪个浏览器：" in asked.text
    assert "代理" not in asked.text
    assert world.request().status is Status.AWAITING_INFORMATION
    assert world.request().triage.checked_by == BART

    world.answer(asked, "1. Edge\n2. 一样")
    assert world.request().status is Status.IN_PROGRESS
    assert world.request().triage.asked == ()


def test_ask_without_a_question_and_with_too_many_is_refused(world: World) -> None:
    world.send(ANNE, COMPLETE, subject="订单无法提交")
    many = "#ask\n" + "\n".join(f"{n}. 问题？" for n in range(1, 7))
    for command in ("#ask", many):
        world.answer(world.letters("S01", BART)[-1], command)
        assert world.last_end() == ("command", "refused")
    assert world.letters("C02") == ()


# --- E1: nobody answers ------------------------------------------------------


def test_e1_reminders_a_call_and_the_end(world: World) -> None:
    _asked(world)
    told_on = []
    for _ in range(7):
        world.clock.advance(days=1)
        told_on.append([one for one in look(world) if one[0] in {"C03", "S05", "C15"}])

    assert told_on == [
        [("C03", ANNE)],
        [("C03", ANNE)],
        [("S05", BART), ("S05", DAVE)],
        [],
        [],
        [],
        [("C15", ANNE)],
    ]
    request = world.request()
    assert request.status is Status.CLOSED_UNCONFIRMED
    assert request.settlement.closed_for == "no-information"


def test_e1_k2_is_not_paused_by_the_waiting(world: World) -> None:
    _asked(world)
    world.clock.advance(hours=2)
    assert look(world) == [("S06", ELLE)]


def test_e1_an_answer_ends_the_waiting(world: World) -> None:
    world.answer(_asked(world), "1. 今天九点\n2. 全部门\n3. 星河科技")
    world.answer(world.letters("S01", BART)[-1], "#take\n#cause toner")
    world.clock.advance(days=10)
    assert look(world) == []


def test_e1_a_request_that_somebody_works_on_is_not_closed(world: World) -> None:
    _asked(world)
    world.answer(world.letters("S01", BART)[-1], "#take")
    world.clock.advance(days=10)
    look(world)
    assert world.request().status is Status.IN_PROGRESS


def test_e1_words_after_the_close_bring_it_back_and_somebody_has_to_take_it(
    world: World,
) -> None:
    """1.4b: nobody owned it, so those who assign are told, and K2 runs anew."""
    _asked(world)
    world.clock.advance(days=10)
    look(world)
    assert world.request().status is Status.CLOSED_UNCONFIRMED
    letters = world.answer(world.letter("C15", ANNE), "It still smokes, all of us.")
    assert {(one.code, one.to) for one in letters} >= {("S14", BART), ("S14", DAVE)}
    assert world.request().status is Status.IN_PROGRESS
    world.answer(world.letters("S01", BART)[-1], "#cause toner")
    assert world.request().cause == ""
    world.clock.advance(hours=3)
    assert ("S06", ELLE) in look(world)
