"""HTML that is too large or too deep for a parser: one linear pass over its tags.

Rule: crude and bounded. Comments, scripts, styles and elements hidden by their own
style are left out; blocks become lines.
"""

import re
from html import unescape

from gateway.mail.html_style import is_gone, plain_css

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,20})([^<>]*)>|<!--|<[!?][^<>]*>")
_LINE_TAGS = frozenset(
    {
        *("br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table"),
        *("ul", "ol", "blockquote", "pre", "hr", "section", "article", "header"),
    }
)
_NOT_CONTENT = frozenset(("script", "style", "head", "title"))
_VOID = frozenset(("br", "hr", "img", "input", "meta", "link", "col", "area", "base"))
_STYLE = re.compile(
    r"""(?i)\bstyle\s{0,4}=\s{0,4}(?:"([^"]{0,1024})|'([^']{0,1024}))"""
)
_BLANK_LINES = re.compile(r"\n{3,}")
# No character has such a number, and Python refuses to read the longest of them.
_LONG_NUMBER = re.compile(r"&#[xX]?[0-9A-Fa-f]{9,};?")


def strip_tags(html: str) -> str:
    """The text between the tags; never raises, linear in the length."""
    kept: list[str] = []
    hidden, depth, place = "", 0, 0
    for found in _TAG.finditer(html):
        if found.start() < place:
            continue
        if not hidden:
            kept.append(html[place : found.start()])
        place = found.end()
        if found[0] == "<!--":
            end = html.find("-->", place)
            place = end + 3 if end >= 0 else len(html)
            continue
        tag = (found[2] or "").lower()
        if hidden:
            depth += (tag == hidden) * (-1 if found[1] else 1)
            hidden = hidden if depth > 0 else ""
        elif not found[1] and _is_hidden(tag, found[3] or ""):
            hidden, depth = tag, 1
        else:
            kept.append("\n" if tag in _LINE_TAGS else " ")
    if not hidden:
        kept.append(html[place:])
    text = unescape(_LONG_NUMBER.sub("\ufffd", "".join(kept)))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def _is_hidden(tag: str, attributes: str) -> bool:
    if tag in _NOT_CONTENT:
        return True
    if tag in _VOID or attributes.endswith("/"):
        return False
    style = _STYLE.search(attributes) if "style" in attributes.lower() else None
    return style is not None and is_gone(plain_css(style[1] or style[2] or ""), {})
