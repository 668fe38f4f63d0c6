"""A letter as it is seen: columns of its text, lines and links of its HTML."""

import unicodedata
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import override
else:  # in the standard library from Python 3.12

    def override(method):
        return method


def width(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide


class Page(HTMLParser):
    """The visible lines, links and languages of an HTML form."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.lines: list[str] = [""]
        self.language = ""
        self.feed(html)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.language = given.get("lang") or self.language
        if tag == "a":
            self.links.append(given.get("href") or "")
        if tag in {"div", "p", "td", "th", "br", "tr", "title"}:
            self.lines.append("")

    @override
    def handle_data(self, data: str) -> None:
        self.lines[-1] += data.strip("\n")
