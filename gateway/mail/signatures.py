"""What a client or a gateway added to someone's words: footers, banners, notices.

The one rule about signatures: ``-- ``, what a client itself marks as one, and a
closing formula alone on its line ("Kind regards") with a few short lines under it go;
a name or a business card without them stays. "谢谢" and "Thanks" begin no signature.
"""

import re
from collections.abc import Sequence

_DEVICE = (
    r"iphone|ipad|android|blackberry|samsung|galaxy|huawei|华为|honor|荣耀|xiaomi|小米"
    r"|redmi"
    r"|oppo|vivo|oneplus|windows|outlook|mail|yahoo|aol|gmail|手机|手機|mobile|phone"
    r"|handy"
    r"|ios|smartphone|tablet|device|gerät|dispositivo|celular|móvil|téléphone|nokia"
    r"|htc|lumia"
    r"|xperia|pixel|wireless|palm|邮箱|郵箱|foxmail|qq|企业微信|mailmaster|网易"
    r"|macbook|hey"
    r"|proton|spark|boxer|thunderbird|workspace|telefon|puhelimesta|qmail|treo|verizon"
)
_FOOTER = re.compile(
    r"(?i)\A\s{0,8}[_*(\[]{0,3}(?:sent (?:from|via|by|with|using)|get outlook"
    r"|download outlook|envoyé (?:de|depuis|à partir)|enviado (?:desde|do|de|a partir)"
    r"|gesendet (?:von|mit|über)|von meinem|inviato (?:da|dal)|verzonden (?:vanaf|met"
    r"|van)"
    r"|verstuurd vanaf|skickat från|sendt fra|send fra|отправлено (?:с|из)|wysłane z"
    r"|wysłano z|lähetetty|odesláno z|发自|發自|发送自|傳送自|來自|来自|从我的|從我的"
    r"|由我的"
    r"|通过我的|obtenir outlook|télécharger outlook|obtener outlook"
    r"|holen sie sich outlook"
    r"|获取|取得|obtenha o outlook|scarica outlook|用手机|使用)"
    rf"[^\n]{{0,60}}(?:{_DEVICE})[^\n]{{0,60}}\Z"
)
_FOOTER_BEHIND = re.compile(
    r"(?i)\A\s{0,8}(?:iphone|ipad|android)?\S{0,12}(?:から送信|에서 보냄)\S{0,12}\s*\Z"
    r"|\A\s{0,8}나의 \S{1,12}에서 보냄\s*\Z"
)
_SENT_FROM = re.compile(
    r"\A[_*(\[]{0,3}Sent (?:from|via|using) (?:my )?[A-Z0-9]\S{1,24}"
    r"(?: (?:[A-Z0-9]\S{0,24}|for|mobile|phone|device)){0,4}[.)_*\]]{0,3}\Z"
)
_URL = re.compile(r"[<(\[]?https?://\S{1,300}")
_FOOTER_CHARS = 300
_FOOTER_WORDS = 12
_SENTENCE_END = re.compile(r"[.!?。！？；;]\s{0,3}\S|[,，:：]\s{0,3}\S")
_BANNER = re.compile(
    r"(?i)\A[\s>*_\[【(#=-]{0,12}(?:caution|warning|attention|notice|external|alert"
    r"|\[?ext(?:ernal)?(?: (?:e-?mail|sender))?\]?|you don't often get e-?mail from"
    r"|this (?:e-?mail|message) (?:is |has |was )?(?:not )?(?:originated?|came|sent"
    r"|from)"
    r"|achtung|vorsicht|注意|警告|提醒|安全提示|外部邮件|外部郵件|【?外部|此邮件来自"
    r"|本邮件来自"
    r"|该邮件来自)[^\n]{0,400}"
)
_BANNER_PROOF = re.compile(
    r"(?i)extern|origina?te|outside|unless you (?:recogni[sz]e|trust|know)|often get"
    r"|外部|不明|来源|公司以外|组织外|phishing|suspicious"
)
_BANNER_END = re.compile(
    r"(?i)(?:recogni[sz]e the sender(?: and know (?:that )?the content is safe)?"
    r"|content is safe|trust the sender|know the sender|sender and know the content"
    r"|谨慎打开|请勿点击[^。\n]{0,60}|注意安全|originated (?:from )?outside[^.\n]{0,60}"
    r"|learn why this is important[^\n]{0,80})[^.。!！\n]{0,60}[.。!！]?"
)
_FIRST_SENTENCE = re.compile(r"[^.。!！\n]{1,400}[.。!！]+(?=\s|\Z)")
_BANNER_LINES = 6
_NOTICE = re.compile(
    r"(?i)\A[\s*_>-]{0,8}(?:(?:本|此|该|這)(?:电子)?(?:邮件|郵件|信件)(?:及|中|所|包含"
    r"|含|的|和|内容)"
    r"|免责声明|免責聲明|保密声明|保密提示|disclaimer|confidentiality notice"
    r"|(?:this|the (?:information|content)s?)[^\n]{0,80}(?:e-?mail|message|transmission"
    r"|communication)[^\n]{0,200}(?:confidential|privileged|intended (?:only|solely"
    r"|for))"
    r"|diese (?:e-?mail|nachricht)[^\n]{0,80}vertraulich|ce (?:message|courriel|mail)"
    r"[^\n]{0,120}confidentiel|este (?:mensaje|correo|e-?mail)[^\n]{0,120}confidencial"
    r"|virenfrei|virus-free|此电子邮件已由|this e-?mail has been (?:checked|scanned))"
)
_NOTICE_PROOF = re.compile(
    r"(?i)保密|机密|机密|仅限|免责|免責|機密|confiden|privileged|intended|vertraulich"
    r"|virus|disclaimer"
    r"|avast|收件人"
)
_NOTICE_CHARS = 24
_CLOSING = re.compile(
    r"(?i)(?:(?:with )?(?:kind|best|warm|warmest|many)?(?:est)? ?regards|kind regards"
    r"|best wishes|best"
    r"|cheers"
    r"|mit (?:freundlichen|besten|herzlichen) (?:grüßen|grüssen|gruß)|mfg"
    r"|(?:viele|liebe|beste|freundliche|schöne) grüße|cordialement|bien cordialement"
    r"|bien à vous|salutations|saludos(?: cordiales)?|un saludo|atentamente"
    r"|cordiali saluti|distinti saluti|atenciosamente|met vriendelijke groeten?|mvg"
    r"|groeten"
    r"|(?:de )?(?:med |mange )?(?:venlige?|vennlig|vänliga?|bedste|beste) hils(?:en"
    r"|ener|ning"
    r"|ningar)|mvh|hilsen|hälsningar|kh|ystävällisin terveisin|terveisin"
    r"|pozdrawiam|z poważaniem|s pozdravem|с уважением)[\s,.!]{0,3}\Z"
)
_CLOSING_LINES = 8
_CARD_CHARS = 60
_SENTENCE = re.compile(r"(?i)[?!？！。;]|\.\s*\Z|\bp\.?s\b|[,:]\s*\Z")
_RULE = re.compile(r"\A\s{0,8}[-_=*~—－]{3,200}\s*\Z")
_WORDED_RULE = re.compile(r"\A\s{0,8}[-_=*]{2,80}[^-_=*\n]{1,60}[-_=*]{2,80}\s*\Z")
_LIST_FOOTER = re.compile(r"(?i)\bmailing list\b|unsubscribe|退订|取消订阅")
_DELIMITER = re.compile(r"\A--[ \xa0]?\Z")


