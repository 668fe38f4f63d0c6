"""What the letters about knowledge may say: findings (S23), articles and manual (S18).

Titles and parts of articles may be a customer's words: they are cut, and stand alone.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.article_file import PARTS, shown
from gateway.dispatch.detail_forms import Row, Tell, Telling, Told, told
from gateway.dispatch.foreign import PARAGRAPH_COLUMNS, TITLE_COLUMNS, person
from gateway.dispatch.words import Words
from gateway.dispatch.wrap import cut, one_line
from gateway.domain.findable import COUNT_LIMIT
from gateway.domain.knowledge_details import (
    ArticleTold,
    Finding,
    Findings,
    ManualEntry,
    ManualTold,
)
from gateway.domain.likeness import Alike

SHOWN_LIMIT = 20
"""Findings in the letter itself; the file with it has all of them."""
QUERY_COLUMNS = 40


def _findings(detail: Findings, telling: Telling) -> Told:
    words = telling.words
    shown = detail.rows[:SHOWN_LIMIT]
    more = detail.total > COUNT_LIMIT - 1
    return {
        "query": cut(one_line(detail.query), QUERY_COLUMNS),
        "list_name": words.of("listing", detail.which) if detail.which else "",
        "like": detail.like,
        "loose": detail.loose,
        "count": f"{detail.total}+" if more else str(detail.total),
        "nothing": not detail.rows,
        "rows": tuple((one.key, _finding(one, words)) for one in shown),
        "shown": str(len(shown)),
        "cut_short": detail.total > len(shown),
        "enclosed_file": telling.notice.enclosed[0] if telling.notice.enclosed else "",
    }


def _finding(one: Finding, words: Words) -> str:
    state = words.of("status", one.status) if one.status else ""
    if one.state:
        state = words.of("article_state", one.state)
    title = cut(one_line(one.title), TITLE_COLUMNS) or words.phrase("no_subject")
    owner = person(one.owner_name) or words.phrase("no_owner")
    return words.phrase("semicolon").join((title, state, owner, words.day(one.at)))


def similar(found: tuple[Alike, ...], words: Words) -> tuple[Row, ...]:
    """What is alike, each with the words that it shares: S03 shows them."""
    return tuple(
        (
            one.key,
            words.phrase(
                "alike",
                title=cut(one_line(one.title), TITLE_COLUMNS),
                shared=words.phrase("comma").join(one.shared),
            ),
        )
        for one in found
    )


def _article(detail: ArticleTold, telling: Telling) -> Told:
    words, article = telling.words, detail.article
    return _no_manual() | {
        "what": str(detail.word),
        "enclosed_file": telling.notice.enclosed[0] if telling.notice.enclosed else "",
        "article": article.number,
        "article_title": cut(one_line(article.title), TITLE_COLUMNS),
        "by": person(detail.by_name),
        "why": cut(one_line(detail.reason), PARAGRAPH_COLUMNS),
        "is_author": telling.notice.to == article.author,
        "facts_of_article": (
            (words.label("kind"), words.of("article_kind", article.kind)),
            (words.label("visible"), words.of("visibility", article.visibility)),
            (words.label("keywords"), words.phrase("comma").join(article.keywords)),
            (words.label("domain"), article.category),
            (words.label("version"), str(article.version)),
            (words.label("author"), person(detail.author_name)),
            (words.label("source"), article.source),
            (words.label("review_on"), str(article.review_on or "")),
            (words.label("used"), str(detail.used) if detail.used else ""),
        ),
        "parts": tuple(
            (words.label(name), shown(getattr(article, name)))
            for name in PARTS
            if getattr(article, name)
        ),
        "removed": words.phrase("comma").join(
            words.phrase(
                "removed_some", kind=words.of("personal", one.kind), count=one.count
            )
            for one in detail.removed
        ),
    }


def _no_manual() -> Told:
    lists = dict.fromkeys(("added", "revised", "withdrawn", "most_used"), ())
    return {"edition": "", "entries": "", "enclosed_file": "", **lists}


def _manual(detail: ManualTold, telling: Telling) -> Told:
    words = telling.words
    enclosed = telling.notice.enclosed
    return {
        "what": "manual",
        "edition": detail.edition,
        "entries": str(detail.entries),
        "enclosed_file": words.phrase("comma").join(enclosed),
        "added": tuple(_entry(one) for one in detail.added),
        "revised": tuple(_entry(one) for one in detail.revised),
        "withdrawn": tuple(_entry(one) for one in detail.withdrawn),
        "most_used": tuple(
            (one.number, words.phrase("used_times", title=_entry(one)[1], n=one.used))
            for one in detail.most_used
        ),
        "article": "",
        "article_title": "",
        "by": "",
        "why": "",
        "is_author": False,
        "facts_of_article": (),
        "parts": (),
        "removed": "",
    }


def _entry(one: ManualEntry) -> Row:
    return one.number, cut(one_line(one.title), TITLE_COLUMNS)


DETAILS: Mapping[type, Tell] = MappingProxyType(
    {
        **told(Findings, _findings),
        **told(ArticleTold, _article),
        **told(ManualTold, _manual),
    }
)
