"""What every letter keeps to, whatever it says."""

import re
import unicodedata
from urllib.parse import unquote, urlsplit

import pytest

from gateway.dispatch.renderer import MARKER, Rendered
from gateway.domain.notices import Notice, NoticeCode
from tests.support.notices import REPLY_ADDRESS, a_renderer, every_notice, rendered
from tests.support.pages import Page, width

COLUMNS = 72
SUBJECT_COLUMNS = 80
CUSTOMER_LIMIT_BYTES = 15 * 1024
NOT_FIRST = tuple("，。、；：？！）》”’")
ANSWER = re.compile(
    r"(confirm(ed|ation)?|resolved|确认|确认已解决|已解决)"
    r"([ ,.!，。！]|[0-9A-Z]{4}-[0-9A-Z]{4})*",
    re.IGNORECASE,
)
CODE = NoticeCode
RENDERER = a_renderer()
EVERY = [(notice, rendered(RENDERER, notice)) for notice in every_notice()]
IDS = [
    f"{notice.code}-{notice.locale}-{place}" for place, (notice, _) in enumerate(EVERY)
]
each_letter = pytest.mark.parametrize(("notice", "letter"), EVERY, ids=IDS)
each_form = pytest.mark.parametrize("letter", [one for _, one in EVERY], ids=IDS)


@each_form
def test_the_marker_stands_on_top_and_the_words_below(letter: Rendered) -> None:
    assert letter.text.startswith(MARKER + "\n\n")
    lines = [line for line in Page(letter.html).lines if line.strip()]
    assert MARKER in lines


@each_form
def test_no_line_of_the_text_form_is_wider_than_a_screen(letter: Rendered) -> None:
    assert [line for line in letter.text.splitlines() if width(line) > COLUMNS] == []


@each_form
def test_no_line_of_the_text_form_begins_with_a_closing_mark(letter: Rendered) -> None:
    lines = [line.strip() for line in letter.text.splitlines()]
    assert [line for line in lines if line.startswith(NOT_FIRST)] == []


@each_form
def test_a_letter_quoted_back_holds_no_command(letter: Rendered) -> None:
    lines = [*letter.text.splitlines(), *Page(letter.html).lines]
    folded = [unicodedata.normalize("NFKC", line) for line in lines]
    assert [
        line
        for line in folded
        if line.strip().startswith("#") and not line.startswith("    ")
    ] == []


@each_letter
def test_only_the_letter_that_asks_shows_a_line_that_confirms(
    notice: Notice, letter: Rendered
) -> None:
    lines = [*letter.text.splitlines(), *Page(letter.html).lines]
    bare = {line.strip() for line in lines if ANSWER.fullmatch(line.strip())}
    allowed = {"CONFIRM K7QM-4P2X", "确认 K7QM-4P2X"}
    assert bare <= (allowed if notice.code == CODE.CONFIRM_PLEASE else set())


@each_letter
def test_a_subject_is_one_short_line_that_begins_with_its_tag(
    notice: Notice, letter: Rendered
) -> None:
    assert width(letter.subject) <= SUBJECT_COLUMNS
    assert "\n" not in letter.subject
    if notice.request is not None:
        tag = f"[{notice.request.number}]"
        assert letter.subject.removeprefix("Re: ").startswith(tag)


@each_letter
def test_the_html_form_is_plain_small_and_says_its_language(
    notice: Notice, letter: Rendered
) -> None:
    page = Page(letter.html)
    assert page.language == notice.locale
    assert not {"img", "script", "link", "style", "form", "svg"} & {*page.tags}
    assert "http" not in letter.html
    assert "margin:0 auto" not in letter.html
    if notice.code < "S":
        assert len(letter.html.encode()) <= CUSTOMER_LIMIT_BYTES


@each_form
def test_every_link_opens_a_mail_to_the_reply_address(letter: Rendered) -> None:
    for link in Page(letter.html).links:
        assert link.startswith("mailto:")
        assert "+" not in link
        assert unquote(urlsplit(link).path) == REPLY_ADDRESS


@each_form
def test_times_are_absolute(letter: Rendered) -> None:
    soon = re.compile(r"within \d+ (hour|minute)|\d+ ?(小时|分钟)内|soon|尽快|敬请谅解")
    assert soon.findall(letter.text) == []
