"""Transfer encodings that are broken, missing or not what they say."""

import base64
import binascii

import pytest

from gateway.mail.transfer import (
    decode_base64,
    decode_quoted_printable,
    decode_text_part,
    decode_uuencode,
    encoding_name,
)
from tests.mail.mails import read

WORDS = "订单模块失败，请尽快处理。The order module fails for everyone. " * 6
ENCODED = base64.encodebytes(WORDS.encode())


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("base64", "base64"),
        ('"BASE64"', "base64"),
        ("base64;", "base64"),
        ("base64 (really)", "base64"),
        ("Quoted-Printable   ", "quoted-printable"),
        ("x-uuencode", "uuencode"),
        ("8-bit", ""),
        ("7bit, really", ""),
        ("", ""),
    ],
)
def test_an_encoding_is_known_in_its_odd_spellings(field: str, name: str) -> None:
    assert encoding_name(field) == name


@pytest.mark.parametrize(
    ("raw", "content", "complete"),
    [
        (b"QUJD", b"ABC", True),
        (b"QUI", b"AB", True),
        (b"QUI=\r\nQUI=", b"ABAB", True),
        (b"QUI=====", b"AB", True),
        (b"QU!JD", b"ABC", False),
        (b"QUJD*QUJD", b"ABCABC", False),
        (b"QUI= ignored", b"AB", False),
        (b"QUI= =", b"AB", True),
        (b"QUI= ignored\r\nQUJD", b"ABABC", False),
        (b"QUJDQ", b"ABC", False),
        (b"", b"", True),
        (b"====", b"", True),
    ],
)
def test_base64_is_read_as_far_as_it_goes(
    raw: bytes, content: bytes, *, complete: bool
) -> None:
    assert decode_base64(raw) == (content, complete)


@pytest.mark.parametrize(
    ("raw", "content"),
    [
        (b"a=20b=\r\nc", b"a bc"),
        (b"a= \r\nb", b"ab"),
        (b"50=% =ZZ =", b"50=% =ZZ "),
        (b"=e8=ae=a2", "订".encode()),
    ],
)
def test_quoted_printable_is_read_where_it_is_broken(
    raw: bytes, content: bytes
) -> None:
    assert decode_quoted_printable(raw) == content


def test_uuencode_is_read_with_wrong_counts_and_without_its_end() -> None:
    lines = [binascii.b2a_uu(b"some words of a log").rstrip() for _ in range(3)]
    raw = b"begin 644 a.log\n" + b"\n".join(lines)
    assert decode_uuencode(raw) == (b"some words of a log" * 3, True)
    assert decode_uuencode(raw + b"\n`\nend\n\nfooter") == (
        b"some words of a log" * 3,
        True,
    )


def text_of(raw: bytes, field: str) -> bytes:
    return decode_text_part(raw, field, whole_message=True)


@pytest.mark.parametrize(
    "encoded", [ENCODED, binascii.b2a_qp(WORDS.encode())], ids=["base64", "quoted"]
)
def test_a_text_whose_encoding_was_lost_is_read(encoded: bytes) -> None:
    assert text_of(encoded, "") == WORDS.encode()
    # A part has a header of its own: what it does not declare it does not mean.
    assert text_of(encoded, "7bit") == encoded
    assert decode_text_part(encoded, "", whole_message=False) == encoded


@pytest.mark.parametrize(
    "text",
    [
        "a = b\nc=20\nif x=E4 then",
        "see http://a.example/?q=E4=BD but a=b, c=d, e=f",
        "short",
        "deadbeef\n" * 9,
    ],
)
def test_a_plain_text_is_never_decoded(text: str) -> None:
    assert text_of(text.encode(), "") == text.encode()


def test_a_plain_text_that_claims_base64_is_read_as_it_is() -> None:
    plain = b"The order module fails, please help. 138-0000\r\nThanks!\r\n"
    assert text_of(plain, "base64") == plain


@pytest.mark.parametrize("between", [b"", b" ", b"\r\n"])
def test_a_footer_in_plain_text_below_base64_is_kept(between: bytes) -> None:
    footer = b"_______________\nlist mailing list, see http://lists.example/\n"
    text = text_of(ENCODED.rstrip(b"\n") + between + b"\n" + footer, "base64").decode()
    assert text.startswith(WORDS.rstrip())
    assert text.endswith("http://lists.example/\n")


def test_garbage_on_a_line_of_base64_spoils_nothing_else() -> None:
    lines = ENCODED.splitlines(keepends=True)
    broken = b"".join([lines[0], lines[1][:10] + b"!!" + lines[1][10:], *lines[2:]])
    assert text_of(broken, "base64").decode() == WORDS


def test_trailing_spaces_after_the_encoding_do_not_hide_it() -> None:
    head = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: "
    message = read(head + "quoted-printable       ", "=E8=AE=A2")
    assert message.text == "订"
