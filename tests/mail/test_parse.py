from datetime import UTC, datetime

import pytest

from gateway.mail.message import Mailbox
from tests.mail.mails import multipart, read, text_part


def test_a_plain_mail_says_who_wrote_what_and_when() -> None:
    message = read(
        "From: Anne <anne@customer.example>\nTo: support@example.com\n"
        "Cc: Cris <cris@customer.example>\nReply-To: anne@private.example\n"
        "Subject: Orders fail\nDate: Sun, 1 Oct 2023 11:45:00 +0800\n"
        "Message-ID: <ant@customer.example>\nIn-Reply-To: <bee@example.com>\n"
        "References: <ant@example.com>\n <bee@example.com>",
        "They fail since nine.\r\n",
    )

    assert message.sender == Mailbox("Anne", "anne@customer.example")
    assert message.to == (Mailbox("", "support@example.com"),)
    assert message.cc == (Mailbox("Cris", "cris@customer.example"),)
    assert message.reply_to == (Mailbox("", "anne@private.example"),)
    assert message.subject == "Orders fail"
    assert message.date == datetime(2023, 10, 1, 3, 45, tzinfo=UTC)
    assert message.message_id == "<ant@customer.example>"
    assert message.in_reply_to == "<bee@example.com>"
    assert message.references == ("<ant@example.com>", "<bee@example.com>")
    assert message.reply_text == "They fail since nine."
    assert message.defects == ()


def test_two_from_fields_give_every_sender_and_a_defect() -> None:
    message = read(
        "From: Anne <anne@customer.example>\nFrom: Bart <bart@example.com>\nSubject: x"
    )
    assert [sender.address for sender in message.senders] == [
        "anne@customer.example",
        "bart@example.com",
    ]
    assert "several-from-fields" in message.defects
    assert "not-one-sender" in message.defects


def test_a_display_name_that_looks_like_an_address_is_no_sender() -> None:
    message = read('From: "elle@example.com" <evil@customer.example>\nSubject: x')
    assert message.senders == (Mailbox("elle@example.com", "evil@customer.example"),)


def test_a_chinese_display_name_is_read_though_its_label_lies() -> None:
    # 喆 is in GBK, not in the gb2312 that the label names.
    message = read("From: =?gb2312?B?1dSGtA==?= <zhao@customer.example>\nSubject: x")
    assert message.sender == Mailbox("赵喆", "zhao@customer.example")


def test_a_header_broken_by_a_line_that_is_no_field_is_still_read() -> None:
    message = read(
        "Subject: first\nthis is no field\nFrom: Anne <anne@customer.example>", "hello"
    )
    assert message.sender == Mailbox("Anne", "anne@customer.example")
    assert message.reply_text == "hello"
    assert "broken-header-line" in message.defects


def test_a_message_id_without_angles_gets_them() -> None:
    assert read("Message-ID: ant@customer.example").message_id == (
        "<ant@customer.example>"
    )


def test_importance_and_authentication_results_are_told() -> None:
    message = read(
        "Subject: x\nImportance: high\nAuthentication-Results: mx.example; dkim=pass"
    )
    assert message.importance_high
    assert message.authentication_results == ("mx.example; dkim=pass",)


def test_an_empty_source_is_an_empty_message_and_no_error() -> None:
    message = read("")
    assert message.text == ""
    assert read("From:\n", "x").senders == ()


def test_fields_of_the_form_are_read_from_the_new_words() -> None:
    message = multipart("mixed", text_part("紧急程度：高\n故障现象：无法提交订单"))
    assert message.fields.urgency == "高"
    assert message.fields.symptom == "无法提交订单"


@pytest.mark.parametrize(
    "field", ["bee@example.com", "< bee@example.com >", "<bee@example.com>"]
)
def test_an_answer_names_its_parent_with_or_without_angles(field: str) -> None:
    message = read(f"From: anne@customer.example\nIn-Reply-To: {field}", "Hello\r\n")

    assert message.in_reply_to == "<bee@example.com>"


def test_a_sentence_in_the_field_of_the_parent_names_none() -> None:
    field = "In-Reply-To: your mail of Monday to bart@example.com"

    assert not read(f"From: anne@customer.example\n{field}", "Hello\r\n").in_reply_to
