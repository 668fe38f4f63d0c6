"""HTML of strangers into text: bounded, with or without marks where others are quoted.

Rule: HTML is only ever read here, never shown, never sent on. Parsers of HTML are
quadratic in what a stranger may nest, so size and tags are counted before parsing;
beyond the bounds the tags are cut out by a linear pass and the text is what is left.
"""

import re
from enum import Enum

from selectolax.lexbor import LexborHTMLParser

from gateway.mail.html_marks import MARKS, QUOTE_START, QUOTED, SIGNATURE_LINE
from gateway.mail.html_scan import strip_tags
from gateway.mail.html_style import Sheet
from gateway.mail.html_walk import Walk
from gateway.mail.limits import Limits

__all__ = [
    "QUOTE_START",
    "SIGNATURE_LINE",
    "Quotes",
    "html_forms",
    "html_to_text",
    "is_readable",
]

_OURS = re.compile(f"[{MARKS}]")
_BLANK_LINES = re.compile(r"\n{3,}")


class Quotes(Enum):
    """What becomes of quote containers."""

    KEPT = "kept"
    MARKED = "marked"
    """Lines of quoting blockquotes begin with ``> ``, other containers with
    :data:`QUOTE_START`, lines of signature containers with :data:`SIGNATURE_LINE`."""
    DROPPED = "dropped"


def is_readable(html: str, limits: Limits) -> bool:
    return len(html) <= limits.html_chars and html.count("<") <= limits.html_tags


def html_to_text(html: str, limits: Limits, *, quotes: Quotes = Quotes.KEPT) -> str:
    """The text a reader would see; never raises."""
    if not is_readable(html, limits):
        return strip_tags(html[: limits.html_chars])
    text = _walked(html, drop_quotes=quotes is Quotes.DROPPED)
    return _marked(text) if quotes is Quotes.MARKED else _kept(text)


def html_forms(html: str, limits: Limits) -> tuple[str, str]:
    """The text as :data:`Quotes.KEPT` and as :data:`Quotes.MARKED`, in one reading."""
    if not is_readable(html, limits):
        text = strip_tags(html[: limits.html_chars])
        return text, text
    text = _walked(html, drop_quotes=False)
    return _kept(text), _marked(text)


def _walked(html: str, *, drop_quotes: bool) -> str:
    parser = LexborHTMLParser(html)
    if parser.root is None:
        return ""
    sheet = ""
    if "<style" in html or "<STYLE" in html:
        sheet = "\n".join(node.text() or "" for node in parser.css("style"))
    return Walk(Sheet(sheet), drop_quotes=drop_quotes).over(parser.root)


def _kept(text: str) -> str:
    if _OURS.search(text) is None:
        return text
    lines = [line for line in text.split("\n") if line != QUOTE_START]
    bare = (_OURS.sub("", line).rstrip() for line in lines)
    return _BLANK_LINES.sub("\n\n", "\n".join(bare)).strip("\n")


def _marked(text: str) -> str:
    return text.replace(QUOTED, "> ")
