"""Rows of single figures: this month, the month before, the goal, whether it is met.

Below ``FEW`` answers a share is told as it is counted, ``3/4``: a percentage of so few
says more than is known (PROCESS 7.1).
"""

from collections.abc import Callable

from gateway.desk.ports_reports import Cells
from gateway.dispatch.words import Words
from gateway.domain.review_details import Figures, ReviewTold, Share
from gateway.domain.review_points import is_met

FEW = 20
HOURS_FROM_MINUTES = 120
Rows = Callable[[ReviewTold, Words], Cells]


def percent(share: Share, words: Words) -> str:
    value = share.percent
    if value is None:
        return words.phrase("no_value")
    return words.phrase("percent", n=value)


def few(share: Share, words: Words) -> str:
    """A share of answers: a percentage only of many."""
    if 0 < share.of < FEW:
        return f"{share.met}/{share.of}"
    return percent(share, words)


def quantity(minutes: float, words: Words) -> str:
    """Minutes, or hours once there are many."""
    if minutes < HOURS_FROM_MINUTES:
        return words.phrase("minutes", n=round(minutes))
    return words.phrase("hours", n=f"{minutes / 60:.1f}")


def spread(value: float, count: int, words: Words) -> str:
    """How long it took; nothing where nothing was measured."""
    return quantity(value, words) if count else words.phrase("no_value")


def state(share: Share, goal: int, words: Words) -> str:
    """In words, never by colour alone."""
    if share.percent is None:
        return words.phrase("no_value")
    return words.phrase("goal_met" if is_met(share, goal) else "goal_missed")


def _goal(
    name: str, of: Callable[[Figures], Share], goal: Callable[[ReviewTold], int]
) -> Rows:
    def row(told: ReviewTold, words: Words) -> Cells:
        now, wanted = of(told.figures), goal(told)
        tell = few if name == "satisfied" else percent
        before = tell(of(told.previous), words) if told.previous else _none(words)
        return (
            words.of("metric", name),
            words.phrase("percent", n=wanted),
            tell(now, words),
            before,
            state(now, wanted, words),
        )

    return row


def _received(told: ReviewTold, words: Words) -> Cells:
    before = str(told.previous.received) if told.previous else _none(words)
    now = str(told.figures.received)
    return (words.of("metric", "received"), _none(words), now, before, _none(words))


KEY_FIGURES: tuple[Rows, ...] = (
    _received,
    _goal(
        "first-response", lambda f: f.first_response, lambda t: t.goals.first_response
    ),
    _goal("eta", lambda f: f.eta, lambda t: t.goals.eta),
    _goal("satisfied", lambda f: f.satisfied, lambda t: t.goals.satisfied),
)
"""The four that a reader sees first (7.2)."""


def _plain(name: str, of: Callable[[Figures, Words], str]) -> Rows:
    def row(told: ReviewTold, words: Words) -> Cells:
        before = of(told.previous, words) if told.previous else _none(words)
        return (words.of("metric", name), of(told.figures, words), before)

    return row


def _shared(name: str, of: Callable[[Figures], Share]) -> Rows:
    def tell(figures: Figures, words: Words) -> str:
        share = of(figures)
        told = few(share, words)
        return told if share.of < FEW else f"{told} ({share.met}/{share.of})"

    return _plain(name, tell)


def _classes(figures: Figures, words: Words) -> str:
    said = (f"{name} {count}" for name, count in sorted(figures.classes))
    return words.phrase("comma").join(said) or _none(words)


def _whole(figures: Figures, words: Words) -> str:
    whole = figures.solving_whole
    return spread(whole.median, whole.count, words)


OTHERS: tuple[Rows, ...] = (
    _plain("left-out", lambda f, _: str(f.left_out)),
    _shared("complete", lambda f: f.complete),
    _plain("asked", lambda f, _: str(f.asked)),
    _shared("k4", lambda f: f.k4),
    _shared("reviews", lambda f: f.reviews),
    _plain("solving", lambda f, w: spread(f.solving.median, f.solving.count, w)),
    _plain("solving-p90", lambda f, w: spread(f.solving.p90, f.solving.count, w)),
    _plain("solving-whole", _whole),
    _plain("waited", lambda f, w: spread(f.waited.median, f.waited.count, w)),
    _shared("first-time", lambda f: f.first_time),
    _plain("reopened", lambda f, _: str(f.reopened)),
    _plain("classes", _classes),
    _plain("unconfirmed", lambda f, _: str(f.unconfirmed)),
    _shared("rated", lambda f: f.rated),
    _plain("articles", lambda f, _: str(f.known.added)),
    _plain("articles-used", lambda f, _: str(f.known.used)),
    _plain("articles-overdue", lambda f, _: str(f.known.overdue)),
    _shared("helped", lambda f: f.known.helped),
)


def _none(words: Words) -> str:
    return words.phrase("no_value")
