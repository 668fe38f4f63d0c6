"""Delivery reports as the systems of the world write them, in words of our own."""

from dataclasses import dataclass

import pytest

from gateway.mail.message import MailKind
from tests.mail.mails import mixed, read

ANNE = "anne@customer.example"
DAEMON = "From: Mail Delivery System <MAILER-DAEMON@mx.example>"
RETURNED = (
    "Content-Type: message/rfc822\r\n\r\nFrom: support@example.com\r\n"
    f"To: {ANNE}\r\nMessage-ID: <bee@example.com>\r\n\r\nwords"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One report: how it looks, and what it says."""

    name: str
    sender: str = DAEMON
    subject: str
    text: str
    status: str = "5.1.1"
    kind: MailKind = MailKind.BOUNCE
    hard: bool = True
    recipients: tuple[str, ...] = (ANNE,)
    head: str = ""


FORMS = (
    Form(
        name="Exchange Online, English",
        sender="From: Microsoft Outlook"
        " <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@customer.example>",
        subject="Undeliverable: Your request",
        text=f"Your message to {ANNE} couldn't be delivered.\n\nanne wasn't found at"
        " customer.example.\n\nsupport  Office 365  anne\nAction Required\n"
        "Unknown To address\n\nDiagnostic information for administrators:\n"
        f"{ANNE}\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'",
        status="5.1.10",
    ),
    Form(
        name="Exchange, Chinese",
        sender="From: Microsoft Outlook <postmaster@customer.example>",
        subject="未送达: 您的请求",
        text=f"您的邮件无法传递到以下收件人或组:\n\n{ANNE}\n"
        "找不到您输入的电子邮件地址。请检查收件人的地址。\n",
    ),
    Form(
        name="Exchange, German",
        sender="From: Microsoft Outlook <postmaster@customer.example>",
        subject="Unzustellbar: Ihre Anfrage",
        text="Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:"
        f"\n\n{ANNE}\nDie eingegebene E-Mail-Adresse konnte nicht gefunden werden.\n"
        "#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##",
    ),
    Form(
        name="Exchange, French",
        sender="From: Microsoft Outlook <postmaster@customer.example>",
        subject="Non remis : Votre demande",
        text=f"Échec de la remise à ces destinataires ou groupes :\n\n{ANNE}\n"
        "L'adresse de courrier que vous avez entrée est introuvable.\n"
        "550 5.1.1 not found",
    ),
    Form(
        name="Exchange, Japanese",
        sender="From: Microsoft Outlook <postmaster@customer.example>",
        subject="配信不能: お問い合わせ",
        text=f"次の受信者またはグループへの配信に失敗しました:\n\n{ANNE}\n"
        "入力した電子メール アドレスが見つかりませんでした。\n#550 5.1.1##",
    ),
    Form(
        name="Exchange, Spanish",
        sender="From: Microsoft Outlook <postmaster@customer.example>",
        subject="No se puede entregar: Su solicitud",
        text="No se pudo entregar el mensaje a estos destinatarios o grupos:\n\n"
        f"{ANNE}\nEl buzón del destinatario está lleno.\n552 5.2.2 quota exceeded",
        status="5.2.2",
    ),
    Form(
        name="Exchange delay",
        sender="From: Microsoft Outlook <postmaster@customer.example>",
        subject="Delivery delayed: Your request",
        text="Delivery to these recipients or groups hasn't been completed yet. The"
        f" server will keep trying for the next 1 day:\n\n{ANNE}\n"
        "You do not need to resend your message at this time.\n#4.4.7 delayed#",
        status="4.4.7",
        kind=MailKind.DELAY,
        hard=False,
    ),
    Form(
        name="Gmail",
        sender="From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        subject="Delivery Status Notification (Failure)",
        text="** Address not found **\n\nYour message wasn't delivered to"
        f" {ANNE} because the address couldn't be found, or is unable to receive"
        " mail.\n\nThe response was:\n550 5.1.1 The email account that you tried to"
        " reach does not exist.",
    ),
    Form(
        name="Gmail delay",
        sender="From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        subject="Delivery Status Notification (Delay)",
        text="** Delivery incomplete **\n\nThere was a temporary problem delivering"
        f" your message to {ANNE}. Gmail will retry for 46 more hours. You'll be"
        " notified if the delivery fails permanently.",
        status="",
        kind=MailKind.DELAY,
        hard=False,
    ),
    Form(
        name="Postfix",
        subject="Undelivered Mail Returned to Sender",
        text="This is the mail system at host mx.example.\n\nI'm sorry to have to"
        " inform you that your message could not be delivered to one or more"
        f" recipients.\n\n<{ANNE}>: host mx[192.0.2.1] said: 550 5.1.1 <{ANNE}>:"
        " Recipient address rejected: User unknown in virtual mailbox table",
    ),
    Form(
        name="Postfix delay",
        subject="Delayed Mail (still being retried)",
        text="This is the mail system at host mx.example.\n\n#####\n# THIS IS A"
        " WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n#####\n\nYour"
        " message could not be delivered for more than 4 hour(s).\nIt will be retried"
        f" until it is 5 day(s) old.\n\n<{ANNE}>: connect to mx[192.0.2.1]:25:"
        " Connection timed out",
        status="4.4.1",
        kind=MailKind.DELAY,
        hard=False,
    ),
    Form(
        name="Exim",
        head="X-Failed-Recipients: anne@customer.example",
        subject="Mail delivery failed: returning message to sender",
        text="This message was created automatically by mail delivery software.\n\nA"
        " message that you sent could not be delivered to one or more of its\n"
        f"recipients. This is a permanent error:\n\n  {ANNE}\n    host mx [192.0.2.1]\n"
        "    SMTP error from remote mail server after RCPT TO:\n    550 No such user",
    ),
    Form(
        name="Exim delay",
        subject="Warning: message 1abc-0001 delayed 24 hours",
        text="This message was created automatically by mail delivery software.\nA"
        " message that you sent has not yet been delivered to one or more of its\n"
        f"recipients after more than 24 hours.\n\n  {ANNE}\n\nNo action is required on"
        " your part. Delivery attempts will continue for some time.",
        status="",
        kind=MailKind.DELAY,
        hard=False,
    ),
    Form(
        name="qmail",
        sender="From: MAILER-DAEMON@mx.example",
        subject="failure notice",
        text="Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't"
        " able to deliver your message to the following addresses.\nThis is a"
        f" permanent error; I've given up. Sorry it didn't work out.\n\n<{ANNE}>:\n"
        "192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 no mailbox"
        " here by that name\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy"
        " of the message.\n\nFrom: cris@other.example\n",
    ),
    Form(
        name="sendmail",
        subject="Returned mail: see transcript for details",
        text="The original message was received at Mon, 23 Nov 2026 09:00:00 GMT\nfrom"
        " mail.example.com\n\n   ----- The following addresses had permanent fatal"
        f" errors -----\n<{ANNE}>\n\n   ----- Transcript of session follows -----\n"
        "... while talking to mx.customer.example.:\n<<< 550 5.1.1 User unknown",
    ),
    Form(
        name="sendmail warning",
        subject="Warning: could not send message for past 4 hours",
        text="    **********************************************\n    **      THIS IS A"
        " WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE"
        "  **\n    **********************************************\n\n   ----- The"
        f" following addresses had transient non-fatal errors -----\n<{ANNE}>\n"
        "451 4.4.1 reply: read error from mx.",
        status="4.4.1",
        kind=MailKind.DELAY,
        hard=False,
    ),
    Form(
        name="Courier",
        sender='From: "Courier mail server at mx.example" <@>',
        subject="NOTICE: mail delivery status.",
        text="This is a delivery status notification from mx.example, running the\n"
        "Courier mail server, version 1.0.\n\nDELIVERY NOTIFICATION: FAILED\n\n<"
        f"{ANNE}>:\n    mx [192.0.2.1]:\n >>> RCPT TO:<{ANNE}>\n"
        " <<< 550 5.1.1 User unknown",
    ),
    Form(
        name="Lotus Domino",
        sender="From: Postmaster@customer.example",
        subject="DELIVERY FAILURE: User anne (anne@customer.example) not listed in"
        " Domino Directory",
        text="Your message\n\n  Subject: Your request\n\nwas not delivered to:\n\n"
        f"  {ANNE}\n\nbecause:\n\n  User anne ({ANNE}) not listed in Domino Directory",
    ),
    Form(
        name="GroupWise",
        sender="From: Mailer-Daemon <Mailer-Daemon@customer.example>",
        subject="Message status - undeliverable",
        text=f"The message that you sent was undeliverable to the following:\n\t{ANNE}"
        " (user not found)\n",
    ),
    Form(
        name="Yahoo",
        sender="From: MAILER-DAEMON@yahoo.example",
        subject="Failure Notice",
        text="Sorry, we were unable to deliver your message to the following address."
        f"\n\n<{ANNE}>:\n554: delivery error: dd This user doesn't have a yahoo.example"
        " account (anne@customer.example) [0]\n\n--- Below this line is a copy of the"
        " message.\n",
    ),
    Form(
        name="QQ",
        sender="From: PostMaster <PostMaster@qq.com>",
        subject="系统退信",
        text="抱歉，您的邮件被退回来了……\n\n原邮件信息：\n时间  2026-11-23 09:00:00\n",
        status="",
        recipients=(),
    ),
    Form(
        name="QQ with its reason",
        sender="From: PostMaster <PostMaster@qq.com>",
        subject="来自QQ邮箱的退信",
        text=f"抱歉，您的邮件被退回来了……\n无法发送到 {ANNE}\n退信原因：收件人邮件地址"
        f"（{ANNE}）不存在，"
        "邮件无法送达。\n550 Mailbox not found\n解决方案：请联系您的收件人\n",
    ),
    Form(
        name="163",
        sender="From: Postmaster@163.com",
        subject="系统退信/Systems bounce",
        text=f"您的邮件没有成功投递至收件人：{ANNE}\n退信原因：对方邮箱已满\n"
        "英文说明：552 5.2.2 mailbox full",
        status="5.2.2",
    ),
    Form(
        name="Coremail",
        sender="From: postmaster@mx.example",
        subject="退信通知",
        text="您好！\n这是由 mx.example 邮件系统"
        "自动发送的退信通知。\n\n以下地址无法投递：\n"
        f"<{ANNE}>\n用户不存在 (user not found)\n",
    ),
    Form(
        name="aliyun",
        sender="From: 阿里邮箱 <postmaster@mail.aliyun.example>",
        subject="系统退信通知",
        text=f"您的邮件发送失败\n收件人：{ANNE}\n错误信息：554 域名不存在"
        " domain not found",
        status="5.1.2",
    ),
    Form(
        name="Tencent Exmail",
        sender="From: 腾讯企业邮箱 <postmaster@tencent.example>",
        subject="退信：您的请求",
        text=f"您发给 {ANNE} 的邮件被退回。\n原因：收件方服务器拒收，"
        "疑似垃圾邮件 (550 Mail content"
        " denied)",
        status="5.7.1",
    ),
    Form(
        name="Sina",
        sender="From: MAILER-DAEMON@sina.com",
        subject="发信失败：您的请求",
        text=f"很抱歉，您的邮件未能投递成功。\n收件人 {ANNE} 的帐号已停用。",
        status="5.2.1",
    ),
    Form(
        name="Zoho",
        sender="From: mailer-daemon@mail.zoho.example",
        subject="Undelivered Mail Returned to Sender",
        text="This message was created automatically by mail delivery software.\nA"
        " message that you sent could not be delivered to one or more of its"
        f" recipients. This is a permanent error.\n\n{ANNE}, ERROR CODE :550 - 5.1.1"
        " No such recipient",
    ),
    Form(
        name="Mimecast",
        sender="From: Mail Delivery System <mailer-daemon@mimecast.example>",
        subject="[Postmaster] Email Delivery Failure",
        text="This is a delivery failure notification message indicating that\nan email"
        f" support@example.com addressed to email address :\n-- {ANNE}\n\nWith subject"
        " Your request sent on the Mon, 23 Nov 2026\ncould not be delivered. The"
        " problem appears to be :\n-- Recipient email address is possibly incorrect\n\n"
        "Additional information follows :\n-- 5.4.1 Recipient address rejected",
        status="5.4.1",
    ),
    Form(
        name="Proofpoint",
        sender="From: Mail Delivery Subsystem <MAILER-DAEMON@pphosted.example>",
        subject="Returned mail: see transcript for details",
        text="The original message was received at Mon, 23 Nov 2026\n\n----- The"
        f" following addresses had permanent fatal errors -----\n<{ANNE}>\n    (reason:"
        " 550 5.7.1 Message blocked due to policy)",
        status="5.7.1",
    ),
    Form(
        name="Barracuda",
        sender="From: postmaster@barracuda.example",
        subject="**Message you sent blocked by our bulk email filter**",
        text=f"Your message to: {ANNE}\nwas blocked by our Spam Firewall. The email you"
        " sent with the following subject has NOT BEEN DELIVERED:\n\nSubject: Your"
        " request\n",
        status="5.7.1",
    ),
    Form(
        name="Amazon SES",
        sender="From: MAILER-DAEMON@amazonses.example",
        subject="Delivery Status Notification (Failure)",
        text="An error occurred while trying to deliver the mail to the following"
        f" recipients:\n{ANNE}\n",
        status="",
    ),
    Form(
        name="a gateway with an ordinary address",
        sender="From: ndr@filter.example",
        subject="Undeliverable: Your request",
        text="This message was generated automatically.\nDelivery to the following"
        f" recipient failed permanently:\n{ANNE}\nReason: account disabled",
        status="5.2.1",
    ),
    Form(
        name="a bare note in two languages",
        sender="From: internet@bank.example",
        subject="RE: Your request : non remis (delivery failed)",
        text=f"******\nVotre message n'a pas pu etre delivre a\n{ANNE}\n\n*****\nYour"
        f" message could not be delivered to\n{ANNE}\n*****\n",
        status="",
    ),
    Form(
        name="Mail.Ru",
        subject="Недоставленное сообщение",
        text="Это письмо создано автоматически сервером, отвечать на него не нужно.\n\n"
        f"К сожалению, Ваше письмо не может быть доставлено:\n\n{ANNE}\nпользователь не"
        " найден",
    ),
    Form(
        name="Korean",
        subject="배달되지 않음: 요청",
        text=f"다음 수신자에게 메일이 전달되지 않았습니다:\n{ANNE}\n"
        "550 5.1.1 수신자를 찾을 수 없음",
    ),
    Form(
        name="Portuguese",
        sender="From: Microsoft Outlook <postmaster@customer.example>",
        subject="Não é possível entregar: Seu pedido",
        text="Sua mensagem não pôde ser entregue aos seguintes destinatários:\n\n"
        f"{ANNE}\n550 5.1.1 não encontrado",
    ),
    Form(
        name="Dutch",
        sender="From: Microsoft Outlook <postmaster@customer.example>",
        subject="Onbestelbaar: Uw verzoek",
        text=f"Uw bericht kon niet worden bezorgd bij:\n\n{ANNE}\n550 5.1.1 onbekend",
    ),
    Form(
        name="Italian",
        sender="From: Microsoft Outlook <postmaster@customer.example>",
        subject="Non recapitabile: La sua richiesta",
        text=f"Impossibile recapitare il messaggio ai destinatari seguenti:\n\n{ANNE}\n"
        "550 5.1.1 destinatario inesistente",
    ),
    Form(
        name="a temporary code, given up",
        subject="Undelivered Mail Returned to Sender",
        text="This is the mail system at host mx.example.\n\nYour message could not be"
        f" delivered for 5 days and is returned.\n\n<{ANNE}>: 452 4.2.2 mailbox full",
        status="4.2.2",
    ),
    Form(
        name="several recipients, our own address among them",
        subject="Undelivered Mail Returned to Sender",
        text="This is the mail system at host mx.example.\nYour message from"
        " support@example.com could not be delivered to:\n\n"
        f"<{ANNE}>: 550 5.1.1 unknown\n<cris@customer.example>: 550 5.1.1 unknown\n\n"
        "For assistance, please contact help@mx.example.",
        recipients=(ANNE, "cris@customer.example"),
    ),
    Form(
        name="a report to our return path, from an address of its own",
        sender="From: returns@customer.example",
        head="To: support+b.ab12cd34ef@example.com",
        subject="Mail could not be delivered",
        text=f"Unable to deliver message to <{ANNE}>: unknown user",
    ),
)


@pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])
def test_the_report_of_each_system_is_read(form: Form) -> None:
    to = "" if "To:" in form.head else "To: support@example.com\n"
    head = (
        f"{form.sender}\n{to}Subject: {form.subject}\n{form.head}\n"
        "Content-Type: text/plain; charset=utf-8\nMIME-Version: 1.0"
    ).replace("\n\n", "\n")
    message = read(head, form.text)
    bounce = message.bounce
    assert message.kind is form.kind, message.kind_reason
    assert bounce is not None
    assert (bounce.recipients, bounce.status) == (form.recipients, form.status)
    assert (bounce.hard, bounce.delayed) == (form.hard, form.kind is MailKind.DELAY)


REPORT = (
    f"{DAEMON}\nTo: support@example.com\nSubject: Delivery report\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=cut"
)
NOTE = "Content-Type: text/plain\r\n\r\nYour message could not be delivered."


def status(*blocks: str, kind: str = "delivery-status") -> str:
    text = "\r\n\r\n".join(("Reporting-MTA: dns; mx.example", *blocks))
    return f"Content-Type: message/{kind}; charset=utf-8\r\n\r\n{text}\r\n"


def block(address: str, action: str, code: str, kind: str = "rfc822") -> str:
    fields = f"Final-Recipient: {kind}; {address}\r\nAction: {action}"
    return f"{fields}\r\nStatus: {code}" if code else fields


@pytest.mark.parametrize(
    ("part", "recipients", "code", "hard"),
    [
        (status(block(ANNE, "failed", "5.1.1")), (ANNE,), "5.1.1", True),
        (
            status(block(ANNE, "failed (will not retry)", "5.4.4")),
            (ANNE,),
            "5.4.4",
            True,
        ),
        # Given up is hard, whatever the last host called it.
        (status(block(ANNE, "failed", "4.4.7")), (ANNE,), "4.4.7", True),
        (status(block(ANNE, "delayed", "4.4.1")), (ANNE,), "4.4.1", False),
        # What failed outweighs what is only delayed, and what arrived.
        (
            status(
                block("cris@customer.example", "delivered", "2.0.0"),
                block("dave@example.com", "delayed", "4.4.1"),
                block(ANNE, "failed", "5.2.2"),
            ),
            (ANNE,),
            "5.2.2",
            True,
        ),
        # RFC 6533
        (
            status(
                block("安妮@客户.example", "failed", "5.1.1", "utf-8"),
                kind="global-delivery-status",
            ),
            ("安妮@客户.example",),
            "5.1.1",
            True,
        ),
        (
            status(block(r"\x{5B89}@customer.example", "failed", "5.1.1", "utf-8")),
            ("安@customer.example",),
            "5.1.1",
            True,
        ),
        # A code without a reason is told by the diagnostic.
        (
            status(
                block(ANNE, "failed", "5.0.0")
                + "\r\nDiagnostic-Code: smtp; 550 Requested action not taken:"
                " mailbox full"
            ),
            (ANNE,),
            "5.2.2",
            True,
        ),
        # The address that we used, not the one that it became.
        (
            status(
                f"Original-Recipient: rfc822;{ANNE}\r\n"
                + block("x1234@internal.example", "failed", "5.1.1")
            ),
            (ANNE,),
            "5.1.1",
            True,
        ),
    ],
)
def test_the_fields_of_a_standard_report_are_read(
    part: str, recipients: tuple[str, ...], code: str, *, hard: bool
) -> None:
    bounce = read(REPORT, mixed(NOTE, part, RETURNED)).bounce
    assert bounce is not None
    assert (bounce.recipients, bounce.status, bounce.hard) == (recipients, code, hard)
    assert bounce.original_message_id == "<bee@example.com>"


def test_a_report_that_lost_its_fields_is_read_by_its_text() -> None:
    note = f"Content-Type: text/plain\r\n\r\nNot delivered to {ANNE}: 550 5.1.1 unknown"
    bounce = read(REPORT, mixed(note)).bounce
    assert bounce is not None
    assert (bounce.recipients, bounce.status) == ((ANNE,), "5.1.1")


def test_fields_that_came_as_text_are_read_as_fields() -> None:
    head = f"{DAEMON}\nTo: support@example.com\nSubject: Undeliverable mail"
    text = f"Delivery failed.\n\nFinal-Recipient: rfc822;{ANNE}\nAction: failed\n"
    bounce = read(head, text + "Status: 5.2.1\n").bounce
    assert bounce is not None
    assert (bounce.recipients, bounce.status) == ((ANNE,), "5.2.1")


def test_a_report_that_a_gateway_wrapped_is_unwrapped() -> None:
    inner = (
        "Content-Type: multipart/report; report-type=delivery-status; boundary=in\r\n"
        f"\r\n--in\r\n{status(block(ANNE, 'failed', '5.1.1'))}\r\n--in--\r\n"
    )
    head = REPORT.replace("multipart/report", "multipart/mixed")
    wrapped = f"Content-Type: message/rfc822\r\n\r\n{inner}"
    bounce = read(head, mixed(wrapped)).bounce
    assert bounce is not None
    assert bounce.recipients == (ANNE,)


@pytest.mark.parametrize(
    ("part", "head"),
    [
        ("Content-Type: text/rfc822-headers\r\n\r\nMessage-Id: <bee@example.com>", ""),
        ("Content-Type: text/plain\r\n\r\nMessage-ID: <bee@example.com>\r\n", ""),
        ("Content-Type: text/plain\r\n\r\nnothing", "\nIn-Reply-To: <bee@example.com>"),
        (
            "Content-Type: text/plain\r\n\r\nnothing",
            "\nReferences: <ant@example.com> <bee@example.com>",
        ),
    ],
    ids=["headers", "text", "in-reply-to", "references"],
)
def test_the_letter_that_came_back_is_named(part: str, head: str) -> None:
    failed = status(block(ANNE, "failed", "5.1.1"))
    bounce = read(REPORT + head, mixed(NOTE, failed, part)).bounce
    assert bounce is not None
    assert bounce.original_message_id == "<bee@example.com>"


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_good_news_is_no_bounce(action: str) -> None:
    fine = status(block(ANNE, action, "2.0.0"))
    message = read(REPORT, mixed("\r\nIt arrived.", fine))
    assert (message.bounce, message.kind) == (None, MailKind.AUTO_REPLY)
