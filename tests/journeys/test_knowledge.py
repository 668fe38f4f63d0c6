"""R41-R43 by sockets: from a fault to an article, to the manual, to the review."""

from email.message import EmailMessage

from tests.journeys.conftest import JourneyMaker
from tests.support.journey import Journey
from tests.support.mailing import ANNE, BART, DAVE, ELLE
from tests.support.papers import needs_press, text_of as text_of_pdf

COMPLAINT = """公司：蓝鲸物流有限公司
联系人：李安
电话：13800005678
故障现象：李安的打印机冒烟，请回电 13800005678
"""


def files(letter: EmailMessage) -> dict[str, bytes]:
    return {
        str(part.get_filename()): part.get_content()
        if part.get_content_maintype() != "text"
        else part.get_content().encode()
        for part in letter.iter_attachments()
    }


def solved(journey: Journey) -> EmailMessage:
    """Anne's printer works again; returns Bart's letter about it."""
    journey.write(ANNE, COMPLAINT, subject="打印机冒烟")
    letter = journey.letter("S01", BART)
    journey.command(letter, "#take", "#cause 硒鼓过热", "#eta 30m", "#fix 更换硒鼓")
    return letter


def test_r42_r43_a_fault_becomes_an_article_and_stands_in_the_months_manual(
    make_journey: JourneyMaker,
) -> None:
    needs_press()
    journey = make_journey("2026-11-25 10:00")
    letter = solved(journey)
    journey.command(letter, "#article visible=customer")
    draft = journey.letter("S18", ELLE)
    journey.command(draft, "#article publish")
    assert "KB-0001" in journey.text("S18", BART)

    journey.at("2026-12-01 09:01")
    manual = journey.letter("S18", DAVE)
    assert "2026.11" in str(manual["Subject"])
    enclosed = files(manual)
    assert set(enclosed) == {
        "manual-2026.11.zh-CN.html",
        "manual-2026.11.zh-CN.pdf",
    }
    page = enclosed["manual-2026.11.zh-CN.html"].decode()
    for words in (page, text_of_pdf(enclosed["manual-2026.11.zh-CN.pdf"])):
        assert "硒鼓过热" in words
        assert "李安" not in words
        assert "13800005678" not in words
    journey.balances()


def test_an_article_comes_up_for_review_and_is_confirmed(
    make_journey: JourneyMaker,
) -> None:
    journey = make_journey(
        "2026-11-25 10:00", settings={"knowledge": {"review-days": 3, "manual": False}}
    )
    letter = solved(journey)
    journey.command(letter, "#article")
    journey.command(journey.letter("S18", ELLE), "#article publish")

    journey.at("2026-11-28 09:01")
    reminder = journey.letter("S18", ELLE)
    assert "Review due KB-0001" in str(reminder["Subject"])
    journey.command(reminder, "#article publish")
    journey.balances()


def test_r41_the_next_owner_is_told_what_was_alike(make_journey: JourneyMaker) -> None:
    journey = make_journey("2026-11-25 10:00")
    solved(journey)
    journey.write(ANNE, "打印机又冒烟，硒鼓过热", subject="打印机又冒烟")
    again = journey.letter("S01", BART)
    journey.command(again, f"#assign {DAVE}")

    assert "打印机冒烟" in journey.text("S03", DAVE)
    journey.balances()
