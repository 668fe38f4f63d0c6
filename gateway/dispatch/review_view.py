"""The monthly review as sheets of words: what letter, table file and PDF are made of.

Titles of requests and quotes are customers' words: they are cut.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gateway.desk.ports_reports import Cells, Chart, Drawing, Sheet, Shown
from gateway.dispatch.review_lists import (
    actions,
    incidents,
    misses,
    quotes,
    sheet_of,
)
from gateway.dispatch.review_rows import (
    KEY_FIGURES,
    OTHERS,
    percent,
    quantity,
    spread,
)
from gateway.dispatch.review_sentences import point_of, problem_name, title_of
from gateway.dispatch.words import Words
from gateway.domain.notices import Notice
from gateway.domain.people import Locale
from gateway.domain.review_details import (
    AGES,
    Figures,
    Party,
    ReviewTold,
    Share,
)

NAME_COLUMNS = 24
CHARTED_PROBLEMS = 10


@dataclass(frozen=True, slots=True)
class ReviewShow:
    """See :class:`gateway.desk.ports_reports.Shows`."""

    words: Mapping[Locale, Words]

    def __call__(self, notice: Notice, /) -> Shown | None:
        if not isinstance(notice.detail, ReviewTold):
            return None
        return shown(notice.detail, self.words[notice.locale])


def shown(told: ReviewTold, words: Words) -> Shown:
    """The whole review."""
    sheets = tuple(make(told, words) for make in _SHEETS)
    return Shown(
        name=words.phrase("review_file", month=told.figures.month),
        title=title_of(told, words),
        points=tuple(point_of(one, told, words) for one in told.points),
        sheets=tuple(sheet for sheet in sheets if sheet.rows),
        notes_title=words.phrase("review_notes"),
        notes=tuple(words.tables["review_note"].values()),
    )


# --- the sheets, in the order of 7.2 -----------------------------------------


def _key_figures(told: ReviewTold, words: Words) -> Sheet:
    rows = [make(told, words) for make in KEY_FIGURES]
    return sheet_of("key", rows, words)


def _months(told: ReviewTold, words: Words) -> Sheet:
    """Twelve months: how many came, and how many came back."""
    months = (*told.past, told.figures)
    rows = [
        (
            one.month,
            str(one.received),
            str(one.resolved),
            percent(_reopening(one), words),
            percent(one.k1, words),
            percent(one.k2, words),
        )
        for one in months
    ]
    chart = Chart(
        key="received",
        drawing=Drawing.BARS,
        title=words.phrase(
            "chart_received",
            n=told.figures.received,
            percent=percent(_reopening(told.figures), words),
        ),
        labels=tuple(one.month for one in months),
        series=(
            (words.phrase("received"), tuple(float(one.received) for one in months)),
            (
                words.phrase("reopening"),
                tuple(_value(_reopening(one)) for one in months),
            ),
        ),
    )
    return sheet_of("months", rows, words, chart=chart)


def _responses(told: ReviewTold, words: Words) -> Sheet:
    months = (*told.past, told.figures)[-6:]
    said = words.phrase("comma").join(
        f"{one.month} {percent(one.first_response, words)}" for one in months[-3:]
    )
    goal = told.goals.first_response
    chart = Chart(
        key="response",
        drawing=Drawing.LINES,
        title=words.phrase("chart_response", months=said, goal=goal),
        labels=tuple(one.month for one in months),
        series=(
            ("K1", tuple(_value(one.k1) for one in months)),
            ("K2", tuple(_value(one.k2) for one in months)),
        ),
        percent=True,
        goal=goal,
    )
    rows = [
        (
            one.month,
            f"{one.k1.met}/{one.k1.of}",
            str(one.best_effort),
            f"{one.k2.met}/{one.k2.of}",
            spread(one.responding.median, one.responding.count, words),
            spread(one.responding.p90, one.responding.count, words),
        )
        for one in months
    ]
    return sheet_of("response", rows, words, chart=chart)


def _problems(told: ReviewTold, words: Words) -> Sheet:
    """R45: what recurs, against the month before."""
    figures = told.figures
    rows = [
        (
            problem_name(one, words),
            str(one.count),
            percent(Share(met=one.count, of=figures.received), words),
            str(one.before) if told.previous else words.phrase("no_value"),
            str(one.customers),
            quantity(one.minutes, words) if one.minutes else words.phrase("no_value"),
            one.article or words.phrase("none_yet"),
            one.example or "",
        )
        for one in figures.problems
    ]
    shown_ones = figures.problems[:CHARTED_PROBLEMS]
    chart = None
    if shown_ones:
        first = shown_ones[0]
        chart = Chart(
            key="problems",
            drawing=Drawing.RANKS,
            title=words.phrase(
                "chart_problems", name=problem_name(first, words), n=first.count
            ),
            labels=tuple(problem_name(one, words) for one in shown_ones),
            series=(
                (words.phrase("received"), tuple(float(o.count) for o in shown_ones)),
            ),
        )
    return sheet_of("problems", rows, words, chart=chart)


def _ages(told: ReviewTold, words: Words) -> Sheet:
    backlog = told.figures.backlog
    labels = tuple(_age(one.age, words) for one in backlog)
    rows = [
        (
            label,
            *(str(dict(one.waits).get(party, 0)) for party in Party),
            str(one.total),
        )
        for label, one in zip(labels, backlog, strict=True)
    ]
    if not told.figures.open:
        return sheet_of("backlog", (), words)
    chart = Chart(
        key="backlog",
        drawing=Drawing.STACKS,
        title=words.phrase(
            "chart_backlog",
            n=told.figures.open,
            old=sum(one.total for one in backlog[-1:]),
        ),
        labels=labels,
        series=tuple(
            (
                words.of("party", party),
                tuple(float(dict(one.waits).get(party, 0)) for one in backlog),
            )
            for party in Party
        ),
    )
    return sheet_of("backlog", rows, words, chart=chart)


def _others(told: ReviewTold, words: Words) -> Sheet:
    rows = [make(told, words) for make in OTHERS]
    return sheet_of("others", rows, words, main=False)


def _volumes(told: ReviewTold, words: Words) -> Sheet:
    """By scene, priority, domain and customer; customers bear no names."""
    rows: list[Cells] = []
    for name, counts in (
        ("scene", told.figures.scenes),
        ("priority", told.figures.priorities),
        ("category", told.figures.categories),
        ("customer", told.figures.customers),
        ("cause_kind", told.figures.causes),
    ):
        rows += [
            (
                words.phrase(f"by_{name}"),
                words.of(name, member) if name in words.tables else member,
                str(count),
            )
            for member, count in counts
        ]
    named = tuple(
        (kind, name or words.phrase("unclassified"), count)
        for kind, name, count in rows
    )
    return sheet_of("volumes", named, words, main=False)


_SHEETS: tuple[Callable[[ReviewTold, Words], Sheet], ...] = (
    _key_figures,
    _months,
    _responses,
    _problems,
    _ages,
    misses,
    incidents,
    actions,
    quotes,
    _others,
    _volumes,
)


def _age(place: int, words: Words) -> str:
    first, last = AGES[place]
    if last is None:
        return words.phrase("age_beyond", n=first - 1)
    return words.phrase("age", first=first, last=last)


def _reopening(figures: Figures) -> Share:
    return Share(met=figures.reopened, of=max(figures.resolved, figures.reopened))


def _value(share: Share) -> float | None:
    value = share.percent
    return None if value is None else float(value)
