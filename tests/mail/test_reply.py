import pytest

from gateway.mail.limits import Limits
from gateway.mail.reply import read_reply, reply_text

MARKER = "------ 请在此行以上回复 / Reply above this line ------"
LETTER = (
    f"{MARKER}\n\nAnne, 您好：\n\n订单模块已于今天恢复。请验证。\n"
    "    CONFIRM K7QM-4P2X\n    没有解决\n\n技术支持中心"
)
QUOTED = "\n".join(f"> {line}" for line in LETTER.split("\n"))
CLIENTS = {
    "qq": "------------------ 原始邮件 ------------------\n发件人: x\n"
    "发送时间: 2023年\n"
    f"收件人: y@z.example\n主题: s\n\n{LETTER}",
    "qq en": "------------------&nbsp;Original&nbsp;------------------\nFrom: x\n"
    f"Date: Sun\nTo: y@z.example\n\n{LETTER}",
    "163 old": f'在 2023-05-04 15:39:57，"Yun Lu" <a@b.example> 写道：\n{QUOTED}',
    "163 old en": f'At 2023-04-29 01:06:03, "X" <a@b.example> wrote:\n{QUOTED}',
    "163 new": "---- 回复的原邮件 ----\n| 发件人 | x<a@b.example> |\n| 发送日期 "
    "| 2023 |\n"
    f"| 收件人 | y |\n| 主题 | s |\n{LETTER}",
    "163 mobile": "---- 回复的原邮件 ----\n发件人\nx<a@b.example>\n发送日期\n2023\n"
    "收件人\ny\n"
    f"主题\ns\n{LETTER}",
    "foxmail": "发件人： 技术支持\n发送时间： 2023-10-01 11:45\n收件人： Anne\n"
    "主题： s\n" + LETTER,
    "outlook zh": "发件人: x <a@b.example>\n发送时间: 2023\n收件人: y\n主题: s\n"
    + LETTER,
    "outlook en": "From: x <a@b.example>\nSent: Sunday\nTo: y\nSubject: s\n" + LETTER,
    "outlook de": "Von: x <a@b.example>\nGesendet: Sonntag\nAn: y\nBetreff: s\n"
    + LETTER,
    "outlook plain": "-----Original Message-----\nFrom: x <a@b.example>\n" + LETTER,
    "gmail zh": f"X <a@b.example> 于2023年10月9日周一 15:30写道：\n{QUOTED}",
    "gmail en": f"On Mon, Oct 9, 2023 at 3:30 PM X <\na@b.example> wrote:\n\n{QUOTED}",
    "gmail fr": f"Le lun. 9 oct. 2023 à 15:30, X <a@b.example> a écrit :\n{QUOTED}",
    "gmail de": f"Am Mo., 9. Okt. 2023 um 15:30 schrieb X <a@b.example>:\n{QUOTED}",
    "gmail ru": f"пн, 9 окт. 2023 г. в 15:30, X <a@b.example>:\n{QUOTED}",
    "ios zh": "发自我的 iPhone\n\n"
    f"> 在 2023年10月9日，下午8:45，X <a@b.example> 写道：\n{QUOTED}",
    "ios tw": "從我的 iPhone 傳送\n\n"
    f"> X <a@b.example> 於 2023年10月9日 寫道：\n{QUOTED}",
    "thunderbird": f"在 2023/10/1 11:45, 技术支持中心 写道:\n{QUOTED}",
    "marker only": LETTER,
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize(
    "words", ["谢谢，问题已解决", "还是不行", "Thanks!\n\nOn Monday it worked.\n\nAnne"]
)
def test_only_the_new_words_are_read(client: str, words: str) -> None:
    assert reply_text(f"{words}\n\n\n{CLIENTS[client]}\n") == words


@pytest.mark.parametrize("client", CLIENTS)
def test_a_quote_alone_says_nothing(client: str) -> None:
    assert reply_text(f"\n\n{CLIENTS[client]}\n") == ""


@pytest.mark.parametrize(
    "words",
    [
        "模板里“发件人:”和“主题:”两列是空的，为什么？",
        "First server:\n----------\nsecond server: works",
        "On Monday he wrote: it fails",
        "谢谢",
        "The driver wrote: 550\nWe leave on 1 May from Beijing.",
        "From: Beijing\nTo: Shanghai\nDate: 1 May\nplease book",
        "Sent from my office, see the attached file please. It is urgent.",
        "-- not a signature",
        "Regards,\nAnne\nPS: the printer fails too.",
        "Thanks,\nAnne",
        "The brand is\nLG\nModel 55",
        "> 5 is what I typed and <3 too",
    ],
)
def test_words_that_look_like_clients_work_stay(words: str) -> None:
    kept = reply_text(f"{words}\n\n{CLIENTS['outlook zh']}")
    assert kept == words


@pytest.mark.parametrize(
    "tail",
    [
        "-- \nAnne\nCustomer Ltd",
        "--\nAnne",
        "发自我的iPhone",
        "发自我的企业微信",
        "Sent from my iPhone",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Von meinem iPhone gesendet",
        "anne@customer.example",
        "------------\n本电子邮件及其附件含有客户公司的保密信息，仅限于发送给上面列出的个人。",
        (
            "This e-mail and any attachments are confidential and intended solely for"
            " the addressee."
        ),
        "Kind regards,\n\nAnne\nCustomer Ltd",
        "Mit freundlichen Grüßen\nAnne",
        "____\nusers mailing list\nhttps://lists.example/users",
    ],
)
def test_what_a_client_appends_is_cut(tail: str) -> None:
    text = f"已解决\n\n{tail}\n"
    assert reply_text(text, sender="anne@customer.example") == "已解决"


@pytest.mark.parametrize(
    "banner",
    [
        (
            "CAUTION: This email is not originated from Xinghe. Do not click links or"
            " open attachments unless you recognize the sender."
        ),
        "【外部邮件】本邮件来自公司外部，请勿轻易点击链接或打开附件，谨防诈骗。",
    ],
)
def test_a_gateways_banner_is_cut_also_where_line_breaks_were_lost(banner: str) -> None:
    flat = (
        f"{banner} 已读 发件人: x <a@b.example> 发送时间: 2023年10月1日 11:45 收件人: y"
    )
    assert reply_text(f"{banner}\n\n确认\n\n{CLIENTS['outlook zh']}") == "确认"
    assert reply_text(f"{flat} 主题: s {LETTER.replace(chr(10), ' ')}") == "已读"


def test_a_banner_nobody_knows_takes_no_word_with_it() -> None:
    text = "Warning: external sender, beware. Please call me, the line is down."
    assert "the line is down" in reply_text(text)


def test_answers_between_quoted_lines_are_all_kept() -> None:
    text = (
        "see below\n\nOn 1 Oct 2023, X <a@b.example> wrote:\n> When?\nat nine\n"
        "> Who?\n\nall of us\n> Bye\n"
    )
    assert reply_text(text).split("\n\n") == ["see below", "at nine", "all of us"]


def test_an_answer_under_the_quote_is_kept() -> None:
    assert reply_text(f"{CLIENTS['thunderbird']}\n\n确认\n") == "确认"


def test_words_typed_under_our_marker_are_kept() -> None:
    below = LETTER.replace(MARKER, f"{MARKER}\n\n收到，下午三点验证。")
    header = "发件人: x <a@b.example>\n发送时间: 2023\n收件人: y\n主题: s\n"
    assert reply_text(header + below) == "收到，下午三点验证。"


def test_answers_to_our_numbered_questions_are_kept() -> None:
    questions = (
        "1. 大约几点开始：九点半\n2. 谁打不开：\n同部门 6 人\n3. 编号：\n\n请回复"
    )
    text = f"{MARKER}\n\nAnne, 您好：\n\n{questions}\n"
    assert reply_text(text) == "1. 大约几点开始：九点半\n\n同部门 6 人"


def test_a_forward_without_own_words_is_kept_whole() -> None:
    forwarded = "---------- 转发邮件 ----------\n发件人: x\n\n扫码枪连不上"
    fields = (
        "发件人: x <a@b.example>\n发送时间: 2023\n收件人: y\n主题: s\n\n扫码枪连不上"
    )
    assert "扫码枪连不上" in reply_text(forwarded)
    assert "扫码枪连不上" in read_reply(fields, subject="转发: 扫码枪").words
    assert "扫码枪连不上" in read_reply(f"请登记\n\n{fields}", is_reply=False).words


def test_a_mail_that_calls_itself_a_reply_is_one_without_its_header() -> None:
    text = f"好\n\n{CLIENTS['foxmail']}"
    assert read_reply(text, subject="回复: 订单", is_reply=False).words == "好"


def test_html_is_used_where_there_is_no_text() -> None:
    html = '<div>确认</div><blockquote type="cite">CONFIRM K7QM</blockquote>'
    assert reply_text("", html) == "确认"


def test_beyond_the_line_limit_words_are_kept_uncut() -> None:
    text = "one\ntwo\nthree\n> four"
    assert reply_text(text, limits=Limits(reply_lines=2)) == text
