"""What a customer's reply means: the acceptance corpus of PROCESS 6.7, and beyond."""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from gateway.domain.phrases import (
    PHRASE_LENGTH_LIMIT,
    PHRASES_LIMIT,
    Phrases,
    phrases_from,
)
from gateway.domain.verdict import (
    WORDS_LIMIT,
    Codes,
    Judgement,
    Position,
    Verdict,
    judge,
    normalise_code,
)

ROOT = Path(__file__).parents[2]
SECTIONS = tomllib.loads((ROOT / "config/phrases.toml").read_text(encoding="utf-8"))
V = Verdict
PHRASES: Phrases = phrases_from(SECTIONS)
REPLIES = ROOT.parent / "shared/corpora/zh_replies"
CODES = Codes(current=("K7QM-4P2X", "K7QM-4P2X-9Z"), past=("3FGH-5JKM",))
CONFIRMED = {V.CONFIRMED_BY_CODE, V.CONFIRMED_BY_WORDS}

# Lines of our own letter C09; the code's own line is the customer's to leave standing.
OUR_LINES = """\
------ 请在此行以上回复 / Reply above this line ------
故障已于 11:40 排除，请花 1 分钟验证并回复“确认”。
[TS20231001001] 请确认：订单模块无法提交订单 是否已解决
订单模块已于今天 11:40 恢复。请按下面两步验证，然后告诉我们结果。
  验证 2  连续提交 3 张，均不再出现“连接超时”
[ 确认已解决 ]
[ 确认已解决 ]   [ 没有解决 ]
或直接回复本邮件，第一行写下面其中一行：
    CONFIRM K7QM-4P2X      （中文写“确认 K7QM-4P2X”也可以）
您的确认即《问题解决确认书》TS20231001001-C1 的邮件签署，
不答复不会被当作确认，我们会来电询问。
Please confirm: "Orders cannot be submitted" resolved?
Fixed at 11:40. Please take a minute to check and reply CONFIRM.
[ Confirm: resolved ]   [ Not resolved ]
Or reply to this mail and make one of these your first line:
count as a confirmation: we will phone you instead.""".splitlines()


def verdict(words: str, position: Position = Position.TOP, *names: str) -> V:
    judged = judge(words, codes=CODES, phrases=PHRASES, position=position, names=names)
    return judged.verdict


@pytest.mark.parametrize(
    "words",
    [
        "CONFIRM K7QM-4P2X",
        "confirm k7qm4p2x",
        "Confirm: K7QM 4P2X.",
        "确认　Ｋ７ＱＭ－４Ｐ２Ｘ",
        "確認 K7QM-4P2X",
        "确认已解决 K7QM-4P2X",
        "同意 K7QM-4P2X",
        "您好，确认 K7QM-4P2X，谢谢",
        "“确认 K7QM-4P2X”",
        "CONFIRM K7QM-4P2X-9Z",
        "CONFIRM K7QM–4P2X\n谢谢",
        "测试过了。\n确认 K7QM-4P2X\n发票怎么开？",
        "\u200bCON\u200dFIRM \u202eK7QM\u202c-4P2X\ufeff",
    ],
)
def test_a_valid_code_behind_the_word_confirms(words: str) -> None:
    assert verdict(words) is V.CONFIRMED_BY_CODE


def test_a_code_confirms_below_the_quote_as_well() -> None:
    assert verdict("CONFIRM K7QM-4P2X", Position.BELOW_QUOTE) is V.CONFIRMED_BY_CODE


@pytest.mark.parametrize(
    "words",
    [
        "K7QM-4P2X",
        "你们写的 CONFIRM K7QM-4P2X 是什么意思",
        "CONFIRM K7QM-4P2X 还要做什么",
        "CONFIRM",
        "确认 20231009",
        "确认 TS20231001001",
        "confirm resolved",
    ],
)
def test_a_code_that_is_not_alone_behind_the_word_confirms_nothing(words: str) -> None:
    assert verdict(words) is V.UNCLEAR


