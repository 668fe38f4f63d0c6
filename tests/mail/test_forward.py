"""Forwarded mail in the forms of many clients: who wrote it, and in which words."""

from email.message import EmailMessage
from io import BytesIO

import pytest

from gateway.mail.automatic import OurMarks
from gateway.mail.forward import (
    Forwarded,
    above_forwarded,
    read_embedded,
    read_forwarded,
)
from gateway.mail.limits import Limits
from gateway.mail.message import Mailbox
from gateway.mail.parse import parse
from tests.support.builders import a_message

LIMITS = Limits()
ANNE = "anne@customer.example"
WORDS = "Smoke comes out of tray 2."


def forwarded(text: str, in_reply_to: str = "") -> Forwarded | None:
    return read_forwarded(a_message(text, in_reply_to=in_reply_to), None, LIMITS)


GMAIL = f"""#as

---------- Forwarded message ---------
From: Anne Li <{ANNE}>
Date: Mon, Nov 16, 2026 at 9:58 AM
Subject: The printer
To: <bart@example.com>


{WORDS}
"""
GMAIL_ZH = f"""#代

---------- Forwarded message ---------
发件人： Anne Li <{ANNE}>
Date: 2026年11月16日周一 09:58
Subject: The printer
To: <bart@example.com>


{WORDS}
"""
APPLE = f"""#as

Bart

> Begin forwarded message:
>
> From: Anne Li <{ANNE}>
> Subject: The printer
> Date: 16 November 2026 at 09:58:00 CET
> To: bart@example.com
>
> {WORDS}
"""
APPLE_ZH = f"""#代

> 下面是被转发的邮件：
>
> 发件人: Anne Li <{ANNE}>
> 主题: The printer
> 日期: 2026年11月16日 GMT+8 09:58:00
> 收件人: bart@example.com
>
> {WORDS}
"""
APPLE_DE = f"""#as

> Anfang der weitergeleiteten Nachricht:
>
> Von: Anne Li <{ANNE}>
> Betreff: The printer
> Datum: 16. November 2026 um 09:58:00 MEZ
> An: bart@example.com
>
> {WORDS}
"""
OUTLOOK = f"""#as

From: Anne Li <{ANNE}>
Sent: Monday, November 16, 2026 9:58 AM
To: Bart <bart@example.com>
Cc: Cris <cris@customer.example>; Dora <dora@customer.example>
Subject: The printer

{WORDS}
"""
OUTLOOK_OLD = f"""#as

-----Original Message-----
From: Anne Li [mailto:{ANNE}]
Sent: Monday, November 16, 2026 9:58 AM
To: Bart
Subject: The printer

{WORDS}
"""
OUTLOOK_ZH = f"""#代

发件人: Anne Li <{ANNE}>
发送时间: 2026年11月16日 9:58
收件人: Bart <bart@example.com>
主题: The printer

{WORDS}
"""
OUTLOOK_ZH_TW = f"""#代

寄件者: Anne Li <{ANNE}>
寄件日期: 2026年11月16日 上午 09:58
收件者: Bart <bart@example.com>
主旨: The printer

{WORDS}
"""
OUTLOOK_DE = f"""#as

Von: Anne Li <{ANNE}>
Gesendet: Montag, 16. November 2026 09:58
An: Bart <bart@example.com>
Betreff: The printer

{WORDS}
"""
OUTLOOK_FR = f"""#as

De : Anne Li <{ANNE}>
Envoyé : lundi 16 novembre 2026 09:58
À : Bart <bart@example.com>
Objet : The printer

{WORDS}
"""
OUTLOOK_ES = f"""#as

De: Anne Li <{ANNE}>
Enviado el: lunes, 16 de noviembre de 2026 9:58
Para: Bart <bart@example.com>
Asunto: The printer

{WORDS}
"""
OUTLOOK_JA = f"""#as

差出人: Anne Li <{ANNE}>
送信日時: 2026年11月16日 9:58
宛先: Bart <bart@example.com>
件名: The printer

{WORDS}
"""
OUTLOOK_RU = f"""#as

От: Anne Li <{ANNE}>
Отправлено: 16 ноября 2026 г. 9:58
Кому: Bart <bart@example.com>
Тема: The printer

{WORDS}
"""
OUTLOOK_BOLD = f"""#as

*From:* Anne Li <{ANNE}>
*Sent:* Monday, November 16, 2026 9:58 AM
*To:* Bart <bart@example.com>
*Subject:* The printer

{WORDS}
"""
OUTLOOK_LINKED = f"""#as

From: {ANNE} <mailto:{ANNE}>
Sent: Monday, November 16, 2026 9:58 AM
To: bart@example.com <mailto:bart@example.com>
Subject: The printer

{WORDS}
"""
THUNDERBIRD = f"""#as


-------- Forwarded Message --------
Subject: \tThe printer
Date: \tMon, 16 Nov 2026 09:58:00 +0100
From: \tAnne Li <{ANNE}>
To: \tbart@example.com



{WORDS}
"""
THUNDERBIRD_ZH = f"""#代


-------- 转发的消息 --------
主题： \tThe printer
日期： \tMon, 16 Nov 2026 09:58:00 +0800
发件人： \tAnne Li <{ANNE}>
收件人： \tbart@example.com


{WORDS}
"""
QQ = f"""#代


------------------ 原始邮件 ------------------
发件人: "Anne Li" <{ANNE}>;
发送时间: 2026年11月16日(星期一) 上午9:58
收件人: "Bart"<bart@example.com>;
主题: The printer



{WORDS}
"""
QQ_EN = f"""#as

------------------ Original ------------------
From: "Anne Li" <{ANNE}>;
Date: Mon, Nov 16, 2026 09:58 AM
To: "Bart"<bart@example.com>;
Subject: The printer


{WORDS}
"""
NETEASE = f"""#代

-------- 转发邮件信息 --------
发件人："Anne Li" <{ANNE}>
发送日期：2026-11-16 09:58:00
收件人：bart@example.com
主题：The printer

{WORDS}
"""
NETEASE_MOBILE = f"""#代

---- 转发的原邮件 ----
发件人
Anne Li <{ANNE}>
发送日期
2026年11月16日 09:58
收件人
bart@example.com
主题
The printer

{WORDS}
"""
NETEASE_TABLE = f"""#代

---- 回复的原邮件 ----
| 发件人 | Anne Li <{ANNE}> |
| 发送日期 | 2026年11月16日 09:58 |
| 收件人 | bart@example.com |
| 主题 | The printer |

{WORDS}
"""
FOXMAIL = f"""#代


发件人： Anne Li
发件人邮箱： {ANNE}
发送时间： 2026-11-16 09:58
收件人： bart
主题： The printer

{WORDS}
"""
FOXMAIL_PLAIN = f"""#代

发件人： {ANNE}
发送时间： 2026-11-16 09:58
收件人： bart@example.com
主题： The printer
{WORDS}
"""
WIDE = f"""＃代

发件人：Anne Li＜anne＠customer.example＞
发送时间：2026-11-16 09:58
收件人：bart@example.com
主题：The printer

{WORDS}
"""
FORMS = {
    name.lower(): text
    for name, text in globals().items()
    if name.isupper() and isinstance(text, str) and "\n" in text and name != "FOXMAIL"
}


