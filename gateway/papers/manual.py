"""The manual of common questions as files: a page for browsers, and a PDF of it (R43).

One template a locale makes both. An article stands in the manual of its own language;
a language without any has none. Values are never parsed as templates.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import FileSystemLoader, StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from gateway import maillog
from gateway.desk.ports_papers import Page, Typesetter
from gateway.domain.knowledge import Article, ArticleNumber, article_number
from gateway.domain.knowledge_details import ManualEntry, ManualTold
from gateway.domain.notices import Notice
from gateway.domain.people import Address, Locale
from gateway.domain.request import RequestNumber
from gateway.mail.enclosure import Enclosure

MAILED_LIMIT_BYTES = 15 * 1024 * 1024
"""All files of one letter; beyond, the PDF stays behind: few relays take more."""
TEMPLATE = "papers/{}/manual.j2"
_OWN_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.、)）:：]|[①-⑳])\s*")

_MOMENT = datetime(2026, 10, 9, 1, 30, tzinfo=UTC)
_SPECIMEN = Article(
    number=article_number(1),
    title="A title",
    scope="scope",
    symptom="symptom",
    cause="cause",
    steps="one\ntwo",
    workaround="workaround",
    prevention="prevention",
    keywords=("keyword",),
    category="software",
    source=RequestNumber("TS20261009001"),
    author=Address("support@example.com"),
    created_at=_MOMENT,
    changed_at=_MOMENT,
)
"""An article with all its parts: the templates are tried with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who publishes: its name by locale, where to write, and the local zone."""

    names: Mapping[Locale, str]
    address: str
    zone: ZoneInfo


@dataclass(slots=True, kw_only=True)
class ManualPress:
    """See :class:`gateway.desk.ports.Encloser`.

    The same manual goes to many: the last one that was made is kept.
    """

    template_dirs: Sequence[Path]
    publisher: Publisher
    typesetter: Typesetter
    _last: tuple[ManualTold, tuple[Enclosure, ...]] | None = None
    _templates: dict[Locale, Template] = field(default_factory=dict)

    def __call__(self, notice: Notice, /) -> tuple[Enclosure, ...]:
        if not isinstance(notice.detail, ManualTold):
            return ()
        try:
            return _mailable(self._made(notice.detail, notice.at))
        except (TemplateError, OSError, ValueError, TypeError, KeyError) as error:
            maillog.fault("manual", error)
            return ()

    def check(self) -> str:
        """What is wrong with a template: its file and why; empty where nothing is."""
        entry = ManualEntry(number=_SPECIMEN.number, title=_SPECIMEN.title)
        told = ManualTold(edition="2026.10", entries=1, added=(entry,))
        for locale in Locale:
            name = TEMPLATE.format(locale)
            try:
                self._html(told, (_SPECIMEN,), locale, _SPECIMEN.changed_at)
            except (TemplateError, OSError, ValueError, TypeError, KeyError) as error:
                return f"{name}: {error}"
        return ""

    def _made(self, told: ManualTold, at: datetime) -> tuple[Enclosure, ...]:
        if self._last is None or self._last[0] != told:
            self._last = (told, self.files(told, at))
        return self._last[1]

    def files(self, told: ManualTold, at: datetime) -> tuple[Enclosure, ...]:
        """Every file of a manual. Raises what a template of the operator's may."""
        made: list[Enclosure] = []
        for locale in Locale:
            articles = [one for one in told.articles if one.locale is locale]
            if not articles:
                continue
            html = self._html(told, articles, locale, at)
            name = f"manual-{told.edition}.{locale}"
            made.append(
                Enclosure(
                    filename=f"{name}.html",
                    content_type="text/html; charset=utf-8",
                    content=html.encode("utf-8", "replace"),
                )
            )
            pdf = self.typesetter.pdf(Page(html=html, created=at))
            if pdf is not None:
                made.append(
                    Enclosure(
                        filename=f"{name}.pdf",
                        content_type="application/pdf",
                        content=pdf,
                    )
                )
        return tuple(made)

    def _html(
        self,
        told: ManualTold,
        articles: Sequence[Article],
        locale: Locale,
        at: datetime,
    ) -> str:
        numbers = {one.number for one in articles}
        created = at.astimezone(self.publisher.zone)
        return self._template(locale).render(
            lang=str(locale),
            edition=told.edition,
            service=self.publisher.names[locale],
            address=self.publisher.address,
            created=f"{created:%Y-%m-%d}",
            created_at=at.isoformat(timespec="seconds"),
            chapters=_chapters(articles, self.publisher.zone),
            count=len(articles),
            changes={
                "added": _entries(told.added, numbers),
                "revised": _entries(told.revised, numbers),
                "withdrawn": _entries(told.withdrawn, None),
                "most_used": _entries(told.most_used, numbers),
            },
        )

    def _template(self, locale: Locale) -> Template:
        if locale not in self._templates:
            environment = ImmutableSandboxedEnvironment(
                loader=FileSystemLoader(self.template_dirs, encoding="utf-8"),
                autoescape=True,
                undefined=StrictUndefined,
                trim_blocks=True,
                lstrip_blocks=True,
            )
            self._templates[locale] = environment.get_template(TEMPLATE.format(locale))
        return self._templates[locale]


def _mailable(files: tuple[Enclosure, ...]) -> tuple[Enclosure, ...]:
    if sum(len(file.content) for file in files) <= MAILED_LIMIT_BYTES:
        return files
    pages = tuple(file for file in files if file.filename.endswith(".html"))
    small = sum(len(file.content) for file in pages) <= MAILED_LIMIT_BYTES
    return pages if small else ()


def _entries(
    entries: Sequence[ManualEntry], numbers: set[ArticleNumber] | None
) -> list[dict[str, object]]:
    return [
        {"number": one.number, "title": one.title, "used": one.used}
        for one in entries
        if numbers is None or one.number in numbers
    ]


def _chapters(articles: Sequence[Article], zone: ZoneInfo) -> list[dict[str, object]]:
    """By domain, those of none at the end; within it by number."""
    ordered = sorted(articles, key=lambda one: (not one.category, one.category))
    return [
        {"category": category, "entries": [_entry(one, zone) for one in group]}
        for category, group in groupby(ordered, key=lambda one: one.category)
    ]


def _entry(article: Article, zone: ZoneInfo) -> dict[str, object]:
    """What customers may read of an article: nothing of its source and its people."""
    return {
        "number": article.number,
        "kind": str(article.kind),
        "title": article.title,
        "scope": article.scope,
        "symptom": article.symptom,
        "cause": article.cause,
        "steps": [step for step in map(_step, article.steps.splitlines()) if step],
        "workaround": article.workaround,
        "prevention": article.prevention,
        "keywords": article.keywords,
        "version": article.version,
        "changed": f"{article.changed_at.astimezone(zone):%Y-%m-%d}",
    }


def _step(line: str) -> str:
    """A step without the number that its author gave it: the list has its own."""
    return _OWN_NUMBER.sub("", line, count=1).strip()
