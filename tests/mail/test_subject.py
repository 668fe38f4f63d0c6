"""Subjects: what clients put in front is taken away, and what is left is a title."""

import pytest
from hypothesis import given, strategies as st

from gateway.mail.subject import TITLE_LIMIT_CHARS, clean_subject, is_chinese, title


@pytest.mark.parametrize(
    "subject",
    [
        "Printer on fire",
        "Re: Printer on fire",
        "RE: re: Fwd: Printer on fire",
        "回复：Printer on fire",
        "答复: 转发： Printer on fire",
        "Re[2]: Printer on fire",
        "[EXTERNAL] Re: Printer on fire",
        "【外部邮件】回复: Printer on fire",
        "Re: [TS20261116001] Printer on fire",
        "[TS20261116001] Re: [ts20261116001]  Printer   on fire ",
        "AW: WG: 【TS20261116001】Printer on fire",
    ],
)
def test_prefixes_banners_and_our_tag_are_taken_away(subject: str) -> None:
    assert clean_subject(subject) == "Printer on fire"


@pytest.mark.parametrize(
    "subject",
    [
        "Request: printer",
        "Reprint fails",
        "Free: printer",
        "TS20261116001 printer",
        "[TS2026] printer",
        "printer Re: fire",
    ],
)
def test_words_that_only_look_like_a_prefix_stay(subject: str) -> None:
    assert clean_subject(subject) == subject


@given(st.text(max_size=300))
def test_any_subject_is_cleaned_once_and_for_all(subject: str) -> None:
    cleaned = clean_subject(subject)
    assert len(cleaned) <= TITLE_LIMIT_CHARS
    assert "\n" not in cleaned


def test_any_number_of_prefixes_is_taken_away() -> None:
    assert clean_subject("Re: " * 20_000 + "printer") == "printer"


@pytest.mark.parametrize(
    "subject", ["", "  ", "Re:", "(no subject)", "（无主题）", "x"]
)
def test_without_a_subject_the_first_sentence_is_the_title(subject: str) -> None:
    assert title(subject, "\n\n  打印机冒烟。请尽快处理！\n") == "打印机冒烟"


def test_a_subject_is_the_title_whatever_the_words_say() -> None:
    assert title("Re: Printer on fire", "Hello!") == "Printer on fire"


def test_a_long_first_sentence_is_cut() -> None:
    assert title("", "a" * 999) == "a" * TITLE_LIMIT_CHARS


def test_without_subject_and_words_there_is_no_title() -> None:
    assert title("Re: ", " \n ") == ""


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("打印机坏了", True),
        ("Printer on fire", False),
        ("OA系统无法登录 error 500", True),
        ("The company 公司 cannot submit any orders since this morning", False),
        ("", False),
        ("12345 !!!", False),
    ],
)
def test_the_language_is_that_of_enough_letters(text: str, *, chinese: bool) -> None:
    assert is_chinese(text) is chinese
