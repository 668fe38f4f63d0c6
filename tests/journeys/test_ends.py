"""Other ends, by sockets: merged (E8), withdrawn (E20), come back (E11)."""

import re

from gateway.cli.demo_post import text_of
from tests.journeys.conftest import JourneyMaker
from tests.support.journey import Journey
from tests.support.mailing import ANNE, BART, number_of

CODE = re.compile(r"#confirm (\S+)")
REPORT = """\
From: MAILER-DAEMON@mx.customer.example
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{name}@mx.customer.example>
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

The following message could not be delivered.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.customer.example

Final-Recipient: rfc822; anne@customer.example
Action: failed
Status: 5.1.1

--cut--
"""


def _twice(journey: Journey) -> tuple[str, str]:
    """Anne reports one matter twice; the numbers of both."""
    journey.write(ANNE, "Smoke comes out of tray 2.", subject="Smoke")
    first = number_of(journey.letter("C01", ANNE))
    journey.write(ANNE, "It smokes again, tray 2.", subject="Smoke again")
    return first, number_of(journey.letter("C01", ANNE))


def test_e8_e11_one_matter_under_two_numbers_and_a_letter_that_comes_back(
    make_journey: JourneyMaker,
) -> None:
    """Merged by a code; mail and bounces of the old number reach the other owner."""
    journey = make_journey("2026-11-16 10:00")
    first, second = _twice(journey)
    to_assign = {
        number_of(one): one for one in (journey.letter("S01", BART) for _ in range(2))
    }
    journey.command(to_assign[first], "#take")

    journey.answer(to_assign[second], f"#merge {first}")
    please = journey.letter("S24", BART)
    code = CODE.search(text_of(please))
    assert code is not None
    journey.answer(please, code[0])
    regrouped = journey.letter("C18", ANNE)
    assert number_of(regrouped) == second

    journey.answer(regrouped, "It is getting worse.")
    assert number_of(journey.letter("S04", BART)) == first

    back = str(regrouped["Return-Path"]).strip("<>")
    report = REPORT.format(to=back, name="bee").replace("\n", "\r\n").encode()
    journey.post.send("", back, report)
    returned = journey.letter("S15", BART)
    assert number_of(returned) == first
    assert "no such mailbox" in " ".join(text_of(returned).split())
    journey.balances()


def test_e20_a_request_is_withdrawn_by_its_requester_and_nothing_runs_any_more(
    make_journey: JourneyMaker,
) -> None:
    journey = make_journey("2026-11-16 10:00")
    journey.write(ANNE, "三楼的打印机冒烟了。", subject="打印机冒烟")
    acknowledged = journey.letter("C01", ANNE)
    journey.answer(acknowledged, "撤回请求，谢谢")
    assert "撤回" in journey.text("C15", ANNE)
    journey.letter("S14", BART)
    assert "withdrawn" in journey.shown(number_of(acknowledged))
    journey.balances()
