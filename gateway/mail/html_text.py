"""HTML of strangers into text: a walk over blocks, hidden text dropped, bounded.

Rule: HTML is only ever read here, never shown, never sent on. Parsers of HTML are
quadratic in what a stranger may nest, so size and tags are counted before parsing;
beyond the bounds the tags are cut out by a linear pass and the text is what is left.
"""

import re
from enum import Enum
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gateway.mail.limits import Limits

QUOTE_START = "\ufdd0"
"""A line of its own where a client's quote container begins: a noncharacter, which is
cut from all that people send, so nobody can write it."""
SIGNATURE_LINE = "\ufdd1"
"""What each line begins with that a client itself marks as a signature."""

_SKIP = frozenset(
    {
        "script",
        "style",
        "head",
        "title",
        "meta",
        "link",
        "template",
        "object",
        "embed",
        "iframe",
        "svg",
        "math",
        "canvas",
        "noscript",
        "select",
        "option",
        "textarea",
        "audio",
        "video",
        "base",
    }
)
_BLOCK = frozenset(
    {
        "div",
        "p",
        "table",
        "tr",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "center",
        "form",
        "address",
        "article",
        "aside",
        "footer",
        "header",
        "main",
        "nav",
        "section",
        "fieldset",
        "figure",
        "body",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "details",
        "summary",
    }
)
_SPACED = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6"))
_CELLS = frozenset(("td", "th"))
_QUOTE_START_IDS = frozenset(
    {
        "divRplyFwdMsg",
        "x_divRplyFwdMsg",
        "appendonsend",
        "x_appendonsend",
        "original-content",
        "OLK_SRC_BODY_SECTION",
        "mail-editor-reference-message-container",
        "replyHeader",
    }
)
_QUOTE_START_CLASSES = frozenset(
    {
        "ntes-mailmaster-quote",
        "OutlookMessageHeader",
        "yahoo_quoted",
        "zmail_extra",
        "moz-forward-container",
        "protonmail_quote",
        "xm_mail_oringinal_describe",
    }
)
_SIGNATURE_IDS = frozenset(("Signature", "x_Signature", "ms-outlook-mobile-signature"))
_SIGNATURE_CLASSES = frozenset(
    {
        "gmail_signature",
        "moz-signature",
        "protonmail_signature_block",
        "gmail_signature_prefix",
    }
)
_OURS = re.compile(f"[{QUOTE_START}{SIGNATURE_LINE}]")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|(?<![-a-z])opacity:0(?![.\d])"
    r"|font-size:0(?:px|pt|em|%|rem)?(?![.\d])|max-height:0(?:px)?(?![.\d])"
    r"|font-size:1p[xt]|(?<![-a-z])(?:left|top|text-indent):-\d{3,6}(?:px|pt|em)"
    r"|(?<![-a-z])(?:height|width):0(?:px)?(?![.\d])"
)
_STYLE_CHARS = 4096
_LINK_CHARS = 2048
_TAG = re.compile(r"<[^<>]*>")
_BLOCK_TAG = re.compile(r"(?i)<(?:br|/?p|/?div|/?tr|/?li|/?h[1-6])\b[^<>]*>")
_NOT_CONTENT = re.compile(r"(?i)<(/?)(?:script|style|head|title)\b[^<>]*>")
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
        return _strip_tags(html[: limits.html_chars])
    root = LexborHTMLParser(html).root
    if root is None:
        return ""
    return _Walk(quotes).over(root)


