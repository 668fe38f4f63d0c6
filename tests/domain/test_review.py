"""The sums of a month, and what is said of them first (R44, R45)."""

from dataclasses import replace
from datetime import date

import pytest

from gateway.domain.codes import Clock
from gateway.domain.request import RequestNumber
from gateway.domain.review import PROBLEMS_LIMIT, QUOTES_LIMIT, REST, figures
from gateway.domain.review_details import (
    Action,
    Figures,
    Goals,
    Known,
    Party,
    PointKind,
    Share,
)
from gateway.domain.review_facts import Facts
from gateway.domain.review_points import points

NUMBER = RequestNumber("TS20261116001")


def one(serial: int = 1, **told: object) -> Facts:
    number = RequestNumber(f"TS20261116{serial:03}")
    return Facts(number=number, received=True, **told)  # type: ignore[arg-type]  # by name


def of(*facts: Facts, previous: Figures | None = None) -> Figures:
    return figures("2026-11", facts, previous, Known(added=2))


def test_a_month_without_requests_is_a_month() -> None:
    quiet = of()
    assert (quiet.received, quiet.k2.percent, quiet.open) == (0, None, 0)
    (point,) = points(quiet, None, (), Goals())
    assert point.kind is PointKind.QUIET


def test_invalid_and_merged_ones_are_counted_apart() -> None:
    counted = of(one(1), one(2, left_out=True))
    assert (counted.received, counted.left_out) == (1, 1)


def test_each_clock_has_a_share_of_its_own() -> None:
    counted = of(
        one(1, clock=Clock.K1, late=0.0, best_effort=True),
        one(2, clock=Clock.K1, late=6.0, owner="bart@support.example"),
        one(3, clock=Clock.K2, late=0.0),
        one(4, clock=Clock.K2, late=None),
    )
    assert (counted.k1, counted.k2) == (Share(met=1, of=2), Share(met=1, of=1))
    assert (counted.best_effort, counted.first_response.percent) == (1, 66)
    (miss,) = counted.misses
    assert (miss.number[-3:], miss.clock, miss.over_minutes) == ("002", Clock.K1, 6)


@pytest.mark.parametrize(
    ("minutes", "median", "p90"),
    [((5,), 5, 5), ((1, 2), 1.5, 2), (tuple(range(1, 11)), 5.5, 9), ((3, 1, 2), 2, 3)],
)
def test_the_middle_and_nine_of_ten(
    minutes: tuple[int, ...], median: float, p90: float
) -> None:
    spread = of(*(one(n, response=float(m)) for n, m in enumerate(minutes))).responding
    assert (spread.count, spread.median, spread.p90) == (len(minutes), median, p90)


def test_customers_bear_ranks_and_no_names() -> None:
    counted = of(
        *(one(n, customer="big.example") for n in range(3)),
        one(9, customer="small.example"),
    )
    assert counted.customers == (("C1", 3), ("C2", 1))


def test_many_names_end_in_one() -> None:
    counted = of(*(one(n, category=f"domain{n}") for n in range(30)))
    assert len(counted.categories) == 21
    assert counted.categories[-1] == (REST, 10)


def test_what_recurs_is_gathered_by_domain_and_keyword() -> None:
    """R45: a subject that holds a keyword counts with those that bear it."""
    counted = of(
        one(1, category="accounts", keywords=("Login",), customer="a", minutes=30),
        one(2, category="accounts", keywords=("login", "vpn"), customer="b"),
        one(3, category="accounts", title="The LOGIN page is blank", customer="a"),
        one(4, category="network", keywords=("vpn",), articles=("KB-0001",)),
        one(5, category="network"),
    )
    first, *rest = counted.problems
    assert (first.category, first.word, first.count) == ("accounts", "login", 3)
    assert (first.customers, first.minutes, first.example) == (2, 30, "TS20261116003")
    assert {(p.category, p.word): p.article for p in rest} == {
        ("network", "vpn"): "KB-0001",
        ("network", ""): "",
    }


def test_what_recurs_is_compared_with_the_month_before() -> None:
    previous = of(one(1, category="accounts"), one(2, category="accounts"))
    (problem,) = of(one(3, category="accounts"), previous=previous).problems
    assert (problem.count, problem.before) == (1, 2)


def test_at_most_ten_problems_are_named() -> None:
    counted = of(*(one(n, category=f"domain{n}") for n in range(30)))
    assert len(counted.problems) == PROBLEMS_LIMIT


def test_the_backlog_is_told_by_age_and_party() -> None:
    counted = of(
        one(1, open_days=0),
        one(2, open_days=3, waits=Party.CUSTOMER),
        one(3, open_days=400, waits=Party.VENDOR),
    )
    assert [b.total for b in counted.backlog] == [1, 1, 0, 0, 1]
    assert counted.backlog[1].waits == ((Party.CUSTOMER, 1),)
    assert counted.open == 3


def test_all_unhappy_words_are_quoted_and_a_few_happy_ones() -> None:
    facts = [one(n, mark="good", words=f"good {n}") for n in range(9)]
    facts += [one(n, mark="poor", words=f"poor {n}") for n in range(9)]
    facts += [one(99, mark="poor")]
    quotes = of(*facts).quotes
    assert [q.mark for q in quotes].count("good") == QUOTES_LIMIT
    assert [q.mark for q in quotes].count("poor") == 9


def test_confirmations_have_their_classes_and_first_rounds() -> None:
    counted = of(
        one(1, confirmed_as="B", first_time=True, articles=("KB-0001",)),
        one(2, confirmed_as="A", resolved=2, reopened=1, category="accounts"),
    )
    assert counted.classes == (("A", 1), ("B", 1))
    assert counted.first_time == Share(met=1, of=2)
    assert (counted.resolved, counted.reopened) == (2, 1)
    assert counted.reopened_in == (("accounts", 1),)
    assert counted.known.helped == Share(met=1, of=2)


# --- what is said first --------------------------------------------------------


def kinds(month: Figures, *actions: Action) -> list[PointKind]:
    return [one.kind for one in points(month, None, actions, Goals())]


def test_missed_goals_come_first_and_three_are_enough() -> None:
    bad = Figures(
        month="2026-11",
        received=10,
        k1=Share(met=0, of=1),
        k2=Share(met=9, of=9),
        eta=Share(met=1, of=2),
        marks=(("poor", 3), ("good", 1)),
        reopened=3,
        resolved=9,
        misses=of(one(1, clock=Clock.K1, late=5.0)).misses,
    )
    assert kinds(bad) == [
        PointKind.RESPONSE_MISSED,
        PointKind.ETA_MISSED,
        PointKind.UNHAPPY,
    ]


def test_a_goal_that_is_met_just_so_is_met() -> None:
    met = Figures(month="2026-11", received=20, k2=Share(met=19, of=20))
    assert kinds(met) == [PointKind.ALL_MET]
    missed = replace(met, k2=Share(met=18, of=20), misses=of(one(1, late=9.0)).misses)
    assert kinds(missed) == [PointKind.RESPONSE_MISSED]


def test_what_recurs_and_what_is_left_undone_is_told() -> None:
    """R46: an improvement that is overdue is told of."""
    month = of(one(1, category="accounts"), one(2, category="accounts", open_days=90))
    late = Action(
        number=NUMBER, who="Bart", due=date(2026, 11, 1), text="x", overdue=True
    )
    assert kinds(month, late) == [
        PointKind.PROBLEM,
        PointKind.ACTIONS_OVERDUE,
        PointKind.BACKLOG,
    ]
