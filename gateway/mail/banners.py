"""The warning that a mail gateway put on top of someone's words.

Rule: a banner is known by its opening and a proof in the same paragraph. It ends
with its last sentence that warns; a warning left standing does less harm than a
word lost.
"""

import re
from collections.abc import Sequence

_OPENING = re.compile(
    r"(?i)\A[\s>*_\[【(#=!⚠️-]{0,12}(?:caution|warning|attention|notice|external|alert"
    r"|important|be careful|security notice|zixcorp|\[?ext(?:ernal)?(?: (?:e-?mail"
    r"|sender))?\]?|you don['’]t often get e-?mail from|some people who received this"
    r"|this (?:e-?mail|message) (?:is |has |was )?(?:not )?(?:been )?(?:originated?"
    r"|came|sent|from|received)|this is an external|the sender of this"
    r"|do not click|think before you click"
    r"|achtung|vorsicht|warnung|externe e-?mail|diese e-?mail (?:stammt|kommt|wurde)"
    r"|prudence|avertissement|message externe|courriel externe|ce (?:message|courriel"
    r"|mail) provient|precaución|correo externo|attenzione|atenção|let op|externe mail"
    r"|注意|警告|提醒|安全提示|安全提醒|温馨提示|外部邮件|外部郵件|外來郵件|外来邮件"
    r"|【?外部|(?:此|本|该|這封|此封|这封)(?:邮件|郵件|信件)(?:是|来自|來自|由|为)"
    r"|邮件来自外部|发件人来自|您通常不会收到|您不经常收到|社外|外部メール)[^\n]{0,400}"
)
_PROOF = re.compile(
    r"(?i)extern|origina?te|outside|unless you (?:recogni[sz]e|trust|know)|often get"
    r"|außerhalb|外部|外来|外來|不明|来源|來源|公司以外|组织外|phishing|suspicious"
    r"|links? or|do not click|钓鱼|陌生|通常不会收到|不经常收到|社外"
)
_OF_MAIL = re.compile(
    r"(?i)e-?mail|mail\b|message|sender|courriel|correo|expéditeur|remitente|nachricht"
    r"|absender|mensaje|mensagem|messaggio|mittente|bericht|afzender|external"
    r"|邮件|郵件|信件|发件人|寄件|发信|メール|差出人|社外"
)
"""A warning of a gateway speaks of the mail; a person may warn of anything."""
_END = re.compile(
    r"(?i)(?:recogni[sz]e the sender(?: and know (?:that )?the content is safe)?"
    r"|content is safe|trust the sender|know the sender|sender and know the content"
    r"|谨慎打开|请勿点击[^。\n]{0,60}|注意安全|originated (?:from )?outside[^.\n]{0,60}"
    r"|learn why this is important[^\n]{0,80})[^.。!！\n]{0,60}[.。!！]?"
)
_SENTENCE = re.compile(
    r"\s{0,4}[^.。!！\n]{1,400}(?:[.。!！]+(?=\s|[^\x00-\x7f]|\Z)|\n|\Z)"
)
_CAUTIONS = re.compile(
    r"(?i)do not|don['’]t|never|unless|be careful|exercise|caution|beware|verify"
    r"|avoid|think before|keine|nicht|vorsicht|ne (?:cliquez|pas)|évitez|请勿|不要|谨防"
    r"|谨慎|切勿|小心|警惕|防范|勿|請勿|謹慎|しないで"
)
_CAUTIONED = re.compile(
    r"(?i)click|links?\b|attachment|open|sender|password|credential|phish|suspicious"
    r"|anhang|anhänge|links|lien|pièce|点击|點擊|链接|連結|附件|打开|開啟|密码|诈骗|詐騙"
    r"|钓鱼|转账|敏感信息|リンク|添付"
)
_AROUND = " \n*_]】)=-"
_LINES = 6
_SEARCHED_CHARS = 1500


def split_banner(texts: Sequence[str]) -> tuple[str, list[str]]:
    """The banner, or "", and the lines without it.

    What it flattened into its own line with it comes back as a line.
    """
    place = next((n for n, text in enumerate(texts) if text.strip()), len(texts))
    if place > _LINES or place == len(texts) or not _OPENING.match(texts[place]):
        return "", list(texts)
    end = place
    while end < len(texts) and texts[end].strip():
        end += 1
    paragraph = "\n".join(texts[place:end])
    head = "\n".join(texts[place:end][:_LINES])[:_SEARCHED_CHARS]
    if not (_PROOF.search(head) and _OF_MAIL.search(head)):
        return "", list(texts)
    stop = _end_of(head)
    stop += len(paragraph[stop:]) - len(paragraph[stop:].lstrip(_AROUND))
    return paragraph[:stop], [*paragraph[stop:].split("\n"), *texts[end:]]


def _end_of(head: str) -> int:
    """Where the banner ends: a known ending, else its first sentence, then warnings."""
    known = [found.end() for found in _END.finditer(head)]
    if known:
        place = known[-1]
    else:
        first = _SENTENCE.match(head)
        place = first.end() if first else head.find("\n") % (len(head) + 1)
    while found := _SENTENCE.match(head, place):
        sentence = found[0]
        if not (_CAUTIONS.search(sentence) and _CAUTIONED.search(sentence)):
            break
        place = found.end()
    return place
