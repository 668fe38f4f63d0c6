"""How automatic replies and recalls speak of themselves, in the languages of mail.

Rule: tables and plain questions, no verdict. A subject is a machine's *form* where the
phrase ends it or a colon follows; the mere *name* of such a thing needs more beside it.
"""

import re

_NAMES = (
    r"自动回复|自动答复|自動回覆|自動回復|自动应答|自动回信|自動答覆|外出自动回复"
    r"|系统自动回复"
    r"|不在办公室|外出通知|休假通知|休假自动回复|自动转发通知|离职自动回复"
    r"|automatic(?:ally generated)? (?:reply|response|answer)|auto[- ]?(?:reply"
    r"|response"
    r"|answer|responder|generated (?:reply|response))|automated (?:reply|response"
    r"|answer)"
    r"|out[- ]of[- ](?:the )?office(?: (?:auto ?reply|reply|notification|notice|message"
    r"|response))?|ooo|oof|away from (?:the |my )?(?:office|desk|mail)"
    r"|(?:on )?(?:vacation|holiday|annual leave|leave|absence)"
    r"(?: (?:reply|response|message|notice|notification|auto ?reply|autoresponse))"
    r"|absente?|on (?:vacation|holiday|leave|annual leave|sick leave)"
    r"|(?:i am|i'm) (?:away|out of (?:the )?office|on (?:vacation|holiday|leave))"
    r"|automatische (?:antwort|abwesenheits\w{1,12}|rückmeldung|e-?mail-antwort)"
    r"|abwesenheit(?:snotiz|snachricht|smeldung|sassistent|sbenachrichtigung)?"
    r"|autoantwort|abwesend|nicht im (?:büro|haus)|im urlaub"
    r"|r[ée]ponse (?:automatique|auto)|message (?:automatique|d'absence|d’absence)"
    r"|(?:notification d'|notification d’)?absence du bureau|absent\w? du bureau"
    r"|accus[ée] de r[ée]ception automatique|absence"
    r"|respuesta autom[áa]tica|contestaci[óo]n autom[áa]tica|fuera de (?:la )?oficina"
    r"|resposta autom[áa]tica|fora do escrit[óo]rio|ausência tempor[áa]ria"
    r"|risposta automatica|fuori (?:sede|ufficio)|assenza dall['’]ufficio"
    r"|automatisch (?:antwoord|bericht)|automatische (?:reactie|beantwoording)"
    r"|afwezig(?:heid(?:sbericht|sassistent|smelding)?)?|niet op kantoor"
    r"|autosvar|auto-svar|automatiskt? svar|autosvarar\w{0,2}|fravær\w{0,12}"
    r"|frånvaro\w{0,12}|ikke til stede"
    r"|automaattinen (?:vastaus|poissaoloviesti)|poissa(?:oloviesti)?"
    r"|автоматический ответ|автоответ(?:чик)?|вне офиса|автоматическое уведомление"
    r"|автоматична відповідь|відсутній|не в офісе|отсутствую"
    r"|otomatik (?:yan[ıi]t|cevap)|ofis d[ıi][şs][ıi]nda"
    r"|자동 ?(?:회신|응답|답장)|부재(?: ?중)?(?: ?(?:안내|알림|메일|자동))?"
    r"|自動返信|自動応答|不在通知|不在のお知らせ|不在連絡|外出中"
    r"|odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź|poza biurem"
    r"|automatick[áa] odpověď|automatická odpoveď|mimo kancelář"
    r"|automatikus válasz|házon kívül|răspuns automat|αυτόματη απάντηση"
    r"|تلقائي|الرد التلقائي|תשובה אוטומטית|trả lời tự động|balasan otomatis"
    r"|ตอบกลับอัตโนมัติ|automatski odgovor|samodejni odgovor|automaatvastus"
)
_SURE = re.compile(
    r"(?i)auto|自动|自動|자동|авто|otomatik|abwesenheits|notificat|notice|reply"
    r"|response"
    r"|відповідь|تلقائي|אוטומט|αυτόματη|tự động|อัตโนมัติ|afwezigheids"
)
_SURE_AFTER = re.compile(
    r"(?i)\A\s?[:：(（]?\s?(?:(?:re|aw|sv|antw|回复|答复)\s?[:：]"
    r"|(?:until|till|bis|jusqu|hasta|fino|t/m)\b)"
)
_PEOPLES = re.compile(
    r"(?i)休假通知|外出通知|absence|(?:vacation|holiday|leave) notice"
)
_ENDING = re.compile(
    r"(?i)(?:自动(?:回复|答复|应答)|自動(?:回覆|回復|返信)|automatic reply|auto-?reply"
    r"|auto-?response|out of (?:the )?office|ist abwesend|nicht im büro|不在办公室"
    r"|est absente?|está ausente|è assente|is afwezig"
    r"|자동 ?회신)\s?[】\])）.!！。]{0,3}\Z"
)
_COMPLAINS = re.compile(
    r"(?i)does ?n[o']t\b|do not work|not work|broken|\berror|problem|\bfail|\bwrong\b"
    r"|\bwhy\b|\bhow (?:can|do)\b|can(?:'t|not) (?:set|turn|switch|activate)"
    r"|funktioniert"
    r"|fehler|ne fonctionne|no funciona|non funziona|werkt niet"
    r"|please (?:set|switch|turn|enable|activate|deactivate|configure)|请问|在哪|哪里"
    r"|不能用|不工作"
    r"|失效|不生效|没有?生效|怎么|为什么|報錯|报错|异常|故障|坏了|请帮"
    r"|设置不|没反应|收不到"
)
_SUBJECT_NAME = re.compile(rf"(?i)\A[【\[(（<]{{0,2}}\s?(?P<name>{_NAMES})")
_FORM_AFTER = re.compile(
    r"(?i)\A(?:\s?[】\])）>]{1,2}|\s?[:：]|\s(?:re|aw|fw|fwd|sv|回复|答复)\s?[:：]"
    r"|\s[-–—|]{1,2}\s|[-–—]{2}|\s?[(（]|\s(?:until|till|from|bis|vom|jusqu|du \d|hasta"
    r"|fino|tot|t/m|до)\b|\s?[.!！。…]*\s*\Z)"
)
_SOUNDS = re.compile(
    r"(?i)\b(?:i am|i'm|i will be|i'll be|we are) (?:currently |presently |now )?"
    r"(?:out of|away|on (?:annual |sick |parental |maternity |business |a )?(?:leave"
    r"|vacation|holiday|trip)|travel|not in|unavailable|in a meeting|absent)"
    r"|\b(?:this is an?|this (?:e-?mail|message) (?:is|was|has been)) (?:an )?"
    r"(?:auto|system[- ]generated|computer[- ]generated)"
    r"|\bthank(?:s| you) for (?:your (?:e-?mail|message|inquiry|enquiry)|contacting"
    r"|writing|reaching out|getting in touch)"
    r"|\b(?:we|i) (?:have |'ve )?received your (?:e-?mail|message|request|inquiry)"
    r"|\b(?:do not|don't|please do not) (?:reply|respond) to this"
    r"|limited access to (?:my )?e-?mail|\breturn to (?:the |my )?office"
    r"|nicht im (?:büro|haus)|abwesend|im urlaub|ihre (?:nachricht|e-?mail) (?:wurde"
    r"|ist)"
    r"|vielen dank für ihre (?:nachricht|e-?mail|anfrage)|automatisch (?:erstellt"
    r"|gener)"
    r"|je suis (?:actuellement |momentanément )?(?:absent|en congé|en déplacement"
    r"|en vacances)|actuellement absent|merci (?:de|pour) votre (?:message|e-?mail"
    r"|mail)"
    r"|estoy (?:fuera|de vacaciones|ausente)|estaré fuera|gracias por (?:su|tu)"
    r"|sono (?:assente|fuori|in ferie)|grazie per|ik ben (?:afwezig|niet aanwezig"
    r"|met vakantie|op vakantie)|bedankt voor uw|estou (?:ausente|de férias|fora)"
    r"|estarei ausente|obrigad[oa] por|я (?:в отпуске|отсутствую|нахожусь)|спасибо за"
    r"|jag är (?:ledig|bortrest|inte|på)|jeg er (?:fraværende|på ferie|ikke)"
    r"|olen (?:lomalla|poissa)|jestem (?:na urlopie|nieobecn|poza)"
    r"|您的(?:邮件|来信|来件)[^。\n]{0,10}(?:已收到|收到了|已经收到|我已|我们已)"
    r"|(?:来信|邮件|来件)已"
    r"(?:经)?收(?:到|悉)|(?:已|已经)收到(?:您|你)的(?:来信|邮件|来件)|感谢(?:您"
    r"|你)的(?:来信|邮件)"
    r"|(?:我|本人)(?:正在|目前|现在|已|将于?|现)?[^。\n]{0,12}(?:休假|出差|外出|请假"
    r"|年假|不在|离职"
    r"|开会|度假|产假|病假)|(?:正在|目前)(?:休假|出差|外出|请假|开会|度假)|(?:会"
    r"|将)?尽快(?:给您)?"
    r"(?:回复|答复|与您联系)|稍后(?:回复|答复|与您)|无法(?:及时)?(?:查看|回复"
    r"|处理)(?:您的)?邮件"
    r"|自动(?:回复|答复|发送|生成)|請勿(?:直接)?回覆|请勿(?:直接)?回复"
    r"|不在(?:です|に|し)|休暇|出張|自動(?:返信|送信|応答)|受信いたしました"
    r"|受け付けました"
    r"|부재|휴가|출장|자동 ?(?:회신|응답)|메일을 (?:잘 )?받았습니다"
)
_BEGINS = re.compile(
    r"(?i)\A\W{0,6}(?:(?:dear|hello|hi|hallo|bonjour|尊敬的|您好"
    r"|你好)[^\n]{0,60}\n\s{0,20}"
    r"|您好[，,！!。]?\s{0,4})?(?:(?:thank|感谢|谢谢|vielen dank|merci"
    r"|gracias)[^.!。！\n]"
    r"{0,80}[.!。！]\s{0,4})?\W{0,6}(?:"
    r"(?:\[|\()?(?:this is an? |this (?:e-?mail|message) (?:is|was|has been) (?:an? )?)"
    r"(?:auto(?:mat(?:ic|ed|ically)|[- ]?generated|[- ]?reply|[- ]?response)|system"
    r"[- ]generated|computer[- ]generated|unattended)"
    r"[^.\n]{0,40}(?:reply|response|message|e-?mail|notification|generated|sent|mail"
    r"|answer|acknowledg\w{1,8})?"
    r"|(?:auto(?:matic|mated)?[- ]?(?:reply|response)|autoreply)\s?[:：.!\n-]"
    r"|dies(?:e[rs]?)? (?:ist eine |nachricht wurde |e-?mail wurde |mail wurde )"
    r"automati\w{1,12}"
    r"|ceci est (?:une? )?(?:réponse|message|courriel|e-?mail) automatique"
    r"|(?:este|esta) es (?:un|una) (?:mensaje|respuesta|correo) automátic[oa]"
    r"|esta é uma (?:mensagem|resposta) automática"
    r"|(?:questa è una|questo è un) (?:risposta|messaggio|e-?mail) automatic[oa]"
    r"|dit is een automatisch\w{0,2} (?:bericht|antwoord|e-?mail)"
    r"|это автоматическ\w{1,4} (?:ответ|сообщение|письмо)"
    r"|(?:这是(?:一封)?|此(?:邮件)?为|本邮件为|此邮件是|本邮件是)(?:系统)?自动(?:回复"
    r"|答复|应答|发送|生成|发出)"
    r"|(?:本|此)(?:邮件|信)由系统自动|[【\[(（]?(?:系统)?自动(?:回复|答复"
    r"|应答)(?:[】\])）]|\s?(?:[:：!！。\n-]|\Z))|這是(?:一封)?(?:系統)?自動(?:回覆"
    r"|回復|發送)"
    r"|(?:本|この)メールは(?:システム|自動)|(?:これは)?自動(?:返信"
    r"|応答)(?:メール)?(?:です|にて)"
    r"|(?:본|이) ?메일은 (?:자동|발신)|자동 ?(?:회신|응답) ?메일"
    r")"
)
_READ = re.compile(
    r"(?i)\A\s{0,3}(?:(?:not )?read|已读|已讀|未读|已阅读|gelesen|ungelesen|lu|non lu"
    r"|leído"
    r"|letto|gelezen|lido|lida|lästa?|læst|開封済み|прочтено|прочитано|przeczytane"
    r"|okundu|읽음|deleted|已删除)\s?[:：]"
)
_READ_TEXT = re.compile(
    r"(?i)\A\s{0,9}(?:this is a (?:read )?receipt|your message\s[^\0]{0,600}?\bwas"
    r" (?:read|displayed|deleted)|您(?:的|发送的)?邮件[^\0]{0,600}?(?:阅读|已读|被显示"
    r"|删除)"
    r"|(?:这是|此为)[^。\n]{0,20}(?:回执|收条)|ihre nachricht\s[^\0]{0,600}?\bgelesen"
    r"|votre message\s[^\0]{0,600}?\b(?:lu|affiché)|(?:su|el) mensaje\s[^\0]{0,600}?"
    r"\bleído|il messaggio\s[^\0]{0,600}?\bletto|uw bericht\s[^\0]{0,600}?\bgelezen)"
)
_RECALL = re.compile(
    r"(?i)\A\s{0,4}(?:recall\s?[:：]|message recall(?: (?:report|success|failure))?\s?"
    r"(?:[:：]|\Z)|撤回\s?[:：]|(?:邮件)?撤回(?:邮件|通知|成功|失败|提醒)\s?(?:[:：]"
    r"|\Z)|邮件撤回"
    r"|召回\s?[:：]|回收\s?[:：]|rückruf\s?[:：]|zurückrufen\s?[:：]|rappel\s?[:：]"
    r"|recuperar\s?[:：]|richiamo\s?[:：]|intrekken\s?[:：]|取り消し\s?[:：]"
    r"|отзыв\s?[:：])"
)
_RECALL_SENTENCE = re.compile(
    r"(?i)\A\s{0,9}[^\n]{0,120}?(?:将撤回(?:此|该)?邮件|將撤回(?:此)?郵件|(?:希望|想要?"
    r"|要求|尝试)"
    r"撤回(?:此|该|以下)?(?:邮件|消息)|撤回了(?:一封|此|该)?邮件"
    r"|(?:would like|wants) to recall the message"
    r"|möchte die nachricht|souhaite(?:rait)? rappeler le message|desea recuperar el"
    r" mensaje|desidera richiamare il messaggio|wil het bericht|deseja cancelar a"
    r" mensagem|хочет отозвать сообщение|メッセージを取り消)"
    r"[^\n]{0,8}[\"“”„«'‘「《][^\n]{0,400}\Z"
)
_RECALL_REPORT = re.compile(
    r"(?i)\A\s{0,9}(?:your (?:attempt to recall the )?message\b[^\n]{0,200}"
    r"\b(?:recall|could not be recalled|was recalled)|(?:您|你)(?:对|的)?[^\n]{0,80}"
    r"(?:撤回(?:请求)?(?:成功|失败)|已被?成功撤回|未能撤回))"
)


