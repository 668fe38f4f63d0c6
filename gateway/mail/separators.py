"""Where a client begins to quote: attributions, header blocks, rules with words.

Rule: a separator needs proof besides its words (a date, an address, dashes, three
fields together), because people write "发件人:" and "he wrote:" in sentences too.
Every pattern is bounded and linear. Forms of clients: QQ, WeCom, 163, Foxmail,
Outlook, Gmail, Apple, Thunderbird and what the same clients write in other languages.
"""

import re
from collections.abc import Sequence

_MARKER = re.compile(
    r"请在此行以上回复|请在此行上方回复|請在此行以上回覆|請在此行以上回復"
    r"|[Rr]eply above this line"
)
_MARKER_FRAME = "-–—_*#=[( "

_VERBS = (
    r"wrote|writes|escribi[óo]|scrisse|ha scritto|escreveu|a [ée]crit|schrieb|schreef"
    r"|geschreven|skrev|kirjoitti|napisał(?:\(a\)|a)?|pisze|napsala?|napsal\(a\)"
    r"|napísal(?:\(a\)|a)?|написал(?:\(а\)|а)?|пишет|пише|написав|yazdı|a scris|írta"
    r"|έγραψε|đã viết|menulis|작성|写道|寫道|撰写|撰寫|写到|写信|のメッセージ"
    r"|書きました"
)
_VERB_AT_END = re.compile(rf"(?i)(?:{_VERBS})\s{{0,3}}[:：]?\s{{0,3}}\Z")
_VERB = re.compile(rf"(?i)(?:{_VERBS})")
_OPENER = re.compile(
    r"(?i)(?:on|am|le|el|il|em|op|den|på|w dniu|dnia|dne|at|în data|vào|pada|в|на"
    r"|tirsdag|mandag|onsdag|torsdag|fredag|lørdag|søndag|ons|tor|fre|lör|sön|mån|tis"
    r"|mon|tue|wed|thu|fri|sat|sun|maanandag|ma|ti|ke|to|pe|la|su|pt|śr|czw|sob|niedz"
    r"|pon"
    r"|em seg|pe|dňa|von)\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\w{2,4}[.,] "
    r"|在|于|\d|[\"“'<*_]*\S{1,40} ?<"
)
_DATE = re.compile(
    r"\d{4}|\d{1,2}[/.:-]\d{1,2}|\d{1,2}\s?(?:月|日|時|点|點)|\d{1,2}\.? \w{3,12}"
)
_ADDRESS = re.compile(r"<?[^\s<>@]{1,64}@[^\s<>@]{1,255}>?|\[mailto:")
_ADDRESS_AT_END = re.compile(
    r"[^\s<>@]{1,64}@[^\s<>@]{1,255}\s?[>)\]]{1,2}\s{0,3}[:：]\s{0,3}\Z"
)
_ATTRIBUTION_LINES = 5
_ATTRIBUTION_CHARS = 600

_ORIGINAL = (
    r"original message|original appointment|original|原始邮件|邮件原件|原邮件|原始郵件"
    r"|原文"
    r"|回复的原邮件|回覆的原郵件|reply message|replied message|ursprüngliche nachricht"
    r"|original-nachricht|originalnachricht|message d'origine|message d’origine"
    r"|message original|mensaje original|mensagem original|messaggio originale"
    r"|oorspronkelijk bericht|originele bericht|ursprungligt meddelande"
    r"|originalmeddelande|oprindelig meddelelse|opprinnelig melding"
    r"|original meddelelse|alkuperäinen viesti|wiadomość oryginalna"
    r"|oryginalna wiadomość|původní zpráva|исходное сообщение|пересылаемое сообщение"
    r"|原始信件|元のメッセージ|original mail|원본 메시지|in reply to"
)
_FORWARDED = (
    r"forwarded message|forwarded by[^\n]{0,80}|forwarded mail|转发邮件|转发邮件信息"
    r"|轉寄郵件|转发的邮件|转发信息|weitergeleitete nachricht|message transféré"
    r"|message transfere|mensaje reenviado|mensagem encaminhada|messaggio inoltrato"
    r"|doorgestuurd bericht|vidarebefordrat meddelande|videresendt besked"
    r"|пересланное сообщение|転送メッセージ"
)
_RULED = re.compile(
    rf"(?i)\A\s{{0,8}}[-_=*~—－]{{2,80}}\s{{0,8}}(?:{_ORIGINAL})\s{{0,8}}[-_=*~—－]{{0,80}}[:：]?\s*\Z"
)
_RULED_FORWARD = re.compile(
    rf"(?i)\A\s{{0,8}}[-_=*~—－]{{2,80}}\s{{0,8}}(?:{_FORWARDED})\s{{0,8}}[-_=*~—－]{{0,80}}[:：]?\s*\Z"
    r"|\A\s{0,8}(?:begin forwarded message|début du message réexpédié|anfang der"
    r" weitergeleiteten (?:nachricht|e-mail)|开始转发的邮件|inizio messaggio inoltrato"
    r"|下面是被转发的邮件|inicio del mensaje reenviado)\s{0,4}[:：]\s*\Z"
)
_BARE_ORIGINAL = re.compile(rf"(?i)\A\s{{0,40}}(?:{_ORIGINAL})\s*\Z")

