"""What a review says first: three sentences at most, the worst one first (7.2)."""

from collections.abc import Iterator, Sequence

from gateway.domain.codes import Clock
from gateway.domain.review import UNHAPPY
from gateway.domain.review_details import (
    Action,
    Figures,
    Goals,
    Point,
    PointKind,
    Share,
)

POINTS_LIMIT = 3
OLDEST = 2
"""The last ages of the backlog: eight days and more."""


def points(
    figures: Figures,
    previous: Figures | None,
    actions: Sequence[Action],
    goals: Goals,
) -> tuple[Point, ...]:
    """What missed its goal, then what recurs, then what is left undone."""
    found = tuple(_found(figures, previous, actions, goals))[:POINTS_LIMIT]
    if found:
        return found
    kind = PointKind.ALL_MET if figures.received else PointKind.QUIET
    return (Point(kind=kind),)


def is_met(share: Share, goal: int) -> bool:
    """Of nothing every goal is met."""
    return share.percent is None or share.percent >= goal


def _found(
    figures: Figures,
    previous: Figures | None,
    actions: Sequence[Action],
    goals: Goals,
) -> Iterator[Point]:
    response = figures.first_response
    if not is_met(response, goals.first_response):
        urgent = [one for one in figures.misses if one.clock is Clock.K1]
        worst = (urgent or figures.misses)[0]
        yield Point(kind=PointKind.RESPONSE_MISSED, share=response, number=worst.number)
    if not is_met(figures.eta, goals.eta):
        yield Point(kind=PointKind.ETA_MISSED, share=figures.eta)
    marks = dict(figures.marks)
    if marks.get(UNHAPPY) and not is_met(figures.satisfied, goals.satisfied):
        unhappy = Share(met=marks[UNHAPPY], of=sum(marks.values()))
        yield Point(kind=PointKind.UNHAPPY, share=unhappy)
    yield from _recurring(figures)
    if figures.reopened:
        share = Share(met=figures.reopened, of=max(figures.resolved, figures.reopened))
        before = previous.reopened if previous else 0
        yield Point(kind=PointKind.REOPENED, share=share, before=before)
    late = [one for one in actions if one.overdue]
    if late:
        share = Share(met=len(late), of=len(actions))
        yield Point(kind=PointKind.ACTIONS_OVERDUE, share=share, number=late[0].number)
    old = sum(one.total for one in figures.backlog[-OLDEST:])
    if old:
        yield Point(kind=PointKind.BACKLOG, share=Share(met=old, of=figures.open))


def _recurring(figures: Figures) -> Iterator[Point]:
    """The most frequent problem, once there is more than one of it."""
    for one in figures.problems[:1]:
        if one.count > 1:
            yield Point(
                kind=PointKind.PROBLEM,
                share=Share(met=one.count, of=figures.received),
                name=one.word or one.category,
                before=one.before,
                number=one.example,
            )
