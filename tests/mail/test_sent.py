"""Our own letters are taken out of a reply, whatever a client made of them."""

import time

import pytest

from gateway.mail.sent import Remaining, subtract_sent, typed_below

MARKER = "------ 请在此行以上回复 / Reply above this line ------"
LETTER = (
    f"{MARKER}\n\nAnne, 您好：\n\n订单模块已于今天恢复。请验证。\n"
    "    CONFIRM K7QM-4P2X\n    没有解决\n\n技术支持中心"
)
QUOTE = LETTER.split("\n", 2)[2]


def left(text: str, quoted: str = "", below_from: int | None = None) -> str:
    return subtract_sent(text, [LETTER], quoted=quoted, below_from=below_from).words


def test_our_own_letter_is_subtracted_however_it_was_rewrapped() -> None:
    rewrapped = (
        "还是不行\n订单模块已于今\n天恢复。请验\n证。 CONFIRM\nK7QM-4P2X 没有解决"
    )
    assert left(rewrapped) == "还是不行"
    flat = "还是不行 " + LETTER.replace("\n", " ")
    assert left(flat + " " * 200).strip() == "还是不行"


def test_a_single_line_of_ours_that_the_customer_left_is_theirs() -> None:
    assert left("CONFIRM K7QM-4P2X") == "CONFIRM K7QM-4P2X"
    assert left("CONFIRM K7QM-4P2X\n谢谢大家的帮助").startswith("CONFIRM")


@pytest.mark.parametrize("line", ["CONFIRM K7QM-4P2X", "没有解决"])
def test_a_copied_line_above_our_letter_without_its_marker_is_theirs(line: str) -> None:
    assert left(f"{line}\n\n{QUOTE}") == line
    assert left(f"谢谢\n{line}\n\n{QUOTE}") == f"谢谢\n{line}"


def test_a_code_that_was_wrapped_above_our_letter_is_theirs() -> None:
    assert left(f"CONFIRM\nK7QM-4P2X\n\n{QUOTE}") == "CONFIRM\nK7QM-4P2X"


@pytest.mark.parametrize("line", ["CONFIRM K7QM-4P2X", "没有解决"])
def test_a_copied_line_below_our_whole_letter_is_theirs(line: str) -> None:
    remaining = subtract_sent(f"{QUOTE}\n\n{line}", [LETTER])
    assert remaining == Remaining(words=line, below=True)


@pytest.mark.parametrize("line", ["CONFIRM K7QM-4P2X", "没有解决"])
def test_a_line_left_over_from_our_letter_below_its_quote_is_ours(line: str) -> None:
    quoted = "Anne, 您好：\n订单模块已于今天恢复。请验证。"
    assert left(f"谢谢\n\n{line}", quoted, 2) == "谢谢"
    assert left(f"谢谢\n\n{line}", f"{quoted}\n{line}", 2) == f"谢谢\n\n{line}"
    assert left(f"{quoted}\n{line}") == ""


def test_words_under_our_letter_in_a_quote_without_signs_are_found() -> None:
    assert typed_below(f"{LETTER}\n\n明天做。", [LETTER]) == "明天做。"
    older = "发件人: x <a@b.example>\n发送时间: 2023\n收件人: y\n主题: s\n\n还是不行"
    assert typed_below(f"{LETTER}\n\n{older}", [LETTER]) == ""
    assert typed_below("还是不行", [LETTER]) == ""


def test_nothing_sent_subtracts_nothing() -> None:
    assert subtract_sent("a\nb", []) == Remaining(words="a\nb")
    assert subtract_sent("a\nb", ["", " "]).words == "a\nb"
    assert typed_below("a", []) == ""


@pytest.mark.parametrize(
    "text",
    ["word\n" * 13_000, "wo " * 20_000, "ab\n" * 20_000, ("a" * 30 + "\n") * 2000],
    ids=range(4),
)
def test_no_reply_makes_the_subtraction_slow(text: str) -> None:
    sent = ["word other thing\n" * 10_000, "第一行 abc def " * 20_000]
    began = time.process_time()
    subtract_sent(text, sent, quoted=text)
    assert time.process_time() - began < 2
