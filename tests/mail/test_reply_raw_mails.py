"""Mails as clients really send them: of each only what its writer typed is read."""

import io

import pytest

from gateway.mail.html_text import html_to_text
from gateway.mail.limits import Limits
from gateway.mail.parse import parse
from gateway.mail.reply import reply_text

WHO = "Bart Müller <bart@example.com>"
COREMAIL = f"""已解决

> -----原始邮件-----
> 发件人: "支持" <bart@example.com>
> 发送时间: 2023-10-01 11:45:00 (星期日)
> 收件人: {WHO}
> 主题: 订单
>
> 您好"""
QUOTES = {
    "coremail signs its rule": (COREMAIL, "已解决"),
    "yahoo indents by a space": (f" Ok\n\n  On 1 Oct 2023, {WHO} wrote:\n> Hi", "Ok"),
    "open-xchange de": (f"Ok\n\n{WHO} hat am 01.10.2023 11:45 geschrieben:\nHi", "Ok"),
    "tutanota": ("Ok\n\n1. Oct 2023, 11:45 by bart@example.com:\nHi", "Ok"),
    "outlook 已发送": (
        "好\n\n发件人：支持\n已发送：2023年10月1日\n收件人：安\n主题：订单\n您好",
        "好",
    ),
}
WORDS = (
    "从我的手机发送验证码后收不到短信",
    "使用手机登录失败\n用手机QQ也不行",
    "注意：外部打印机还是不行。\n请看。",
    "注意：外部链接打不开，请勿关闭工单。\n\n谢谢",
    "提醒：附件里的来源数据有误，不要直接打开，先杀毒。\n安",
    "本邮件中的附件是保密协议，请查收。\n问题仍在。",
    "日期：10月1日\n时间：11:45\n主题：打印失败\n收件人：财务部\n内容如上",
)
PAGES = {
    "an empty paragraph of Word": (
        (
            '<p class="MsoNormal">一</p><p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
            '<p class="MsoNormal">二</p>'
        ),
        "一\n\n二",
    ),
    "Chinese broken in the source": (
        "<div>订单\r\n模块，\r\n请看</div>",
        "订单模块，请看",
    ),
    "words of Latin letters broken so": (
        "<div>the order\r\nform</div>",
        "the order form",
    ),
    "a picture's bracketed name": ('<div>好<img alt="[图片]" src="x"></div>', "好"),
}


@pytest.mark.parametrize("case", QUOTES)
def test_only_what_was_typed_is_read(case: str) -> None:
    text, words = QUOTES[case]
    raw = f"From: anne@customer.example\r\nIn-Reply-To: <bee@example.com>\r\n\r\n{text}"
    assert parse(io.BytesIO(raw.encode())).reply_text == words


@pytest.mark.parametrize("words", WORDS)
def test_words_that_look_like_additions_stay(words: str) -> None:
    assert reply_text(words) == words


@pytest.mark.parametrize("case", PAGES)
def test_lines_of_html_are_those_that_a_reader_sees(case: str) -> None:
    page, text = PAGES[case]
    assert html_to_text(page, Limits()) == text


@pytest.mark.parametrize(
    "mark",
    [
        'class="xm_write_card"',
        'id="ntes-pcmac-signature"',
        'class="lark-mail-signature"',
    ],
)
def test_a_card_that_its_client_marks_is_a_signature(mark: str) -> None:
    page = f"<div>已解决</div><div {mark}><div>安</div><div>13800000000</div></div>"
    assert reply_text("", page) == "已解决"