def test_a_quoted_code_line_confirms_nothing() -> None:
    assert verdict("> CONFIRM K7QM-4P2X") is V.EMPTY
    assert verdict("好的\n> CONFIRM K7QM-4P2X") is V.UNCLEAR
    assert verdict("＞ CONFIRM K7QM-4P2X\n收到") is V.UNCLEAR


def test_a_code_of_an_earlier_round_is_told_from_one_of_another_request() -> None:
    assert verdict("确认 3FGH-5JKM") is V.PAST_CODE
    assert verdict("确认 9ZZZ-5JKM") is V.WRONG_CODE
    assert verdict("确认 3FGH-5JKM\n确认 K7QM-4P2X") is V.CONFIRMED_BY_CODE


def test_a_code_beside_a_negation_confirms_nothing_and_reopens_nothing() -> None:
    judged = judge("CONFIRM K7QM-4P2X\n导出还是不行", codes=CODES, phrases=PHRASES)
    assert judged == Judgement(
        verdict=V.CODE_AND_NEGATION, line="导出还是不行", rule="T1+T3"
    )
    assert verdict("确认 3FGH-5JKM\n又出现了") is V.CODE_AND_NEGATION


@pytest.mark.parametrize("words", ["NOT RESOLVED K7QM-4P2X", "没有解决 k7qm4p2x，谢谢"])
def test_the_button_for_no_disputes(words: str) -> None:
    assert verdict(words) is V.DISPUTED


@pytest.mark.parametrize(
    "words",
    [
        "确认",
        "確認",
        "“确认”",
        "已解决，谢谢",
        "已解決，謝謝！",
        "谢谢，问题已解决",
        "已解决谢谢",
        "张工，您好，已解决，辛苦了",
        "李经理：\n已恢复正常",
        "Hello Ms Li,\n\nResolved",
        "确认已解决。👍",
        "没问题了",
        "Confirmed",
        "Resolved, thanks!",
        "RESOLVED THANKS",
        "It works now :)",
        "Works now, thank you.",
        "确认\n\n谢谢！\n祝好",
        "已\u200b解\u202e决\u202c",
        "已解决\n\n发自我的iPhone",
        "Fixed\n\nSent from my iPhone",
        "确认\n-- \n李颖\n还是不行是我们的口头禅",
        "已解决\n\n本邮件及附件含有保密信息。\n如您错收了本邮件，请删除！",
        "Confirmed\n\nThis e-mail is confidential. If it fails to reach you, tell us.",
    ],
)
def test_a_first_line_of_the_closed_set_confirms_by_words(words: str) -> None:
    assert verdict(words) is V.CONFIRMED_BY_WORDS


def test_the_writers_own_card_does_not_spoil_a_confirmation() -> None:
    card = (
        "李颖\n运营部 经理\n客户信息技术有限公司\n电话：010-5555-0188\nwww.kehu.example"
    )
    assert verdict(f"已解决\n{card}", Position.TOP, "李颖") is V.CONFIRMED_BY_WORDS
    assert verdict("已解决\n谢谢\n李颖", Position.TOP, "李颖") is V.CONFIRMED_BY_WORDS
    assert verdict("已解决\n谢谢\n李颖") is V.UNCLEAR
    assert verdict(card, Position.TOP, "李颖") is V.EMPTY


@pytest.mark.parametrize(
    "words",
    [
        "还是不行",
        "no, still broken",
        "Still not working: the second order timed out again.",
        "still not fixed",
        "The problem is not yet solved",
        "No.",
        "不行",
        "没有解决",
        "沒有解決",
        "未解决",
        "不能确认",
        "又出现了",
        "Not\nresolved, sorry",
        "It doesn’t work.",
        "还是不行\n> CONFIRM K7QM-4P2X",
        "还是不行，怎么办？",
        "您好，\n仍然不能提交订单，提示编号 0x0107。\n请尽快处理。",
        "Not resolved. The second test order fails with the same time-out.",
        "不再报错，但是仍然不能提交",
        "未解\u200b决",
    ],
)
def test_a_clear_no_disputes(words: str) -> None:
    assert verdict(words) is V.DISPUTED


