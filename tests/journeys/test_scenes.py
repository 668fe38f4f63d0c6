"""Whole stories, one a scene: from the first mail to the archive, or to a named end."""

import re
from email.message import EmailMessage

from gateway.cli.demo_post import text_of
from gateway.cli.demo_words import CHINESE
from tests.journeys.conftest import JourneyMaker
from tests.support.daemon import Table
from tests.support.journey import Journey
from tests.support.mailing import ANNE, BART, DAVE, ELLE, number_of

VENDOR = "support@vendor.example"
COLLEAGUE = "fred@staff.example"
INTERNAL: dict[str, Table] = {
    "support": {"internal-domains": ["staff.example"], "locale": "zh-CN"}
}
PRINTER = """\
工号：E1024
姓名：弗雷德
电话：8001
所属场景：内部员工
紧急程度：低
故障现象：三楼打印机打不出来，面板显示“卡纸”
发生时间：今天上午九点
影响范围：三楼全体
已尝试步骤：重启无效
"""
ACROSS = PRINTER.replace("内部员工", "跨团队协作")
VAGUE = "订单模块坏了，请尽快处理。"
SOLVED = ("#定位 硒鼓老化", "#预计 30m", "#即时 更换硒鼓", "#测试 连打三页", "#解决")
CONFIRM = re.compile(r"^ +((?:CONFIRM|确认) \S+)$", re.MULTILINE)
CODE_LINE = re.compile(r"#(?:confirm|确认) \S+")


def _solved(journey: Journey, request: str, sender: str) -> EmailMessage:
    """Bart has taken it and handed it over; returns the letter that asks (C09)."""
    journey.write(sender, request, subject="三楼打印机")
    letter = journey.letter("S01", BART)
    assert journey.command(letter, "#受理").count("✓") == 1
    assert journey.command(letter, *SOLVED).count("✓") == len(SOLVED)
    return journey.letter("C09", sender)


def _code(letter: EmailMessage) -> str:
    found = CONFIRM.search(text_of(letter))
    assert found is not None, text_of(letter)
    return found[1]


def test_r1_a_colleague_is_served_in_plain_words(make_journey: JourneyMaker) -> None:
    """R1, R10, R18, R33, R40: internal scene, no certificate asked for, archived."""
    journey = make_journey("2026-11-16 09:30", settings=INTERNAL)
    please = _solved(journey, PRINTER, COLLEAGUE)
    number = number_of(please)
    accepted = journey.text("C04", COLLEAGUE)
    assert "Bart" in accepted
    journey.answer(please, "已经解决了，谢谢！")
    journey.letter("C12", COLLEAGUE)
    letter = journey.post.letters("S01", BART)[0]
    bare = journey.command(letter, "#归档")
    assert "✗" in bare
    assert "✓" in journey.command(letter, "#归档 关键词=打印机,硒鼓")
    shown = journey.shown(number)
    assert "archived" in shown
    assert "internal" in shown
    journey.balances()


def test_r3_several_teams_take_part_and_one_owns_it(make_journey: JourneyMaker) -> None:
    """R3, R18: cross-team by the form; who follows it reads its letters."""
    journey = make_journey("2026-11-16 09:30", settings=INTERNAL)
    journey.write(COLLEAGUE, ACROSS, subject="三楼打印机")
    letter = journey.letter("S01", BART)
    number = number_of(letter)
    journey.command(letter, "#受理", f"#抄送 +{ANNE}")
    journey.command(letter, "#转派 @dave 由硬件组处理")
    handed = journey.letter("S03", DAVE)
    shown = journey.shown(number)
    assert "cross-team" in shown
    assert DAVE in shown
    assert journey.command(handed, *SOLVED).count("✓") == len(SOLVED)
    journey.answer(journey.letter("C09", COLLEAGUE), "已解决")
    journey.letter("C12", COLLEAGUE)
    journey.balances()


def test_t6_a_no_after_the_certificate_revokes_it_and_begins_a_round(
    make_journey: JourneyMaker,
) -> None:
    """R37-R39, T6: reopened one step higher, told why, and settled once more."""
    journey = make_journey("2026-11-16 09:30", settings={"support": {"locale": "en"}})
    please = _solved(journey, CHINESE.request.replace("高", "中"), ANNE)
    number = number_of(please)
    journey.answer(please, _code(please))
    receipt = journey.letter("C12", ANNE)
    papers = [part for part in receipt.walk() if part.get_filename()]

    journey.at("2026-11-17 10:00")
    journey.answer(receipt, "还是不行，今天又提示“连接超时”。")
    reopened = journey.letter("C13", ANNE)
    assert number_of(reopened) == number
    shown = journey.shown(number)
    assert "in-progress" in shown
    again = journey.post.letters("S01", BART)[0]
    assert journey.command(again, *SOLVED).count("✓") == len(SOLVED)
    second = journey.letter("C09", ANNE)
    assert _code(second) != _code(please)
    journey.answer(second, _code(please))
    journey.answer(second, _code(second))
    journey.letter("C12", ANNE)
    for part in papers:
        file = journey.daemon.folder / "first.pdf"
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        file.write_bytes(content)
        verified = journey.daemon.command("verify", str(file))
        assert verified.code == 1
        assert "revoked" in verified.out
    journey.balances()


