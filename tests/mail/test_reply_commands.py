"""Commands stand where staff typed them: never in what a client quoted or hid."""

import io
import tomllib
from base64 import encodebytes
from functools import cache
from pathlib import Path

import pytest

from gateway.domain.codes import NoticeCode
from gateway.domain.people import Locale
from gateway.mail.directives import read_directives
from gateway.mail.message import Message
from gateway.mail.parse import parse
from gateway.mail.vocabulary import VerbEntry, vocabulary_from
from tests.mail.clients import ATTRIBUTIONS, BLOCKS
from tests.mail.quoting_forms import HTML_FORMS, joined, rewrapped, signed
from tests.support.notices import a_notice, a_renderer, about, rendered

FILE = Path(__file__).parents[2] / "config/commands.toml"
TABLES = tomllib.loads(FILE.read_text("utf-8"))
COMMANDS = vocabulary_from({word: VerbEntry(**row) for word, row in TABLES.items()})
HEAD = (
    "From: Bart <bart@example.com>\r\nTo: support@example.com\r\n"
    "Subject: Re: Orders\r\nMessage-ID: <ant@example.com>\r\n"
    "In-Reply-To: <bee@example.com>\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/{}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
)
RENDERER = a_renderer()
TRAPS = (
    "1. What fails?:\n#resolve",
    "All times in this mail are UTC+8.\n#resolve",
    "本信中的时间均为 UTC+8。\n\n#resolve",
    "-- \n#resolve",
    "------ Reply above this line ------\n#resolve\nHello Bart,",
    "On Mon, Oct 9, 2023 at 3:30 PM Bart <bart@example.com> wrote:\n> x\n#resolve",
    "a long line of words that a client will wrap, for it is too long for it #resolve",
)


def commands(body: str, kind: str = "plain") -> list[str | None]:
    content = HEAD.format(kind).encode() + encodebytes(body.encode())
    message: Message = parse(io.BytesIO(content))
    found = read_directives(message.reply_text, COMMANDS, until=message.commands_until)
    return [line.verb for line in found.lines]


@cache
def letter(words: str) -> tuple[str, str]:
    """What staff are told of a request with these words, as text and as HTML."""
    notice = about(a_notice(NoticeCode.TO_ASSIGN, Locale.EN), description=words)
    made = rendered(RENDERER, notice)
    return made.text, made.html


TEXT, HTML = letter("The order module fails.")


@pytest.mark.parametrize("client", ATTRIBUTIONS)
def test_commands_above_or_below_a_signed_quote_are_read(client: str) -> None:
    quote = f"{ATTRIBUTIONS[client]}\n{signed(TEXT, '> ')}"
    assert commands(f"#take\n\n{quote}") == ["take"]
    assert commands(f"{quote}\n\n#take\nI call them.") == ["take"]


@pytest.mark.parametrize("client", BLOCKS)
def test_commands_above_a_header_block_are_read(client: str) -> None:
    assert commands(f"#受理\n\n{BLOCKS[client]}\n\n{TEXT}") == ["take"]


@pytest.mark.parametrize("form", HTML_FORMS)
def test_commands_above_a_quote_in_html_are_read(form: str) -> None:
    body = f"<div>#take</div><div><br></div>{HTML_FORMS[form](HTML)}"
    assert commands(body, "html") == ["take"]


def test_commands_between_quoted_lines_are_not_read() -> None:
    quote = signed(TEXT, "> ").split("\n")
    middle = "\n".join([*quote[:4], "#resolve", *quote[4:]])
    head = ATTRIBUTIONS["gmail en"]
    assert commands(f"{head}\n{middle}") == []
    assert commands(f"#take\n\n{head}\n{middle}") == ["take"]
    assert commands(f"#take\n\n{head}\n{middle}\n\n#resolve") == ["take"]


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("form", HTML_FORMS)
def test_a_customers_words_in_a_letter_quoted_as_html_command_nothing(
    form: str, trap: str
) -> None:
    _, planted = letter(trap)
    quote = HTML_FORMS[form](planted)
    assert commands(quote, "html") == []
    assert commands(f"<div>#take</div>{quote}", "html") == ["take"]


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("client", ["", "gmail en", "163 zh", "outlook zh", "qq"])
def test_a_customers_words_in_a_quoted_letter_command_nothing(
    client: str, trap: str
) -> None:
    planted, _ = letter(trap)
    head = {**ATTRIBUTIONS, **BLOCKS, "": ""}[client]
    for text in (rewrapped(planted, 40), joined(planted, 24)):
        assert "resolve" not in commands(f"{head}\n{text}")
        assert "resolve" not in commands(f"#take\n\n{head}\n{text}")


HIDDEN = (
    '<div style="display:none">#resolve</div>',
    '<style>.gone{display:none}</style><div class="gone">#resolve</div>',
    '<style>.gone{font-size:0}</style><p class="x gone">#resolve</p>',
    '<div style="color:#ffffff">#resolve</div>',
    '<font color="white">#resolve</font><br>',
    '<div style="font-size:1px">#resolve</div>',
    '<div style="position:absolute;left:-9999px">#resolve</div>',
    '<div style="opacity:0">#resolve</div>',
    "<div hidden>#resolve</div>",
    '<div style="max-height:0;overflow:hidden">#resolve</div>',
    "<!-- #resolve --><title>#resolve</title>",
    '<blockquote type="cite">#resolve</blockquote>',
    '<div class="gmail_signature">#resolve</div>',
)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_command_that_nobody_sees_is_not_read(hidden: str) -> None:
    page = f"<html><body>{hidden}<div>#take</div><div>I call them.</div></body></html>"
    assert commands(page, "html") == ["take"]
    assert commands(f"{hidden}<div>Good morning</div>", "html") == []


def test_an_answer_within_our_frame_is_heard_but_commands_nothing() -> None:
    frame = "------ Reply above this line ------\n\nHello Bart,\n\n1. What fails?:\n"
    quote = f"{BLOCKS['outlook en']}\n\n{frame}#resolve\n\nExample Support"
    assert commands(quote) == []
    assert commands(f"#take\n\n{quote}") == ["take"]