def test_a_dispute_names_the_words_that_decided() -> None:
    judged = judge("您好，\n  又不行了 \n谢谢", codes=CODES, phrases=PHRASES)
    assert judged == Judgement(verdict=V.DISPUTED, line="又不行了", rule="T3")


@pytest.mark.parametrize(
    "words",
    [
        "登录可以了，但导出还是不行",
        "之前打不开，现在好了",
        "Login is fixed, but export is still broken",
        "没问题了，不过打印仍然不行",
        "已解决\n导出还在报错",
    ],
)
def test_yes_and_no_in_one_reply_are_left_to_a_person(words: str) -> None:
    assert verdict(words) is V.MIXED


@pytest.mark.parametrize(
    "words",
    [
        "No problem, fixed",
        "没问题",
        "已解决？",
        "已解决?",
        "已解决吗",
        "应该解决了",
        "应该可以了，先用着看看",
        "暂时正常",
        "It works again, thanks",
        "No further problems",
        "好的",
        "收到，谢谢",
        "谢谢",
        "谢谢张工",
        "Thanks!",
        "OK",
        "1",
        "👍",
        "…",
        "您好",
        "已读",
        "同事说好了",
        "可以",
        "已解决，另外打印机也坏了",
        "已解决\n另外打印机也坏了",
        "已解决\n> 另外打印机也坏了",
        "谢谢\n已解决",
        "请看下面\n---------- Forwarded message ---------\nCONFIRM K7QM-4P2X",
        "主题：已解决",
        "收到\n发件人：张敏 发送时间：2023-10-01 主题：请确认\nCONFIRM K7QM-4P2X",
        "[ 确认已解决 ]",
        "已\u0336解\u0336决\u0336",
    ],
)
def test_words_that_leave_it_open_go_to_a_person(words: str) -> None:
    assert verdict(words) is V.UNCLEAR


@pytest.mark.parametrize("words", ["确认", "已解决，谢谢", "Confirmed"])
def test_a_keyword_below_the_quote_is_unclear(words: str) -> None:
    assert verdict(words, Position.BELOW_QUOTE) is V.UNCLEAR


def test_a_no_below_the_quote_is_a_no() -> None:
    assert verdict("还是不行", Position.BELOW_QUOTE) is V.DISPUTED


@pytest.mark.parametrize(
    "words",
    [
        "",
        " \r\n\u3000\n",
        "\u200b\ufeff",
        "发自我的iPhone",
        "Sent from my iPhone",
        "-- \n李颖\n客户公司",
        "> 已解决\n> CONFIRM K7QM-4P2X",
        "----------",
        "li.ying@kehu.example",
        "\u3164\u2800",
        "-------- 转发邮件信息 --------\n发件人：王\n\nCONFIRM K7QM-4P2X",
        "Begin forwarded message:\n\nFrom: Min\n\nCONFIRM K7QM-4P2X",
        "发件人: 张敏\n发送时间: 2023-10-01\n\n还是不行\n已解决",
    ],
)
def test_no_words_of_their_own_are_empty(words: str) -> None:
    assert verdict(words) is V.EMPTY