@pytest.mark.parametrize("form", FORMS)
def test_the_forward_of_a_client_names_its_sender(form: str) -> None:
    found = forwarded(FORMS[form])
    assert found is not None
    assert [box.address.lower() for box in found.senders] == [ANNE]
    assert (found.subject, found.words, found.text.strip()) == (
        "The printer",
        WORDS,
        WORDS,
    )
    assert "2026" in found.sent


@pytest.mark.parametrize("form", FORMS)
def test_what_stands_above_a_forward_is_the_forwarding_persons(form: str) -> None:
    text = FORMS[form].replace("\n\n", "\n\nPlease look, Dave.\n\n", 1)
    above = above_forwarded(text)
    assert "Please look, Dave." in above
    assert ANNE not in above
    assert "Forwarded" not in above
    assert "--" not in above


def test_of_nested_forwards_the_outermost_counts() -> None:
    inner = GMAIL.partition("\n\n")[2].replace(ANNE, "cris@customer.example")
    found = forwarded(OUTLOOK + "\n" + inner)
    assert found is not None
    assert [box.address for box in found.senders] == [ANNE]
    assert "cris@customer.example" in found.text


@pytest.mark.parametrize(
    ("shown", "addresses"),
    [
        ("Anne Li", []),
        (
            "anne@customer.example on behalf of Cris <cris@customer.example>",
            [ANNE, "cris@customer.example"],
        ),
        (
            '"boss@customer.example" <anne@customer.example>',
            ["boss@customer.example", ANNE],
        ),
        (f'"{ANNE}" <{ANNE}>', [ANNE]),
        (f"{ANNE.upper()} <{ANNE}>", [ANNE]),
        ("@customer.example", []),
        ("anne@", []),
    ],
)
def test_all_addresses_that_may_be_the_senders_are_named(
    shown: str, addresses: list[str]
) -> None:
    found = forwarded(OUTLOOK.replace(f"Anne Li <{ANNE}>", shown))
    assert found is not None
    assert sorted(box.address.lower() for box in found.senders) == sorted(addresses)


