import time

import pytest

from gateway.mail.html_text import (
    QUOTE_START,
    Quotes,
    html_forms,
    html_to_text,
    is_readable,
)
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


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<tr><td>公司</td><td>星河</td></tr><tr><td>联系人：</td><td>李颖</td></tr>",
            "公司：星河\n联系人：李颖",
        ),
        (
            "<tr><td><p class=MsoNormal>Company<td><p>ACME<tr><td><b>Phone:<td>138",
            "Company: ACME\nPhone: 138",
        ),
        (
            "<tr><td>现象</td><td>打不开<br>报错</td></tr><tr><td>影响</td><td>全部</td>",
            "现象：打不开\n报错\n影响：全部",
        ),
        ("<tr><td>a<td>b<td>c<tr><td>1<td>2<td>3", "a\tb\tc\n1\t2\t3"),
        ("<tr><td>left<br>more</td><td>right</td></tr>", "left\nmore\nright"),
        ("<tr><td><table><tr><td>x<td>y</table></td></tr>", "x\ty"),
        ("<tr><td></td><td>&nbsp;</td><td>words</td></tr>", "words"),
        (
            "<tr><td>Dear all, hello.<td>x<tr><td>Really?<td>y",
            "Dear all, hello.\tx\nReally?\ty",
        ),
    ],
)
def test_tables_are_read_as_a_form_or_row_by_row(html: str, text: str) -> None:
    assert html_to_text(f"<table>{html}</table>", LIMITS) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ol><li>one<li>two</ol>", "1. one\n2. two"),
        ('<ol start="3"><li>x</ol>', "3. x"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
        ('<p style="margin:0">a</p><p style="margin: 0px">b</p>', "a\nb"),
        ('<div style="white-space:pre-wrap">a\n  b</div>', "a\n  b"),
        ('<a href="mailto:a@b.example">write</a>', "write"),
        ('<a href="https://x.example/1"><img src=q></a>', ""),
        ('see <a href="https://x.example/1">it</a>', "see it <https://x.example/1>"),
        ("a&#8203;b&shy;c&#65279;d", "abcd"),
        ("x&zwj;&nbsp;&zwj;&nbsp;&zwj;y", "xy"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("<!--[if mso]>gone<![endif]-->seen", "seen"),
    ],
)
def test_lists_links_and_spaces_are_kept_readable(html: str, text: str) -> None:
    assert html_to_text(html, LIMITS) == text


@pytest.mark.parametrize(
    ("alt", "text"),
    [
        ("错误：连接超时", "[错误：连接超时]"),
        ("🙂", "🙂"),
        ("", ""),
        ("logo", ""),
        ("图片1", ""),
        ("image001.png", ""),
        ("cid:abc@x", ""),
        ("A cat. Description automatically generated", ""),
        ("图形用户界面 描述已自动生成", ""),
        ("x" * 300, ""),
    ],
)
def test_a_pictures_words_are_read_if_they_say_something(alt: str, text: str) -> None:
    assert html_to_text(f'<img src=q alt="{alt}">', LIMITS) == text


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color:#ffffff">CONFIRM</p>seen',
        '<p style="color:#fefefe">CONFIRM</p>seen',
        "<font color=white>CONFIRM</font>seen",
        '<div style="background:#000;color:rgb(0,0,0)">CONFIRM</div>seen',
        '<p style="color:transparent">CONFIRM</p>seen',
        '<p style="color:rgba(0,0,0,0)">CONFIRM</p>seen',
        '<p style="dis/**/play:none">CONFIRM</p>seen',
        '<p style="d\\69 splay:none">CONFIRM</p>seen',
        '<p style="opacity:0.01">CONFIRM</p>seen',
        '<p style="clip:rect(0 0 0 0)">CONFIRM</p>seen',
        "<p hidden>CONFIRM</p>seen",
        "<style>.h{display:none}</style><p class='a h'>CONFIRM</p>seen",
        "<style>#h, p{font-size:0}</style><p>CONFIRM</p><b id=h>CONFIRM</b>seen",
        "<style>/* x */ p.h { visibility : hidden }</style><p class=h>CONFIRM</p>seen",
        "<style>.h{color:#fff}</style><p class=h>CONFIRM</p>seen",
        '<div style="font-size:0"><p style="font-size:13px">seen</p>CONFIRM</div>',
        '<div style="color:#fff"><b style="color:#000">seen</b>CONFIRM</div>',
        "<span style='font:0/0 a'>CONFIRM</span>seen",
    ],
)
def test_what_is_hidden_is_not_read_and_what_is_shown_inside_it_is(html: str) -> None:
    assert html_to_text(html, LIMITS) == "seen"


@pytest.mark.parametrize(
    "html",
    [
        '<div style="background:#0071c5"><a style="color:#fff">seen</a></div>',
        '<table bgcolor="#0071c5"><td><b style="color:white">seen</b></table>',
        '<div style="background:url(x.png)"><b style="color:#fff">seen</b></div>',
        '<div style="background:#000">seen</div>',
        "<style>td .b{background:#000}</style><p style='color:#fff'>seen</p>",
        "<style>@media print{p{display:none}}</style><p>seen</p>",
        "<style>p span{display:none}</style><p>seen</p>",
        '<p style="text-indent:-18pt">seen</p>',
        '<p style="height:0.5px">seen</p>',
        '<div style="color:#fff"><a href="#x">seen</a></div>',
        '<p style="font:bold 12px/1.5 Arial">seen</p>',
        '<p style="color:var(--x)">seen</p>',
    ],
)
def test_what_may_be_seen_is_read(html: str) -> None:
    assert html_to_text(html, LIMITS) == "seen"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 12_000,
        '<a a="' * 11_000,
        "<!--" * 12_000,
        "<font color=red>" * 11_900,
        "<table><tr><td>" * 3900,
        "<ol><li>x" * 5900,
        "<blockquote type=cite>x" * 5900,
        "<style>" + "@a{" * 20_000,
        "<style>" + "/*" * 30_000,
        "<style>" + ".a{display:none}" * 4000 + "</style>" + "<p class=a>" * 11_000,
        "<style>p{color:red}</style>" + '<p class="' + "a " * 200_000 + '">',
        '<p style="' + "a:b;" * 100_000 + '">x',
        "<b><i><u>" * 3900 + "<p>" * 200,
        "&amp;" * 100_000,
        "<p>x</p>" * 100_000,
        "<!--" * 130_000,
        "<script>" * 60_000,
        '<div style="display:none">' * 20_000,
    ],
)
def test_no_html_costs_more_than_a_second(html: str) -> None:
    started = time.process_time()
    kept, marked = html_forms(html, LIMITS)
    assert time.process_time() - started < 1
    assert max(len(kept), len(marked)) <= 5 * len(html) + 1000


def test_the_cost_grows_with_the_size() -> None:
    def cost(times: int) -> float:
        row = "<tr><td><p class=a>label</p></td><td style='color:red'>value</td></tr>"
        html = "<style>.a{color:blue}</style><table>" + row * times + "</table>"
        started = time.process_time()
        html_to_text(html, LIMITS)
        return time.process_time() - started

    cost(100)
    assert cost(1600) < 8 * cost(400) + 0.05


def test_html_too_large_for_a_parser_keeps_its_lines_and_drops_what_is_hidden() -> None:
    hidden = '<div style="display:none">CONFIRM<div>x</div></div>'
    html = f"<!-- > --><p>one</p>{hidden}<script>x</script>two" + "<b>" * 13_000
    assert html_to_text(html, LIMITS) == "one\ntwo"
