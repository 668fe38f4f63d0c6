"""Client by client, language by language: only what the sender wrote is read."""

import pytest

from gateway.mail.reply import read_reply, reply_text
from tests.mail.clients import (
    ATTRIBUTIONS,
    BANNERS,
    BLOCKS,
    FOOTERS,
    NOTICES,
    WORDS_LIKE_FOOTERS,
)

LETTER = (
    "------ 请在此行以上回复 / Reply above this line ------\n\n李安，您好：\n\n"
    "您的问题已处理完毕。\n\n    确认 K7QM-4P2X\n    没有解决\n\n示例技术支持中心\n"
    "本信中的时间均为 UTC+8。"
)
FOREIGN = "Dear Anne,\n\nwe have restarted the pool.\nPlease look again.\n\nBart"
SIGNS = (">", "> ", "＞ ", "» ", "| ", "&gt; ")
WORDS = (
    "已解决",
    "Thanks, it works.\n\nOn Monday I will look again.\nAnne",
    "Ok. 3 left",
)


def signed(letter: str, sign: str = "> ") -> str:
    return "\n".join(f"{sign}{line}".rstrip() for line in letter.split("\n"))


@pytest.mark.parametrize("client", ATTRIBUTIONS)
@pytest.mark.parametrize("letter", [LETTER, FOREIGN], ids=["ours", "foreign"])
@pytest.mark.parametrize("words", WORDS, ids=["zh", "en", "short"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["close", "apart"])
def test_words_above_an_attribution(
    client: str, letter: str, words: str, gap: str
) -> None:
    text = f"{words}{gap}{ATTRIBUTIONS[client]}\n{signed(letter)}\n"
    assert reply_text(text) == words
    assert reply_text(text.replace("\n", "\r\n")) == words


@pytest.mark.parametrize("client", ATTRIBUTIONS)
@pytest.mark.parametrize("sign", SIGNS)
def test_words_above_below_and_between_quoted_lines(client: str, sign: str) -> None:
    head = ATTRIBUTIONS[client]
    quote = signed(FOREIGN, sign)
    first, rest = quote.split("\n", 1)
    assert reply_text(f"{head}\n{quote}\n\n已解决") == "已解决"
    between = f"好\n\n{head}\n{first}\n是的\n{rest}\n\n再见"
    assert reply_text(between).split("\n\n") == ["好", "是的", "再见"]
    reply = read_reply(between)
    assert reply.below_from == 2
    assert reply.words.split("\n")[reply.below_from] == "是的"


@pytest.mark.parametrize("client", ATTRIBUTIONS)
@pytest.mark.parametrize("width", [30, 45, 60])
def test_an_attribution_wrapped_over_lines(client: str, width: int) -> None:
    lines = [""]
    for word in ATTRIBUTIONS[client].split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    head = "\n".join(lines)
    if head.startswith(("-", ">")):
        pytest.skip("a ruled or quoted line is not wrapped so")
    assert reply_text(f"已解决\n\n{head}\n{signed(FOREIGN)}\n") == "已解决"


@pytest.mark.parametrize("client", ATTRIBUTIONS)
def test_a_quoted_line_that_lost_its_breaks(client: str) -> None:
    head = ATTRIBUTIONS[client].replace("\n", " ")
    flat = " ".join(f"已解决\n\n{head}\n{LETTER}".split())
    assert reply_text(flat).startswith("已解决")
    assert "没有解决" not in reply_text(flat)


@pytest.mark.parametrize("client", BLOCKS)
@pytest.mark.parametrize("letter", [LETTER, FOREIGN], ids=["ours", "foreign"])
@pytest.mark.parametrize("words", WORDS, ids=["zh", "en", "short"])
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_words_above_a_header_block(
    client: str, letter: str, words: str, gap: str
) -> None:
    assert reply_text(f"{words}{gap}{BLOCKS[client]}\n\n{letter}\n") == words
    assert reply_text(f"{words}{gap}{BLOCKS[client]}\n{letter}\n") == words


@pytest.mark.parametrize("client", BLOCKS)
def test_words_below_and_between_signed_lines_under_a_header_block(
    client: str,
) -> None:
    quote = signed(FOREIGN)
    first, rest = quote.split("\n", 1)
    assert reply_text(f"{BLOCKS[client]}\n\n{quote}\n\n已解决") == "已解决"
    between = f"好\n\n{BLOCKS[client]}\n\n{first}\n是的\n{rest}\n\n再见"
    assert reply_text(between).split("\n\n") == ["好", "是的", "再见"]


@pytest.mark.parametrize("client", BLOCKS)
def test_words_under_our_letter_that_a_client_quotes_without_signs(client: str) -> None:
    reply = read_reply(f"{BLOCKS[client]}\n\n{LETTER}\n\n明天下午做。\n")
    assert (reply.words, reply.below_from) == ("明天下午做。", 0)


@pytest.mark.parametrize("client", BLOCKS)
def test_a_header_block_alone_says_nothing(client: str) -> None:
    assert reply_text(f"\n{BLOCKS[client]}\n\n{LETTER}\n") == ""


@pytest.mark.parametrize("footer", FOOTERS.split("|"))
def test_a_clients_advertisement_is_cut(footer: str) -> None:
    quote = BLOCKS["outlook zh"]
    assert reply_text(f"已解决\n\n{footer}\n\n{quote}\n\n{LETTER}") == "已解决"
    assert reply_text(footer) == ""


@pytest.mark.parametrize("words", WORDS_LIKE_FOOTERS.split("|"))
def test_words_that_begin_like_an_advertisement_stay(words: str) -> None:
    assert reply_text(words) == words


@pytest.mark.parametrize("banner", BANNERS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_gateways_banner_is_cut(banner: str, gap: str) -> None:
    text = f"{banner}{gap}还是不行，请看附件。\n\n{BLOCKS['outlook zh']}\n\n{LETTER}"
    assert reply_text(text) == "还是不行，请看附件。"


@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_under_the_words_is_cut(notice: str) -> None:
    assert reply_text(f"已解决\n\n{notice}\n") == "已解决"
    assert reply_text(f"已解决\n\n----------\n{notice}\n") == "已解决"
    assert reply_text(f"{notice}\n\n已解决") == "已解决"


@pytest.mark.parametrize(
    "words",
    [
        "On it, thanks",
        "On 3 PCs it works, thanks",
        "At 9 we start",
        "OK, 2 of 3 work",
        "3 are left",
        "在三台电脑上都好了",
        "Am Montag geht es wieder",
        "Le 9 octobre c'est bon",
        "To be clear: it works",
        "Bart <bart@example.com> knows",
    ],
)
@pytest.mark.parametrize("client", ["gmail en", "163 zh", "gmail de", "gmail zh"])
def test_words_right_above_an_attribution_are_no_part_of_it(
    words: str, client: str
) -> None:
    assert reply_text(f"{words}\n{ATTRIBUTIONS[client]}\n{signed(LETTER)}") == words


@pytest.mark.parametrize(
    "words",
    [
        "On 5 May I wrote:\nPlease help, nobody answers.",
        "On 2023-10-09 at 15:30 the printer wrote:\nError 550",
        "2023-10-09 15:30 系统写道：\n连接超时",
        "我在2023年10月1日写道：\n请帮忙",
        "日期：10月9日\n时间：下午\n地点：三楼",
        "From: Beijing\nTo: Shanghai\nDate: 1 May\nplease book",
        "first\n--\nWould you call me about the second one?",
        "The share is:\n/Backup",
        "Broken are:\n-Printer\n-Scanner",
        "| a | b |\n| 1 | 2 |\n| 3 | 4 |",
        "Sincerely, this is wrong.",
        "Best\nregards are not what I want!",
    ],
)
def test_words_in_the_form_of_a_separator_or_signature_stay(words: str) -> None:
    assert reply_text(words) == words


@pytest.mark.parametrize("name", ["/John", "/ Anna", "//Erik Berg"])
def test_a_name_behind_a_slash_at_the_end_is_a_signature(name: str) -> None:
    assert reply_text(f"Det fungerar.\n\n{name}") == "Det fungerar."
    assert reply_text(name) == name


@pytest.mark.parametrize("name", ["-Anne", "Anne", "- Anne Li", "—\nAnne\nCEO"])
def test_a_name_without_a_mark_of_its_own_stays(name: str) -> None:
    assert reply_text(f"It works.\n\n{name}") == f"It works.\n\n{name}"


def test_each_cut_is_told_with_why() -> None:
    banner, notice, footer = BANNERS[0], NOTICES[0], "发自我的iPhone"
    head = ATTRIBUTIONS["163 zh"]
    reply = read_reply(
        f"{banner}\n\n已解决\n\nanne@customer.example\n{footer}\n[图片]\n{notice}\n\n"
        f"{head}\n> 李安\n好\n-- \nAnne\n",
        sender="anne@customer.example",
    )
    assert reply.words == "已解决\n\n好"
    assert [(cut.why.value, cut.text) for cut in reply.cut] == [
        ("gateway-banner", banner),
        ("own-address", "anne@customer.example"),
        ("client-footer", footer),
        ("picture-placeholder", "[图片]"),
        ("legal-notice", notice),
        ("separator", head),
        ("quote-sign", "> 李安"),
        ("signature", "--\nAnne"),
    ]