_FIELD_NAMES = {
    "from": "from|发件人|寄件者|寄件人|發件人|von|de|da|van|från|fra|от|od|差出人"
    "|送信者"
    "|보낸사람|보낸 사람|lähettäjä|kimden|gönderen|expéditeur|remitente|mittente"
    "|afzender",
    "date": "sent|date|发送时间|发送日期|发件时间|日期|时间|寄件日期|傳送時間|傳送日期"
    "|gesendet"
    "|datum|envoyé|enviado|enviada|enviado el|enviada em|data|inviato|verzonden"
    "|skickat|sendt|dato|дата|отправлено|送信日時|日時|보낸날짜|보낸 날짜|lähetetty"
    "|päivämäärä|wysłano|odesláno|fecha|sendt|date sent|gönderme tarihi|tarih"
    "|message du|envoyé le|datum/tijd",
    "to": "to|收件人|收件者|an|à|a|para|aan|till|til|кому|do|komu|宛先|받는사람"
    "|받는 사람"
    "|vastaanottaja|kime|alıcı|destinatario|destinataire",
    "cc": "cc|抄送|副本|copie à|kopie|copie|kopia|kopi|копия|dw|bcc|密送|참조|bilgi",
    "subject": "subject|主题|主題|主旨|betreff|objet|sujet|asunto|assunto|oggetto"
    "|onderwerp|ämne"
    "|emne|тема|temat|předmět|件名|제목|aihe|konu",
    "reply": "reply-to|reply to|回复|回覆|antwort an|importance|重要性|attachments"
    "|附件",
}
_FIELD_OF = {
    name: field
    for field, names in reversed(list(_FIELD_NAMES.items()))
    for name in names.split("|")
}
_LABEL = re.compile(
    r"\A[\s>|*_]{0,12}([^\s:：|*>][^:：|*\n]{0,24}?)[\s*_]{0,4}(?:[:：|]|\*{1,2}[:：])"
)
_LONE_LABEL = re.compile(r"\A[\s>|]{0,8}([^\s:：|]{2,8})[\s:：]{0,3}\Z")
_BARE_CHARS = 80
_BLOCK_LINES = 8
_BLOCK_FIELDS = 3
_FLAT_CHARS = 120
_FLAT_SEARCHED_CHARS = 65_536
_FLAT_BLOCK = re.compile(
    r"(?:[-_=]{2,80} ?(?:原始邮件|邮件原件|回复的原邮件|Original Message"
    r"|Original) ?[-_=]{2,80} ?)?"
    r"\|? ?(?:发件人|發件人|寄件者|From)(?: ?[:：|]| )[^\n]{1,160}?"
    r"(?:发送时间|发送日期|发件时间|日期|傳送時間|Sent|Date)(?: ?[:：|]| )[^\n]{1,120}?"
    r"(?:收件人|收件者|To)(?: ?[:：|]| )"
)
_FLAT_ATTRIBUTION = re.compile(
    r"(?:[>|] ?)?(?:在 ?\d{4}[^\n]{4,200}?(?:写道|寫道) ?[:：]"
    r"|[^\s<>]{1,40} <[^\s<>]{3,200}> ?[于於] ?\d{4}[^\n]{4,60}?(?:写道|寫道) ?[:：]"
    r"|\d{4}年[^\n]{4,160}?(?:写道|寫道) ?[:：]"
    r"|(?:On|At) [^\n]{0,40}?\d{4}[^\n]{4,200}?> ?wrote ?:)"
)


