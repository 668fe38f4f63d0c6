"""Persons' mails that look like machines': not one of them may be filed unread."""

import pytest

from gateway.mail.message import MailKind
from tests.mail.mails import mixed, read

PLAIN = "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8"
NDR = (
    "This is the mail system at host mx.example.\n\nI'm sorry to have to inform you"
    " that your message could not be delivered to one or more recipients.\n\n"
    "<cris@partner.example>: 550 5.1.1 User unknown\n"
)

PERSONS = (
    # Answers to automatic replies.
    ("Subject: Re: Automatic reply: orders", "Then please ask Cris to look at it."),
    ("Subject: 回复: 自动回复: 订单", "那请让同事处理一下。"),
    ("Subject: AW: Abwesenheitsnotiz: Anfrage", "Wer vertritt Sie denn?"),
    ("Subject: RE: Out of Office AutoReply: orders", "Who else can help us?"),
    ("Subject: Fwd: Automatic reply: orders", "Is he really away until May?"),
    # Trouble with automatic replies.
    ("Subject: Out of office does not work", "Since Monday no replies are sent."),
    (
        "Subject: Out of office: replies are sent twice",
        "Our out of office replies are sent twice, why?",
    ),
    ("Subject: Automatic reply", "How can I set an automatic reply in your webmail?"),
    ("Subject: 自动回复", "请问自动回复怎么设置？"),
    ("Subject: 自动回复功能失效", "自动回复功能从昨天开始不能用了。"),
    ("Subject: 自动回复：不生效", "我们设置的自动回复没有生效，请帮忙看看。"),
    ("Subject: Vacation message wrong", "The vacation message shows last year's text."),
    ("Subject: Abwesenheitsassistent", "Er funktioniert seit gestern nicht mehr."),
    ("Subject: 请教自动答复", "休假时的自动答复在哪里设置？"),
    ("Subject: Out of office", "Please set my out of office until 3 December."),
    ("Subject: 自动回复", "我12月1日至5日休假，请帮我设置自动回复。"),
    ("Subject: 休假通知", "我12月1日到5日休假，期间请联系李颖处理我的工单。"),
    ("Subject: Re: orders", "I'm out of office today. The error is still there."),
    # Questions about delivery reports.
    ("Subject: Fwd: Undelivered Mail Returned to Sender", f"What is this?\n\n{NDR}"),
    ("Subject: FW: Undeliverable: orders", f"Can you help?\n\n{NDR}"),
    ("Subject: 转发: 系统退信", f"请看下面的退信，怎么回事？\n\n{NDR}"),
    ("Subject: Re: Undeliverable: orders", "I got this again, please look into it."),
    ("Subject: Mail returned", f"Hello, I get this for each mail:\n\n{NDR}"),
    (
        "Subject: Undeliverable mails since nine",
        "Mails to cris@partner.example are rejected, see below. 550 5.1.1",
    ),
    ("Subject: Undeliverable: why?", "Everything to cris@partner.example comes back."),
    (
        "Subject: Delivery failed",
        "Your parcel for anne@customer.example did not arrive: delivery failed twice.",
    ),
    (
        "From: IT <admin@customer.example>\nSubject: Mail delivery problem",
        "Since nine all mail to cris@partner.example is rejected. Please check.",
    ),
    (
        "From: System Administrator <sysadmin@customer.example>\nSubject: Quota",
        (
            "The mailbox of cris@customer.example is full, quota exceeded. Please raise"
            " it."
        ),
    ),
    (
        "From: Mailman Admin <mail.admin@customer.example>\nSubject: Users unknown",
        "bart@example.com does not exist any more? My mail was not delivered.",
    ),
    (
        "Subject: 邮件发送失败",
        "我发给 cris@partner.example 的邮件一直发送失败，帮忙看下。",
    ),
    (
        "Subject: 退信问题",
        "客户反映给 anne@customer.example 发邮件被退信，550 用户不存在。",
    ),
    (
        "Subject: Warning: orders delayed",
        "Orders for anne@customer.example are delayed.",
    ),
    # Alerts that a person passes on or speaks of.
    (
        "Subject: Fwd: ** PROBLEM Service Alert: web1/HTTP is CRITICAL **",
        "Please look at this.\n\n***** Nagios *****\nState: CRITICAL",
    ),
    ("Subject: 转发：【告警】web1 CPU 使用率过高", "请处理一下这个告警。"),
    ("Subject: Re: [FIRING:1] HighLoad", "It fires since the update, is that known?"),
    ("Subject: 告警邮件收不到", "监控平台的告警邮件从昨天开始收不到。"),
    ("Subject: Problem: cannot log in", "I cannot log in since the update."),
    ("Subject: Problem with the alert mails", "No alerts arrive any more."),
    ("Subject: OK: we can do it on Monday", "Fine with us."),
    ("Subject: Cron job does not run", "Cron <root@web1> sends nothing since May."),
    ("Subject: [P1] orders fail", "All orders fail since nine, this is urgent."),
    ("Subject: 故障：服务器无法访问", "公司所有人都无法访问服务器。"),
    ("Subject: 报警：门禁系统坏了", "门禁系统坏了，请派人来修。"),
    (
        "From: NOC <noc@customer.example>\nSubject: Problem: link to Berlin is down",
        "Hello, our link is down since nine, please check. Bart",
    ),
    (
        "From: 监控中心 <jk@customer.example>\nSubject: 故障：服务器无法登录",
        "你好，web1 无法登录，请处理。王",
    ),
    (
        "Subject: 告警通知：数据库",
        "请处理下面的告警，谢谢\n告警级别：严重\n触发时间：2026-11-23 09:00:00",
    ),
    ("Subject: [OK] 订单问题已解决", "已经可以了，谢谢"),
    # Challenges that a person speaks of.
    (
        "Subject: Please confirm your e-mail",
        "Your bot keeps asking me: can you confirm that you are a human?",
    ),
    ("Subject: Verification required", "Which documents do you need for verification?"),
    ("Subject: 请确认您的邮件", "请确认您的邮件是否收到，谢谢。"),
    # Recalls, lists, footers, signs in the header.
    ("Subject: Recall: batch 1234", "Please take batch 1234 off the shelves today."),
    ("Subject: 召回：批次1234", "请尽快下架该批次产品。"),
    (
        "Subject: oops",
        "I would like to recall the message that I sent this morning, sorry.",
    ),
    (
        "Subject: newsletter",
        "Take me off this list:\n\nTo unsubscribe: https://list.example/u\nList-Id: x",
    ),
    ("Subject: orders\nX-Auto-Response-Suppress: All", "Orders fail."),
    ("Subject: orders\nX-Loop: anne@customer.example", "Orders fail."),
    ("Subject: orders\nX-MS-Exchange-Inbox-Rules-Loop: boss@customer.example", "Fail."),
    ("Subject: orders\nAuto-Submitted: no\nX-Autoreply: no", "Orders fail."),
    (
        "Subject: orders",
        "We got this: This is an automatic reply, please do not respond. What now?",
    ),
    (
        "Subject: 系统通知看不懂",
        "这封通知是什么意思？\n\n本邮件由系统自动发送，请勿回复。",
    ),
    ("Subject: I am away next week", "I am away from Monday, so please call before."),
    ("Subject: On leave", "Bart is on leave, who can help us with the orders?"),
    ("Subject: Absence: new employee", "Please block the account during his absence."),
    ("Subject: Thank you", "Thank you for your email, it works again."),
    (
        "Subject: Re: orders",
        "Thanks for your message. I'll be back on Monday, then test.",
    ),
)


