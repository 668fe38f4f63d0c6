"""The lists of the monthly review: single requests, improvements, quotes."""

from collections.abc import Iterable
from datetime import datetime

from gateway.desk.ports_reports import Cells, Chart, Sheet
from gateway.dispatch.foreign import PARAGRAPH_COLUMNS, TITLE_COLUMNS
from gateway.dispatch.review_rows import quantity
from gateway.dispatch.words import Words
from gateway.dispatch.wrap import cut, one_line
from gateway.domain.review_details import Action, ReviewTold


def sheet_of(
    key: str,
    rows: Iterable[Cells],
    words: Words,
    *,
    chart: Chart | None = None,
    main: bool = True,
) -> Sheet:
    """Its columns and its title stand in the words under its key."""
    return Sheet(
        key=key,
        title=words.of("sheet", key),
        columns=tuple(words.tables["sheet_columns"][key].split("|")),
        rows=tuple(rows),
        chart=chart,
        main=main,
    )


def misses(told: ReviewTold, words: Words) -> Sheet:
    rows = [
        (
            one.number,
            words.of("clock", one.clock),
            quantity(one.over_minutes, words),
            one.owner.partition("@")[0] or words.phrase("no_owner"),
        )
        for one in told.figures.misses
    ]
    return sheet_of("misses", rows, words)


def incidents(told: ReviewTold, words: Words) -> Sheet:
    def moment(at: datetime | None) -> str:
        return (
            f"{words.day(at)[5:]} {words.clock(at)}" if at else words.phrase("no_value")
        )

    rows = [
        (
            one.number,
            cut(one_line(one.title), TITLE_COLUMNS),
            *map(
                moment,
                (
                    *(one.submitted_at, one.called_at, one.accepted_at),
                    *(one.resolved_at, one.confirmed_at),
                ),
            ),
        )
        for one in told.figures.incidents
    ]
    return sheet_of("incidents", rows, words)


def actions(told: ReviewTold, words: Words) -> Sheet:
    rows = [
        (
            cut(one_line(one.text), PARAGRAPH_COLUMNS),
            one.who,
            str(one.due),
            _action_state(one, words),
            words.phrase("effect", before=one.before, after=one.after)
            if one.category
            else words.phrase("no_value"),
            one.number,
        )
        for one in told.actions
    ]
    return sheet_of("actions", rows, words)


def _action_state(one: Action, words: Words) -> str:
    if one.done_on:
        outcome = cut(one_line(one.outcome), TITLE_COLUMNS)
        done = words.phrase("action_done", day=one.done_on)
        return f"{done}{words.phrase('semicolon')}{outcome}" if outcome else done
    return words.phrase("action_overdue" if one.overdue else "action_open")


def quotes(told: ReviewTold, words: Words) -> Sheet:
    rows = [
        (
            words.of("rating", one.mark),
            cut(one_line(one.words), PARAGRAPH_COLUMNS),
            one.number,
        )
        for one in told.figures.quotes
    ]
    return sheet_of("quotes", rows, words)