def test_e9_a_silent_colleague_is_reminded_and_then_it_is_closed(
    make_journey: JourneyMaker,
) -> None:
    """K7, internal: two reminders, closed on the third day, never "confirmed"."""
    journey = make_journey("2026-11-16 09:30", settings=INTERNAL)
    please = _solved(journey, PRINTER, COLLEAGUE)
    for day in (17, 18):
        journey.at(f"2026-11-{day} 10:00")
        journey.letter("C10", COLLEAGUE)
    journey.at("2026-11-19 10:00")
    closed = journey.letter("C15", COLLEAGUE)
    assert "确认" in text_of(closed)
    shown = journey.shown(number_of(please))
    assert "closed-unconfirmed" in shown
    assert journey.none_came("C12", COLLEAGUE)
    journey.answer(closed, "还是打不出来")
    journey.letter("C13", COLLEAGUE)
    assert "in-progress" in journey.shown(number_of(please))
    journey.balances()


def test_e9_a_silent_customer_is_closed_by_a_supervisor_alone(
    make_journey: JourneyMaker,
) -> None:
    """K7, customer: nothing closes by itself; the owner may not, a supervisor may."""
    journey = make_journey("2026-11-16 09:30")
    request = CHINESE.request.replace("高（核心业务无法使用）", "中")
    please = _solved(journey, request, ANNE)
    number = number_of(please)
    journey.at("2026-11-17 10:00")
    journey.letter("C10", ANNE)
    journey.at("2026-11-23 10:00")
    journey.letter("S05", BART)
    journey.at("2026-11-30 10:00")
    missed = journey.letter("S06", ELLE)
    assert "awaiting-confirmation" in journey.shown(number)
    owner = journey.post.letters("S01", BART)[0]
    assert "✗" in journey.command(owner, "#关闭 未确认 多次联系无回复")
    assert "awaiting-confirmation" in journey.shown(number)
    journey.answer(missed, "#关闭 未确认 四封信、两次电话均无回复")
    please = journey.letter("S24", ELLE)
    assert "awaiting-confirmation" in journey.shown(number)
    code = CODE_LINE.search(text_of(please))
    assert code is not None
    journey.answer(please, code[0])
    journey.letter("C15", ANNE)
    assert "closed-unconfirmed" in journey.shown(number)
    journey.balances()


def test_e1_who_never_tells_what_is_missing_is_asked_called_and_let_go(
    make_journey: JourneyMaker,
) -> None:
    """E1, K3, R11, R12: questions, two reminders, a call, closed on the fifth day."""
    journey = make_journey("2026-11-16 09:30")
    journey.write(ANNE, VAGUE, subject="订单")
    to_assign = journey.letter("S01", BART)
    journey.command(to_assign, "#询问 用的是哪个浏览器？")
    asked = journey.letter("C02", ANNE)
    assert "1" in text_of(asked)
    for day in (17, 18):
        journey.at(f"2026-11-{day} 10:00")
        journey.letter("C03", ANNE)
    journey.at("2026-11-19 10:00")
    journey.letter("S05", BART)
    journey.at("2026-11-23 10:00")
    closed = journey.letter("C15", ANNE)
    assert "closed-unconfirmed" in journey.shown(number_of(closed))
    journey.balances()


def test_r22_a_supplier_is_asked_and_learns_nothing_of_the_customer(
    make_journey: JourneyMaker,
) -> None:
    """R22, D13: V01 without names and numbers; the answer stays inside."""
    journey = make_journey("2026-11-16 09:30")
    journey.write(ANNE, CHINESE.request.replace("高", "中"), subject="订单")
    letter = journey.letter("S01", BART)
    journey.command(
        letter, "#受理", f"#供应商 @{VENDOR} 驱动 5.2 是否泄漏连接？李安妮 13812345678"
    )
    asked = journey.letter("V01", VENDOR)
    told = text_of(asked)
    assert "5.2" in told
    assert "13812345678" not in told
    assert "李安妮" not in told
    assert ANNE not in asked.as_string()
    journey.answer(asked, "Yes, up to 5.2.1; upgrade to 5.3.")
    answered = journey.text("S04", BART)
    assert "5.3" in answered
    assert journey.none_came("C06", ANNE)
    journey.balances()


def test_r4_an_emergency_at_night_from_the_first_call_to_the_archive(
    make_journey: JourneyMaker,
) -> None:
    """R4, R13, R26, R27, D7, D9, E4: paged, missed, reached, mended on an oral word."""
    journey = make_journey("2026-11-22 03:00")
    journey.write(ANNE, CHINESE.request, subject=CHINESE.subject)
    call = journey.letter("S02", ELLE)
    number = number_of(call)
    journey.command(call, "#通话 未接通")
    missed = journey.letter("C05", ANNE)
    assert number_of(missed) == number
    journey.at("2026-11-22 03:06")
    journey.letter("S02", BART)
    journey.command(call, *CHINESE.first_response.strip().splitlines())
    journey.letter("C04", ANNE)

    journey.command(call, *CHINESE.work.strip().splitlines())
    assert "03:3" in journey.text("C06", ANNE)
    please = journey.letter("C07", ANNE)
    journey.answer(please, "同意")
    journey.letter("S10", ELLE)
    journey.command(call, *CHINESE.solved.strip().splitlines())
    asked = journey.letter("C09", ANNE)
    journey.answer(asked, _code(asked))
    receipt = journey.letter("C12", ANNE)
    assert [part for part in receipt.walk() if part.get_filename()]
    assert "✓" in journey.command(call, "#归档 关键词=订单,连接池")
    shown = journey.shown(number)
    assert "archived" in shown
    assert journey.none_came("S06", ELLE)
    journey.balances()