@pytest.mark.parametrize(("head", "text"), PERSONS)
def test_a_persons_words_are_never_taken_for_a_machines(head: str, text: str) -> None:
    message = read(head + PLAIN, text)
    assert message.kind is MailKind.PERSON, message.kind_reason
    assert message.bounce is None


def test_a_report_passed_on_with_its_parts_stays_the_persons() -> None:
    head = (
        "Subject: Fwd: Undelivered Mail Returned to Sender\n"
        "Content-Type: multipart/mixed; boundary=cut"
    )
    report = (
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example"
        "\r\n\r\nFinal-Recipient: rfc822; cris@partner.example\r\nAction: failed\r\n"
        "Status: 5.1.1\r\n"
    )
    words = "Content-Type: text/plain\r\n\r\nWhat does this mean?"
    assert read(head, mixed(words, report)).kind is MailKind.PERSON


def test_a_report_attached_to_a_complaint_stays_the_persons() -> None:
    head = (
        "Subject: Undeliverable mails since nine\n"
        "Content-Type: multipart/mixed; boundary=cut"
    )
    words = (
        "Content-Type: text/plain\r\n\r\nAll mail to cris@partner.example is rejected:"
        " your message could not be delivered, it says. See the attached."
    )
    returned = "Content-Type: message/rfc822\r\n\r\nSubject: Undelivered\r\n\r\nx"
    assert read(head, mixed(words, returned)).kind is MailKind.PERSON
