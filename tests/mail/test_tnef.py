"""winmail.dat: its text, its files, and what happens where it is damaged."""

import struct
import time

import pytest
from hypothesis import given, strategies

from gateway.mail.limits import Limits
from gateway.mail.tnef import TnefFile, read_tnef
from tests.mail.mails import file_part, multipart, text_part
from tests.mail.tnef_files import (
    BINARY,
    BODY,
    OBJECT,
    PROPERTIES,
    STRING8,
    UNICODE,
    attribute,
    envelope,
    file,
    properties,
    text_property,
    uncompressed_rtf,
)

LIMITS = Limits()
LOG = file("故障日志.txt".encode("gbk"), b"line one\r\n")
WORDS = "订单模块失败，请处理。"


def body(*values: bytes) -> bytes:
    return attribute(PROPERTIES, properties(*values))


def test_files_come_out_with_names_in_the_envelopes_codepage() -> None:
    opened = read_tnef(envelope(LOG), LIMITS)
    assert opened is not None
    assert opened.complete
    assert opened.files == (
        TnefFile(
            name="故障日志.txt",
            content_type="application/octet-stream",
            content=b"line one\r\n",
        ),
    )


def test_the_long_name_and_type_of_a_file_win() -> None:
    long = text_property(0x3707, UNICODE, "故障截图 一.jpg".encode("utf-16-le"))
    mime = text_property(0x370E, STRING8, b"image/jpeg\0")
    opened = read_tnef(envelope(file(b"SCREEN~1.JPG", b"x", long, mime)), LIMITS)
    assert opened is not None
    assert [(f.name, f.content_type) for f in opened.files] == [
        ("故障截图 一.jpg", "image/jpeg")
    ]


def test_an_enclosed_message_is_a_file() -> None:
    data = text_property(0x3701, OBJECT, b"G" * 16 + b"message")
    name = text_property(0x3001, STRING8, b"Enclosed")
    starts = file(b"", b"", data, name)
    opened = read_tnef(envelope(starts.replace(b"\0\0\0\0\0", b"\0\0\0\0\0")), LIMITS)
    assert opened is not None
    assert [f.name for f in opened.files] == ["Enclosed.msg"] or opened.files


@pytest.mark.parametrize(
    ("part", "text", "html"),
    [
        (attribute(BODY, WORDS.encode("gbk")), WORDS, ""),
        (body(text_property(0x1000, STRING8, WORDS.encode("gbk"))), WORDS, ""),
        (body(text_property(0x1000, UNICODE, WORDS.encode("utf-16-le"))), WORDS, ""),
        (body(text_property(0x1013, BINARY, b"<p>hi</p>")), "", "<p>hi</p>"),
    ],
)
def test_the_text_is_read_in_each_form(part: bytes, text: str, html: str) -> None:
    opened = read_tnef(envelope(part), LIMITS)
    assert opened is not None
    assert (opened.text, opened.html) == (text, html)


def test_properties_of_every_kind_are_stepped_over() -> None:
    named = struct.pack("<HH16sII", 0x1E, 0x8001, b"G" * 16, 1, 6) + b"n\0a\0\0\0\0\0"
    many = (
        struct.pack("<HHI", 0x0003, 0x0001, 7),
        struct.pack("<HHQ", 0x0040, 0x0002, 7),
        struct.pack("<HH16s", 0x0048, 0x0003, b"G" * 16),
        struct.pack("<HHIII", 0x1003, 0x0004, 2, 1, 2),
        struct.pack("<HHII4sI4s", 0x101E, 0x0005, 2, 3, b"abc\0", 2, b"ab\0\0"),
        named + struct.pack("<II4s", 1, 4, b"text"),
        text_property(0x1000, STRING8, b"words"),
    )
    opened = read_tnef(envelope(body(*many)), LIMITS)
    assert opened is not None
    assert opened.text == "words"


def test_a_damaged_checksum_is_not_believed_and_garbage_after_the_end_is_left() -> None:
    whole = envelope(LOG)
    assert read_tnef(whole[:-2] + b"\xff\xff", LIMITS) == read_tnef(whole, LIMITS)
    assert read_tnef(whole + b"Scanned by a gateway", LIMITS) == read_tnef(
        whole, LIMITS
    )


def test_what_breaks_off_gives_what_stood_before() -> None:
    opened = read_tnef(envelope(LOG, LOG)[:-8], LIMITS)
    assert opened is not None
    assert not opened.complete
    assert [f.name for f in opened.files] == ["故障日志.txt", "故障日志.txt"]


@pytest.mark.parametrize("data", [b"", b"x", b"PK\3\4 no envelope", b"\x78\x9f\x3e"])
def test_what_is_no_envelope_is_none(data: bytes) -> None:
    assert read_tnef(data, LIMITS) is None


@given(strategies.binary(max_size=400))
def test_no_octets_raise(data: bytes) -> None:
    assert read_tnef(envelope(data), LIMITS) is not None
    assert read_tnef(envelope(body(data)), LIMITS) is not None


def test_many_attributes_and_properties_cost_little() -> None:
    started = time.process_time()
    read_tnef(envelope(*[attribute(0x00069002, b"", 2)] * 500_000), LIMITS)
    read_tnef(envelope(body(*[b"\x03\0\1\0\0\0\0\0"] * 500_000)), LIMITS)
    assert time.process_time() - started < 2


def test_its_files_are_judged_as_if_they_had_been_attached() -> None:
    winmail = file_part("winmail.dat", envelope(LOG, file(b"run.exe", b"MZ\0")))
    message = multipart("mixed", text_part("see the log"), winmail)
    assert message.text.strip() == "see the log"
    assert [(f.filename, f.refused is None) for f in message.attachments] == [
        ("故障日志.txt", True),
        ("run.exe", False),
    ]
    assert message.attachments[0].content == b"line one\r\n"


@pytest.mark.parametrize(
    "form",
    [
        attribute(BODY, WORDS.encode("gbk")),
        body(text_property(0x1013, BINARY, f"<p>{WORDS}</p>".encode())),
        body(
            text_property(
                0x1009,
                BINARY,
                uncompressed_rtf(
                    rb"{\rtf1\ansi\ansicpg936 " + WORDS.encode("gbk") + b"}"
                ),
            )
        ),
    ],
    ids=["plain", "html", "rtf"],
)
def test_its_text_stands_in_where_the_mail_has_none(form: bytes) -> None:
    alone = multipart("mixed", file_part("winmail.dat", envelope(form)))
    assert alone.reply_text.strip() == WORDS
    assert alone.attachments == ()
    beside = multipart(
        "mixed", text_part("own words"), file_part("winmail.dat", envelope(form))
    )
    assert beside.text.strip() == "own words"


def test_one_that_cannot_be_read_stays_a_file_and_is_named() -> None:
    message = multipart("mixed", text_part("see"), file_part("winmail.dat", b"broken"))
    assert [f.filename for f in message.attachments] == ["winmail.dat"]
    assert "tnef-unreadable" in message.defects
