"""Files go with a letter whole, under their own names, and every reader finds them."""

import email
import email.policy
from dataclasses import replace
from email.message import EmailMessage, MIMEPart
from typing import Any

import mailparser
import pytest
from hypothesis import given, strategies as st

from gateway.mail.compose import compose
from gateway.mail.enclosure import FILENAME_LIMIT_CHARACTERS, Enclosure
from tests.mail.test_compose import DRAFT

PAPER = Enclosure(
    filename="问题解决确认书 TS20231001001-C1.pdf",
    content_type="application/pdf",
    content=bytes(range(256)) * 20,
)
MEETING = Enclosure(
    filename="review.ics",
    content_type="text/calendar; method=REQUEST; charset=utf-8",
    content="BEGIN:VCALENDAR\r\nSUMMARY:评审\r\nEND:VCALENDAR\r\n".encode(),
)
CHART = Enclosure(
    filename="volume.png",
    content_type="image/png",
    content=b"\x89PNG" + bytes(900),
    content_id="volume@example.com",
)


def parsed(*files: Enclosure) -> EmailMessage:
    content = compose(replace(DRAFT, enclosures=files))
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def tree(message: MIMEPart) -> object:
    kind = message.get_content_type()
    if not message.is_multipart():
        return kind
    return (kind, *(tree(part) for part in message.iter_parts()))


WORDS = ("multipart/alternative", "text/plain", "text/html")
SHOWN = (
    "multipart/alternative",
    "text/plain",
    ("multipart/related", "text/html", "image/png"),
)


@pytest.mark.parametrize(
    ("files", "shape"),
    [
        ((), WORDS),
        ((PAPER,), ("multipart/mixed", WORDS, "application/pdf")),
        ((CHART,), SHOWN),
        ((CHART, PAPER), ("multipart/mixed", SHOWN, "application/pdf")),
    ],
)
def test_a_letter_is_no_deeper_than_what_goes_with_it_demands(
    files: tuple[Enclosure, ...], shape: object
) -> None:
    assert tree(parsed(*files)) == shape


def test_files_come_back_byte_for_byte_under_their_names() -> None:
    found = list(parsed(PAPER, CHART, MEETING).iter_attachments())
    assert [(f.get_filename(), f.get_payload(decode=True)) for f in found] == [
        (one.filename, one.content) for one in (PAPER, MEETING)
    ]
    assert found[1]["Content-Type"].params["method"] == "REQUEST"


def test_a_picture_is_found_by_the_name_that_the_words_show_it_by() -> None:
    (picture,) = (
        p for p in parsed(CHART).walk() if p.get_content_type() == "image/png"
    )
    assert picture["Content-ID"] == "<volume@example.com>"
    assert picture.get_content_disposition() == "inline"
    assert picture.get_payload(decode=True) == CHART.content


def test_a_second_reader_finds_the_same_files() -> None:
    content = compose(replace(DRAFT, enclosures=(PAPER,)))
    (found,) = mailparser.parse_from_bytes(content).attachments
    assert found["filename"] == PAPER.filename


@given(
    st.text(
        st.characters(categories=["L", "N", "P", "S"], exclude_characters="/"),
        min_size=1,
        max_size=FILENAME_LIMIT_CHARACTERS,
    )
)
def test_any_name_comes_back_as_it_went(name: str) -> None:
    (found,) = parsed(replace(PAPER, filename=name)).iter_attachments()
    assert found.get_filename() == name


@pytest.mark.parametrize(
    "spoil",
    [
        {"filename": "a\r\nBcc: x@example.com"},
        {"filename": "../up.txt"},
        {"filename": ""},
        {"filename": "x" * (FILENAME_LIMIT_CHARACTERS + 1)},
        {"content_type": "text/html\r\nX: y"},
        {"content_type": "pdf"},
        {"content_id": "a b"},
        {"content_id": "<a@b>"},
    ],
)
def test_no_value_can_leave_its_place(spoil: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a"):
        replace(PAPER, **spoil)
