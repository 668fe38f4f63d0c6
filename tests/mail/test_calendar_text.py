"""Calendar parts: the facts of the first event, and a text where there is no other."""

import pytest

from gateway.mail.calendar_text import calendar_text, read_calendar
from gateway.mail.limits import Limits
from gateway.mail.message import Calendar
from tests.mail.mails import multipart, read, text_part

LIMITS = Limits()
INVITATION = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:China Standard Time
BEGIN:STANDARD
DTSTART:16010101T000000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
ORGANIZER;CN="Lee, Anne":mailto:anne@customer.example
ATTENDEE;PARTSTAT=NEEDS-ACTION;CN=Bart:mailto:bart@example.com
SUMMARY;LANGUAGE=zh-CN:关于订单故障的
  会议\\, 请参加
DTSTART;TZID=China Standard Time:20231009T150000
DTEND;TZID=China Standard Time:20231009T160000
LOCATION:三楼\\n会议室
DESCRIPTION:words
END:VEVENT
BEGIN:VEVENT
SUMMARY:second
END:VEVENT
END:VCALENDAR
"""


def test_the_first_events_facts_are_read() -> None:
    assert read_calendar(INVITATION, LIMITS) == Calendar(
        method="REQUEST",
        summary="关于订单故障的 会议, 请参加",
        starts="2023-10-09 15:00 (China Standard Time)",
        ends="2023-10-09 16:00 (China Standard Time)",
        location="三楼 会议室",
        organizer="Lee, Anne <anne@customer.example>",
    )


def test_a_reply_says_who_answered_how() -> None:
    answer = INVITATION.replace("REQUEST", "REPLY").replace("NEEDS-ACTION", "declined")
    calendar = read_calendar(answer, LIMITS)
    assert calendar is not None
    assert (calendar.method, calendar.answer) == ("REPLY", "DECLINED")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("DTSTART:20231009T070000Z", "2023-10-09 07:00 (UTC)"),
        ("DTSTART;VALUE=DATE:20231009", "2023-10-09"),
        ("DTSTART:20231009T0700", "2023-10-09 07:00"),
        ("DTSTART:next week", "next week"),
        ('DTSTART;TZID="A:B":20231009T070000', "2023-10-09 07:00 (A:B)"),
    ],
)
def test_moments_stand_as_they_were_written(value: str, shown: str) -> None:
    calendar = read_calendar(f"BEGIN:VEVENT\r\n{value}\r\nEND:VEVENT", LIMITS)
    assert calendar is not None
    assert calendar.starts == shown


@pytest.mark.parametrize("text", ["", "no calendar", "BEGIN:VCALENDAR\nEND:VCALENDAR"])
def test_what_holds_no_event_is_none(text: str) -> None:
    assert read_calendar(text, LIMITS) is None


def test_a_text_says_it_in_the_events_language() -> None:
    calendar = read_calendar(INVITATION, LIMITS)
    assert calendar is not None
    assert calendar_text(calendar).splitlines()[:2] == [
        "会议邀请：关于订单故障的 会议, 请参加",
        "开始：2023-10-09 15:00 (China Standard Time)",
    ]
    english = Calendar(method="CANCEL", summary="Review", starts="2023-10-09")
    assert calendar_text(english) == "Cancelled: Review\nStarts: 2023-10-09"


def test_a_mail_that_is_only_a_calendar_shows_its_facts_and_keeps_the_file() -> None:
    message = read(
        "Content-Type: text/calendar; charset=utf-8; method=REQUEST", INVITATION
    )
    assert message.text.startswith("会议邀请：")
    assert message.calendar is not None
    assert message.calendar.method == "REQUEST"
    assert [file.content_type for file in message.attachments] == ["text/plain"]


def test_the_senders_own_text_is_the_text() -> None:
    message = multipart(
        "alternative", text_part("please come"), text_part(INVITATION, "calendar")
    )
    assert message.text.strip() == "please come"
    assert message.calendar is not None