def closing_start(lines: Sequence[str]) -> int:
    """Where a closing formula and only a name and card under it begin; else the end."""
    shown = [place for place, line in enumerate(lines) if line.strip()]
    for place in reversed(shown[-_CLOSING_LINES:]):
        line = lines[place].strip()
        if _CLOSING.match(line):
            return place
        if len(line) > _CARD_CHARS or _SENTENCE.search(line):
            break
    return len(lines)


def is_delimiter(line: str) -> bool:
    """RFC 3676 §4.3, and the same with its space lost on the way."""
    return bool(_DELIMITER.match(line))


def is_rule(line: str) -> bool:
    return bool(_RULE.match(line))


def is_rule_above_quote(line: str) -> bool:
    """A rule, also one with words in it, that stands right above quoted fields."""
    return bool(_RULE.match(line) or _WORDED_RULE.match(line))


def is_list_footer(line: str, next_line: str) -> bool:
    """What Mailman and others append: a rule of underscores and the list's name."""
    return (
        line.startswith("__")
        and not line.strip("_ ")
        and bool(_LIST_FOOTER.search(next_line))
    )


def is_footer(line: str) -> bool:
    """A client's advertisement, alone on its line and no sentence of a person's."""
    if not line or len(line) > _FOOTER_CHARS:
        return False
    if _FOOTER_BEHIND.match(line):
        return True
    bare = _URL.sub("", line).strip()
    if not _FOOTER.match(bare) and not _SENT_FROM.match(bare):
        return False
    return len(bare.split()) <= _FOOTER_WORDS and not _SENTENCE_END.search(bare)


def is_notice(line: str) -> bool:
    """The first line of a legal or scanner's notice."""
    return (
        len(line) >= _NOTICE_CHARS
        and bool(_NOTICE.match(line))
        and bool(_NOTICE_PROOF.search(line))
    )


def strip_banner(lines: Sequence[str]) -> list[str]:
    """Cut the warning a gateway put on top, and what it flattened into one line."""
    for place, line in enumerate(lines):
        if not line.strip():
            continue
        if not _BANNER.match(line) or place > _BANNER_LINES:
            return list(lines)
        return _after_banner(lines, place)
    return list(lines)


def _after_banner(lines: Sequence[str], place: int) -> list[str]:
    paragraph_end = place
    while paragraph_end < len(lines) and lines[paragraph_end].strip():
        paragraph_end += 1
    banner = "\n".join(lines[place:paragraph_end][:_BANNER_LINES])
    if not _BANNER_PROOF.search(banner):
        return list(lines)
    ends = [found.end() for found in _BANNER_END.finditer(banner[:1000])]
    if not ends:
        # A banner we do not know word by word ends with its first sentence, or its
        # first line: a warning left standing does less harm than a word lost.
        first_line = banner.split("\n", 1)[0]
        sentence = _FIRST_SENTENCE.match(first_line)
        ends = [sentence.end() if sentence else len(first_line)]
    rest = banner[ends[-1] :].lstrip(" \n*_]】)=-").split("\n")
    kept = lines[place + _BANNER_LINES : paragraph_end]
    return [*rest, *kept, *lines[paragraph_end:]]
