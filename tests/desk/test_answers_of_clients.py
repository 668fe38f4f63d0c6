"""PROCESS 6.7: the last word as each mail client wraps it, through the whole desk."""

import base64

import pytest

from gateway.domain.request import Status
from tests.desk.answers_to_c09 import (
    asked,
    code,
    delivered,
    html_of,
    is_confirmed,
    is_open,
    quoted,
    raw_reply,
    told,
)
from tests.mail.quoting_forms import (
    HTML_FORMS,
    announced,
    flattened,
    joined,
    rewrapped,
    signed,
    without_marker,
)
from tests.support.builders import ANNE, BART
from tests.support.desk import PASSED, World

CERTIFIED = {("C12", ANNE), ("S14", BART)}
REOPENED = {("C13", ANNE), ("S14", BART)}
ASKED_AGAIN = {("C11", ANNE), ("S13", BART)}
ASKED_ALONE = {("C11", ANNE)}
AUTHENTICATED = f"Authentication-Results: {PASSED}"
CLIENTS = (
    *("163 zh", "163 new", "qq", "foxmail", "gmail zh"),
    *("outlook zh", "apple zh", "thunderbird zh"),
)


@pytest.mark.parametrize("client", HTML_FORMS)
@pytest.mark.parametrize(
    ("words", "letters"),
    [("已解决，谢谢", CERTIFIED), ("还是不行", REOPENED), ("", ASKED_ALONE)],
)
def test_html_of_each_client_says_what_stands_above_the_quote(
    guarded: World, client: str, words: str, letters: set[tuple[str, str]]
) -> None:
    letter = asked(guarded)
    quote = HTML_FORMS[client](html_of(guarded, letter))
    mail = raw_reply(letter)
    mail.set_content(f"<div>{words}</div>{quote}", subtype="html", charset="utf-8")

    came = delivered(guarded, mail.as_bytes(), sender=ANNE, to=letter.reply_to)
    assert came == letters


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("sign", ["> ", ""])
def test_plain_text_of_a_client_confirms_by_words(
    guarded: World, client: str, sign: str
) -> None:
    letter = asked(guarded)
    quote = announced(signed(letter.text, sign), client)
    text = f"已解决，谢谢\n\n{quote}"
    came = told(guarded.answer(letter, text, headers=AUTHENTICATED))
    assert came == CERTIFIED
    assert is_confirmed(guarded.request(), "B")


@pytest.mark.parametrize("width", [8, 13, 20, 31, 45, 60])
@pytest.mark.parametrize("damage", ["rewrapped", "joined", "flattened"])
@pytest.mark.parametrize("words", ["", "好的"])
def test_a_broken_quote_alone_neither_confirms_nor_reopens(
    guarded: World, width: int, damage: str, words: str
) -> None:
    """6.2, 4: our own "CONFIRM" and "not resolved" are not the customer's."""
    letter = asked(guarded)
    bare = without_marker(letter.text)
    quote = {
        "rewrapped": lambda: rewrapped(bare, width),
        "joined": lambda: joined(bare, width),
        "flattened": lambda: flattened(bare),
    }[damage]()
    guarded.answer(letter, f"{words}\n\n{quote}", headers=AUTHENTICATED)
    assert is_open(guarded.request())


@pytest.mark.parametrize("width", [13, 31, 60])
def test_a_yes_above_a_broken_quote_confirms(guarded: World, width: int) -> None:
    letter = asked(guarded)
    quote = rewrapped(without_marker(letter.text), width)
    text = f"CONFIRM {code(guarded)}\n\n{quote}"
    assert told(guarded.answer(letter, text, headers=AUTHENTICATED)) == CERTIFIED


def test_words_below_the_quote_are_no_closed_set(guarded: World) -> None:
    """6.2, 5: T2 counts as T4 there."""
    letter = asked(guarded)
    text = f"{quoted(letter)}\n\n确认\n"
    assert told(guarded.answer(letter, text, headers=AUTHENTICATED)) == ASKED_AGAIN
    assert is_open(guarded.request())


def test_the_code_below_the_quote_confirms(guarded: World) -> None:
    letter = asked(guarded)
    text = f"{quoted(letter)}\n\nCONFIRM {code(guarded)}\n"
    assert told(guarded.answer(letter, text, headers=AUTHENTICATED)) == CERTIFIED
    assert is_confirmed(guarded.request(), "A")


def test_all_else_deleted_the_line_with_the_code_confirms(guarded: World) -> None:
    letter = asked(guarded)
    text = f"CONFIRM {code(guarded)}"
    assert told(guarded.answer(letter, text, headers=AUTHENTICATED)) == CERTIFIED


BANNER = "[外部邮件] 本邮件来自外部，请勿轻信其中的链接和附件。"


