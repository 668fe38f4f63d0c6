"""How alike a request is to those before it, in a way that one can explain.

Two texts are alike by the rare terms that they share: each counts by how few other
texts hold it (its inverse document frequency), against all that the new text says.
What is shared is told with the score. No model, nothing learned: a clerk can check it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from gateway.domain.findable import RARITY_LIMIT, DocumentKind, Rarity
from gateway.domain.terms import joined

PROBE_LIMIT = 64
"""Terms of the new text that count, the rarest first."""
SHOWN_LIMIT = 4
"""Shared words that are told."""
LEAST_SCORE = 0.12
"""Less than this is a coincidence; 1 is the same text."""
COMMON_SHARE = 0.2
"""A term in more than this share of all texts says nothing, once there are enough."""
ENOUGH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A text that may be alike, with its terms."""

    key: str
    kind: DocumentKind
    title: str
    category: str
    terms: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """``score`` is between 0 and 1; ``shared`` are the words that made it."""

    key: str
    kind: DocumentKind
    title: str
    category: str
    score: float
    shared: tuple[str, ...]


def weight(term: str, rarity: Rarity) -> float:
    """What a shared term is worth: 0 where it is in too many texts to tell any."""
    holding = rarity.holding.get(term, 0)
    if len(term) == 1 or holding == 0 or holding >= RARITY_LIMIT:
        return 0.0
    if rarity.documents >= ENOUGH and holding > rarity.documents * COMMON_SHARE:
        return 0.0
    return log(1 + rarity.documents / holding)


def telling(terms: Sequence[str], rarity: Rarity) -> tuple[str, ...]:
    """The terms worth looking for, in the order of the text."""
    worth = {term: weight(term, rarity) for term in dict.fromkeys(terms)}
    kept = sorted((t for t in worth if worth[t] > 0), key=lambda t: -worth[t])
    chosen = frozenset(kept[:PROBE_LIMIT])
    return tuple(term for term in worth if term in chosen)


def alike(
    terms: Sequence[str], candidates: Iterable[Candidate], rarity: Rarity, limit: int
) -> tuple[Alike, ...]:
    """The candidates most alike to a text of these terms, best first."""
    wanted = telling(terms, rarity)
    whole = sum(weight(term, rarity) for term in wanted)
    if not whole:
        return ()
    found = [_likeness(one, wanted, whole, rarity) for one in candidates]
    good = [one for one in found if one.score >= LEAST_SCORE and one.shared]
    return tuple(sorted(good, key=lambda one: (-one.score, one.key))[:limit])


def _likeness(
    one: Candidate, wanted: Sequence[str], whole: float, rarity: Rarity
) -> Alike:
    shared = tuple(term for term in wanted if term in one.terms)
    score = sum(weight(term, rarity) for term in shared) / whole
    return Alike(
        key=one.key,
        kind=one.kind,
        title=one.title,
        category=one.category,
        score=round(score, 3),
        shared=joined(shared)[:SHOWN_LIMIT],
    )
