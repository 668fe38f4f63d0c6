"""What people set under their words: signatures, cards behind a closing, notices.

The one rule about signatures (docs/decisions/0009): ``-- ``, what a client itself
marks as one, a closing formula alone on its line ("Kind regards") with a few short
lines under it, and ``/Name`` at the very end go; a name or a business card without
them stays, ``-Name`` too. "谢谢" and "Thanks" begin no signature.
STANDARDS: RFC 3676 §4.3.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice, takewhile

_NOTICE = re.compile(
    r"(?i)\A[\s*_>#=~-]{0,8}(?:(?:本|此|该|這|该封|此封|這封)(?:电子|電子)?(?:邮件|郵件"
    r"|信件)(?:及|中|所|包含|含|的|和|内容|內容|可能|仅|僅|连同|已由|或)"
    r"|免责声明|免責聲明|保密声明|保密提示|保密条款|法律声明|声明[:：]|重要提示[:：]"
    r"|disclaimer|confidentiality (?:notice|note)|confidential(?:ity)?\b"
    r"|legal (?:notice|disclaimer)|privileged (?:and|&|/)|important notice|notice[:：]"
    r"|(?:this|the (?:information|content)s?)[^\n]{0,80}(?:e-?mail|message|transmission"
    r"|communication)[^\n]{0,200}(?:confidential|privileged|intended (?:only|solely"
    r"|for))"
    r"|diese (?:e-?mail|nachricht)[^\n]{0,80}vertraulich|der inhalt dieser e-?mail"
    r"|vertraulichkeitshinweis|hinweis[:：]|haftungsausschluss"
    r"|ce (?:message|courriel|mail|document)[^\n]{0,120}confidentiel"
    r"|avis de confidentialité|les informations contenues dans ce"
    r"|(?:este|esta) (?:mensaje|correo|e-?mail|mensagem)[^\n]{0,120}confiden[cç]"
    r"|aviso (?:legal|de confiden)|as informações contidas"
    r"|le informazioni contenute|questo messaggio|questa e-?mail"
    r"|dit (?:bericht|e-?mail|emailbericht)[^\n]{0,120}vertrouwelijk|de informatie in"
    r"|detta (?:meddelande|e-?post)[^\n]{0,120}|denne (?:e-?mail|e-?post|meddelelse)"
    r"|ta wiadomość|niniejsza wiadomość|treść tej wiadomości|это сообщение"
    r"|настоящее сообщение|このメール|この電子メール|本メール|이 메일|본 메일"
    r"|본 전자우편"
    r"|virenfrei|virus-free|不含病毒|无病毒|此电子邮件已由|(?:this e-?mail"
    r"|diese e-?mail)"
    r" (?:has been|wurde) (?:checked|scanned|von)|scanned by|avast"
    r"|(?:please|pls\.?) consider the environment|p please consider"
    r"|(?:请|請)[^\n]{0,8}(?:考虑|考慮)[^\n]{0,8}(?:环境|環境|环保)|打印(?:本"
    r"|此)邮件前)"
)
_NOTICE_PROOF = re.compile(
    r"(?i)保密(?!协议|合同|承诺|文件)|机密|機密|仅限|僅限|免责|免責|confiden[tcç]|privileged|intended"
    r"|vertraulich"
    r"|vertrouwelijk|konfiden|poufn|riservat|конфиденц|기밀|秘密|virus|viren|病毒"
    r"|disclaimer|haftung|avast|收件人|誤送信|environment|环境|環境|环保|mcafee|scanned"
)
_NOTICE_CHARS = 24
_SCAN = re.compile(
    r"(?i)\A\s{0,4}(?:virus-free|virenfrei|不含病毒|无病毒)[.。]?\s?\S{0,40}\Z"
)
_CLOSING = re.compile(
    r"(?i)(?:(?:with )?(?:kind|best|warm|warmest|many|my)?(?:est)? ?regards|rgds|brgds"
    r"|kind regards|best wishes|all the best|best|cheers|yours (?:sincerely|faithfully"
    r"|truly)|thanks (?:and|&) (?:best )?regards"
    r"|mit (?:freundlichen|besten|herzlichen|lieben) (?:gru(?:ß|ss)(?:en)?|gruessen)"
    r"|(?:viele|liebe|beste|freundliche|schone|herzliche) gru(?:ß|ss)e"
    r"|freundlicher gruss|hochachtungsvoll"
    r"|(?:bien )?cordialement|bien a vous|salutations(?: distinguees)?|cdlt"
    r"|sinceres salutations|bonne (?:journee|reception)"
    r"|saludos(?: cordiales)?|un (?:cordial )?saludo|atentamente|cordialmente"
    r"|cordiali saluti|distinti saluti|saluti|atenciosamente|cumprimentos"
    r"|abracos?"
    r"|(?:met )?vriendelijke groete?n?|(?:hartelijke )?groete?n?"
    r"|(?:de )?(?:med |mange )?(?:venlige?|vennlig|vanliga?|bedste|beste|basta) "
    r"(?:hils(?:en|ener|ning|ningar)|halsn(?:ing|ingar))|hilsen|halsningar"
    r"|ystavallisin terveisin|terveisin|terv\.?"
    r"|pozdrawiam|z powa[zż]aniem|s pozdravem|s pozdravom|udvozlettel|tisztelettel"
    r"|cu (?:stima|respect)|toate cele bune|lep pozdrav|srdacan pozdrav"
    r"|с уважением|с наилучшими пожеланиями|з повагою|с уважение|με εκτιμηση"
    r"|saygilarımla|saygılarımla|iyi calısmalar|בברכה|تحياتي|مع (?:أطيب )?التحيات"
    r"|よろしくお願い(?:いた|致)?します|敬具|감사합니다|드림|tran trong|than men"
    r"|hormat kami"
    r"|ขอแสดงความนับถือ|顺祝商祺|顺颂商祺|此致敬礼|順頌商祺)[\s,.!。，！]{0,3}\Z"
)
_SHORT_CLOSING = re.compile(r"(?i)(?:kh|vh|mvh|mfg|mvg|vg|br|rgds|att)[,.!]{0,2}\Z")
_NAME = re.compile(r"[^\W\d_]+(?:[ .'-]{1,2}[^\W\d_]+){0,3}\Z")
_CLOSING_LINES = 8
_CARD_CHARS = 60
_SENTENCE = re.compile(r"(?i)[?!？！。;]|\.\s*\Z|\bp\.?s\b|[,:]\s*\Z")
_FIRM = re.compile(r"(?i)\b(?:ltd|inc|co|corp|llc|jr|sr)\.\s*\Z")
_RULE = re.compile(r"\A\s{0,8}[-_=*~—－]{3,200}\s*\Z")
_WORDED_RULE = re.compile(r"\A\s{0,8}[-_=*]{2,80}[^-_=*\n]{1,60}[-_=*]{2,80}\s*\Z")
_DELIMITER = re.compile(r"\A--[ \xa0]\Z")
_BARE_DELIMITER = re.compile(r"\A--\s*\Z")
_BARE_LINES = 12
_BARE_CHARS = 100
_QUESTION = re.compile(r"[?？]")
_SLASH_NAME = re.compile(
    r"\A\s{0,4}/{1,2}\s?[^\W\d_a-z]\w{1,20}(?: [^\W\d_a-z]\w{0,20})?\Z"
)


def closing_start(texts: Sequence[str]) -> int:
    """Where a closing formula and only a name and card under it begin; else the end.

    ``/Name`` alone at the end is how Scandinavians close.
    """
    shown = [place for place, text in enumerate(texts) if text.strip()]
    if len(shown) > 1 and _SLASH_NAME.match(texts[shown[-1]].rstrip()):
        above = texts[shown[-2]].rstrip()
        if not above.endswith((":", "：")) and "/" not in above:
            return shown[-1]
    below = ""
    for place in reversed(shown[-_CLOSING_LINES:]):
        text = texts[place].strip()
        short = bool(_SHORT_CLOSING.match(text)) and bool(_NAME.match(below))
        if short or _CLOSING.match(_plain(text)):
            return place
        if len(text) > _CARD_CHARS or _SENTENCE.search(_FIRM.sub("", text)):
            break
        below = text
    return len(texts)


def _plain(text: str) -> str:
    """Without accents: many write their closing without them."""
    if text.isascii() or len(text) > _CARD_CHARS:
        return text
    parts = unicodedata.normalize("NFD", text)
    kept = "".join(char for char in parts if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", kept)


def begins_signature(texts: Sequence[str], place: int) -> bool:
    """``-- ``, and ``--`` where a card follows: people draw such a line as well."""
    text = texts[place].lstrip()
    if _DELIMITER.match(text):
        return True
    if not _BARE_DELIMITER.match(text):
        return False
    below = (text for text in islice(texts, place + 1, None) if text.strip())
    card = takewhile(lambda text: not is_notice(text), below)
    # One more than a card has is enough to know that it is none.
    found = list(islice(card, _BARE_LINES + 1))
    return len(found) <= _BARE_LINES and not any(
        len(text) > _BARE_CHARS or _QUESTION.search(text) for text in found
    )


def is_rule(text: str) -> bool:
    return bool(_RULE.match(text))


def is_rule_above_quote(text: str) -> bool:
    """A rule, also one with words in it, that stands right above quoted fields."""
    return bool(_RULE.match(text) or _WORDED_RULE.match(text))


def is_notice(text: str) -> bool:
    """The first line of a legal or scanner's notice."""
    stripped = text.strip()
    if _SCAN.match(stripped):
        return True
    wide = sum(char > "\u2e80" for char in stripped[:_NOTICE_CHARS])
    return (
        len(stripped) + wide >= _NOTICE_CHARS
        and bool(_NOTICE.match(stripped))
        and bool(_NOTICE_PROOF.search(stripped))
    )
