"""S18's parts of an article: what the letter shows, and the file with all of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.dispatch.words import Words
from gateway.dispatch.wrap import columns, cut, one_line
from gateway.domain.knowledge import Article
from gateway.domain.knowledge_details import ArticleTold
from gateway.domain.notices import Notice
from gateway.domain.people import Locale
from gateway.mail.enclosure import Enclosure

PART_COLUMNS = 600
"""Columns of one part that a letter shows: six of them make a letter of some 15 KB."""
PART_LINES = 30
PARTS = ("scope", "symptom", "cause", "steps", "workaround", "prevention")
"""The parts of an article that are texts, in the order in which they are read."""


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """See :class:`gateway.desk.ports.Encloser`. The article whole, where it is long."""

    words: Mapping[Locale, Words]

    def __call__(self, notice: Notice, /) -> tuple[Enclosure, ...]:
        detail = notice.detail
        if not isinstance(detail, ArticleTold) or fits(detail.article):
            return ()
        text = _whole(detail.article, self.words[notice.locale])
        return (
            Enclosure(
                filename=f"{detail.article.number}.txt",
                content_type="text/plain; charset=utf-8",
                content=text.encode("utf-8-sig", "replace"),
            ),
        )


def fits(article: Article) -> bool:
    """Whether the letter shows all of it."""
    return all(shown(text) == _lines(text) for text in _texts(article).values())


def shown(text: str) -> tuple[str, ...]:
    """The lines of a part, as far as a letter has room; three dots where it has not."""
    kept: list[str] = []
    room = PART_COLUMNS
    lines = _lines(text)
    for line in lines[:PART_LINES]:
        kept.append(cut(line, room))
        room -= columns(kept[-1])
        if kept[-1] != line or room < len("..."):
            break
    if kept and len(kept) < len(lines) and not kept[-1].endswith("..."):
        kept.append("...")
    return tuple(kept)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in map(one_line, text.splitlines()) if line)


def _texts(article: Article) -> Mapping[str, str]:
    return {name: getattr(article, name) for name in PARTS}


def _whole(article: Article, words: Words) -> str:
    told = [f"{article.number}  {one_line(article.title)}"]
    for name, text in _texts(article).items():
        lines = _lines(text)
        if lines:
            told += ["", words.label(name), *lines]
    return "\r\n".join((*told, ""))
