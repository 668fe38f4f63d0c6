"""One pass over a tree of HTML, writing the lines that a reader sees.

Rule: a stack of our own, since depth is the sender's choice; each node is met once.
Quotes and signatures are marked with signs that nobody can write.
"""

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from gateway.mail.html_containers import (
    Attributes,
    quotes_someone,
    signs,
    starts_quote,
)
from gateway.mail.html_marks import MARKS, QUOTE_START, QUOTED, SIGNATURE_LINE
from gateway.mail.html_style import (
    Sheet,
    Style,
    declarations,
    has_no_margin,
    inherit,
    is_gone,
)
from gateway.mail.html_table import Table, table_lines
from gateway.mail.html_tags import BLOCKS, NOT_SHOWN
from gateway.mail.html_words import picture_words, visible

_SPACED = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6"))
_CELLS = frozenset(("td", "th"))
_PRESERVED = frozenset(("pre", "xmp", "listing", "plaintext"))
_STYLED = frozenset(
    ("style", "class", "id", "bgcolor", "background", "color", "hidden")
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_WIDE = "\u3001-\u30ff\u3400-\u9fff\uff01-\uff5e"
# A break in the source between signs that are written without spaces is none.
_WIDE_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t]{{0,16}}\r?\n[ \t]{{0,16}}(?=[{_WIDE}])")
_BLANK_LINES = re.compile(r"\n{3,}")
_LINK_CHARS = 2048
# Deeper lists and quotes are written as this deep: each line would bear them all.
_DEEPEST = 16


@dataclass(slots=True)
class _Left:
    """What is to be undone at the end of an element."""

    tag: str
    style: Style | None = None
    quotes: bool = False
    signs: bool = False
    spaced: bool = False
    target: str = ""
    link_start: int = 0


@dataclass(slots=True)
class _Frame:
    """Where lines go: the page, or one cell of a table."""

    lines: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)