class _Walk:
    """One pass over a tree, with a stack of our own: depth is the sender's choice."""

    def __init__(self, quotes: Quotes) -> None:
        self._quotes = quotes
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quote_depth = 0
        self._signature_depth = 0
        self._pre_depth = 0

    def over(self, root: LexborNode) -> str:
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                self._leave(node)
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._text(node.text_content or "")
                continue
            if tag in _SKIP or tag.startswith(("-", "!", "_")):
                continue
            if not self._enter(node, tag):
                continue
            stack.append((node, True))
            child = node.last_child
            while child is not None:
                stack.append((child, False))
                child = child.prev
        self._break()
        text = "\n".join(line.rstrip() for line in self._lines)
        return _BLANK_LINES.sub("\n\n", text).strip("\n")

    def _enter(self, node: LexborNode, tag: str) -> bool:
        """Write what stands before the children; False where they are not shown."""
        if tag == "br":
            self._break(always=True)
            return False
        attributes = node.attributes
        if attributes and self._is_left_out(attributes):
            return False
        if attributes and self._quotes is Quotes.MARKED and _signs(attributes):
            self._break()
            self._signature_depth += 1
        if tag in _BLOCK:
            self._break()
            self._enter_block(tag, attributes)
        elif tag in _CELLS and self._line:
            self._line.append("\t")
        if attributes and self._quotes is Quotes.MARKED and _starts_quote(attributes):
            self._break()
            self._lines.append(QUOTE_START)
        return True

    def _enter_block(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "blockquote" and _quotes_someone(attributes):
            self._quote_depth += self._quotes is Quotes.MARKED
        elif tag == "pre":
            self._pre_depth += 1
        elif tag == "li":
            self._line.append("- ")
        elif tag in _SPACED and "Mso" not in (attributes.get("class") or ""):
            self._blank()

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "a":
            self._link(node)
        if self._signature_depth and _signs(node.attributes):
            self._break()
            self._signature_depth -= 1
        if tag not in _BLOCK:
            return
        self._break()
        if tag == "blockquote" and _quotes_someone(node.attributes):
            self._quote_depth -= self._quotes is Quotes.MARKED
        elif tag == "pre":
            self._pre_depth -= 1
        elif tag in _SPACED and "Mso" not in (node.attributes.get("class") or ""):
            self._blank()

    def _is_left_out(self, attributes: dict[str, str | None]) -> bool:
        style = attributes.get("style")
        if style and _HIDDEN.search(style[:_STYLE_CHARS].lower().replace(" ", "")):
            return True
        if "hidden" in attributes:
            return True
        return self._quotes is Quotes.DROPPED and (
            _starts_quote(attributes)
            or _quotes_someone(attributes)
            or _signs(attributes)
        )

    def _text(self, text: str) -> None:
        text = _OURS.sub("", text)
        if self._pre_depth:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self._line.append(first)
            for line in rest:
                self._break(always=True)
                self._line.append(line)
            return
        shown = _SPACE.sub(" ", text)
        if shown == " " and not self._line:
            return
        self._line.append(shown)

    def _link(self, node: LexborNode) -> None:
        target = (node.attributes.get("href") or "").strip()
        if not target.startswith(("http://", "https://")) or len(target) > _LINK_CHARS:
            return
        text = "".join(self._line)
        bare = target.split("://", 1)[1].rstrip("/")
        if bare not in text:
            self._line.append(f" <{target}>")

    def _break(self, *, always: bool = False) -> None:
        line = "".join(self._line).replace("\xa0", " ")
        self._line.clear()
        if not always and not line.strip():
            return
        shown = line if self._pre_depth else line.strip()
        signed = self._signature_depth and not self._quote_depth
        self._lines.append(
            "> " * self._quote_depth + (SIGNATURE_LINE if signed else "") + shown
        )

    def _blank(self) -> None:
        if self._lines and self._lines[-1].strip("> "):
            self._lines.append("> " * self._quote_depth)


def _quotes_someone(attributes: dict[str, str | None]) -> bool:
    """Clients indent with blockquote too; these are the ones that quote."""
    classes = (attributes.get("class") or "").split()
    return (
        attributes.get("type") == "cite"
        or "gmail_quote" in classes
        or attributes.get("id") in {"isReplyContent", "replyBlockquote"}
    ) and "gmail_quote_container" not in classes


def _signs(attributes: dict[str, str | None]) -> bool:
    classes = (attributes.get("class") or "").split()
    return attributes.get("id") in _SIGNATURE_IDS or not (
        _SIGNATURE_CLASSES.isdisjoint(classes)
    )


def _starts_quote(attributes: dict[str, str | None]) -> bool:
    if attributes.get("id") in _QUOTE_START_IDS:
        return True
    classes = attributes.get("class")
    return bool(classes) and not _QUOTE_START_CLASSES.isdisjoint(
        (classes or "").split()
    )


def _strip_tags(html: str) -> str:
    """Linear and crude: for HTML too large or too deep for a parser."""
    kept: list[str] = []
    place = depth = 0
    for found in _NOT_CONTENT.finditer(html):
        if depth == 0:
            kept.append(html[place : found.start()])
        depth = 0 if found[1] else 1
        place = found.end()
    if depth == 0:
        kept.append(html[place:])
    text = _TAG.sub(" ", _BLOCK_TAG.sub("\n", "".join(kept)))
    lines = (" ".join(line.split()) for line in unescape(text).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
