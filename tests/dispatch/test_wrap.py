"""Lines break where a reader of either language would break them."""

import pytest
from hypothesis import given, strategies as st

from gateway.dispatch.wrap import (
    COLUMNS,
    LAST_LINE_COLUMNS,
    columns,
    cut,
    fold,
    one_line,
)

ENGLISH = "There is nothing that you need to do until the engineer has called you. "
CHINESE = "值班工程师会在十点前致电，与您核对细节，在此之前您无需操作。"


def lines(text: str) -> list[str]:
    return fold(text).splitlines()


def test_a_hanzi_is_two_columns_and_an_accent_none() -> None:
    assert [columns(text) for text in ("ab", "汉字", "“", "é", "e\u0301")] == [
        2,
        4,
        2,
        2,
        1,
    ]


def test_a_line_that_fits_is_left_alone() -> None:
    assert fold("a" * COLUMNS) == "a" * COLUMNS + "\n"
    assert fold("汉" * 36) == "汉" * 36 + "\n"


def test_english_breaks_at_spaces_and_loses_no_word() -> None:
    found = lines(ENGLISH * 4)
    assert max(map(len, found)) <= COLUMNS
    assert " ".join(found).split() == (ENGLISH * 4).split()


def test_chinese_breaks_anywhere_but_before_a_closing_or_after_an_opening_mark() -> (
    None
):
    for shift in range(40):
        found = lines("字" * shift + CHINESE * 5 + "（甲）")
        assert max(map(columns, found)) <= COLUMNS
        assert "".join(found) == "字" * shift + CHINESE * 5 + "（甲）"
        assert not any(line.startswith(tuple("，。）")) for line in found)
        assert not any(line.endswith("（") for line in found)


def test_the_last_line_is_never_a_lone_word() -> None:
    for shift in range(30):
        found = lines("word " * 14 + "x" * shift + " confirmed")
        assert len(found) == 1 or columns(found[-1]) >= LAST_LINE_COLUMNS


def test_a_line_to_copy_is_never_broken() -> None:
    line = "    #note " + "x " * 60 + "y"
    assert fold(line) == line + "\n"


def test_a_fact_hangs_by_four_and_a_quote_keeps_its_bar() -> None:
    assert lines("  Cause: " + ENGLISH * 2)[1].startswith("    ")
    assert all(line.startswith("  | ") for line in lines("  | " + ENGLISH * 2))


def test_an_address_is_left_whole_and_an_endless_word_is_not() -> None:
    address = "https://support.example.com/" + "x" * 90
    assert address in lines("See " + address)
    assert max(map(columns, lines("y" * 500))) <= COLUMNS


def test_blank_lines_never_come_in_twos() -> None:
    assert fold("\n\na\n\n \n\nb\n\n\n") == "a\n\nb\n"


@pytest.mark.parametrize("mark", "#＃﹟♯")
def test_no_break_puts_a_command_at_the_start_of_a_line(mark: str) -> None:
    for shift in range(60, 80):
        found = lines("x" * (shift - 10) + " " + "y" * 8 + f" {mark}close it " * 3)
        assert not any(line.startswith(mark) for line in found[1:])


def test_what_is_cut_says_so() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("abcdef", 5) == "ab..."
    assert cut("汉字汉字", 7) == "汉字..."


def test_foreign_words_become_one_line_of_visible_characters() -> None:
    assert one_line(" a\r\n\tb\x00c\u202ed\u200be  ") == "a b c d e"
    assert one_line("两行\u2028文字") == "两行 文字"


@given(st.text(max_size=300))
def test_folding_loses_nothing_but_blanks(text: str) -> None:
    words = one_line(text)
    folded = fold(words)
    assert "".join(folded.split()) == "".join(words.split())


@given(st.text(max_size=300))
def test_folded_text_fits_unless_it_must_be_copied(text: str) -> None:
    words = one_line(text).replace("@", "").replace("://", "")
    closing = "，。、；：？！）》】〉」』”’…—·,.;:?!)]}%#＃﹟♯"
    for line in lines(words):
        beyond = line.rstrip(closing)
        assert columns(beyond) <= COLUMNS
