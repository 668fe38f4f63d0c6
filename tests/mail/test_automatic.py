import pytest

from gateway.mail.automatic import OurMarks
from gateway.mail.message import MailKind
from gateway.mail.parse import parse
from tests.mail.mails import mixed, read, source

OURS = OurMarks(loop_domain="example.com", addresses=("support@example.com",))


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Auto-Submitted: auto-replied", MailKind.AUTO_REPLY),
        ("Auto-Submitted: auto-generated; type=x", MailKind.AUTO_REPLY),
        ("Return-Path: <>", MailKind.AUTO_REPLY),
        ("X-QQ-AUTO-REPLY: 1", MailKind.AUTO_REPLY),
        ("X-Autoreply: yes", MailKind.AUTO_REPLY),
        ("X-Autorespond: vacation", MailKind.AUTO_REPLY),
        ("X-MS-Exchange-Inbox-Rules-Loop: anne@customer.example", MailKind.AUTO_REPLY),
        ("Precedence: auto_reply", MailKind.AUTO_REPLY),
        ("Precedence: bulk", MailKind.BULK),
        ("Precedence: junk", MailKind.BULK),
        ("Precedence: list", MailKind.LIST),
        ("List-Id: <users.example>", MailKind.LIST),
        ("List-Unsubscribe: <mailto:x@list.example>", MailKind.BULK),
        ("Subject: 自动回复: 订单", MailKind.AUTO_REPLY),
        ("Subject: 自动答复：订单", MailKind.AUTO_REPLY),
        ("Subject: Automatic reply: orders", MailKind.AUTO_REPLY),
        ("Subject: Out of Office Re: orders", MailKind.AUTO_REPLY),
        ("Subject: [EXTERNAL] Automatic reply: orders", MailKind.AUTO_REPLY),
        ("From: no-reply@customer.example", MailKind.AUTO_REPLY),
        ("From: postmaster@customer.example", MailKind.AUTO_REPLY),
    ],
)
def test_a_machine_is_known_by_what_it_says_of_itself(
    head: str, kind: MailKind
) -> None:
    message = read(head, "words")
    assert message.kind is kind
    assert message.kind_reason


@pytest.mark.parametrize(
    "head",
    [
        "Subject: Orders fail",
        "Auto-Submitted: no",
        "X-Auto-Response-Suppress: All",
        "Return-Path: <anne@customer.example>",
        # People answer automatic replies, and write about them.
        "Subject: 回复: 自动答复: 订单",
        "Subject: Re: Automatic reply: orders",
        "Subject: 请教自动回复怎么设置",
        "Subject: Problem with out of office messages",
        "Subject: Undeliverable mails since nine",
        "X-Priority: 1",
        "From: reply@customer.example",
    ],
)
def test_a_person_is_not_taken_for_a_machine(head: str) -> None:
    assert read(head, "I got 550 5.1.1 for cris@customer.example").kind is (
        MailKind.PERSON
    )


def test_outlooks_recall_is_known_by_its_text() -> None:
    assert read("Subject: x", "李颖 将撤回邮件“订单”。").kind is MailKind.RECALL


def test_a_read_receipt_is_filed_as_one() -> None:
    head = (
        "Content-Type: multipart/report; boundary=cut;"
        " report-type=disposition-notification"
    )
    part = "Content-Type: message/disposition-notification\r\n\r\nDisposition: x"
    assert read(head, mixed("\r\nread", part)).kind is MailKind.READ_RECEIPT


@pytest.mark.parametrize(
    "head",
    [
        "X-Loop: example.com\nFrom: anne@customer.example",
        "From: Support <support@example.com>",
        "From: support+ts20231001001.abc@example.com",
        (
            "Message-ID: <ts20231001001.r1.c09.1.ab12cd34@example.com>\n"
            "From: anne@customer.example"
        ),
    ],
)
def test_our_own_mail_is_known_when_it_comes_back(head: str) -> None:
    assert parse(source(head, "x"), ours=OURS).kind is MailKind.OWN


def test_a_colleague_of_our_domain_is_a_person() -> None:
    head = "From: bart@example.com\nMessage-ID: <ant@example.com>"
    assert parse(source(head, "x"), ours=OURS).kind is MailKind.PERSON


@pytest.mark.parametrize(
    ("value", "wants_none"),
    [
        ("All", True),
        ("AutoReply", True),
        ("oof", True),
        ("DR, RN, NRN, OOF, AutoReply", True),
        ("DR;RN;AutoReply", True),
        ("DR,\r\n AutoReply", True),
        ("DR, RN, NRN", False),
        ("None", False),
        ("", False),
        ("Allowed", False),
    ],
)
def test_a_person_may_ask_for_no_automatic_answer(
    value: str, *, wants_none: bool
) -> None:
    message = read(f"X-Auto-Response-Suppress: {value}", "Orders fail.")
    assert message.kind is MailKind.PERSON
    assert message.wants_no_answer is wants_none


def test_who_asks_for_nothing_wants_an_answer() -> None:
    assert not read("Subject: orders", "Orders fail.").wants_no_answer
