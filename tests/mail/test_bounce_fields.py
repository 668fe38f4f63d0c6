"""The fields of standard delivery reports, and the letter that came back."""

import pytest

from gateway.mail.message import MailKind
from tests.mail.mails import mixed, read

ANNE = "anne@customer.example"
DAEMON = "From: Mail Delivery System <MAILER-DAEMON@mx.example>"
RETURNED = (
    "Content-Type: message/rfc822\r\n\r\nFrom: support@example.com\r\n"
    f"To: {ANNE}\r\nMessage-ID: <bee@example.com>\r\n\r\nwords"
)
REPORT = (
    f"{DAEMON}\nTo: support@example.com\nSubject: Delivery report\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=cut"
)
NOTE = "Content-Type: text/plain\r\n\r\nYour message could not be delivered."


def status(*blocks: str, kind: str = "delivery-status") -> str:
    text = "\r\n\r\n".join(("Reporting-MTA: dns; mx.example", *blocks))
    return f"Content-Type: message/{kind}; charset=utf-8\r\n\r\n{text}\r\n"


def block(address: str, action: str, code: str, kind: str = "rfc822") -> str:
    fields = f"Final-Recipient: {kind}; {address}\r\nAction: {action}"
    return f"{fields}\r\nStatus: {code}" if code else fields


@pytest.mark.parametrize(
    ("part", "recipients", "code", "hard"),
    [
        (status(block(ANNE, "failed", "5.1.1")), (ANNE,), "5.1.1", True),
        (
            status(block(ANNE, "failed (will not retry)", "5.4.4")),
            (ANNE,),
            "5.4.4",
            True,
        ),
        # Given up is hard, whatever the last host called it.
        (status(block(ANNE, "failed", "4.4.7")), (ANNE,), "4.4.7", True),
        (status(block(ANNE, "delayed", "4.4.1")), (ANNE,), "4.4.1", False),
        # What failed outweighs what is only delayed, and what arrived.
        (
            status(
                block("cris@customer.example", "delivered", "2.0.0"),
                block("dave@example.com", "delayed", "4.4.1"),
                block(ANNE, "failed", "5.2.2"),
            ),
            (ANNE,),
            "5.2.2",
            True,
        ),
        # RFC 6533
        (
            status(
                block("安妮@客户.example", "failed", "5.1.1", "utf-8"),
                kind="global-delivery-status",
            ),
            ("安妮@客户.example",),
            "5.1.1",
            True,
        ),
        (
            status(block(r"\x{5B89}@customer.example", "failed", "5.1.1", "utf-8")),
            ("安@customer.example",),
            "5.1.1",
            True,
        ),
        # A code without a reason is told by the diagnostic.
        (
            status(
                block(ANNE, "failed", "5.0.0")
                + "\r\nDiagnostic-Code: smtp; 550 Requested action not taken:"
                " mailbox full"
            ),
            (ANNE,),
            "5.2.2",
            True,
        ),
        # The address that we used, not the one that it became.
        (
            status(
                f"Original-Recipient: rfc822;{ANNE}\r\n"
                + block("x1234@internal.example", "failed", "5.1.1")
            ),
            (ANNE,),
            "5.1.1",
            True,
        ),
    ],
)
def test_the_fields_of_a_standard_report_are_read(
    part: str, recipients: tuple[str, ...], code: str, *, hard: bool
) -> None:
    bounce = read(REPORT, mixed(NOTE, part, RETURNED)).bounce
    assert bounce is not None
    assert (bounce.recipients, bounce.status, bounce.hard) == (recipients, code, hard)
    assert bounce.original_message_id == "<bee@example.com>"


def test_a_report_that_lost_its_fields_is_read_by_its_text() -> None:
    note = f"Content-Type: text/plain\r\n\r\nNot delivered to {ANNE}: 550 5.1.1 unknown"
    bounce = read(REPORT, mixed(note)).bounce
    assert bounce is not None
    assert (bounce.recipients, bounce.status) == ((ANNE,), "5.1.1")


def test_fields_that_came_as_text_are_read_as_fields() -> None:
    head = f"{DAEMON}\nTo: support@example.com\nSubject: Undeliverable mail"
    text = f"Delivery failed.\n\nFinal-Recipient: rfc822;{ANNE}\nAction: failed\n"
    bounce = read(head, text + "Status: 5.2.1\n").bounce
    assert bounce is not None
    assert (bounce.recipients, bounce.status) == ((ANNE,), "5.2.1")


def test_a_report_that_a_gateway_wrapped_is_unwrapped() -> None:
    inner = (
        "Content-Type: multipart/report; report-type=delivery-status; boundary=in\r\n"
        f"\r\n--in\r\n{status(block(ANNE, 'failed', '5.1.1'))}\r\n--in--\r\n"
    )
    head = REPORT.replace("multipart/report", "multipart/mixed")
    wrapped = f"Content-Type: message/rfc822\r\n\r\n{inner}"
    bounce = read(head, mixed(wrapped)).bounce
    assert bounce is not None
    assert bounce.recipients == (ANNE,)


@pytest.mark.parametrize(
    ("part", "head"),
    [
        ("Content-Type: text/rfc822-headers\r\n\r\nMessage-Id: <bee@example.com>", ""),
        ("Content-Type: text/plain\r\n\r\nMessage-ID: <bee@example.com>\r\n", ""),
        ("Content-Type: text/plain\r\n\r\nnothing", "\nIn-Reply-To: <bee@example.com>"),
        (
            "Content-Type: text/plain\r\n\r\nnothing",
            "\nReferences: <ant@example.com> <bee@example.com>",
        ),
    ],
    ids=["headers", "text", "in-reply-to", "references"],
)
def test_the_letter_that_came_back_is_named(part: str, head: str) -> None:
    failed = status(block(ANNE, "failed", "5.1.1"))
    bounce = read(REPORT + head, mixed(NOTE, failed, part)).bounce
    assert bounce is not None
    assert bounce.original_message_id == "<bee@example.com>"


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_good_news_is_no_bounce(action: str) -> None:
    fine = status(block(ANNE, action, "2.0.0"))
    message = read(REPORT, mixed("\r\nIt arrived.", fine))
    assert (message.bounce, message.kind) == (None, MailKind.AUTO_REPLY)


@pytest.mark.parametrize("sign", ["\0", "\x01", "\x9b"])
def test_what_no_address_can_hold_is_no_part_of_a_recipient(sign: str) -> None:
    part = status(block(f"{sign}{ANNE}", "failed", "5.1.1"))
    bounce = read(REPORT, mixed(NOTE, part, RETURNED)).bounce
    assert bounce is not None
    assert bounce.recipients == (ANNE,)
