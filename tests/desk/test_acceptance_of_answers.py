"""PROCESS 6.7: the acceptance cases of the last word, each through the whole desk.

The mail goes in as bytes with the shipped C09 quoted below; status, evidence and the
letters that go out are looked at.
"""

import pytest

from gateway.domain.request import Priority, Status
from tests.desk.answers_to_c09 import (
    answered,
    asked,
    is_confirmed,
    is_open,
)
from tests.support.builders import ANNE, BART
from tests.support.desk import World

CERTIFIED = {("C12", ANNE), ("S14", BART)}
REOPENED = {("C13", ANNE), ("S14", BART)}
JUDGED = {("S13", BART)}
ASKED_AGAIN = {("C11", ANNE), ("S13", BART)}
ASKED_ALONE = {("C11", ANNE)}


@pytest.mark.parametrize(
    "words",
    [
        "CONFIRM {code}",
        "confirm {code}",
        "确认 {code}",
        "确认　{code}",
        "同意 {code}",
        "确认已解决 {code}",
        "李经理您好\n\nCONFIRM {code}\n谢谢",
    ],
)
def test_t1_the_code_on_a_line_of_its_own_is_evidence_of_class_a(
    guarded: World, words: str
) -> None:
    """R36."""
    assert answered(guarded, asked(guarded), words) == CERTIFIED
    assert is_confirmed(guarded.request(), "A")


def test_t1_a_code_in_full_width_or_without_its_hyphen_is_the_same_code(
    guarded: World,
) -> None:
    letter = asked(guarded)
    printed = guarded.context.confirm_code(guarded.request()).printed
    wide = "".join(chr(ord(c) + 0xFEE0) for c in printed)
    assert answered(guarded, letter, f"确认　{wide}") == CERTIFIED
    assert is_confirmed(guarded.request(), "A")


def test_t1_small_letters_without_the_hyphen_do(guarded: World) -> None:
    letter = asked(guarded)
    printed = guarded.context.confirm_code(guarded.request()).printed
    bare = printed.replace("-", "").lower()
    assert answered(guarded, letter, f"confirm {bare}") == CERTIFIED


@pytest.mark.parametrize(
    "words",
    [
        "已解决，谢谢",
        "谢谢，问题已解决",
        "确认",
        "Confirmed",
        "Resolved, thanks!",
        "没问题了",
        "已恢复正常",
        "可以了，辛苦了",
        "It works now",
        "确\u200b认",
        "\u202e\u202c已解决",
    ],
)
def test_t2_the_closed_set_of_words_is_evidence_of_class_b(
    guarded: World, words: str
) -> None:
    assert answered(guarded, asked(guarded), words) == CERTIFIED
    assert is_confirmed(guarded.request(), "B")


@pytest.mark.parametrize(
    "words",
    [
        "还是不行",
        "no, still broken",
        "没有解决",
        "未解决",
        "不能确认",
        "NOT RESOLVED {code}",
        "没有解决 {code}",
        "不行",
        "It happened again.",
    ],
)
def test_t3_a_clear_no_reopens_at_once(guarded: World, words: str) -> None:
    """R37, R38, R39."""
    assert answered(guarded, asked(guarded), words) == REOPENED
    request = guarded.request()
    assert (request.status, request.round) == (Status.IN_PROGRESS, 2)
    assert request.priority is Priority.HIGH
    assert request.reopen_reason.startswith(words.split(" {", maxsplit=1)[0])


@pytest.mark.parametrize(
    "words",
    [
        "登录可以了，但导出还是不行",
        "之前打不开，现在好了",
        "CONFIRM {code}\n还是不行",
    ],
)
def test_t3_mixed_yes_and_no_stops_the_clock_and_goes_to_the_owner(
    guarded: World, words: str
) -> None:
    assert answered(guarded, asked(guarded), words) == JUDGED
    request = guarded.request()
    assert is_open(request)
    assert request.settlement.undecided_since is not None


@pytest.mark.parametrize(
    "words",
    [
        "No problem, fixed",
        "没问题",
        "已解决？",
        "应该解决了",
        "It works again, thanks",
        "No further problems",
        "好的",
        "收到，谢谢",
        "OK",
        "👍",
        "谢谢",
        "1",
        "已阅",
        "先用着看看",
        "同事说好了",
        "已解决，另外打印机也坏了",
        "已解决\n另外打印机也坏了",
        "CONFIRM 2222-2222",
    ],
)
def test_t4_what_is_not_clear_is_asked_once_and_goes_to_a_person(
    guarded: World, words: str
) -> None:
    letter = asked(guarded)
    assert answered(guarded, letter, words) == ASKED_AGAIN
    assert answered(guarded, letter, words) == JUDGED
    assert is_open(guarded.request())


@pytest.mark.parametrize(
    "words",
    ["", "发自我的iPhone", "-- \n李安\n客户有限公司 采购部\n电话 010-5555"],
)
def test_t5_a_mail_that_says_nothing_is_asked_about_once(
    guarded: World, words: str
) -> None:
    letter = asked(guarded)
    assert answered(guarded, letter, words) == ASKED_ALONE
    assert answered(guarded, letter, words) == set()
    assert is_open(guarded.request())
