"""The files of the monthly review: pictures, a table file, the whole as PDF (7.2)."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from gateway import maillog
from gateway.desk.ports_papers import Page, Typesetter
from gateway.desk.ports_reports import Chart, Drawing, Draws, Sheet, Shown, Shows
from gateway.domain.notices import Notice
from gateway.domain.people import Locale
from gateway.mail.enclosure import Enclosure
from gateway.papers.manual import Publisher

TEMPLATE = "papers/review-layout.j2"
_CHART = Chart(
    key="chart",
    drawing=Drawing.BARS,
    title="chart",
    labels=("1",),
    series=(("n", (1.0,)),),
)
_SPECIMEN = Shown(
    name="review",
    title="Review",
    points=("one",),
    sheets=(
        Sheet(
            key="key",
            title="A sheet",
            columns=("a", "b"),
            rows=(("1", "2"),),
            chart=_CHART,
        ),
    ),
    notes_title="Notes",
    notes=("a note",),
)
"""A report with all its parts: the template is tried with it."""


@dataclass(slots=True, kw_only=True)
class ReviewPress:
    """See :class:`gateway.desk.ports.Encloser`.

    The same review goes to many: the last one that was made is kept for each locale.
    """

    template_dirs: Sequence[Path]
    publisher: Publisher
    typesetter: Typesetter
    shows: Shows
    draws: Draws
    table: Callable[[Shown], bytes]
    _last: tuple[Shown, tuple[Enclosure, ...]] | None = None

    def __call__(self, notice: Notice, /) -> tuple[Enclosure, ...]:
        report = self.shows(notice)
        if report is None:
            return ()
        if self._last is None or self._last[0] != report:
            self._last = (report, self.files(report, notice.locale, notice.at))
        return self._last[1]

    def check(self) -> str:
        """What is wrong with the template: its file and why; empty where nothing is."""
        try:
            self._html(_SPECIMEN, (), Locale.EN, datetime(2026, 11, 1, tzinfo=UTC))
        except (TemplateError, OSError, ValueError, TypeError, KeyError) as error:
            return f"{TEMPLATE}: {error}"
        return ""

    def files(
        self, report: Shown, locale: Locale, at: datetime
    ) -> tuple[Enclosure, ...]:
        """Pictures first; each is left out where it cannot be made."""
        pictures = self.draws(report.charts)
        made = [
            Enclosure(
                filename=f"{report.name}-{chart.key}.png",
                content_type="image/png",
                content=picture,
                content_id=f"{chart.key}@review",
            )
            for chart, picture in zip(report.charts, pictures, strict=False)
        ]
        made.append(
            Enclosure(
                filename=f"{report.name}.csv",
                content_type="text/csv; charset=utf-8",
                content=self.table(report),
            )
        )
        pdf = self._pdf(report, pictures, locale, at)
        if pdf is not None:
            made.append(
                Enclosure(
                    filename=f"{report.name}.pdf",
                    content_type="application/pdf",
                    content=pdf,
                )
            )
        return tuple(made)

    def _pdf(
        self, report: Shown, pictures: Sequence[bytes], locale: Locale, at: datetime
    ) -> bytes | None:
        try:
            html = self._html(report, pictures, locale, at)
        except (TemplateError, OSError, ValueError, TypeError, KeyError) as error:
            maillog.fault("review", error)
            return None
        return self.typesetter.pdf(Page(html=html, created=at))

    def _html(
        self, report: Shown, pictures: Sequence[bytes], locale: Locale, at: datetime
    ) -> str:
        environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(self.template_dirs, encoding="utf-8"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        drawn = {
            chart.key: "data:image/png;base64," + b64encode(picture).decode()
            for chart, picture in zip(report.charts, pictures, strict=False)
        }
        created = at.astimezone(self.publisher.zone)
        return environment.get_template(TEMPLATE).render(
            lang=str(locale),
            title=report.title,
            points=report.points,
            sheets=[
                {
                    "title": one.title,
                    "columns": one.columns,
                    "rows": one.rows,
                    "picture": drawn.get(one.chart.key, "") if one.chart else "",
                    "alt": one.chart.title if one.chart else "",
                }
                for one in report.sheets
            ],
            notes_title=report.notes_title,
            notes=report.notes,
            service=self.publisher.names[locale],
            created=f"{created:%Y-%m-%d}",
            created_at=at.isoformat(timespec="seconds"),
        )
