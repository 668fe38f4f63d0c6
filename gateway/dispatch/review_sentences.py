"""The sentences of the monthly review: title, conclusion, and what it says first."""

from gateway.dispatch.review_rows import percent, state
from gateway.dispatch.words import Words
from gateway.dispatch.wrap import cut, one_line
from gateway.domain.review_details import Point, Problem, ReviewTold, Share

NAME_COLUMNS = 24


def title_of(told: ReviewTold, words: Words) -> str:
    year, month = told.figures.month.split("-")
    name = words.tables["dates"][f"month_{int(month)}"]
    return words.phrase("review_title", year=year, month_name=name)


def headline(told: ReviewTold, words: Words) -> str:
    """The conclusion that the subject bears (7.2)."""
    figures = told.figures
    said = [
        words.phrase(
            "head_response",
            percent=percent(figures.first_response, words),
            state=state(figures.first_response, told.goals.first_response, words),
        )
    ]
    for one in figures.problems[:1]:
        if one.count > 1 and one.category + one.word:
            share = Share(met=one.count, of=figures.received)
            name = problem_name(one, words)
            said.append(words.phrase("head_problem", name=name, percent=share.percent))
    return (
        words.phrase("comma").join(said) if figures.received else words.phrase("none")
    )


def problem_name(one: Problem, words: Words) -> str:
    """Domain and keyword, as far as there are any."""
    named = (one.category, one.word)
    parts = [cut(one_line(part), NAME_COLUMNS) for part in named if part]
    return " / ".join(parts) or words.phrase("unclassified")


def point_of(point: Point, told: ReviewTold, words: Words) -> str:
    """One of the sentences that come first."""
    goals = told.goals
    goal = {
        "response-missed": goals.first_response,
        "eta-missed": goals.eta,
        "unhappy": goals.satisfied,
    }.get(point.kind, 0)
    name = cut(one_line(point.name), NAME_COLUMNS) or words.phrase("unclassified")
    return words.tables["point"][point.kind].format(
        percent=point.share.percent or 0,
        met=point.share.met,
        missed=point.share.of - point.share.met,
        of=point.share.of,
        goal=goal,
        before=point.before,
        name=name,
        number=point.number or "",
    )
