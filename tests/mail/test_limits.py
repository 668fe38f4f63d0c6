"""Every bound of a whole message holds, and none of them loses the mail."""

import time

import pytest

from gateway.mail.limits import Limits
from tests.mail.mails import mixed, read, text_part

MIXED = "Content-Type: multipart/mixed; boundary=cut"


def test_a_header_beyond_its_size_is_cut_and_the_body_still_read() -> None:
    message = read("Subject: x\nX-Big: " + "a" * 500, "words", Limits(header_bytes=400))
    assert message.reply_text == "words"
    assert message.subject == "x"
    assert "headers-too-large" in message.defects


def test_fields_beyond_their_number_are_cut() -> None:
    many = "\n".join(f"X-{n}: a" for n in range(20))
    message = read(f"Subject: x\n{many}", "words", Limits(headers=10))
    assert (message.subject, message.reply_text) == ("x", "words")
    assert "headers-too-large" in message.defects


def test_parts_beyond_their_number_are_left_unread() -> None:
    parts = [text_part(f"part{n}") for n in range(9)]
    message = read(MIXED, mixed(*parts), Limits(parts=3))
    assert message.text.split() == ["part0", "part1", "part2"]
    assert "too-many-parts" in message.defects


def test_parts_too_deep_are_read_as_one_text() -> None:
    inner = (
        "Content-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n\r\ndeep\r\n--in--"
    )
    message = read(MIXED, mixed(inner), Limits(depth=1))
    assert "deep" in message.text
    assert "too-deep" in message.defects


def test_lines_beyond_their_number_are_left_unread() -> None:
    body = "a\r\n" * 100_000
    message = read("Subject: x", body, Limits(lines=1000))
    assert message.reply_text.startswith("a\na")
    assert len(message.text) < len(body)
    assert "too-many-lines" in message.defects


def test_addresses_references_and_results_are_bounded() -> None:
    to = ", ".join(f"a{n}@b.example" for n in range(9))
    references = " ".join(f"<{n}@b.example>" for n in range(9))
    results = "\n".join(["Authentication-Results: x"] * 9)
    limits = Limits(addresses=3, references=2, authentication_results=4)
    message = read(
        f"From: anne@customer.example\nTo: {to}\nReferences: {references}\n{results}",
        "x",
        limits,
    )
    assert [mailbox.address for mailbox in message.to] == [
        "a0@b.example",
        "a1@b.example",
        "a2@b.example",
    ]
    assert message.references == ("<7@b.example>", "<8@b.example>")
    assert len(message.authentication_results) == 4


def test_texts_are_bounded() -> None:
    limits = Limits(text_bytes=50, text_chars=20, reply_chars=10, subject_chars=5)
    message = read("Subject: 123456789", "x" * 100, limits)
    assert (len(message.text), len(message.reply_text)) == (20, 10)
    assert message.subject == "12345"
    assert len(read("Subject: x", "y" * 100, Limits(text_bytes=50)).text) == 50


def test_html_beyond_its_bounds_is_still_read_as_text_with_a_defect() -> None:
    message = read("Content-Type: text/html", "<b>x</b>" * 9, Limits(html_tags=5))
    assert message.text.split() == ["x"] * 9
    assert "html-too-large" in message.defects


@pytest.mark.parametrize(
    "body",
    [
        "On 2023 a@b.c On 2023 " * 20_000,
        "From: a\n" * 60_000,
        "-" * 500_000 + ("\n" + "- " * 40) * 3000,
        "> " * 200_000,
        "CAUTION external " * 30_000,
        "urgency urgency [ " * 20_000,
        "symptom:\n" * 40_000,
        "发件人: Sent 收件人 " * 30_000,
        "在2023年1月" * 40_000,
        " " * 500_000 + "x",
    ],
    ids=[
        "on",
        "from",
        "dash",
        "gt",
        "banner",
        "label",
        "labels",
        "flat",
        "zai",
        "space",
    ],
)
def test_no_text_makes_the_reading_slow(body: str) -> None:
    started = time.process_time()
    read("Content-Type: text/plain; charset=utf-8", body)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "head",
    [
        "Cc: " + "(" * 200_000,
        "Cc: " + "<" * 100_000,
        "Cc: " + '"a\\' * 50_000,
        "Subject: " + "=?utf-8?B?5Lit?= " * 12_000,
        'Content-Type: text/plain; a="' + ';"' * 30_000,
        "Content-Type: x/y; " + "; ".join(f"name*{n}=a" for n in range(16_000)),
        "References: " + "<" * 200_000,
    ],
    ids=["parentheses", "angles", "quotes", "words", "parameters", "sections", "ids"],
)
def test_no_header_makes_the_reading_slow(head: str) -> None:
    started = time.process_time()
    message = read(head, "words")
    assert time.process_time() - started < 2
    assert message.senders
