"""How words are cut into terms, and queries into phrases."""

import time

import pytest
from hypothesis import given, strategies as st

from gateway.domain.terms import (
    PHRASES_LIMIT,
    QUERY_LIMIT_CHARS,
    TEXT_LIMIT_CHARS,
    WORD_LIMIT_CHARS,
    Phrase,
    is_chinese,
    joined,
    parts,
    phrases,
    terms,
)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", ()),
        ("Printer ON fire", ("printer", "on", "fire")),
        ("ＯＡ登录", ("oa", "登录", "录")),
        ("连接池", ("连接", "接池", "池")),
        ("ORA-12541", ("ora", "12541")),
        ("ストップ", ("スト", "トッ", "ップ", "プ")),
        ("snake_case_name", ("snake", "case", "name")),
        ("Straße ÉCOLE", ("strasse", "école")),
        ("\x00\ud800 a\u200bb", ("a", "b")),
    ],
)
def test_letters_are_whole_words_and_chinese_is_cut_in_neighbours(
    text: str, cut: tuple[str, ...]
) -> None:
    assert terms(text) == cut


@pytest.mark.parametrize(
    ("query", "sought"),
    [
        ("ab", (Phrase(("ab",)),)),
        ("print", (Phrase(("print",), prefix=True),)),
        ('"print"', (Phrase(("print",)),)),
        ("池", (Phrase(("池",), prefix=True),)),
        ("连接池", (Phrase(("连接", "接池")),)),
        ("OA登录", (Phrase(("oa", "登录")),)),
        ("“two words” x", (Phrase(("two", "words")), Phrase(("x",)))),
        ('say "half', (Phrase(("say",), prefix=True), Phrase(("half",), prefix=True))),
        ("same same", (Phrase(("same",), prefix=True),)),
        (" ,.。 ", ()),
    ],
)
def test_a_query_is_of_words_and_of_phrases_in_quotes(
    query: str, sought: tuple[Phrase, ...]
) -> None:
    assert phrases(query) == sought


def test_each_bound_holds() -> None:
    assert len(terms("a " * TEXT_LIMIT_CHARS)) == TEXT_LIMIT_CHARS // 2
    assert len(terms("x" * 500)[0]) == WORD_LIMIT_CHARS
    many = " ".join(f"w{n}" for n in range(50))
    assert len(phrases(many)) == PHRASES_LIMIT
    assert phrases(" " * QUERY_LIMIT_CHARS + "beyond") == ()


def test_the_parts_of_phrases_stand_alone_and_only_once() -> None:
    sought = (Phrase(("a", "bcd"), prefix=True), Phrase(("a",)))
    assert parts(sought) == (Phrase(("a",)), Phrase(("bcd",), prefix=True))


def test_neighbours_become_a_word_for_people_again() -> None:
    assert joined(("连接", "接超", "超时", "pool", "订单")) == (
        "连接超时",
        "pool",
        "订单",
    )


@given(st.text(max_size=300))
def test_no_text_and_no_query_breaks_it(text: str) -> None:
    for term in terms(text):
        assert term
        assert not set(term) & set(" \"'\\:*()<>|&!\x00")
        assert is_chinese(term) in (True, False)
    for phrase in phrases(text):
        assert phrase.terms


@given(st.text(alphabet="打印机连接池订单", min_size=2, max_size=8))
def test_what_stands_in_a_text_is_sought_by_terms_that_it_has(word: str) -> None:
    held = terms(f"今天{word}了")
    (sought,) = phrases(word)
    assert set(sought.terms) <= set(held)


@pytest.mark.parametrize("text", ["池" * 100_000, "a" * 100_000, '"' * 100_000])
def test_its_time_is_bounded(text: str) -> None:
    began = time.process_time()
    terms(text)
    phrases(text)
    assert time.process_time() - began < 1
