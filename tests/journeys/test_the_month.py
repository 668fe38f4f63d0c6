"""The team's own letters over sockets: each morning, and each month (R44-R46)."""

import re
from collections.abc import Iterable
from email.message import EmailMessage

from gateway.cli.demo_post import text_of
from gateway.cli.demo_words import CHINESE
from tests.journeys.conftest import OFTEN, JourneyMaker
from tests.support.journey import Journey
from tests.support.mailing import ANNE, BART, DAVE, ELLE, number_of
from tests.support.papers import needs_press, text_of as text_of_pdf

WITH_DIGEST = OFTEN.replace('digest = ""', 'digest = "08:50"')
HEAD = re.compile(r"^ +([0-9a-f]{64})$", re.MULTILINE)
REQUEST = CHINESE.request.replace("高（核心业务无法使用）", "中")
SOLVED = ("#定位 连接池满", "#预计 30m", "#即时 重启服务", "#测试 提交三单", "#解决")


def _files(letter: EmailMessage) -> dict[str, bytes]:
    found = {}
    for part in letter.walk():
        content = part.get_payload(decode=True)
        if part.get_filename() and isinstance(content, bytes):
            found[str(part.get_filename())] = content
    return found


def _solved(journey: Journey) -> str:
    journey.write(ANNE, REQUEST, subject="订单模块连接超时")
    letter = journey.letter("S01", BART)
    journey.command(letter, "#受理")
    journey.command(letter, *SOLVED)
    journey.answer(journey.letter("C09", ANNE), "已解决")
    journey.letter("C12", ANNE)
    journey.command(letter, "#归档 关键词=连接超时")
    return number_of(letter)


def test_each_morning_tells_each_person_what_waits_for_him(
    make_journey: JourneyMaker,
) -> None:
    """PROCESS 7.2: one letter each; its chain head proves the record later (6.6)."""
    journey = make_journey("2026-11-16 10:00", files={"targets.toml": WITH_DIGEST})
    journey.write(ANNE, REQUEST, subject="订单模块连接超时")
    letter = journey.letter("S01", BART)
    number = number_of(letter)
    journey.command(letter, "#受理")
    journey.at("2026-11-17 08:51")
    digest = journey.letter("S16", BART)
    told = text_of(digest)
    assert number in told
    found = HEAD.search(told)
    assert found is not None, told
    assert digest["Precedence"] == "bulk"

    journey.answer(digest, f"#on {number}\n#备注 今天回访")
    assert "✓" in journey.text("S11", BART)
    audit = journey.daemon.command("audit", "--chain", "--head", found[1])
    assert audit.code == 0, audit.out
    assert journey.none_came("S16", DAVE)


def _has_charts(journey: Journey, enclosed: Iterable[str]) -> None:
    charts = sum(name.endswith(".png") for name in enclosed)
    assert charts >= 2, journey.daemon.log()


def test_r44_r46_the_month_is_reviewed_published_and_improved(
    make_journey: JourneyMaker,
) -> None:
    """R44, R45, R46: a preview, #publish, #improve, and what became of it."""
    needs_press()
    journey = make_journey("2026-11-16 10:00")
    number = _solved(journey)
    journey.at("2026-12-01 09:01")
    preview = journey.letter("S17", ELLE)
    assert "Preview" in str(preview["Subject"])
    assert "#publish 2026-11" in text_of(preview)
    enclosed = _files(preview)
    _has_charts(journey, enclosed)
    (pdf,) = [content for name, content in enclosed.items() if name.endswith(".pdf")]
    assert "November 2026" in text_of_pdf(pdf)
    assert journey.none_came("S17", BART)

    journey.answer(preview, "#publish 2026-11")
    assert "✓" in journey.text("S11", ELLE)
    letters = [journey.letter("S17", who) for who in (BART, DAVE, ELLE)]
    assert not any("Preview" in str(one["Subject"]) for one in letters)
    assert ANNE not in "".join(one.as_string() for one in letters)

    about = journey.post.letters("C12", ANNE)[0]
    assert number_of(about) == number
    to_assign = journey.post.letters("S01", BART)[0]
    journey.command(to_assign, "#improve @dave 2026-12-20 raise the pool's limit")
    journey.at("2027-01-04 09:01")
    again = text_of(journey.letter("S17", ELLE))
    assert "raise the pool's limit" in again
    assert "overdue" in again
    shown = journey.daemon.command("review", "2026-11")
    assert shown.code == 0
    assert "2026年11月技术支持复盘" in shown.out
    journey.balances()
