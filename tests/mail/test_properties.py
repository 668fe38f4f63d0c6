"""Whatever octets arrive, a message comes out that every store can take."""

import io

from hypothesis import given, settings, strategies as st

from gateway.mail.as_json import as_json
from gateway.mail.parse import parse
from gateway.mail.reply import reply_text

PIECES = st.sampled_from(
    [
        b"From: a@b.example\r\n",
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"Content-Type: text/html; charset=gb2312\r\n",
        b"Content-Type: message/delivery-status\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Subject: =?gb2312?B?\xd6\xd0?=\r\n",
        b"\r\n",
        b"--b\r\n",
        b"--b--\r\n",
        b"\x00\xff\xfe",
        b"=?utf-7?Q?+2AA-?=",
        "发件人: x\n".encode(),
    ]
)
MAILS = st.lists(PIECES | st.binary(max_size=40), max_size=30).map(b"".join)


@given(MAILS)
@settings(max_examples=300, deadline=None)
def test_any_octets_parse(content: bytes) -> None:
    told = as_json(parse(io.BytesIO(content)))
    assert told.encode()
    assert "\\u0000" not in told


WORDS = st.text(
    st.characters(categories=("L", "N"), exclude_characters="|"),
    min_size=1,
    max_size=40,
)


@given(st.lists(WORDS, min_size=1, max_size=8))
@settings(max_examples=200, deadline=None)
def test_plain_words_above_a_quote_come_back_word_for_word(lines: list[str]) -> None:
    words = "\n".join(lines)
    quote = "在 2023-10-01 11:45:12，X <a@b.example> 写道：\n> CONFIRM K7QM-4P2X"
    assert reply_text(f"{words}\n\n{quote}\n") == words
