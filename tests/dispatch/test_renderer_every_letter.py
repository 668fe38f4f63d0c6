"""What every letter keeps to, whatever it says."""

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from gateway.desk.evidence import ASKING
from gateway.dispatch.renderer import MARKER, Rendered
from gateway.domain.codes import NoticeCode
from gateway.domain.notices import Notice
from gateway.domain.submission_details import FormPlease
from tests.support.notices import REPLY_ADDRESS, each_form, each_kind
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
CONTRAST_MINIMUM = 4.5
"""WCAG 2.1 §1.4.3, for text below 18 points."""
GROUNDS = ("FFFFFF", "F6F8FA")
BUTTON = "1F5FBF"
CODE = NoticeCode


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
def test_commands_in_the_text_form_are_indented_as_examples(letter: Rendered) -> None:
    lines = letter.text.splitlines()
    folded = [unicodedata.normalize("NFKC", line) for line in lines]
    assert [
        line
        for line in folded
        if line.strip().startswith("#") and not line.startswith("    ")
    ] == []


@each_kind
def test_only_the_letters_that_ask_show_a_line_that_confirms(
    notice: Notice, letter: Rendered
) -> None:
    lines = [*letter.text.splitlines(), *Page(letter.html).lines]
    bare = {line.strip() for line in lines if ANSWER.fullmatch(line.strip())}
    codes = {CODE.IDENTITY_CHECK: "M3TR-8WQZ"}
    code = codes.get(notice.code, "K7QM-4P2X")
    allowed = {f"CONFIRM {code}", f"确认 {code}"}
    assert bare <= (allowed if notice.code in ASKING else set())


@each_kind
def test_a_subject_is_one_short_line_that_begins_with_its_tag(
    notice: Notice, letter: Rendered
) -> None:
    assert width(letter.subject) <= SUBJECT_COLUMNS
    assert "\n" not in letter.subject
    if notice.request is not None:
        tag = f"[{notice.request.number}]"
        assert letter.subject.removeprefix("Re: ").startswith(tag)


@each_kind
def test_the_html_form_is_plain_small_and_says_its_language(
    notice: Notice, letter: Rendered
) -> None:
    page = Page(letter.html)
    assert page.language == notice.locale
    assert not {"img", "script", "link", "style", "form", "svg"} & {*page.tags}
    # A link of the sender's is told to staff as words, and is nobody's to load.
    assert not re.search(r"""["'(]\s*https?:""", letter.html)
    assert "margin:0 auto" not in letter.html
    if notice.code < "S":
        assert len(letter.html.encode()) <= CUSTOMER_LIMIT_BYTES


@each_kind
def test_every_link_opens_a_mail_to_the_reply_address(
    notice: Notice, letter: Rendered
) -> None:
    # The blank form becomes a first mail, which answers nothing (C19).
    detail = notice.detail
    address = detail.address if isinstance(detail, FormPlease) else REPLY_ADDRESS
    for link in Page(letter.html).links:
        assert link.startswith("mailto:")
        assert "+" not in link
        assert unquote(urlsplit(link).path) == address


@each_form
def test_times_are_absolute(letter: Rendered) -> None:
    soon = re.compile(r"within \d+ (hour|minute)|\d+ ?(小时|分钟)内|soon|尽快|敬请谅解")
    assert soon.findall(letter.text) == []


def luminance(colour: str) -> float:
    """Follow WCAG 2.1's definition of relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@each_form
def test_every_colour_of_words_can_be_read_on_its_ground(letter: Rendered) -> None:
    colours = set(re.findall(r"[;\"]color:#([0-9A-F]{6})", letter.html))
    for colour in colours - {"FFFFFF"}:
        assert min(contrast(colour, ground) for ground in GROUNDS) >= CONTRAST_MINIMUM
    assert "FFFFFF" not in colours or contrast("FFFFFF", BUTTON) >= CONTRAST_MINIMUM
