"""Generated replies: what was typed comes back word for word, and nothing vanishes."""

import re
import time
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from gateway.mail.reply import read_reply, reply_text
from gateway.mail.reply_lines import texts_of
from tests.mail.clients import ATTRIBUTIONS, BANNERS, BLOCKS, FOOTERS, NOTICES
from tests.mail.quoting_forms import announced, flattened, signed
from tests.support.notices import a_renderer, every_notice, rendered

QUICK = settings(
    max_examples=300, deadline=None, suppress_health_check=list(HealthCheck)
)
RENDERER = a_renderer()
LETTERS = [rendered(RENDERER, notice).text for notice in every_notice()]

SENTENCES = (
    "还是不行，提交订单时提示连接超时。",
    "谢谢，问题已解决",
    "今天上午 9:30 开始，大约 6 个人受影响",
    "Thanks, that works now.",
    "It fails with error 550 since 2023-10-09 09:10.",
    "请看附件 (订单.xlsx)",
    "Können Sie das bitte prüfen?",
    "发件人: 这一列是空的",
    "We start at 9 and stop at 17:30",
    "1. 已重启 2. 仍然报错",
    "See https://customer.example/orders?id=3",
    "Anne",
)
TYPED = st.text(
    st.characters(categories=("L", "N"), include_characters=" ,.!?()"),
    min_size=1,
    max_size=60,
).map(lambda text: " ".join(text.split()))
WORDS = (
    st.lists(st.sampled_from(SENTENCES) | TYPED | st.just(""), min_size=1, max_size=6)
    .map(lambda lines: re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n"))
    .filter(lambda words: words == words.strip() != "")
)


@given(
    WORDS,
    st.sampled_from([*ATTRIBUTIONS, *BLOCKS]),
    st.sampled_from(LETTERS),
    st.sampled_from(["\n", "\n\n"]),
)
@QUICK
def test_words_above_any_clients_quote_come_back_word_for_word(
    words: str, client: str, letter: str, gap: str
) -> None:
    text = letter if client in BLOCKS else signed(letter, "> ")
    assert reply_text(f"{words}{gap}{announced(text, client)}") == words


@given(WORDS, st.sampled_from(list(ATTRIBUTIONS)), st.sampled_from(LETTERS))
@QUICK
def test_words_below_a_signed_quote_come_back_word_for_word(
    words: str, client: str, letter: str
) -> None:
    quote = announced(signed(letter, "> "), client)
    reply = read_reply(f"{quote}\n\n{words}\n")
    assert (reply.words, reply.below_from) == (words, 0)


PIECES = st.sampled_from(
    [
        *ATTRIBUTIONS.values(),
        *BLOCKS.values(),
        *FOOTERS.split("|"),
        *BANNERS,
        *NOTICES,
        *SENTENCES,
        *(
            "> quoted",
            "＞ 引用",
            "| cell | cell |",
            "-- ",
            "--",
            "----------",
            "",
            "> ",
        ),
        *("Kind regards,\nAnne", "/Anne", "[cid:image001.png]", "&nbsp;"),
        LETTERS[0],
        signed(LETTERS[-1], "> "),
        flattened(LETTERS[-1]),
    ]
)
MAILS = st.lists(PIECES | st.text(max_size=30), max_size=12)
_NOT_COUNTED = re.compile(r"[\s>|＞»│]")


def counted(*texts: str) -> Counter[str]:
    return Counter(_NOT_COUNTED.sub("", "".join(texts)))


@given(
    MAILS,
    st.sampled_from(["\n", "\n\n", " "]),
    st.sampled_from(["", "Re: x", "Fwd: x"]),
)
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_each_character_is_in_the_words_or_in_a_cut(
    pieces: list[str], between: str, subject: str
) -> None:
    text = between.join(pieces)
    reply = read_reply(
        text,
        sender="anne@customer.example",
        subject=subject,
        is_reply=False,
    )
    shown = "".join(texts_of(text))
    assert counted(reply.words, *(cut.text for cut in reply.cut)) == counted(shown)


@given(WORDS, MAILS)
@QUICK
def test_where_the_sender_wrote_something_the_words_are_never_empty(
    words: str, pieces: list[str]
) -> None:
    assert reply_text("\n".join([words, "", *pieces]))


@pytest.mark.parametrize(
    "text",
    [
        ">" * 500_000,
        "> " * 250_000,
        "On " * 170_000,
        "On 2023 wrote " * 35_000,
        "From: a@b.c Sent: 1 To: " * 20_000,
        "发件人：" * 120_000,
        "On Mon, Oct 9, 2023\n" * 25_000,
        "From: x\n" * 60_000,
        "在 2023 写道\n" * 50_000,
        ("a@b.example>" * 40 + " wrote\n") * 1000,
        "-" * 500_000,
        "-- \n" * 120_000,
        "Kind regards\n" * 40_000,
        "请在此行以上回复\n" * 50_000,
        "1. a：\n" * 80_000,
        "Best <" + "x" * 400_000,
        "De: " * 120_000,
        "From x Sent " * 40_000,
        "发件人 日期 " * 60_000,
        "--- Original " * 40_000,
    ],
    ids=range(20),
)
def test_no_text_makes_the_cutting_slow(text: str) -> None:
    began = time.process_time()
    reply_text(text)
    own = time.process_time() - began
    assert own < 1
