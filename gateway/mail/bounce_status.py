"""Why a mail did not arrive, from the words of a report to a code of RFC 3463.

Rule: a written code wins; words are read only where there is none, and a code made of
words is one that the words leave no doubt of.
STANDARDS: RFC 3463 §3 (codes), RFC 5321 §4.2 (replies), RFC 7505 (no mail there).
"""

import re

_STATUS = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.\-])([45])[0-5]\d(?=[ \-])(?![ \-]\d)")
_WORDS = (
    (
        "5.2.2",
        (
            r"mail ?box (?:is |was )?(?:full|over)|over ?quota"
            r"|quota (?:is )?(?:exceeded"
            r"|full)"
            r"|exceed(?:s|ed) (?:the |their |its |his |storage |mailbox )*(?:quota"
            r"|limit"
            r"|allocation|storage)|insufficient (?:disk |system )?(?:space|storage)"
            r"|disk quota"
            r"|not enough (?:disk )?space|邮箱(?:空间)?(?:已满|容量|不足)"
            r"|超出(?:了)?(?:邮箱)?(?:配额|容量)"
            r"|信箱已滿|postfach (?:ist )?voll|boîte (?:aux lettres )?(?:est )?pleine"
            r"|buzón (?:está )?lleno|casella (?:è )?piena|ящик переполнен"
            r"|メールボックスが(?:いっぱい|一杯)"
            r"|容量を超え|메일함 ?(?:용량|가득)"
        ),
    ),
    (
        "5.1.1",
        (
            r"(?:user|recipient|mailbox|address|account|addressee|login|userid|alias)"
            r"[^\n]{0,60}(?:(?:is |was )?(?:unknown|not (?:be )?found|invalid"
            r"|not exist"
            r"|does ?n[o']t exist|not known|not listed|no longer)|couldn.t be found"
            r"|isn.t (?:known|valid)|not recognized|non.?existent)"
            r"|no such (?:user|recipient|address|mailbox|person|local|account)"
            r"|unknown (?:or illegal )?(?:user|recipient|address|mailbox|local|alias"
            r"|account)"
            r"|invalid (?:user|recipient|address|mailbox|final)|no mailbox"
            r"|address not found"
            r"|does ?n[o']t have an? [^\n]{1,60}account|does ?n[o']t exist"
            r"|(?:收件人|用户|帐号|账号|账户|邮箱|地址)[^。\n]{0,30}(?:不存在|未找到"
            r"|找不到"
            r"|无效|有误|错误)"
            r"|(?:不存在|无效)的?(?:收件人|用户|邮箱|地址)|找不到[^。\n]{0,20}(?:收件人"
            r"|邮箱|用户|地址)"
            r"|使用者不存在|收件者不存在|empfänger[^.\n]{0,40}(?:unbekannt"
            r"|nicht gefunden)"
            r"|(?:unbekannter|ungültiger) (?:empfänger|benutzer)|adresse[^.\n]{0,40}"
            r"(?:n'existe pas|introuvable|inconnue|n'a pas été trouvée)|destinatario"
            r"[^.\n]{0,40}(?:no existe|desconocido|inesistente|sconosciuto)"
            r"|пользовател[^.\n]{0,30}не (?:найден|существует)|нет такого"
            r"|宛先[^。\n]{0,20}"
            r"(?:見つかりません|存在しません)|ユーザー?[^。\n]{0,12}(?:存在しません"
            r"|不明)"
            r"|수신자[^.\n]{0,20}"
            r"(?:없|찾을)"
        ),
    ),
    (
        "5.1.2",
        (
            r"(?:host|domain|dns|mx)[^.\n]{0,50}(?:unknown|not (?:be )?found"
            r"|does ?n[o']t"
            r"|couldn.t|invalid|no mx|nxdomain)|unrouteable|unroutable|bad destination"
            r"|no route|域名[^。\n]{0,20}(?:不存在|无法|错误|解析)"
            r"|domaine[^.\n]{0,30}introuvable"
        ),
    ),
    (
        "5.3.4",
        (
            r"(?:message|mail)[^.\n]{0,40}(?:too (?:large|big)"
            r"|exceeds?[^.\n]{0,20}size)"
            r"|size limit|(?:邮件|附件)[^。\n]{0,12}(?:过大|太大|超过)|zu groß"
            r"|trop volumineux"
        ),
    ),
    (
        "5.7.1",
        (
            r"\bspam\b|black ?list|block ?list|blocked|policy|access denied"
            r"|relay(?:ing)? "
            r"(?:access )?(?:is )?(?:denied|not|prohibited)|not (?:permitted|authorized"
            r"|allowed)|not accepting mail|rejected|prohibited|垃圾邮件|拒收|被拒|拒绝"
            r"|黑名单"
            r"|reputation"
        ),
    ),
    (
        "5.2.1",
        (
            r"(?:mailbox|account|user)[^.\n]{0,40}(?:disabled|inactive|suspended|closed"
            r"|deactivated|unavailable|locked)|(?:邮箱|账号|帐号"
            r"|用户)[^。\n]{0,16}(?:停用"
            r"|禁用|冻结"
            r"|锁定|注销)"
        ),
    ),
    (
        "4.4.7",
        (
            r"(?:queue|delivery)[^.\n]{0,30}(?:too long|expired|timed? ?out|time ?out)"
            r"|message timed out|retry time(?:out)? exceeded|投递超时|超时"
        ),
    ),
    (
        "4.4.1",
        (
            r"(?:connection|connect)[^.\n]{0,40}(?:refused|timed out|failed|unable"
            r"|time ?out)"
            r"|not respond|no answer|unreachable|could not connect"
            r"|连接[^。\n]{0,10}(?:失败"
            r"|超时|拒绝)"
        ),
    ),
)
_CODES = tuple((code, re.compile(f"(?i){words}")) for code, words in _WORDS)


def written_status(text: str) -> str:
    """The first code of RFC 3463 in a text; empty where there is none."""
    found = _STATUS.search(text)
    return found[1] if found else ""


def status_in(text: str) -> str:
    """The code of a report in prose: written, else by its words, else by its reply."""
    written = written_status(text)
    if written:
        return written
    for code, words in _CODES:
        if words.search(text):
            return code
    reply = _REPLY.search(text)
    return f"{reply[1]}.0.0" if reply else ""
