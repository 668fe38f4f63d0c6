"""Invitations and their answers: the calendar's, or the words of a person."""

import pytest

from gateway.mail.message import MailKind
from tests.mail.mails import mixed, read


def event(method: str, summary: str = "Weekly") -> str:
    return (
        f"Content-Type: text/calendar; charset=utf-8; method={method}\r\n\r\n"
        f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nSUMMARY:{summary}\r\n"
        "DTSTART:20261124T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def calendar_mail(subject: str, text: str, part: str) -> MailKind:
    head = f"Subject: {subject}\nContent-Type: multipart/alternative; boundary=cut"
    words = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}"
    return read(head, mixed(words, part)).kind


@pytest.mark.parametrize(
    ("subject", "text", "method"),
    [
        ("Accepted: Weekly", "", "REPLY"),
        ("Declined: Weekly", "Anne has declined this invitation.", "REPLY"),
        ("已接受: Weekly", "", "REPLY"),
        ("Canceled: Weekly", "", "CANCEL"),
        ("Weekly", "Weekly", "REQUEST"),
        (
            "Invitation: Weekly @ Tue",
            (
                "You have been invited to the following event.\n\nWeekly\n"
                "When: Tue 24 Nov\nWhere: Room 1\nWho: * anne@customer.example\n"
            ),
            "REQUEST",
        ),
        (
            "Weekly",
            (
                "________________\nMicrosoft Teams meeting\nJoin on your computer\n"
                "https://teams.example/x\nMeeting ID: 123 456"
            ),
            "REQUEST",
        ),
        (
            "周会",
            "会议时间：2026-11-24\n会议地点：一号会议室\n会议号：123-456-789",
            "REQUEST",
        ),
    ],
)
def test_what_a_calendar_wrote_is_filed(subject: str, text: str, method: str) -> None:
    assert calendar_mail(subject, text, event(method)) is MailKind.CALENDAR


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("The printer is broken, let us look at it together.", "REQUEST"),
        ("I cannot come, our VPN is down since nine.", "REPLY"),
        ("请工程师上门，打印机坏了。\n会议时间：2026-11-24", "REQUEST"),
        (
            "Please call me instead.\n________________\nMicrosoft Teams meeting",
            "REQUEST",
        ),
        ("Yes, I will come, but the orders still fail.", "REPLY"),
    ],
)
def test_what_a_person_wrote_into_an_invitation_is_his(text: str, method: str) -> None:
    assert calendar_mail("Weekly", text, event(method)) is MailKind.PERSON


def test_what_is_written_into_the_event_itself_is_the_organizers() -> None:
    request = event("REQUEST").replace("DTSTART", "DESCRIPTION:打印机坏了\r\nDTSTART")
    answer = event("REPLY").replace("DTSTART", "DESCRIPTION:打印机坏了\r\nDTSTART")
    assert calendar_mail("Weekly", "", request) is MailKind.PERSON
    assert calendar_mail("Weekly", "打印机坏了", answer) is MailKind.CALENDAR


def test_a_calendar_file_without_a_method_is_a_file() -> None:
    part = event("").replace("METHOD:\r\n", "").replace("; method=", "")
    assert calendar_mail("Weekly", "", part) is MailKind.PERSON
