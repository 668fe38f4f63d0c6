import pytest

from gateway.mail.limits import Limits
from gateway.mail.message import Bounce, MailKind
from tests.mail.mails import mixed, read

REPORT = (
    "From: Mail Delivery System <mailer-daemon@mx.example>\nTo: support@example.com\n"
    "Subject: Undelivered Mail Returned to Sender\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=cut"
)
NOTE = "Content-Type: text/plain\r\n\r\nI could not deliver your message."
RETURNED = (
    "Content-Type: message/rfc822\r\n\r\n"
    "From: support@example.com\r\nMessage-ID: <bee@example.com>\r\n\r\nwords"
)


def status(*fields: str) -> str:
    lines = "\r\n".join(fields)
    return (
        "Content-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; mx.example\r\n\r\n{lines}\r\n"
    )


def test_a_standard_report_names_whom_why_and_which_letter() -> None:
    failed = status(
        "Final-Recipient: rfc822; Anne@Customer.example",
        "Action: failed",
        "Status: 5.1.1",
    )
    message = read(REPORT, mixed(NOTE, failed, RETURNED))
    assert message.kind is MailKind.BOUNCE
    assert message.bounce == Bounce(
        recipients=("anne@customer.example",),
        status="5.1.1",
        hard=True,
        original_message_id="<bee@example.com>",
    )


def test_a_delay_is_a_soft_bounce() -> None:
    delayed = status(
        "Final-Recipient: rfc822; anne@customer.example",
        "Action: delayed",
        "Status: 4.4.1",
    )
    bounce = read(REPORT, mixed(NOTE, delayed)).bounce
    assert bounce is not None
    assert (bounce.status, bounce.hard) == ("4.4.1", False)


def test_a_report_of_success_is_no_bounce() -> None:
    fine = status(
        "Final-Recipient: rfc822; anne@customer.example",
        "Action: delivered",
        "Status: 2.0.0",
    )
    message = read(REPORT, mixed("\r\nIt arrived.", fine))
    assert message.bounce is None
    assert message.kind is MailKind.AUTO_REPLY


def test_recipients_of_a_report_are_bounded() -> None:
    block = "Final-Recipient: rfc822; a{}@customer.example\r\nAction: failed\r\n"
    failed = status(*(block.format(n) for n in range(9)))
    bounce = read(REPORT, mixed(NOTE, failed), Limits(bounce_recipients=3)).bounce
    assert bounce is not None
    assert len(bounce.recipients) == 3


@pytest.mark.parametrize(
    "body",
    [
        (
            "<anne@customer.example>:\n550 5.1.1 no such user here\n\n"
            "--- Below this line is a copy of the message.\n\nFrom: x@y.example\n"
        ),
        (
            "The following addresses had permanent fatal errors:\n"
            "<anne@customer.example>\n"
            "----- Transcript of session -----\n550 5.1.1 User unknown\n"
        ),
        "您的邮件无法投递到 anne@customer.example\n原因：550 5.1.1 用户不存在\n",
    ],
    ids=["qmail", "sendmail", "chinese"],
)
def test_a_report_in_prose_is_read_too(body: str) -> None:
    head = (
        "From: MAILER-DAEMON@mx.example\nTo: support@example.com\n"
        "Subject: failure notice\nContent-Type: text/plain; charset=utf-8"
    )
    bounce = read(head, body).bounce
    assert bounce is not None
    assert bounce.recipients == ("anne@customer.example",)
    assert (bounce.status, bounce.hard) == ("5.1.1", True)


def test_exims_header_names_the_recipients() -> None:
    head = (
        "From: Mail Delivery System <Mailer-Daemon@mx.example>\nSubject: returning\n"
        "X-Failed-Recipients: anne@customer.example, cris@customer.example"
    )
    bounce = read(head, "A message could not be delivered.").bounce
    assert bounce is not None
    assert bounce.recipients == ("anne@customer.example", "cris@customer.example")


def test_a_person_who_forwards_a_report_has_sent_no_bounce() -> None:
    head = "From: anne@customer.example\nSubject: Undelivered Mail Returned to Sender"
    assert read(head, "550 5.1.1 user unknown <cris@customer.example>").bounce is None


def test_an_absence_note_with_a_null_return_path_is_no_bounce() -> None:
    head = "From: anne@customer.example\nReturn-Path: <>\nSubject: Re: orders"
    message = read(head, "I am away, please write to cris@customer.example.")
    assert message.bounce is None
    assert message.kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(
    ("mark", "kind"), [("", MailKind.BOUNCE), ("Fw: ", MailKind.PERSON)]
)
def test_a_report_from_an_ordinary_name_is_known_by_the_mail_that_it_returns(
    mark: str, kind: MailKind
) -> None:
    head = (
        "From: ndr@anne.example\nTo: support@example.com\n"
        f"Subject: {mark}Mail delivery failed: returning message to sender\n"
        "Content-Type: multipart/mixed; boundary=cut"
    )
    assert read(mixed(head, NOTE, RETURNED)).kind is kind
