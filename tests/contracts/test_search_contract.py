"""What every index promises: see ``gateway.desk.ports_search.Search``."""

from datetime import timedelta

import pytest

from gateway.desk.ports_search import Search
from gateway.domain.findable import (
    HITS_LIMIT,
    Document,
    DocumentKind,
    Found,
    Rarity,
)
from tests.support.builders import MORNING

INJECTIONS = (
    "Robert'); DROP TABLE search_document;--",
    '" OR 1=1 --',
    "title : x",
    "NEAR(a b)",
    "a AND",
    "* ( ) ^ - + : | & ! <->",
    "%_\\",
    "\x00\x1b\ud800",
    "$1 ? %s :x",
)


def a_document(key: str, title: str, body: str = "", **more: object) -> Document:
    given = {
        "kind": DocumentKind.REQUEST,
        "at": MORNING,
        **more,
    }
    return Document(key=key, title=title, body=body, **given)  # type: ignore[arg-type]  # a builder


ORDERS = a_document(
    "TS20261116001",
    "订单模块无法提交订单",
    "提交订单时提示“连接超时”，重启浏览器无效。数据库连接池占满。",
    category="software",
)
PRINTER = a_document(
    "TS20261116002",
    "Printer on floor 3 is on fire",
    "Smoke comes out of tray 2. Error ORA-12541 on the print server.",
    keywords=("printer", "fire"),
)
LOGIN = a_document(
    "TS20261116003", "OA登录失败", "单点登录升级后旧书签失效", keywords=("OA登录",)
)
GUIDE = a_document(
    "KB-0001", "提交订单时提示连接超时", "将连接上限调高", kind=DocumentKind.ARTICLE
)
EVERYTHING = (ORDERS, PRINTER, LOGIN, GUIDE)


@pytest.fixture
def filled(search: Search) -> Search:
    search.put(EVERYTHING)
    return search


def keys(found: Found) -> list[str]:
    return [hit.key for hit in found.hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("连接池", {"TS20261116001"}),
        ("订单", {"TS20261116001", "KB-0001"}),
        ("池", {"TS20261116001"}),
        ("满", {"TS20261116001"}),
        ("订", {"TS20261116001", "KB-0001"}),
        ("订单 连接", {"TS20261116001", "KB-0001"}),
        ("订单 浏览器", {"TS20261116001"}),
        ("OA登录", {"TS20261116003"}),
        ("oa", {"TS20261116003"}),
        ("ＯＡ 登录", {"TS20261116003"}),
        ("print", {"TS20261116002"}),
        ("PRINTER fire", {"TS20261116002"}),
        ("ORA-12541", {"TS20261116002"}),
        ('"tray 2"', {"TS20261116002"}),
        ("“连接超时”", {"TS20261116001", "KB-0001"}),
    ],
)
def test_words_find_what_has_them_all_in_both_languages(
    filled: Search, query: str, expected: set[str]
) -> None:
    found = filled.find(query, 10)

    assert set(keys(found)) == expected
    assert found.total == len(expected)
    assert not found.loose


def test_a_hit_in_the_title_comes_before_one_in_the_words(filled: Search) -> None:
    assert keys(filled.find("提交订单 连接超时", 10))[0] == "KB-0001"


def test_among_equals_the_newest_comes_first(search: Search) -> None:
    for hours in (1, 3, 2):
        at = MORNING + timedelta(hours=hours)
        search.put([a_document(f"TS2026111600{hours}", "paper jam", at=at)])

    assert keys(search.find("jam", 10)) == [
        "TS20261116003",
        "TS20261116002",
        "TS20261116001",
    ]


def test_what_was_found_is_told_whole(filled: Search) -> None:
    (hit,) = filled.find("浏览器", 10).hits

    assert (hit.key, hit.kind) == ("TS20261116001", DocumentKind.REQUEST)
    assert (hit.title, hit.category) == (ORDERS.title, "software")
    assert hit.at == MORNING
    assert hit.score > 0


def test_where_nothing_has_all_words_the_nearest_are_told_as_such(
    filled: Search,
) -> None:
    found = filled.find("订单 浏览器 打印机", 10)

    assert found.loose
    assert keys(found)[0] == "TS20261116001"


@pytest.mark.parametrize("query", ["", "   ", "。，！", "鱼", "zeppelin"])
def test_nothing_is_found_for_nothing_and_for_what_nobody_wrote(
    filled: Search, query: str
) -> None:
    assert filled.find(query, 10) == Found()


@pytest.mark.parametrize("query", INJECTIONS)
def test_the_grammar_of_an_index_is_no_part_of_a_query(
    filled: Search, query: str
) -> None:
    filled.find(query, 10)
    filled.alike(query, "", 3)

    assert keys(filled.find("浏览器", 10)) == ["TS20261116001"]


def test_hits_are_bounded_and_still_counted(search: Search) -> None:
    search.put([a_document(f"TS{n:09d}", f"paper jam {n}") for n in range(60)])

    found = search.find("jam", 5000)

    assert len(found.hits) == HITS_LIMIT
    assert found.total == 60


def test_a_document_takes_the_place_of_the_one_before(filled: Search) -> None:
    filled.put([a_document(PRINTER.key, "Printer works", "nothing burns")])

    assert keys(filled.find("smoke", 10)) == []
    assert keys(filled.find("nothing", 10)) == [PRINTER.key]
    assert filled.rarity(("smoke",)).documents == len(EVERYTHING)


def test_what_is_removed_is_found_no_more_and_counts_no_more(filled: Search) -> None:
    filled.remove((ORDERS.key, "TS-nobody"))
    filled.remove((ORDERS.key,))

    assert keys(filled.find("浏览器", 10)) == []
    assert filled.rarity(("浏览", "订单")) == Rarity(documents=3, holding={"订单": 1})


def test_an_index_made_anew_holds_what_it_is_given_alone(filled: Search) -> None:
    assert filled.rebuild([LOGIN]) == 1

    assert keys(filled.find("订单", 10)) == []
    assert keys(filled.find("登录", 10)) == [LOGIN.key]


def test_rarity_counts_documents_and_not_occurrences(filled: Search) -> None:
    rarity = filled.rarity(("订单", "oa", "absent"))

    assert rarity == Rarity(documents=4, holding={"订单": 2, "oa": 1})


def test_what_is_alike_is_told_with_the_words_that_made_it_so(filled: Search) -> None:
    filled.put(
        [a_document(f"TS{n:09d}", f"ordinary thing {n}", "的确") for n in range(30)]
    )

    found = filled.alike("新订单提交失败，连接超时", "TS20261116009", 3)

    assert [one.key for one in found][:2] == ["KB-0001", "TS20261116001"]
    assert "连接超时" in found[0].shared
    assert 0 < found[-1].score <= found[0].score <= 1


def test_a_document_is_never_like_itself(filled: Search) -> None:
    found = filled.alike(ORDERS.title, ORDERS.key, 3)

    assert ORDERS.key not in [one.key for one in found]


def test_a_text_without_rare_words_is_like_nothing(filled: Search) -> None:
    assert filled.alike("", "", 3) == ()
    assert filled.alike("zeppelin", "", 3) == ()


def test_every_moment_is_kept_to_the_microsecond(search: Search) -> None:
    at = MORNING + timedelta(microseconds=1)
    search.put([a_document("TS20261116001", "clock", at=at)])

    assert search.find("clock", 1).hits[0].at == at
