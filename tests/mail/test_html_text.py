import time

import pytest

from gateway.mail.html_text import QUOTE_START, Quotes, html_to_text, is_readable
from gateway.mail.limits import Limits

LIMITS = Limits()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<div>a<br>b</div>c", "a\nb\nc"),
        ("a <b>bold</b>\n  word", "a bold word"),
        ("<ul><li>x<li>y</ul>", "- x\n- y"),
        ("<table><tr><td>紧急程度</td><td>高</td></tr></table>", "紧急程度\t高"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ('<a href="https://x.example/1">log</a>', "log <https://x.example/1>"),
        ('<a href="https://x.example/">x.example</a>', "x.example"),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ("a&nbsp;&lt;b&gt;", "a <b>"),
        ("<script>x</script><style>y</style><title>z</title>w", "w"),
        ("", ""),
    ],
)
def test_blocks_become_lines(html: str, text: str) -> None:
    assert html_to_text(html, LIMITS) == text


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : none",
        "visibility:hidden",
        "mso-hide:all",
        "font-size:0",
        "font-size:0px",
        "max-height:0;overflow:hidden",
        "opacity:0",
        "width:0px",
        "font-size:1px",
        "position:absolute; left:-9999px",
        "text-indent:-9999px",
    ],
)
def test_hidden_text_is_not_read(style: str) -> None:
    assert html_to_text(f'<p style="{style}">CONFIRM</p>seen', LIMITS) == "seen"


@pytest.mark.parametrize(
    "style", ["font-size:11px", "opacity:0.5", "line-height:0", "margin-left:-100px"]
)
def test_visible_text_is_read(style: str) -> None:
    assert "seen" in html_to_text(f'<p style="{style}">seen</p>', LIMITS)


@pytest.mark.parametrize(
    "quote",
    [
        '<blockquote type="cite">old</blockquote>',
        '<blockquote class="gmail_quote">old</blockquote>',
        '<blockquote id="isReplyContent">old</blockquote>',
        '<div id="divRplyFwdMsg">old</div>',
        '<div id="appendonsend">old</div>',
        '<div class="ntes-mailmaster-quote">old</div>',
    ],
)
def test_quote_containers_are_kept_marked_or_dropped(quote: str) -> None:
    html = f"<div>new</div>{quote}"
    marked = html_to_text(html, LIMITS, quotes=Quotes.MARKED).split("\n")
    assert html_to_text(html, LIMITS) == "new\nold"
    assert html_to_text(html, LIMITS, quotes=Quotes.DROPPED) == "new"
    assert marked[0] == "new"
    assert marked[1:] in (["> old"], [QUOTE_START, "old"])


def test_an_indented_paragraph_is_no_quote() -> None:
    html = '<blockquote style="margin:0 0 0 40px">mine</blockquote>'
    assert html_to_text(html, LIMITS, quotes=Quotes.MARKED) == "mine"


def test_too_much_html_is_stripped_of_tags_without_a_parser() -> None:
    few = Limits(html_tags=3)
    html = "<head><title>t</title></head><p>one &amp; two</p><div>three</div>"
    assert not is_readable(html, few)
    assert not is_readable("x" * 11, Limits(html_chars=10))
    assert html_to_text(html, few).split() == ["one", "&", "two", "three"]


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 11_900,
        '<a a="' * 80_000,
        "<!--" * 11_000,
        "<" * 500_000,
        "<b>" * 250_000,
    ],
    ids=["deep", "attributes", "comments", "signs", "unclosed"],
)
def test_what_is_quadratic_elsewhere_is_bounded_here(html: str) -> None:
    started = time.process_time()
    html_to_text(html, LIMITS)
    assert time.process_time() - started < 2
