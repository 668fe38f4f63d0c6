"""Messages as storing and carrying damaged them: the header, line ends, boundaries."""

import io

import pytest

from gateway.mail.limits import Limits
from gateway.mail.message import Message
from gateway.mail.parse import parse
from gateway.mail.wire import Octets

HEAD = b"From: Anne <anne@customer.example>\r\nSubject: no print\r\n"
BODY = b"The printer fails.\r\nPhone: 138\r\n"


def read(octets: bytes) -> Message:
    return parse(io.BytesIO(octets))


@pytest.mark.parametrize(
    "octets",
    [
        b"\xef\xbb\xbf" + HEAD + b"\r\n" + BODY,
        (HEAD + b"\r\n" + BODY).replace(b"\r\n", b"\r"),
        (HEAD + b"\r\n" + BODY).replace(b"\r\n", b"\n"),
        (HEAD + b"\r\n" + BODY).replace(b"\r\n", b"\r\r\n"),
        b"\r\n\r\n" + HEAD + b"\r\n" + BODY,
        b"From anne@customer.example Mon Oct  9 15:00:00 2023\n" + HEAD + b"\n" + BODY,
        b">From anne@customer.example Mon Oct  9 15:00:00 2023\n" + HEAD + b"\n" + BODY,
        HEAD + BODY,
        HEAD + b"X-\x00Odd: 1\r\n\r\n" + BODY,
        HEAD + b"gibberish\r\nTo: support@example.com\r\n\r\n" + BODY,
        HEAD.replace(b": ", b" : ") + b"\r\n" + BODY,
        HEAD + b"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + BODY,
        HEAD + b"\r\n" + BODY.replace(b"fails", b"fa\x00ils"),
    ],
)
def test_a_damaged_header_hides_neither_sender_nor_words(octets: bytes) -> None:
    message = read(octets)
    assert [sender.address for sender in message.senders] == ["anne@customer.example"]
    assert message.subject == "no print"
    assert message.text.split("\n")[:2] == ["The printer fails.", "Phone: 138"]


@pytest.mark.parametrize(
    "text",
    [
        "打印机坏了，请处理。\n电话 138\n",
        "The printer fails.\nPhone: 138\n\nThanks\n",
        "Phone: 138\n\nThe printer fails.\n",
        "\nThe printer fails.\n",
        "one line",
    ],
)
def test_a_text_without_a_header_is_all_text(text: str) -> None:
    message = read(text.encode())
    assert message.text.strip() == text.strip()
    assert "no-header" in message.defects
    assert "no-header" in read(text.encode("gb18030")).defects


def test_what_stands_where_a_blank_line_is_missing_is_named() -> None:
    assert "no-blank-line-after-header" in read(HEAD + BODY).defects


def test_an_empty_message_is_an_honest_empty_one() -> None:
    assert read(b"").text == ""
    assert read(b"\r\n\r\n").text == ""


def test_a_header_cut_at_its_limit_stays_a_header() -> None:
    octets = b"A: b\r\n" * 5000 + HEAD + b"\r\n" + BODY
    message = parse(io.BytesIO(octets), limits=Limits(header_bytes=1000))
    assert message.text.startswith("The printer fails.")
    assert "headers-too-large" in message.defects


def test_lines_are_given_whole_across_chunks() -> None:
    octets = Octets(io.BytesIO(b"a" * 100_000 + b"\nb\n" + b"c" * 70_000))
    assert octets.readline(200_000) == b"a" * 100_000 + b"\n"
    line = octets.readline(9)
    octets.unread(line)
    assert octets.readline(9) == b"b\n"
    assert b"".join(octets.chunks()) == b"c" * 70_000


PARTS = (
    b"--cut\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nThe printer fails.\r\n"
    b"--cut\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF-1\r\n--cut--\r\n"
)


@pytest.mark.parametrize(
    "kind",
    [
        b"Content-Type: multipart/mixed; boundary=cut\r\n",
        b'Content-Type: multipart/mixed boundary="cut"\r\n',
        b"Content-Type: multipart/mixed\r\n",
        b"Content-Type: multipart/mixed; boundary=other\r\n",
        b"Content-Type: multipart/mixed; boundary=Cut\r\n",
        b"",
    ],
)
def test_parts_are_found_whatever_boundary_is_declared(kind: bytes) -> None:
    message = read(HEAD + kind + b"\r\n" + PARTS)
    assert message.text.strip() == "The printer fails."
    assert [file.filename for file in message.attachments] == ["a.pdf"]


def test_a_boundary_with_quotes_in_it_is_found() -> None:
    parts = PARTS.replace(b"--cut", b'--c"u\\t')
    message = read(HEAD + b"Content-Type: multipart/mixed\r\n\r\n" + parts)
    assert message.text.strip() == "The printer fails."


def test_a_text_that_shows_a_delimiter_is_left_alone() -> None:
    octets = HEAD + b"Content-Type: text/plain\r\n\r\nlook:\r\n" + PARTS
    assert read(octets).text.startswith("look:\n--cut\n")
