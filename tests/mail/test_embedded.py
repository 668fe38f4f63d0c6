"""Files that were written into the text."""

import binascii

import pytest

from gateway.mail.embedded import EmbeddedFile, take_files
from tests.mail.mails import read

LOG = b"ERROR 17: order module failed\r\n" * 5
UU = (
    b"begin 644 error.log\n"
    + b"".join(binascii.b2a_uu(LOG[n : n + 45]) for n in range(0, len(LOG), 45))
    + b"`\nend\n"
)
YENC = (
    b"=ybegin line=128 size=12 name=a file.bin\n"
    + bytes((n + 42) % 256 for n in b"hello ")
    + b"="
    + bytes([(0x13 + 42 + 64) % 256])
    + b"\n=yend size=12\n"
)


def test_a_uuencoded_file_leaves_the_text() -> None:
    text, files = take_files(b"see below\n" + UU + b"regards\n", 20)
    assert text == b"see below\nregards\n"
    assert files == (EmbeddedFile(b"error.log", LOG),)


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_line_ends_and_a_missing_end_do_no_harm(end: bytes) -> None:
    cut = UU.removesuffix(b"`\nend\n").replace(b"\n", end)
    assert take_files(cut, 20)[1] == (EmbeddedFile(b"error.log", LOG),)


def test_a_yenc_file_is_read() -> None:
    text, files = take_files(b"see\n" + YENC + b"end\n", 20)
    assert text == b"see\nend\n"
    assert files == (EmbeddedFile(b"a file.bin", b"hello \x13"),)


@pytest.mark.parametrize(
    "text",
    [
        b"begin 644 words\nare what people write here\nend\n",
        b"we begin 644 tests\n",
        b"begin 644 a.txt\n",
        b"=ybegin name=a\nno end of it\n",
        b"begin 999 a\n",
    ],
)
def test_words_that_look_like_a_beginning_stay_words(text: bytes) -> None:
    assert take_files(text, 20) == (text, ())


def test_of_too_many_files_the_rest_stays_text() -> None:
    text, files = take_files(UU * 5, 3)
    assert len(files) == 3
    assert text.count(b"begin 644") == 2


def test_it_becomes_a_file_of_the_mail() -> None:
    message = read("Subject: log", b"see below\n" + UU)
    assert message.text.strip() == "see below"
    assert [(f.filename, f.content) for f in message.attachments] == [
        ("error.log", LOG)
    ]
