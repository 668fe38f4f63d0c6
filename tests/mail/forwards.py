"""A forwarded mail as the clients of the world write it: one of Anne's, to Bart."""

ANNE = "anne@customer.example"
WORDS = "Smoke comes out of tray 2."

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
