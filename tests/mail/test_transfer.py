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


@pytest.mark.parametrize("field", ["", "7bit", "8bit"])
def test_a_text_in_an_encoding_that_nobody_declared_is_read(field: str) -> None:
    assert decode_text_part(ENCODED, field) == WORDS.encode()
    quoted = binascii.b2a_qp(WORDS.encode())
    assert decode_text_part(quoted, field) == WORDS.encode()


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
    assert decode_text_part(text.encode(), "7bit") == text.encode()


def test_a_plain_text_that_claims_base64_is_read_as_it_is() -> None:
    plain = b"The order module fails, please help. 138-0000\r\nThanks!\r\n"
    assert decode_text_part(plain, "base64") == plain


def test_a_footer_in_plain_text_below_base64_is_kept() -> None:
    footer = b"_______________\nlist mailing list, see http://lists.example/\n"
    text = decode_text_part(ENCODED + footer, "base64").decode()
    assert text.startswith(WORDS)
    assert text.endswith("http://lists.example/\n")


def test_garbage_on_a_line_of_base64_spoils_nothing_else() -> None:
    lines = ENCODED.splitlines(keepends=True)
    broken = b"".join([lines[0], lines[1][:10] + b"!!" + lines[1][10:], *lines[2:]])
    assert decode_text_part(broken, "base64").decode() == WORDS


def test_trailing_spaces_after_the_encoding_do_not_hide_it() -> None:
    head = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: "
    message = read(head + "quoted-printable       ", "=E8=AE=A2")
    assert message.text == "订"
