"""The bounce score of an address: how often letters to it came back, and how surely.

Rule: figures are in ``BounceRules``, what a code says of the address is in the tables
below. A score is forgotten once nothing came back for a while; an address that was
given up stays so until a person vouches for it, or it writes to us itself.
STANDARDS: RFC 3463 §3 (codes). The score is the one that Mailman keeps for members.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

_OF_THE_LETTER = frozenset({"2.3", "3.4", "5.x", "6.x", "7.x"})
"""Codes without their class, and whole subjects, that speak of the letter, or of what
somebody thinks of it: its size, the protocol, its content, a policy. The mailbox may
well live."""
_DIGITS = 2
"""Places after the point that a score keeps: tenths add up to what they should."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceRules:
    """What one letter that came back counts, and when an address is given up."""

    hard: float = 1.0
    soft: float = 0.5
    threshold: float = 3.0
    forget_after: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What is known of an address. ``version`` grows with every change.

    ``bad_since``: nothing automatic goes there any more. ``heard_at``: when it last
    showed that it lives, by a mail of its own or by the word of one of staff.
    """

    points: float
    version: int
    last_at: datetime
    bad_since: datetime | None = None
    heard_at: datetime | None = None


def weight(status: str, rules: BounceRules, *, hard: bool) -> float:
    """What a letter counts that came back with this code of RFC 3463."""
    _, _, rest = status.partition(".")
    subject = f"{rest.partition('.')[0]}.x"
    of_the_letter = not _OF_THE_LETTER.isdisjoint({rest, subject})
    return rules.hard if hard and not of_the_letter else rules.soft


def scored(
    before: Score | None, points: float, now: datetime, rules: BounceRules
) -> Score:
    """The score once more came back."""
    if before is None:
        before = Score(points=0, version=0, last_at=now)
    stale = now - before.last_at >= rules.forget_after
    total = round((0 if stale else before.points) + points, _DIGITS)
    reached = now if total >= rules.threshold else None
    return replace(
        before,
        points=total,
        version=before.version + 1,
        last_at=now,
        bad_since=before.bad_since or reached,
    )


def on_probation(rules: BounceRules) -> float:
    """What remains at most where a bad address wrote: one more closes it again."""
    return max(0.0, round(rules.threshold - rules.hard, _DIGITS))
