"""A letter as bytes: every reader reads the same, and no value leaves its header."""

import email
import email.policy
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from email.headerregistry import AddressHeader
from email.message import EmailMessage, Message
from typing import Any

import mailparser
import pytest
from hypothesis import given, settings, strategies as st

from gateway.mail.compose import (
    HEADER_CLASS,
    LINE_AIM,
    REFERENCES_LIMIT,
    Draft,
    HeaderClass,
    UnsafeHeader,
    compose,
    trim_references,
)
from gateway.mail.message import Mailbox

LINE_LIMIT_OCTETS = 998
COMPOSE_LIMIT_SECONDS = 0.003
"""Twenty times what it takes; the library's own message objects need about that."""
DRAFT = Draft(
    code="C01",
    number="TS20231001001",
    sender=Mailbox("技术支持中心", "support@example.com"),
    to=Mailbox("Anne Li", "anne@customer.example"),
    reply_to="support+ts20231001001.k7qm4p2x@example.com",
    subject="Re: [TS20231001001] 订单模块无法提交订单，提示“连接超时”",
    text="您好：\n\n您的请求已登记。\n",
    html="<p>您好：</p>\n<p>您的请求已登记。</p>\n",
    date=datetime(2023, 10, 1, 1, 30, tzinfo=UTC),
    message_id="<ant@example.com>",
    loop_domain="example.com",
    in_reply_to="<bee@customer.example>",
    references=("<ts20231001001@example.com>", "<bee@customer.example>"),
)
SUBJECTS = (
    "plain",
    "",
    "Re: [TS20231001001] 订单",
    "汉" * 200,
    "x" * 300,
    "a  b",
    "word " * 30 + "end",
    "=?utf-8?B?5rGJ?= is no word of ours",
    "é à ü",
    "emoji 👨‍👩‍👧 and more",
    "mixed 汉字 and words 汉字",
    '(comment) "quotes" <angles>, semi; colon:',
    "y" * 37 + " " + "z" * 38,
)
NAMES = (
    "",
    "Anne Li",
    "李安",
    "Li, Anne",
    'Anne "the boss" Li',
    "anne@other.example",
    "Anne (sales)",
    "Anne\\",
    "李" * 60,
    "A" * 120,
    "=?utf-8?Q?boss?=",
    "Zoë",
)


def parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: Message | None) -> str:
    assert isinstance(message, EmailMessage)
    return str(message.get_content()).replace("\r\n", "\n")


def unfolded(value: str) -> str:
    return value.replace("\r\n", "").replace("\n", "")


def head_lines(content: bytes) -> list[bytes]:
    return content.partition(b"\r\n\r\n")[0].split(b"\r\n")


def header_names(content: bytes) -> list[str]:
    lines = (line for line in head_lines(content) if not line.startswith(b" "))
    return [line.partition(b":")[0].decode() for line in lines]


def test_a_letter_has_two_forms_of_the_same_words() -> None:
    message = parsed(compose(DRAFT))
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "text/plain",
        "text/html",
    ]
    assert body(message.get_body(("plain",))) == DRAFT.text
    assert body(message.get_body(("html",))) == DRAFT.html
    assert message.defects == []


def test_the_headers_are_these_in_this_order() -> None:
    assert header_names(compose(DRAFT)) == [
        "From",
        "To",
        "Reply-To",
        "Subject",
        "Date",
        "Message-ID",
        "In-Reply-To",
        "References",
        "Auto-Submitted",
        "X-Auto-Response-Suppress",
        "X-Ticket",
        "X-Ticket-Mail",
        "X-Loop",
        "MIME-Version",
        "Content-Type",
    ]
    message = parsed(compose(DRAFT))
    assert message["X-Ticket"] == "TS20231001001"
    assert message["X-Ticket-Mail"] == "C01"
    assert message["X-Loop"] == "example.com"
    assert message["Date"] == "Sun, 01 Oct 2023 01:30:00 +0000"
    assert message["Message-ID"] == "<ant@example.com>"


@pytest.mark.parametrize("subject", SUBJECTS)
def test_two_parsers_read_the_same_subject(subject: str) -> None:
    content = compose(replace(DRAFT, subject=subject))
    assert parsed(content)["Subject"] == subject
    # mail-parser keeps the folding of a header in its value.
    theirs = mailparser.parse_from_bytes(content).subject
    assert unfolded(theirs or "") == subject