def marker_start(line: str) -> int:
    """Where our own marker begins in a line, its rule included; -1 for nowhere.

    It is found as a part of a line, since clients rewrap.
    """
    if "此行" not in line and "above this" not in line:
        return -1
    found = _MARKER.search(line)
    return len(line[: found.start()].rstrip(_MARKER_FRAME)) if found else -1


def attribution_end(lines: Sequence[str], start: int) -> int:
    """The line after an attribution that begins at ``start``; ``start`` for none."""
    first = lines[start]
    head = first.lstrip("> *_")
    if len(head) > _ATTRIBUTION_CHARS or not head.strip():
        return start
    if head.startswith("--"):
        # Zoho rules its attribution off on both sides.
        head = head.strip("- ")
        return start + bool(_OPENER.match(head) and _is_attribution(head))
    if not _OPENER.match(head):
        # Without a known opening the line has to prove itself alone.
        return start + _is_addressed(head)
    return _joined_end(lines, start)


def _joined_end(lines: Sequence[str], start: int) -> int:
    """Clients wrap the attribution over as many as five lines."""
    joined = ""
    for place in range(start, min(start + _ATTRIBUTION_LINES, len(lines))):
        line = lines[place].lstrip("> ").rstrip(" *_")
        if place > start and not line:
            return start
        joined = f"{joined} {line}" if joined else line
        if len(joined) > _ATTRIBUTION_CHARS:
            return start
        if _is_attribution(joined):
            return place + 1
    return start


def is_ruled(line: str) -> bool:
    """``-----Original Message-----`` and its kin."""
    return line.count("-") + line.count("_") + line.count("=") > 1 and bool(
        _RULED.match(line)
    )


def is_forward_rule(line: str) -> bool:
    return bool(_RULED_FORWARD.match(line))


def is_bare_original(line: str) -> bool:
    """The words without a rule; a separator only above a header block."""
    return len(line) < _BARE_CHARS and bool(_BARE_ORIGINAL.match(line))


def header_block_end(lines: Sequence[str], start: int) -> int:
    """The line after a block of quoted header fields; ``start`` for none.

    Three different fields within eight lines, one of them the sender or the date,
    and an address or a subject among them: a person's list of a journey has neither.
    """
    if _field(lines[start]) not in {"from", "date", "subject", "to"}:
        return start
    seen: set[str] = set()
    end = start
    proof = False
    for place in range(start, min(start + 2 * _BLOCK_LINES, len(lines))):
        field = _field(lines[place])
        if field in seen or not (field or _belongs(lines, place, end)):
            break
        if field:
            seen.add(field)
            end = place + 1
        proof = proof or "@" in lines[place] or field == "subject"
    if len(seen & {"from", "date"}) and len(seen) >= _BLOCK_FIELDS and proof:
        return end
    return start


def _belongs(lines: Sequence[str], place: int, end: int) -> bool:
    """Whether a line without a label stands inside a block.

    It is the value under its label (163 mobile), recipients that were wrapped, or
    the one blank line that QQ leaves.
    """
    line = lines[place].strip()
    if place != end or place == 0:
        return False
    return not line or "@" in line or bool(_LONE_LABEL.match(lines[place - 1]))


def flat_start(line: str) -> int:
    """Where a quote begins inside a line that lost its breaks; -1 for none."""
    if len(line) < _FLAT_CHARS:
        return -1
    head = line[:_FLAT_SEARCHED_CHARS]
    starts = [
        found.start()
        for found in (_FLAT_BLOCK.search(head), _FLAT_ATTRIBUTION.search(head))
        if found
    ]
    return min(starts, default=-1)


def _field(line: str) -> str:
    found = _LABEL.match(line) or _LONE_LABEL.match(line)
    if not found:
        return ""
    return _FIELD_OF.get(found[1].strip().lower(), "")


def _is_addressed(text: str) -> bool:
    """A date, and an address in angles right before the colon at the end."""
    return (
        text.rstrip().endswith((":", "："))
        and bool(_DATE.search(text))
        and bool(
            _ADDRESS_AT_END.search(text)
            or (_VERB_AT_END.search(text) and _ADDRESS.search(text))
        )
    )


def _is_attribution(text: str) -> bool:
    if not _DATE.search(text):
        return False
    if _VERB_AT_END.search(text):
        return True
    if not text.rstrip().endswith((":", "：")):
        return False
    return bool(_ADDRESS_AT_END.search(text)) or bool(
        _VERB.search(text) and _ADDRESS.search(text)
    )
