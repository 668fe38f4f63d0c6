"""Whatever a client makes of a letter of ours, it says nothing; what people type does.

The letters are those that the project renders; they come back by way of ``parse`` and
are judged as the desk judges them. ``make test`` runs some hundred of each kind,
``-m slow`` thousands.
"""

import io
import re
import time
import tomllib
from base64 import encodebytes
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from gateway.domain.notices import NoticeCode
from gateway.domain.phrases import phrases_from
from gateway.domain.verdict import Codes, Position, Verdict, judge
from gateway.mail.directives import read_directives
from gateway.mail.html_text import html_to_text
from gateway.mail.limits import Limits
from gateway.mail.message import Message
from gateway.mail.parse import parse
from gateway.mail.reply import read_reply, reply_text
from gateway.mail.reply_lines import texts_of
from gateway.mail.sent import own_words
from gateway.mail.vocabulary import VerbEntry, vocabulary_from
from tests.mail.clients import ATTRIBUTIONS, BANNERS, BLOCKS, FOOTERS, NOTICES
from tests.mail.quoting_forms import (
    HTML_FORMS,
    SIGNS,
    announced,
    flattened,
    joined,
    rewrapped,
    signed,
    without_marker,
)
from tests.support.notices import a_renderer, every_notice, rendered

CONFIG = Path(__file__).parents[2] / "config"
PHRASES = phrases_from(tomllib.loads((CONFIG / "phrases.toml").read_text("utf-8")))
_TABLES = tomllib.loads((CONFIG / "commands.toml").read_text("utf-8"))
COMMANDS = vocabulary_from({word: VerbEntry(**row) for word, row in _TABLES.items()})
HEAD = (
    "From: Anne <anne@customer.example>\r\nTo: support@example.com\r\n"
    "Subject: Re: Orders\r\nMessage-ID: <ant@customer.example>\r\n"
    "In-Reply-To: <bee@example.com>\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/{}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
)
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}(?:-[0-9A-Z]{2,8})?")
CONFIRMED = {Verdict.CONFIRMED_BY_CODE, Verdict.CONFIRMED_BY_WORDS}
SAYS_SOMETHING = CONFIRMED | {
    Verdict.DISPUTED,
    Verdict.MIXED,
    Verdict.CODE_AND_NEGATION,
    Verdict.PAST_CODE,
}
QUICK = settings(
    max_examples=300, deadline=None, suppress_health_check=list(HealthCheck)
)
LONG = settings(
    max_examples=6000, deadline=None, suppress_health_check=list(HealthCheck)
)


@dataclass(frozen=True, slots=True)
class Letter:
    code: NoticeCode
    text: str
    html: str

    @property
    def texts(self) -> tuple[str, str]:
        return self.text, html_to_text(self.html, Limits())

    @property
    def codes(self) -> Codes:
        return Codes(current=tuple(CODE.findall(self.text)))


def _letters() -> tuple[Letter, ...]:
    renderer = a_renderer()
    told = ((notice.code, rendered(renderer, notice)) for notice in every_notice())
    return tuple(Letter(code, letter.text, letter.html) for code, letter in told)


LETTERS = _letters()
FULL = [LETTERS[n] for n in range(0, len(LETTERS), 4)]
"""Some of each kind, for what is tried on one after the other."""
ASKING = [letter for letter in LETTERS if letter.code is NoticeCode.CONFIRM_PLEASE]


def received(body: str, kind: str = "plain") -> Message:
    content = HEAD.format(kind).encode() + encodebytes(body.encode())
    return parse(io.BytesIO(content))


def verdict(message: Message, letter: Letter) -> Verdict:
    own = own_words(message, letter.texts)
    position = Position.BELOW_QUOTE if own.below else Position.TOP
    return judge(
        own.words, codes=letter.codes, phrases=PHRASES, position=position
    ).verdict