@pytest.mark.parametrize("name", NAMES)
def test_two_parsers_read_the_same_mailbox(name: str) -> None:
    draft = replace(DRAFT, sender=Mailbox(name, "support@example.com"))
    content = compose(draft)
    header = parsed(content)["From"]
    assert isinstance(header, AddressHeader)
    (found,) = header.addresses
    assert found.addr_spec == "support@example.com"
    # The library reads a blank between two encoded words of a phrase (RFC 2047 §6.2
    # says there is none), so blanks are not compared.
    assert found.display_name.replace(" ", "") == name.replace(" ", "")
    ((their_name, their_address),) = mailparser.parse_from_bytes(content).from_
    assert unfolded(their_name) == name
    assert their_address == "support@example.com"


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("name", NAMES)
def test_no_header_line_is_longer_than_it_should_be(name: str, subject: str) -> None:
    draft = replace(DRAFT, subject=subject, to=Mailbox(name, "anne@customer.example"))
    lines = head_lines(compose(draft))
    assert [line for line in lines if len(line) > LINE_AIM + 2] == []
    assert not any(line.strip() == b"" for line in lines)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "ascii only\n",
        "no newline at the end",
        "汉字\n" * 400,
        "mostly ascii with one é\n" * 50,
        "x" * 5000,
        "汉" * 5000,
        "trailing blank \nand tab\t\n",
        ".\n..\nFrom here\n",
        "=3D = ==\n",
        "CR\rCRLF\r\nLF\n",
        "--=_0_C01\n--=_0_C01--\n",
    ],
)
def test_any_text_comes_back_as_it_went(text: str) -> None:
    content = compose(replace(DRAFT, text=text, html=text))
    message = parsed(content)
    sent = text.replace("\r\n", "\n").replace("\r", "\n")
    for form in ("plain", "html"):
        assert body(message.get_body((form,))) == sent
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= LINE_LIMIT_OCTETS
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert content.isascii()


def test_control_characters_and_halves_of_characters_leave_the_body() -> None:
    message = parsed(compose(replace(DRAFT, text="a\x00b\x1b[31m\ud800c\n")))
    assert body(message.get_body(("plain",))) == "ab[31m?c\n"


PAYLOADS = tuple(
    f"before{mark}Bcc: everyone@example.com"
    for mark in (
        "\r\n",
        "\n",
        "\r",
        "\x00",
        "\x0b",
        "\x0c",
        "\x1c",
        "\x1d",
        "\x1e",
        "\x85",
        "\u2028",
        "\u2029",
        "\r\n ",
        "\n\n",
        "\r\n\r\n",
        "\x7f",
        "\x1b",
        "\t",
        "\x08",
        "\ud800",
    )
)


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
@pytest.mark.parametrize(
    "spoil",
    [
        lambda words: replace(DRAFT, subject=words),
        lambda words: replace(DRAFT, sender=Mailbox(words, "support@example.com")),
        lambda words: replace(DRAFT, to=Mailbox("Anne", words)),
        lambda words: replace(DRAFT, to=Mailbox(words, "anne@customer.example")),
        lambda words: replace(DRAFT, reply_to=words),
        lambda words: replace(DRAFT, number=words),
        lambda words: replace(DRAFT, message_id=f"<{words}@example.com>"),
        lambda words: replace(DRAFT, loop_domain=words),
    ],
    ids=["subject", "sender", "to", "name", "reply_to", "number", "message_id", "loop"],
)
def test_no_value_can_begin_a_header_of_its_own(spoil: Any, payload: str) -> None:
    with pytest.raises(UnsafeHeader):
        compose(spoil(payload))


@pytest.mark.parametrize("payload", PAYLOADS, ids=ascii)
def test_a_strangers_ids_that_are_none_are_left_out(payload: str) -> None:
    spoiled = f"<{payload}@example.com>"
    content = compose(replace(DRAFT, in_reply_to=spoiled, references=(spoiled,)))
    names = header_names(content)
    assert "Bcc" not in names
    assert "In-Reply-To" not in names
    assert "References" not in names


@settings(max_examples=200, deadline=None)
@given(words=st.text(max_size=200))
def test_whatever_the_subject_the_letter_is_refused_or_whole(words: str) -> None:
    expected = header_names(compose(DRAFT))
    try:
        content = compose(replace(DRAFT, subject=words))
    except UnsafeHeader:
        return
    assert header_names(content) == expected
    assert parsed(content)["Subject"] == words


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anne",
        "@customer.example",
        "anne@",
        "anne li@customer.example",
        "anne@customer.example, cris@customer.example",
        "<anne@customer.example>",
        "anne@customer.example>",
        "anne@cust(omer).example",
        "a@b@c",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UnsafeHeader):
        compose(replace(DRAFT, to=Mailbox("", address)))


