"""Whether HTML shows what the plain part says."""

import pytest

from gateway.mail.limits import Limits
from gateway.mail.shown import shows


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("", "#take"),
        ("<div>#take</div>", "#take"),
        ("<p>#<b>assign</b> dave</p>", "#*assign* dave"),
        ("<div>#note a long line<br>\r\n that was wrapped</div>", "#note a long line"),
        ("<p>＃受理</p>", "#受理"),
        (
            '#note ask <a href="mailto:a@b.example">a@b.example</a>',
            "#note ask a@b.example<mailto:a@b.example>",
        ),
        (
            '#note see <a href="https://a.example/x">the page</a>',
            "#note see the page <https://a.example/x>",
        ),
    ],
)
def test_html_that_shows_the_line_agrees(html: str, line: str) -> None:
    assert shows(html, (line,), Limits())


@pytest.mark.parametrize(
    "html",
    [
        "<p>Hello, thanks.</p>",
        "<p style='display:none'>#take</p><p>Hello.</p>",
        "<!-- #take --><p>Hello.</p>",
        "<html></html>",
    ],
)
def test_html_that_does_not_show_the_line_disagrees(html: str) -> None:
    assert not shows(html, ("#take",), Limits())