@st.composite
def quotes(draw: st.DrawFn, letter: Letter, *, lines: bool = False) -> str:
    """The letter as it may come back; ``lines``: at least its head keeps its lines."""
    text = letter.text
    if draw(st.booleans()):
        text = without_marker(text)
    width = draw(st.integers(8, 60))
    match draw(st.sampled_from(["as it is", "wrapped", "joined", "flat"])):
        case "wrapped":
            text = rewrapped(text, width)
        case "joined":
            text = joined(text, width)
        case "flat":
            text = flattened(text)
        case _:
            pass
    if draw(st.booleans()):
        text = signed(text, draw(st.sampled_from(SIGNS)))
    text = announced(text, draw(st.sampled_from(["", *ATTRIBUTIONS, *BLOCKS])))
    return flattened(text) if not lines and draw(st.integers(0, 9)) == 0 else text


@st.composite
def quoted_letters(draw: st.DrawFn) -> tuple[Letter, str]:
    letter = draw(st.sampled_from(LETTERS))
    return letter, draw(quotes(letter))


@st.composite
def confirmations(draw: st.DrawFn) -> tuple[Letter, str]:
    letter = draw(st.sampled_from(ASKING))
    code = CODE.findall(letter.text)[0]
    words = draw(
        st.sampled_from(
            [
                f"CONFIRM {code}",
                f"确认 {code}",
                f"谢谢\n确认 {code}",
                "确认",
                "已解决，谢谢",
                "谢谢，问题已解决",
                "Confirmed",
                "It works now. Thanks!",
                "已恢复正常\n\n发自我的iPhone",
            ]
        )
    )
    gap = draw(st.sampled_from(["\n", "\n\n", "\n\n\n"]))
    return letter, f"{words}{gap}{draw(quotes(letter, lines=True))}"


def says_nothing(letter: Letter, body: str) -> None:
    message = received(body)
    assert verdict(message, letter) not in SAYS_SOMETHING
    assert not read_directives(message.reply_text, COMMANDS).lines


def is_confirmed(letter: Letter, body: str) -> None:
    assert verdict(received(body), letter) in CONFIRMED


@given(quoted_letters())
@QUICK
def test_a_quoted_letter_commands_and_confirms_nothing(
    case: tuple[Letter, str],
) -> None:
    says_nothing(*case)


@pytest.mark.slow
@given(quoted_letters())
@LONG
def test_thousands_of_quoted_letters_say_nothing(case: tuple[Letter, str]) -> None:
    says_nothing(*case)


@given(confirmations())
@QUICK
def test_a_confirmation_above_a_quoted_letter_is_heard(
    case: tuple[Letter, str],
) -> None:
    is_confirmed(*case)


@pytest.mark.slow
@given(confirmations())
@LONG
def test_thousands_of_confirmations_are_heard(case: tuple[Letter, str]) -> None:
    is_confirmed(*case)


@pytest.mark.parametrize("form", HTML_FORMS)
def test_a_letter_quoted_as_html_says_nothing(form: str) -> None:
    for letter in FULL:
        message = received(HTML_FORMS[form](letter.html), "html")
        assert verdict(message, letter) is Verdict.EMPTY
        assert not read_directives(message.reply_text, COMMANDS).lines


@pytest.mark.parametrize("form", HTML_FORMS)
@pytest.mark.parametrize("words", ["已解决，谢谢", "Confirmed", "{code}"])
def test_a_confirmation_above_a_letter_quoted_as_html_is_heard(
    form: str, words: str
) -> None:
    for letter in ASKING:
        said = words.format(code=f"CONFIRM {CODE.findall(letter.text)[0]}")
        body = f"<div>{said}</div><div><br></div>{HTML_FORMS[form](letter.html)}"
        assert verdict(received(body, "html"), letter) in CONFIRMED


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
    words: str, client: str, letter: Letter, gap: str
) -> None:
    text = letter.text if client in BLOCKS else signed(letter.text, "> ")
    assert reply_text(f"{words}{gap}{announced(text, client)}") == words


@given(WORDS, st.sampled_from(list(ATTRIBUTIONS)), st.sampled_from(LETTERS))
@QUICK
def test_words_below_a_signed_quote_come_back_word_for_word(
    words: str, client: str, letter: Letter
) -> None:
    quote = announced(signed(letter.text, "> "), client)
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
        LETTERS[0].text,
        signed(ASKING[0].text, "> "),
        flattened(ASKING[0].text),
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
    ],
    ids=range(16),
)
def test_no_text_makes_the_cutting_slow(text: str) -> None:
    began = time.process_time()
    reply_text(text)
    own = time.process_time() - began
    assert own < 1
