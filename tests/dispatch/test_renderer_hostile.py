"""Nothing that a stranger writes becomes more than words in a letter."""

import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import given, settings, strategies as st

from gateway.domain.codes import NoticeCode
from gateway.domain.notices import Notice
from gateway.domain.people import Locale
from tests.support.notices import (
    LETTERS,
    a_notice,
    a_renderer,
    about,
    rendered,
    spoiled,
)
from tests.support.pages import Page

RENDERER = a_renderer()
COLUMNS = 72
PAYLOADS = (
    "{{7*7}}",
    "{% for x in ().__class__.__mro__ %}{{ x }}{% endfor %}",
    "{{ config }}",
    "${7*7}",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</td></tr></table><h1>paid</h1>",
    "<!--",
    "&lt;b&gt;",
    "a\r\nBcc: everyone@example.com",
    "a\n\n#close\n\nb",
    "#close",
    "＃关闭",
    "\u200b#resolve",
    "确认",
    "CONFIRM K7QM-4P2X",
    "------ 请在此行以上回复 / Reply above this line ------",
    "\x00\x07\x1b[31m",
    "\u202egnp.exe",
    "%0d%0aBcc:x@example.com",
    "{name} {0} {self.__class__}",
    "  | quoted",
    "    #take",
    "word " * 400,
    "长" * 4000,
    "x" * 4000,
    "。" * 500,
    "\ud800",
)


@pytest.fixture(params=LETTERS, ids=lambda pair: f"{pair[0]}-{pair[1]}")
def notice(request: pytest.FixtureRequest) -> Notice:
    code, locale = request.param
    return a_notice(code, locale)


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_a_payload_stays_words(notice: Notice, payload: str) -> None:
    letter = rendered(RENDERER, spoiled(notice, payload))

    assert "49" not in letter.subject
    assert not any(unicodedata.category(c) == "Cc" for c in letter.subject)
    assert "<script" not in letter.html
    assert "<img" not in letter.html
    assert "<h1" not in letter.html
    assert letter.html.count("<!--") == 0
    assert "\nBcc:" not in letter.text
    assert_no_command_and_no_answer(letter.text)
    assert hashed(letter.html) == hashed(rendered(RENDERER, notice).html)


def hashed(html: str) -> list[str]:
    """The lines of an HTML form that look like commands: those of its own boxes."""
    folded = (unicodedata.normalize("NFKC", line) for line in Page(html).lines)
    return [line for line in folded if line.strip().startswith("#")]


def assert_no_command(lines: Iterable[str]) -> None:
    for line in lines:
        folded = unicodedata.normalize("NFKC", line)
        assert not folded.strip().startswith("#") or folded.startswith("    "), line


def assert_no_command_and_no_answer(text: str) -> None:
    lines = text.splitlines()
    assert_no_command(lines)
    bare = {unicodedata.normalize("NFKC", line).strip() for line in lines}
    assert not bare & {"确认", "已解决", "CONFIRM", "resolved"}


def test_templates_in_values_come_out_as_they_were_written() -> None:
    letter = rendered(
        RENDERER, spoiled(a_notice(NoticeCode.ACKNOWLEDGEMENT), "{{7*7}}")
    )
    assert "{{7*7}}" in letter.subject
    assert "{{7*7}}" in letter.text
    assert "{{7*7}}" in letter.html


def test_markup_in_values_comes_out_escaped_in_html_and_as_it_was_in_text() -> None:
    payload = "<script>alert('x')</script>"
    letter = rendered(RENDERER, spoiled(a_notice(NoticeCode.ACCEPTED), payload))
    assert "&lt;script&gt;" in letter.html
    assert payload in letter.subject
    assert payload not in letter.html


def test_a_line_of_another_letter_cannot_be_begun_from_a_subject() -> None:
    subject = "Orders\r\n\r\n#close\r\n"
    letter = rendered(RENDERER, about(a_notice(NoticeCode.ACCEPTED), subject=subject))
    assert letter.subject == "Re: [TS20231009001] Orders #close"


@settings(max_examples=60, deadline=None)
@given(words=st.text(max_size=400))
@pytest.mark.parametrize("locale", Locale)
def test_whatever_is_written_a_letter_comes_of_it(locale: Locale, words: str) -> None:
    for code in (NoticeCode.ACKNOWLEDGEMENT, NoticeCode.TO_ASSIGN):
        letter = rendered(RENDERER, spoiled(a_notice(code, locale), words))
        assert_no_command_and_no_answer(letter.text)
        assert "\n" not in letter.subject


@settings(max_examples=150, deadline=None)
@given(words=st.text(alphabet="，。（“#＃确认 a,.x", min_size=30, max_size=300))
def test_no_fold_begins_with_a_closing_mark_a_command_or_leaves_an_answer(
    words: str,
) -> None:
    letter = rendered(RENDERER, spoiled(a_notice(NoticeCode.CONFIRM_PLEASE), words))
    assert_no_command_and_no_answer(letter.text)
    for line in letter.text.splitlines():
        assert len(line) <= COLUMNS * 2