def is_automatic_subject(title: str) -> bool:
    """Whether a subject has the form that programs give it: 自动回复: 订单."""
    found = _SUBJECT_NAME.match(title)
    if found is None:
        return False
    after = title[found.end() :]
    if not _FORM_AFTER.match(after):
        return False
    # Alone on its line a phrase may be what somebody writes about.
    stated = bool(after.strip(" .!！。…】])）>"))
    return stated and bool(_SURE.search(found["name"]) or _SURE_AFTER.match(after))


def names_automatic_subject(title: str) -> bool:
    """Whether a subject begins with such a name and then ends, or has its form."""
    found = _SUBJECT_NAME.match(title)
    return found is not None and bool(_FORM_AFTER.match(title[found.end() :]))


def is_peoples_subject(title: str) -> bool:
    """Whether people write such a subject themselves: 休假通知, Absence."""
    found = _SUBJECT_NAME.match(title)
    return found is not None and bool(_PEOPLES.fullmatch(found["name"]))


def ends_as_automatic(title: str) -> bool:
    """Whether a subject ends with such a name: 来自李颖的自动回复."""
    return bool(_ENDING.search(title))


def complains_of_one(words: str) -> bool:
    """Whether somebody writes about an automatic reply that he has trouble with."""
    text = words[:2000]
    about = re.search(rf"(?i){_NAMES}", text)
    return about is not None and bool(_COMPLAINS.search(text))


def sounds_automatic(words: str) -> bool:
    """Whether there is a sentence as automatic replies have them."""
    return bool(_SOUNDS.search(words[:2000]))


def begins_like_a_machine(words: str) -> bool:
    """Whether the very first sentence says that no person wrote this."""
    return bool(_BEGINS.match(words[:600]))


def is_read_notice(title: str, text: str) -> bool:
    """A read receipt in prose, as Outlook sends it to where no report is wanted."""
    return bool(_READ.match(title) and _READ_TEXT.match(text[:1000]))


def is_recall_subject(title: str) -> bool:
    return bool(_RECALL.match(title))


def is_recall_text(words: str, *, alone: bool) -> bool:
    """Outlook's recall notice as a text, which has no header of its own.

    ``alone`` where the subject does not say it, too: then there is nothing else.
    """
    text = " ".join(words.split()) if alone else words[:600]
    if _RECALL_REPORT.match(text) and not alone:
        return True
    first = text if alone else text.strip().split("\n")[0]
    return bool(_RECALL_SENTENCE.match(first))
