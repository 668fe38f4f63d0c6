"""Whatever a client makes of a letter of ours, it says nothing; what is typed does.

The letters are those that the project renders; they come back by way of ``parse`` and
are judged as the desk judges them. ``make test`` runs some hundred of each kind,
``-m slow`` thousands.
"""

import io
import re
import tomllib
from base64 import encodebytes
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from gateway.domain.codes import NoticeCode
from gateway.domain.phrases import phrases_from
from gateway.domain.verdict import Codes, Position, Verdict, judge
from gateway.mail.directives import read_directives
from gateway.mail.html_text import html_to_text
from gateway.mail.limits import Limits
from gateway.mail.message import Message
from gateway.mail.our_marker import ends_letter
from gateway.mail.parse import parse
from gateway.mail.sent import own_words
from gateway.mail.vocabulary import VerbEntry, vocabulary_from
from tests.mail.clients import ATTRIBUTIONS, BLOCKS
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


def test_the_last_line_of_each_letter_is_known() -> None:
    for letter in LETTERS:
        assert ends_letter(letter.text.rstrip().split("\n")[-1])


@given(quoted_letters())
@QUICK
def test_a_quoted_letter_commands_and_confirms_nothing(
    case: tuple[Letter, str],
) -> None:
    says_nothing(*case)


@pytest.mark.slow
@pytest.mark.timeout(900)
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
@pytest.mark.timeout(900)
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