@pytest.mark.parametrize(
    "address", ['"anne li"@customer.example', "o'anne+x=y@customer.example"]
)
def test_a_rare_address_is_an_address_all_the_same(address: str) -> None:
    assert parsed(compose(replace(DRAFT, to=Mailbox("", address))))["To"] == address


def test_an_address_beyond_ascii_is_sent_as_utf_8() -> None:
    content = compose(replace(DRAFT, to=Mailbox("", "安妮@例子.example")))
    assert "To: 安妮@例子.example\r\n".encode() in content


def ids(numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(f"<{number}@customer.example>" for number in numbers)


def test_long_threads_keep_the_root_the_first_mail_and_the_latest_eight() -> None:
    assert trim_references(ids(range(40))) == ids([0, 1, *range(32, 40)])
    assert len(trim_references(ids(range(40)))) == REFERENCES_LIMIT
    assert trim_references(ids(range(REFERENCES_LIMIT))) == ids(range(REFERENCES_LIMIT))


def test_no_id_stands_in_a_thread_twice_and_what_is_no_id_is_left_out() -> None:
    given_ids = ("<a@x>", "<b@x>", "<a@x>", "", "c@x", "<d @x>", "<" + "e" * 999 + ">")
    assert trim_references(given_ids) == ("<a@x>", "<b@x>")


@pytest.mark.parametrize(
    ("code", "answers", "submitted"),
    [
        ("C01", True, "auto-replied"),
        ("C12", False, "auto-generated"),
        ("C09", True, "no"),
        ("C13", False, "no"),
        ("S01", True, "auto-generated"),
        ("S02", False, "auto-generated"),
        ("S11", True, "auto-replied"),
        ("S12", True, "auto-replied"),
        ("S11", False, "auto-generated"),
    ],
)
def test_machines_are_told_who_speaks(code: str, answers: bool, submitted: str) -> None:  # noqa: FBT001 (a row of the table)
    parent = "<bee@customer.example>" if answers else ""
    message = parsed(compose(replace(DRAFT, code=code, in_reply_to=parent)))
    assert message["Auto-Submitted"] == submitted


@pytest.mark.parametrize("code", HEADER_CLASS)
def test_only_letters_of_persons_let_an_absence_answer(code: str) -> None:
    suppressed = parsed(compose(replace(DRAFT, code=code)))["X-Auto-Response-Suppress"]
    relayed = HEADER_CLASS[code] is HeaderClass.RELAYED
    assert suppressed == ("DR, RN, NRN" if relayed else "DR, RN, NRN, OOF, AutoReply")


def test_only_calls_missed_deadlines_and_alarms_are_important() -> None:
    important = {
        code
        for code in HEADER_CLASS
        if parsed(compose(replace(DRAFT, code=code)))["Importance"] == "high"
    }
    assert important == {"S02", "S06", "S21"}
    assert parsed(compose(replace(DRAFT, code="S02")))["X-Priority"] == "1"


@pytest.mark.parametrize("name", ["Precedence", "List-Id", "Bcc", "Return-Path"])
def test_no_letter_pretends_to_be_bulk(name: str) -> None:
    for code, kind in HEADER_CLASS.items():
        if kind is not HeaderClass.DIGEST:
            assert name not in header_names(compose(replace(DRAFT, code=code)))


def test_digests_say_that_they_come_round() -> None:
    """LETTERS 3.4, H4."""
    message = parsed(compose(replace(DRAFT, code="S16")))
    assert message["List-Id"] == "<digest.example.com>"
    assert message["Precedence"] == "bulk"
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_letter_without_a_request_bears_no_number() -> None:
    draft = replace(DRAFT, number="", reply_to="", in_reply_to="", references=())
    names = header_names(compose(draft))
    assert not {"X-Ticket", "Reply-To", "In-Reply-To", "References"} & {*names}


def test_the_same_letter_is_the_same_bytes() -> None:
    assert compose(DRAFT) == compose(DRAFT)
    other = compose(replace(DRAFT, message_id="<cat@example.com>"))
    assert parsed(other).get_boundary() != parsed(compose(DRAFT)).get_boundary()


def test_composing_costs_next_to_nothing() -> None:
    draft = replace(DRAFT, html="<td style='x'>字</td>\n" * 300)
    started = time.process_time()
    for _ in range(100):
        compose(draft)
    assert (time.process_time() - started) / 100 < COMPOSE_LIMIT_SECONDS