def test_a_reply_beyond_the_limit_confirms_nothing_by_itself() -> None:
    padding = "谢谢\n" * (WORDS_LIMIT // 3)
    assert verdict(f"已解决\n{padding}") is V.UNCLEAR
    assert verdict(f"CONFIRM K7QM-4P2X\n{padding}") is V.UNCLEAR
    assert verdict(f"还是不行\n{padding}") is V.DISPUTED


def test_a_code_is_read_in_any_spelling() -> None:
    assert normalise_code(" k7qm－4p2x ") == "K7QM4P2X"
    assert normalise_code("O1IL-abcd") == "0111ABCD"
    assert normalise_code("K7QM") == ""
    assert normalise_code("K7QM-4P2U") == ""
    assert normalise_code("K7QM-4P2X 谢谢") == ""
    assert normalise_code("K" * 21) == ""


open_words = st.sampled_from(
    [
        word
        for section in ("polite", "unclear", "salutation")
        for words in SECTIONS[section].values()
        for word in words
    ]
)
between = st.sampled_from([" ", "，", "。", "!", "\n", "\n\n", "、", "...", " - "])


@given(st.lists(st.tuples(open_words, between), max_size=8).map(lambda p: sum(p, ())))
def test_courtesies_and_open_words_never_confirm(parts: tuple[str, ...]) -> None:
    assert verdict("".join(parts)) not in CONFIRMED


@given(
    lines=st.lists(st.sampled_from(OUR_LINES), min_size=1, max_size=6),
    prefix=st.sampled_from(["", "> ", ">> ", "＞", "| ", "    "]),
    joint=st.sampled_from(["\n", "\n\n", " ", ""]),
)
def test_lines_of_our_own_letter_never_confirm(
    lines: list[str], prefix: str, joint: str
) -> None:
    assert verdict(joint.join(prefix + line for line in lines)) not in CONFIRMED


@given(
    no=st.sampled_from(
        [word for words in SECTIONS["negative"].values() for word in words]
    ),
    yes=st.sampled_from(["已解决", "CONFIRM K7QM-4P2X", "Confirmed", "好了，谢谢"]),
    first=st.booleans(),
)
def test_a_negative_word_anywhere_keeps_a_reply_from_confirming(
    no: str, yes: str, *, first: bool
) -> None:
    words = f"{no}\n{yes}" if first else f"{yes}\n顺便：{no} 。"
    assert verdict(words) not in CONFIRMED


@given(st.text(max_size=300))
def test_any_text_gets_a_judgement(words: str) -> None:
    assert verdict(words) in V


@pytest.mark.skipif(not REPLIES.is_dir(), reason="the corpus of replies is not here")
def test_replies_from_real_clients_mean_what_their_writers_meant() -> None:
    names = {"T3mixed": V.MIXED, "T1": V.CONFIRMED_BY_CODE, "T2": V.CONFIRMED_BY_WORDS}
    names |= {"T3": V.DISPUTED, "T4": V.UNCLEAR, "T5": V.EMPTY}
    kinds = json.loads((REPLIES / "kinds.json").read_text(encoding="utf-8"))
    truths = json.loads((REPLIES / "expected.json").read_text(encoding="utf-8"))
    wrong = []
    for name, truth in truths.items():
        kind = kinds[name]["kind"]
        words = truth.get("equals", "\n".join(truth.get("contains", ())))
        below = Position.BELOW_QUOTE if kind == "bottom" else Position.TOP
        expected = names[kinds[name]["intent"]]
        if kind != "forward" and verdict(words, below, "李颖") is not expected:
            wrong.append((name, words))
    assert wrong == []


def test_phrases_are_refused_with_a_reason() -> None:
    with pytest.raises(ValueError, match=r"\[affirmative\] is missing"):
        phrases_from({k: v for k, v in SECTIONS.items() if k != "affirmative"})
    with pytest.raises(ValueError, match=r"\[maybe\] is unknown"):
        phrases_from({**SECTIONS, "maybe": {"en": ["perhaps"]}})
    with pytest.raises(ValueError, match=r"\[confirm\] needs 1 to"):
        phrases_from({**SECTIONS, "confirm": {"en": []}})
    with pytest.raises(ValueError, match=r"\[confirm\] needs 1 to"):
        phrases_from({**SECTIONS, "confirm": {"en": ["x"] * (PHRASES_LIMIT + 1)}})
    with pytest.raises(ValueError, match="too long"):
        phrases_from({**SECTIONS, "confirm": {"en": ["x" * (PHRASE_LENGTH_LIMIT + 1)]}})
    with pytest.raises(ValueError, match="empty"):
        phrases_from({**SECTIONS, "confirm": {"en": ["\u200b"]}})
    with pytest.raises(ValueError, match="pairs"):
        phrases_from({**SECTIONS, "traditional": {"zh-CN": ["確认了"]}})
