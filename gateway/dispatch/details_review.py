"""What the monthly review may say (S17)."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.desk.ports_reports import Chart, Sheet
from gateway.dispatch.detail_forms import Tell, Telling, Told, told
from gateway.dispatch.foreign import mailto
from gateway.dispatch.review_sentences import headline
from gateway.dispatch.review_view import shown
from gateway.domain.review_details import Point, PointKind, ReviewTold

BAR_COLUMNS = 30
"""The longest bar of the text form."""


def _review(detail: ReviewTold, telling: Telling) -> Told:
    words = telling.words
    report = shown(detail, words)
    pictures = {one.partition("@")[0]: one for one in telling.notice.pictures}
    return {
        "report_title": report.title,
        "headline": headline(detail, words),
        "preview": detail.preview,
        "month": detail.figures.month,
        "points": tuple(
            (text, _proposal(point, telling))
            for text, point in zip(report.points, detail.points, strict=True)
        ),
        "sheets": tuple(_sheet(one, pictures) for one in report.sheets if one.main),
        "notes_title": report.notes_title,
        "notes": report.notes,
        "files": words.phrase("comma").join(telling.notice.enclosed),
    }


def _sheet(one: Sheet, pictures: Mapping[str, str]) -> Told:
    chart = one.chart
    return {
        "title": one.title,
        "columns": one.columns,
        "rows": one.rows,
        "alt": chart.title if chart else "",
        "picture": pictures.get(chart.key, "") if chart else "",
        "bars": _bars(chart) if chart and chart.key == "problems" else (),
    }


def _bars(chart: Chart) -> tuple[tuple[str, str, str], ...]:
    """Label, bar and number: what the text form draws."""
    ((_, values),) = chart.series
    most = max((value or 0.0 for value in values), default=0.0) or 1.0
    return tuple(
        (label, "#" * max(1, round(BAR_COLUMNS * (value or 0) / most)), f"{value:.0f}")
        for label, value in zip(chart.labels, values, strict=True)
    )


def _proposal(point: Point, telling: Telling) -> str:
    """A link that opens an improvement about what recurs (7.2); else empty."""
    if point.kind is not PointKind.PROBLEM or point.number is None:
        return ""
    line = telling.words.phrase("improve_line", name=point.name or "")
    subject = f"Re: [{point.number}]"
    return mailto(telling.sender.reply_address, subject, line)


DETAILS: Mapping[type, Tell] = MappingProxyType({**told(ReviewTold, _review)})