def test_a_banner_and_a_flattened_quote_are_not_an_answer(guarded: World) -> None:
    letter = asked(guarded)
    text = f"{BANNER}\n\n已读\n\n{flattened(letter.text)}"
    assert told(guarded.answer(letter, text, headers=AUTHENTICATED)) == ASKED_AGAIN
    assert is_open(guarded.request())


def test_a_banner_above_a_yes_does_not_stand_in_its_way(guarded: World) -> None:
    letter = asked(guarded)
    text = f"{BANNER}\n\n确认\n\n{quoted(letter)}"
    assert told(guarded.answer(letter, text, headers=AUTHENTICATED)) == CERTIFIED
    assert is_confirmed(guarded.request(), "B")


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("gb18030", "base64"), ("utf-7", "7bit"), ("utf-8", "base64"), ("gbk", "8bit")],
)
def test_the_encoding_of_a_yes_changes_nothing(
    guarded: World, charset: str, encoding: str
) -> None:
    letter = asked(guarded)
    body = "确认\r\n".encode(charset)
    if encoding == "base64":
        body = base64.encodebytes(body)
    head = raw_reply(letter).as_bytes().rstrip(b"\r\n")
    kind = f"Content-Type: text/plain; charset={charset}\r\n"
    transfer = f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    content = head + b"\r\nMIME-Version: 1.0\r\n" + kind.encode() + transfer.encode()

    came = delivered(guarded, content + body, sender=ANNE, to=letter.reply_to)
    assert came == CERTIFIED


@pytest.mark.parametrize(
    ("subject", "headers"),
    [
        ("Automatic reply: x", "Auto-Submitted: auto-replied"),
        ("自动回复: 请确认", "X-QQ-AUTO-REPLY: true"),
        ("自动答复: 请确认", "X-Auto-Response-Suppress: All"),
        ("Out of Office", "X-Autoreply: yes\nPrecedence: bulk"),
    ],
)
def test_an_automatic_reply_changes_nothing_and_gets_no_answer(
    guarded: World, subject: str, headers: str
) -> None:
    """E12."""
    letter = asked(guarded)
    before = guarded.request()
    letters = guarded.send(
        ANNE,
        f"确认 {code(guarded)}",
        subject=subject,
        to=letter.reply_to,
        parent=letter.message_id,
        headers=f"{AUTHENTICATED}\n{headers}",
    )
    assert (letters, guarded.request()) == ((), before)


def test_a_person_who_writes_on_top_of_an_automatic_reply_is_heard(
    guarded: World,
) -> None:
    letter = asked(guarded)
    letters = guarded.send(
        ANNE,
        f"已解决\n\n{quoted(letter)}",
        subject="回复: 自动答复: 请确认",
        to=letter.reply_to,
        parent=letter.message_id,
        headers=AUTHENTICATED,
    )
    assert told(letters) == CERTIFIED


RECALL = "李安 将撤回邮件“打印机冒烟”。"
READ_REPORT = (
    'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"'
)


def test_a_recall_changes_nothing(guarded: World) -> None:
    """E12."""
    letter = asked(guarded)
    before = guarded.request()
    letters = guarded.send(
        ANNE,
        RECALL,
        subject="撤回: 请确认",
        to=letter.reply_to,
        parent=letter.message_id,
        headers=AUTHENTICATED,
    )
    assert (letters, guarded.request()) == ((), before)


def test_a_read_receipt_is_no_confirmation(guarded: World) -> None:
    """E12, finding 4: it proves that the letter was shown, and nothing else."""
    letter = asked(guarded)
    before = guarded.request()
    head = raw_reply(letter).as_bytes().rstrip(b"\r\n").decode()
    report = (
        f"{head}\r\nMIME-Version: 1.0\r\n{READ_REPORT}\r\n\r\n"
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n确认\r\n"
        "--b\r\nContent-Type: message/disposition-notification\r\n\r\n"
        f"Final-Recipient: rfc822;{ANNE}\r\n"
        f"Original-Message-ID: {letter.message_id}\r\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\r\n--b--\r\n"
    )
    came = delivered(guarded, report.encode(), sender=ANNE, to=letter.reply_to)
    assert (came, guarded.request()) == (set(), before)


def test_the_buttons_mail_confirms_without_any_thread(guarded: World) -> None:
    """P5: the button's code is two characters longer than the printed one."""
    letter = asked(guarded)
    button = guarded.context.confirm_code(guarded.request()).button
    letters = guarded.send(
        ANNE,
        f"CONFIRM {button}",
        subject=f"Re: [{letter.number}]",
        to=letter.reply_to,
        headers=AUTHENTICATED,
    )
    assert told(letters) == CERTIFIED
    assert guarded.request().status is Status.CONFIRMED
