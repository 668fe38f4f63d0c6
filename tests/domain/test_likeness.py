"""How alike two texts are, in a way that one can explain."""

import pytest

from gateway.domain.findable import RARITY_LIMIT, DocumentKind, Rarity
from gateway.domain.likeness import (
    COMMON_SHARE,
    ENOUGH,
    LEAST_SCORE,
    PROBE_LIMIT,
    SHOWN_LIMIT,
    Candidate,
    alike,
    telling,
    weight,
)

HUNDRED = Rarity(
    documents=100, holding={"pool": 2, "order": 10, "the": 90, "连接": 3, "接池": 3}
)


def a_candidate(key: str, *terms: str) -> Candidate:
    return Candidate(
        key=key,
        kind=DocumentKind.REQUEST,
        title=key,
        category="",
        terms=frozenset(terms),
    )


def test_the_rarer_a_word_the_more_it_counts() -> None:
    assert weight("pool", HUNDRED) > weight("order", HUNDRED) > 0
    assert weight("the", HUNDRED) == weight("absent", HUNDRED) == 0


def test_words_of_too_many_texts_count_nothing_once_there_are_enough() -> None:
    share = round(ENOUGH * COMMON_SHARE)
    enough = Rarity(documents=ENOUGH, holding={"aa": share, "bb": share + 1})
    assert weight("aa", enough) > 0
    assert weight("bb", enough) == 0
    few = Rarity(documents=ENOUGH - 1, holding={"bb": ENOUGH - 1})
    assert weight("bb", few) > 0


def test_what_is_counted_no_further_counts_nothing() -> None:
    rarity = Rarity(documents=10**6, holding={"aa": RARITY_LIMIT})
    assert weight("aa", rarity) == 0


def test_the_most_alike_come_first_with_the_words_that_they_share() -> None:
    found = alike(
        ("pool", "order", "连接", "接池"),
        [a_candidate("a", "order"), a_candidate("b", "pool", "连接", "接池")],
        HUNDRED,
        3,
    )
    assert [one.key for one in found] == ["b", "a"]
    assert found[0].shared == ("pool", "连接池")
    assert 1 >= found[0].score > found[1].score >= LEAST_SCORE


def test_the_same_text_is_wholly_alike() -> None:
    (found,) = alike(("pool", "order"), [a_candidate("a", "pool", "order")], HUNDRED, 1)
    assert found.score == 1


@pytest.mark.parametrize("terms", [(), ("the",), ("absent",)])
def test_a_text_that_tells_nothing_is_like_nothing(terms: tuple[str, ...]) -> None:
    assert alike(terms, [a_candidate("a", "the", "absent")], HUNDRED, 3) == ()


def test_a_coincidence_is_not_shown() -> None:
    many = {f"word{n}": 2 for n in range(50)}
    rarity = Rarity(documents=100, holding=many)
    assert alike(tuple(many), [a_candidate("a", "word1")], rarity, 3) == ()


def test_each_bound_holds() -> None:
    many = {f"word{n}": 2 for n in range(PROBE_LIMIT * 2)}
    rarity = Rarity(documents=100, holding=many)
    assert len(telling(tuple(many), rarity)) == PROBE_LIMIT
    found = alike(
        tuple(many), [a_candidate(str(n), *many) for n in range(9)], rarity, 3
    )
    assert len(found) == 3
    assert all(len(one.shared) == SHOWN_LIMIT for one in found)
