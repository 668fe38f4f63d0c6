"""Delivery reports of providers and gateways; a table for test_bounce_forms.py."""

from tests.mail.bounce_form import ANNE, Form

PROVIDERS = (
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
