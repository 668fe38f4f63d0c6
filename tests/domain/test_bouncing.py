"""The bounce score of an address: what it grows by, and what it is forgotten by."""

from datetime import timedelta

import pytest

from gateway.domain.bouncing import (
    BounceRules,
    Score,
    on_probation,
    scored,
    weight,
)
from tests.support.clock import NOON

RULES = BounceRules()


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        ("5.1.1", 1.0),
        ("5.2.2", 1.0),
        ("5.0.0", 1.0),
        ("5.4.4", 1.0),
        ("", 1.0),
        ("5", 1.0),
        ("5.2.3", 0.5),
        ("5.3.4", 0.5),
        ("5.5.0", 0.5),
        ("5.6.1", 0.5),
        ("5.7.26", 0.5),
        # The subject is a number: 5.20 is none of these.
        ("5.70.1", 1.0),
        ("5.2.30", 1.0),
    ],
)
def test_a_code_that_speaks_of_the_letter_counts_less(
    status: str, counts: float
) -> None:
    assert weight(status, RULES, hard=True) == counts
    assert weight(status, RULES, hard=False) == RULES.soft


def test_tenths_add_up_to_the_threshold() -> None:
    rules = BounceRules(hard=0.1, threshold=0.3)
    score = None
    for _ in range(3):
        score = scored(score, rules.hard, NOON, rules)
    assert score == Score(points=0.3, version=3, last_at=NOON, bad_since=NOON)


def test_time_forgets_points_and_opens_no_address() -> None:
    bad = Score(points=3, version=3, last_at=NOON, bad_since=NOON)
    later = NOON + RULES.forget_after
    assert scored(bad, 0.5, later, RULES) == Score(
        points=0.5, version=4, last_at=later, bad_since=NOON
    )
    just = NOON + RULES.forget_after - timedelta(seconds=1)
    assert scored(bad, 0.5, just, RULES).points == 3.5


@pytest.mark.parametrize(
    ("rules", "left"),
    [(RULES, 2.0), (BounceRules(hard=5, threshold=2), 0.0)],
)
def test_on_probation_one_more_hard_return_is_enough(
    rules: BounceRules, left: float
) -> None:
    assert on_probation(rules) == left
    kept = Score(points=left, version=1, last_at=NOON)
    assert scored(kept, rules.hard, NOON, rules).bad_since == NOON
