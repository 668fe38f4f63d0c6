"""R41: which keywords are suggested, and what a keyword may look like."""

from dataclasses import replace

import pytest

from gateway.domain.findable import Rarity
from gateway.domain.keywords import (
    CANDIDATES_LIMIT,
    KEYWORD_LIMIT_CHARS,
    KEYWORDS_LIMIT,
    SUGGESTED_LIMIT,
    candidate_terms,
    keywords_from,
    suggest,
    too_long,
)
from gateway.domain.request import Request
from tests.support.builders import a_new_request


def solved(subject: str, cause: str = "", solution: str = "") -> Request:
    return replace(a_new_request(), subject=subject, cause=cause, solution=solution)


@pytest.mark.parametrize(
    ("argument", "keywords"),
    [
        ("OA登录,权限配置", ("OA登录", "权限配置")),
        ("a、b；c, d\ne", ("a", "b", "c", "d", "e")),
        ("  two   words ,, ", ("two words",)),
        ("Same, same, ＳＡＭＥ", ("ＳＡＭＥ",)),
        ("", ()),
        (",，、", ()),
    ],
)
def test_keywords_are_parted_by_commas_of_every_kind(
    argument: str, keywords: tuple[str, ...]
) -> None:
    assert keywords_from(argument) == keywords


def test_a_keyword_that_is_too_long_is_told_and_not_taken() -> None:
    long = "x" * (KEYWORD_LIMIT_CHARS + 1)
    assert keywords_from(f"a,{long}") == ("a",)
    assert too_long(f"a,{long}") == (long,)
    assert too_long("x" * KEYWORD_LIMIT_CHARS) == ()


def test_a_request_has_so_many_keywords_and_no_more() -> None:
    assert len(keywords_from(",".join(map(str, range(99))))) == KEYWORDS_LIMIT


def test_the_operators_own_words_come_first_where_the_texts_name_them() -> None:
    request = solved("无法登录OA系统", "单点登录的权限配置错误")
    suggested = suggest(request, Rarity(), ("权限配置", "打印机", "oa"))
    assert suggested[:2] == ("权限配置", "oa")
    assert "打印机" not in suggested


def test_quoted_names_and_rare_words_come_before_common_ones() -> None:
    request = solved("order order fails", "listener stopped", "restart listener")
    rarity = Rarity(documents=1000, holding={"order": 900, "listener": 2, "fails": 500})
    assert suggest(request, rarity)[0] == "listener"
    assert "连接超时" in suggest(solved("提交订单提示“连接超时”"), Rarity())


def test_function_words_are_no_keywords() -> None:
    suggested = suggest(solved("我们的打印机已经不能打印了", "the and for"), Rarity())
    assert not {"我们", "已经", "不能", "the", "and", "for"} & set(suggested)


def test_suggestions_are_few_and_each_says_something_else() -> None:
    many = " ".join(f"word{n}x" for n in range(50))
    assert len(suggest(solved(many), Rarity())) == SUGGESTED_LIMIT
    suggested = suggest(solved("数据库连接池 连接池"), Rarity())
    assert len(suggested) == len(set(suggested))


def test_nothing_is_suggested_for_nothing() -> None:
    assert suggest(solved(""), Rarity()) == ()


def test_so_many_terms_are_asked_for_and_no_more() -> None:
    many = " ".join(f"w{n}" for n in range(1000))
    assert len(candidate_terms(solved(many))) == CANDIDATES_LIMIT