def test_the_name_of_the_sender_is_read() -> None:
    found = forwarded(QQ)
    assert found is not None
    assert found.senders == (Mailbox("Anne Li", ANNE),)


@pytest.mark.parametrize(
    "text",
    [
        "#as\n\nAnne wrote to me that the printer is on fire.",
        "#as\n\nFrom: the printer room\nI saw smoke.",
        "#as\n\nFrom: Berlin\nTo: Paris",
        "#as\n\nOn Monday, Anne <anne@customer.example> wrote:\n> Smoke!",
        "",
        "\n" * 5000 + OUTLOOK,
    ],
)
def test_what_is_no_block_of_fields_is_no_forward(text: str) -> None:
    assert forwarded(text) is None


def test_the_id_of_the_original_is_what_the_forward_refers_to() -> None:
    found = forwarded(GMAIL, in_reply_to="<ant@customer.example>")
    assert found is not None
    assert found.message_id == "<ant@customer.example>"


def test_history_that_the_original_quotes_is_not_its_words() -> None:
    text = (
        GMAIL
        + "\nOn Sun, Nov 15, 2026 at 8:00 AM Cris <cris@customer.example> wrote:\n"
        + "> Old.\n"
    )
    found = forwarded(text)
    assert found is not None
    assert found.words == WORDS
    assert "Old." in found.text


# --- an attached mail ----------------------------------------------------------


def an_original() -> EmailMessage:
    original = EmailMessage()
    original["From"] = f"Anne Li <{ANNE}>"
    original["Subject"] = "打印机"
    original["Message-ID"] = "<ant@customer.example>"
    original["Date"] = "Mon, 16 Nov 2026 09:58:00 +0100"
    original.set_content(WORDS)
    original.add_attachment(b"a log\n", "text", "plain", filename="printer.txt")
    return original


def a_forward(*, as_file: bool) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "bart@example.com", "Fwd"
    mail.set_content("#as\nPlease look.")
    if as_file:
        mail.add_attachment(
            an_original().as_bytes(), "application", "octet-stream", filename="a.EML"
        )
    else:
        mail.add_attachment(an_original())
    return mail.as_bytes()


@pytest.mark.parametrize("as_file", [False, True])
def test_an_attached_mail_is_read_with_its_files(*, as_file: bool) -> None:
    content = a_forward(as_file=as_file)
    message = parse(BytesIO(content))
    embedded = read_embedded(BytesIO(content), LIMITS, OurMarks())
    found = read_forwarded(message, embedded, LIMITS)
    assert found is not None
    assert found.senders == (Mailbox("Anne Li", ANNE),)
    assert (found.subject, found.words) == ("打印机", WORDS)
    assert found.message_id == "<ant@customer.example>"
    assert [file.filename for file in found.files] == ["printer.txt"]
    assert found.above.startswith("#as")


def test_of_several_attached_mails_the_first_counts() -> None:
    mail = EmailMessage()
    mail.set_content("#as")
    other = EmailMessage()
    other["From"] = "cris@customer.example"
    other.set_content("Later.")
    mail.add_attachment(an_original())
    mail.add_attachment(other)
    embedded = read_embedded(BytesIO(mail.as_bytes()), LIMITS, OurMarks())
    assert embedded is not None
    assert embedded.subject == "打印机"


def test_a_mail_without_an_attached_one_embeds_none() -> None:
    content = b"From: bart@example.com\r\n\r\n#as\r\n"
    assert read_embedded(BytesIO(content), LIMITS, OurMarks()) is None
