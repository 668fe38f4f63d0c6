"""Delivery reports as the systems of the world write them, in words of our own."""

import pytest

from gateway.mail.message import MailKind
from tests.mail.bounce_form import ANNE, Form
from tests.mail.bounce_providers import PROVIDERS
from tests.mail.mails import read

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
)


@pytest.mark.parametrize("form", [*FORMS, *PROVIDERS], ids=lambda form: form.name)
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
