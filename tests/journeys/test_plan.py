"""A change at a customer's, from the cause to the certificate, by mail alone."""

import re
from email.message import EmailMessage

from gateway.cli.demo_post import text_of
from gateway.cli.demo_words import ENGLISH
from tests.journeys.conftest import JourneyMaker
from tests.support.journey import Journey
from tests.support.mailing import ANNE, BART, ELLE, number_of

REQUEST = """\
The order module stops every evening.

Company: Customer Ltd
Name: Anne Li
Phone: 13812345678
Scene: customer
Urgency: medium
Symptom: orders are refused with "connection timed out"
Occurred: each evening about 20:00
Impact: the evening's orders
"""
PLAN = """\
#plan tomorrow 22:00-22:30

Steps: set the pool to 400 and restart it
Risks: it may not start; then go back
Tests: submit three orders
Business continuity: orders by phone meanwhile
Downtime: 5 minutes
Impact: no orders during that time
Rollback: the saved configuration
"""
APPROVE = re.compile(r"#approve (\S+)")
AGREE = re.compile(r"^ +(AGREE \S+)$", re.MULTILINE)
CONFIRM = re.compile(r"^ +(CONFIRM \S+)$", re.MULTILINE)


def _found(pattern: "re.Pattern[str]", text: str) -> str:
    found = pattern.search(text)
    assert found is not None, text
    return found[1]


def _planned(journey: Journey) -> None:
    """Anne's request, taken and located by Bart."""
    journey.write(ANNE, REQUEST, subject="Orders stop in the evening")
    to_assign = journey.letter("S01", BART)
    said = journey.command(to_assign, "#take", "#cause kind=internal the pool is full")
    assert said.count("✓") == 2


def test_r28_r29_a_plan_is_whole_and_approved_by_a_supervisor_with_his_code(
    make_journey: JourneyMaker,
) -> None:
    """R25, R28, R29, K6: nothing is carried out before the approval."""
    journey = make_journey("2026-11-16 10:00")
    _planned(journey)
    to_assign = journey.post.letters("S01", BART)[0]
    early = journey.command(to_assign, "#work start")
    assert "✗" in early

    without_risk = PLAN.replace("Risks: it may not start; then go back\n", "")
    refused = journey.command(to_assign, without_risk)
    assert "Risks" in refused
    assert journey.none_came("S08", ELLE)

    planned = journey.command(to_assign, PLAN)
    assert "✓" in planned
    asked = journey.letter("S08", ELLE)
    assert "set the pool to 400" in text_of(asked)
    waits = journey.command(to_assign, "#work start")
    assert "not approved yet" in waits

    journey.at("2026-11-16 12:05")
    reminder = journey.letter("S20", ELLE)
    wrong = journey.command(reminder, "#approve ABCD-2345")
    assert "not the right one" in wrong
    _approved(journey, asked)
    assert "approved the plan" in journey.text("S09", BART)


def _approved(journey: Journey, asked: EmailMessage) -> None:
    code = _found(APPROVE, text_of(asked))
    assert "✓" in journey.command(asked, f"#approve {code}")


def test_r30_r32_nothing_is_done_before_the_customer_agrees_and_then_in_the_window(
    make_journey: JourneyMaker,
) -> None:
    """R30-R34: an explicit yes with its code, the work told of, the last word hers."""
    journey = make_journey("2026-11-16 10:00")
    _planned(journey)
    to_assign = journey.post.letters("S01", BART)[0]
    journey.command(to_assign, PLAN)
    _approved(journey, journey.letter("S08", ELLE))
    please = journey.letter("C07", ANNE)
    assert "5 minutes" in text_of(please)
    journey.answer(please, "ok, thanks")
    assert "not clearly" in journey.text("S04", BART)
    journey.answer(please, _found(AGREE, text_of(please)))
    assert "has agreed" in journey.text("S10", BART)

    outside = journey.command(to_assign, "#work start")
    assert "window" in outside
    journey.at("2026-11-17 22:01")
    journey.command(to_assign, "#work start")
    assert "have begun" in journey.text("C08", ANNE)
    journey.command(to_assign, "#work end the pool is at 400")
    assert "has ended" in journey.text("C08", ANNE)
    journey.command(to_assign, "#test submit three orders", "#resolve")
    confirm = journey.letter("C09", ANNE)
    journey.answer(confirm, _found(CONFIRM, text_of(confirm)))
    journey.letter("C12", ANNE)
    shown = journey.shown(number_of(confirm))
    assert "confirmed" in shown
    journey.balances()


def test_k4_a_review_meets_by_itself_where_no_cause_is_told(
    make_journey: JourneyMaker,
) -> None:
    """R23, R24, K4: two working hours after the acceptance, with an invitation."""
    journey = make_journey("2026-11-16 10:00")
    journey.write(ANNE, REQUEST, subject="Orders stop in the evening")
    to_assign = journey.letter("S01", BART)
    journey.command(to_assign, "#take", '#diagnose method="log analysis" nothing yet')
    journey.at("2026-11-16 12:01")

    meeting = journey.letter("S07", ELLE)
    assert "log analysis" in text_of(meeting)
    (invitation,) = [part for part in meeting.walk() if part.get_filename()]
    calendar = invitation.get_content()
    calendar = calendar.decode() if isinstance(calendar, bytes) else calendar
    assert "METHOD:REQUEST" in calendar
    assert f"mailto:{BART}" in calendar
    journey.command(to_assign, "#review conclusion=the pool is too small")
    assert "the pool is too small" in journey.shown(number_of(meeting))


def test_k5_a_promised_time_is_told_warned_of_and_flagged_when_missed(
    make_journey: JourneyMaker,
) -> None:
    """R26, R27, D9, K1, K5: an emergency at a customer's."""
    journey = make_journey("2026-11-15 03:00")
    journey.write(ANNE, ENGLISH.request, subject=ENGLISH.subject)
    to_assign = journey.letter("S01", BART)
    journey.command(to_assign, "#call connected the pool is full", "#take", "#cause x")
    past = journey.command(to_assign, "#eta 2026-11-14 10:00")
    assert "past" in past
    bare = journey.command(to_assign, "#eta 30m", "#fix restarted the pool")
    assert "who agreed and when" in " ".join(bare.split())
    journey.command(to_assign, '#fix restarted the pool consent="Anne Li" 02:58')
    assert "by Sun 15 November, 03:3" in journey.text("C06", ANNE)
    please = journey.letter("C07", ANNE)
    assert "Anne Li 02:58" in text_of(please)

    journey.at("2026-11-15 03:20")
    assert "K5" in journey.text("S05", BART)
    journey.at("2026-11-15 03:40")
    journey.letter("S06", ELLE)
    journey.answer(please, "I agree")
    assert "agreed in writing" in journey.text("S10", BART)