class Walk:
    """The walk, and the lines so far."""

    def __init__(self, sheet: Sheet, *, drop_quotes: bool) -> None:
        self._sheet = sheet
        self._drop_quotes = drop_quotes
        self._frames = [_Frame()]
        self._tables: list[Table] = []
        self._numbers: list[int] = []
        self._style = Style()
        self._quote_depth = 0
        self._signature_depth = 0

    def over(self, root: LexborNode) -> str:
        stack: list[LexborNode | _Left] = [root]
        while stack:
            item = stack.pop()
            if isinstance(item, _Left):
                self._leave(item)
                continue
            tag = item.tag or ""
            if tag == "-text":
                self._text(item.text_content or "")
            elif tag in NOT_SHOWN or tag.startswith(("-", "!", "_")):
                continue
            elif left := self._enter(item, tag):
                stack.append(left)
                child = item.last_child
                while child is not None:
                    stack.append(child)
                    child = child.prev
        self._break()
        text = "\n".join(line.rstrip() for line in self._frames[0].lines)
        return _BLANK_LINES.sub("\n\n", text).strip("\n")

    def _enter(self, node: LexborNode, tag: str) -> _Left | None:
        """Write what stands before the children; None where they are not shown."""
        if tag == "br":
            self._break(always=True)
            return None
        attributes = node.attributes
        css = self._css(tag, attributes)
        if css is None:
            return None
        left = _Left(tag)
        if tag == "img":
            self._picture(attributes)
            return None
        if attributes and not self._enter_container(left, attributes):
            return None
        self._enter_style(left, css)
        if tag in _CELLS:
            self._frames.append(_Frame())
        elif tag in BLOCKS:
            self._enter_block(left, css, attributes)
        elif tag == "a":
            left.target = (attributes.get("href") or "").strip()
            left.link_start = len(self._frames[-1].line)
        return left

    def _css(self, tag: str, attributes: Attributes) -> str | None:
        """What is declared of an element; None where that hides it."""
        if not self._sheet and (not attributes or _STYLED.isdisjoint(attributes)):
            return ""
        css = declarations(tag, attributes, self._sheet)
        return None if is_gone(css, attributes) else css

    def _enter_container(self, left: _Left, attributes: Attributes) -> bool:
        left.quotes = left.tag == "blockquote" and quotes_someone(attributes)
        left.signs = signs(attributes)
        starts = starts_quote(attributes)
        if self._drop_quotes and (
            starts or left.signs or left.quotes or quotes_someone(attributes)
        ):
            return False
        if left.quotes or left.signs or starts:
            self._break()
        if starts:
            self._frames[-1].lines.append(QUOTE_START)
        self._quote_depth += left.quotes
        self._signature_depth += left.signs
        return True

    def _enter_style(self, left: _Left, css: str) -> None:
        if not css and left.tag not in _PRESERVED and left.tag != "a":
            return
        left.style = self._style
        outer = self._style
        if left.tag == "a" and outer.color:
            # A link has a colour of its own where none is said.
            outer = Style(outer.tiny, "", outer.background, outer.preserves)
        self._style = inherit(outer, css, paints_unseen=self._sheet.paints_unseen)
        if left.tag in _PRESERVED:
            self._style = inherit(self._style, "white-space:pre")

    def _enter_block(self, left: _Left, css: str, attributes: Attributes) -> None:
        self._break()
        tag = left.tag
        if tag == "table":
            self._tables.append(Table())
        elif tag == "tr" and self._tables:
            self._tables[-1].start_row()
        elif tag in {"ol", "ul"}:
            start = attributes.get("start") or ""
            first = int(start) if start.isascii() and start.isdigit() else 1
            self._numbers.append(min(first, 9999) if tag == "ol" else 0)
        elif tag == "li":
            self._item()
        elif tag in _SPACED:
            word = "Mso" in (attributes.get("class") or "")
            left.spaced = not word and not has_no_margin(css)
            if left.spaced:
                self._blank()

    def _item(self) -> None:
        """The sign before an item of a list, indented by the lists around it."""
        indent = "  " * min(max(0, len(self._numbers) - 1), _DEEPEST)
        number = self._numbers[-1] if self._numbers else 0
        if number:
            self._numbers[-1] += 1
        self._frames[-1].line.append(indent + (f"{number}. " if number else "- "))

    def _leave(self, left: _Left) -> None:
        tag = left.tag
        if left.target:
            self._link(left)
        if tag in BLOCKS or tag in _CELLS or left.signs or left.quotes:
            self._break()
        self._quote_depth -= left.quotes
        self._signature_depth -= left.signs
        if left.style is not None:
            self._style = left.style
        if left.spaced:
            self._blank()
        elif tag in {"ol", "ul"}:
            self._numbers.pop()
        elif tag in _CELLS:
            cell = self._frames.pop()
            table = self._tables[-1] if self._tables else Table()
            table.add_cell(cell.lines)
        elif tag == "table":
            self._frames[-1].lines += table_lines(self._tables.pop())

    def _text(self, text: str) -> None:
        style = self._style
        if style.hides:
            return
        text = visible(text)
        line = self._frames[-1].line
        if style.preserves:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            line.append(first)
            for further in rest:
                self._break(always=True)
                line.append(further)
            return
        if "\n" in text:
            text = _WIDE_BREAK.sub("", text)
        shown = _SPACE.sub(" ", text)
        if shown == " " and not line:
            return
        line.append(shown)

    def _picture(self, attributes: Attributes) -> None:
        words = picture_words(attributes.get("alt") or "")
        if words and not self._style.hides:
            self._frames[-1].line.append(words)

    def _link(self, left: _Left) -> None:
        """Where a link leads, if its words do not say so."""
        target = left.target
        if not target.startswith(("http://", "https://")) or len(target) > _LINK_CHARS:
            return
        line = self._frames[-1].line
        words = "".join(line[left.link_start :])
        bare = target.split("://", 1)[1].rstrip("/")
        if words.strip() and bare not in words:
            line.append(f" <{visible(target)}>")

    def _break(self, *, always: bool = False) -> None:
        frame = self._frames[-1]
        raw = "".join(frame.line)
        line = raw.replace("\xa0", " ")
        frame.line.clear()
        # A block that holds a space which does not break is a line of its own.
        if not always and not line.strip() and "\xa0" not in raw:
            return
        indented = len(self._numbers) > 1 and line.startswith("  ")
        shown = line if self._style.preserves or indented else line.strip()
        signed = self._signature_depth and not self._quote_depth
        mark = SIGNATURE_LINE if signed else ""
        frame.lines.append(self._quoted() + mark + shown)

    def _blank(self) -> None:
        lines = self._frames[-1].lines
        if lines and lines[-1].strip(MARKS + " "):
            lines.append(self._quoted())

    def _quoted(self) -> str:
        return QUOTED * min(self._quote_depth, _DEEPEST)
