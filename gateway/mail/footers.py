"""What a client or a list appends by itself: advertisements, addresses, pictures.

Rule: such a line stands alone and is no sentence of a person's. "Sent from my office,
see the file" stays.
"""

import re

_DEVICE = (
    r"iphon[eu]|ipad|ipod|apple watch|android|blackberry|samsung|galaxy|三星|huawei"
    r"|华为"
    r"|華為|honor|荣耀|榮耀|xiaomi|小米|红米|redmi|oppo|vivo|oneplus|一加|魅族|meizu"
    r"|realme"
    r"|windows|outlook|mail|yahoo|aol|gmail|手机|手機|mobile|phone|handy|ios|smartphone"
    r"|tablet|平板|device|gerät|dispositivo|celular|móvil|téléphone|nokia|htc|lumia"
    r"|xperia|pixel|wireless|palm|邮箱|郵箱|信箱|邮件|郵件|foxmail|qq|企业微信|企業微信"
    r"|钉钉|飞书|微信|mailmaster|网易|macbook|imac|mac\b|hey|proton|spark|boxer"
    r"|thunderbird|workspace|telefon|puhelimesta|qmail|treo|verizon|em client|zoho"
    r"|aqua mail|k-9|nine|airmail|superhuman|edison|fairemail|mailspring|bluemail"
    r"|телефон|смартфон|устройств|пристро|почт|mailbird|roundcube|coremail"
)
_BEGINS = re.compile(
    r"(?i)\A\s{0,8}[_*(\[]{0,3}(?:sent (?:from|via|by|with|using)|get outlook"
    r"|download outlook|get bluemail|envoyé (?:de|depuis|à partir|avec)"
    r"|enviado (?:desde|do|da|de|a partir|con|com)|enviada (?:do|da)"
    r"|gesendet (?:von|mit|über)|von meinem|diese nachricht wurde von|inviato (?:da"
    r"|dal|con)|verzonden (?:vanaf|met|van|via)|verstuurd (?:vanaf|met|van|via)"
    r"|skickat från|skickades från|hämta outlook|sendt fra|send fra|sendt via"
    r"|sendt med|hent outlook|lähetetty|hanki outlook|отправлено (?:с|из|от)"
    r"|послано с|скачать outlook|надіслано (?:з|із)|відправлено з|изпратено от"
    r"|wysłane z|wysłano z|wysłane za|pobierz outlook|odesláno z|odoslané z"
    r"|elküldve a|küldve|az iphone|trimis de pe|trimis din|poslano (?:iz|s|z)"
    r"|στάλθηκε από|εστάλη από|gönderildi|נשלח מ|ن?ُ?رسل من|أرسلت? من|تم الإرسال من"
    r"|được gửi từ"
    r"|gửi từ|ส่งจาก|dikirim dari|dihantar dari|nhận outlook|unduh outlook"
    r"|发自|發自|发送自|傳送自|來自|来自|从我的|從我的|由我的|通过我的|從"
    r"|从 ?\S{1,20} ?"
    r"|obtenir outlook|télécharge[rz]? outlook|obtener outlook|obtenha o outlook"
    r"|scarica outlook|ottieni outlook|holen sie sich outlook|outlook (?:für|for)"
    r"|ottenere outlook|baixe o outlook|obter o outlook|获取|獲取|取得|下載|下载"
    r"|用手机|使用"
    r"|签名由|簽名由|signature is customized by)"
    rf"[^\n]{{0,60}}?(?:{_DEVICE})[^\n]{{0,60}}\Z"
)
_ENDS = re.compile(
    r"(?i)\A\s{0,8}[_*(\[]{0,3}\S{0,24}\s?\S{0,12}\s?(?:から送信|を入手|에서 보냄"
    r"|에서 보내기"
    r"|에서 전송|에서 발송|다운로드|lähetetty|tarafından gönderildi|'dan gönderildi"
    r"|'den gönderildi|'?(?:ım|um|im)dan gönderildi|cihazımdan gönderildi|üzerinden"
    r" gönderildi|-ről küldve|-ról küldve|-emről küldve|ról küldtem|ről küldtem)"
    r"\S{0,16}\s*\Z|\A\s{0,8}나의 \S{1,12}에서 보냄\s*\Z"
)
_SENT_FROM = re.compile(
    r"\A[_*(\[]{0,3}Sent (?:from|via|using) (?:my )?[A-Z0-9]\S{1,24}"
    r"(?: (?:[A-Z0-9]\S{0,24}|for|mobile|phone|device)){0,4}[.)_*\]]{0,3}\Z"
)
_FROM_DEVICE = re.compile(
    rf"(?i)\A(?:从|從|通过|由)[^\n，。,]{{0,30}}(?:{_DEVICE})[^\n，。,]{{0,12}}(?:发送|傳送"
    rf"|发出|寄出)\Z"
)
_SPOKEN = re.compile(
    r"\A\s*(?:从|從|来自|來自|使用|用手机|获取|獲取|取得|下载|下載|通过我的|由我的)"
)
_SPOKEN_PROOF = re.compile(
    r"(?i)(?:发送|傳送|发出|寄出|定制|發送|发送的?邮件)\s*\Z"
    r"|\A\s*(?:来自|來自)我的\s?[^\n，。,的]{1,24}\Z"
    r"|\A\s*(?:来自|來自)\s?outlook (?:for|on) \w{3,8}\s*\Z"
    r"|来自\s?(?:iphone|ipad|android|\S{0,8}手机|\S{0,8}邮箱)\s*\Z"
    r"|\A\s*(?:获取|獲取|取得|下載|下载)\s?(?:适用于\s?\S{1,12}\s?的\s?)?outlook"
    r"(?:\s?(?:for|手机版|移动版|iOS|Android)[\s\S]{0,20})?\Z"
)
_URL = re.compile(r"[<(\[]?https?://\S{1,300}")
_CHARS = 300
_WORDS = 12
_SENTENCE_END = re.compile(r"[.!?。！？；;]\s{0,3}\S|[,，:：]\s{0,3}(?!an? )\S")
_PICTURE = re.compile(
    r"(?i)\A\s{0,4}(?:\[(?:cid:|图片|圖片|image|inline image|附图|表情)[^\]\n]{0,200}\]"
    r"|<(?:image|图片)[^>\n]{0,120}\.(?:png|jpe?g|gif|bmp)>)\s*\Z"
)
_ADDRESS = re.compile(r"\A\s{0,8}<?([^\s<>@]{1,64}@[^\s<>@]{1,255})>?\s*\Z")
_LIST = re.compile(r"(?i)\bmailing list\b|unsubscribe|退订|取消订阅|mailman")


def is_footer(line: str) -> bool:
    """A client's advertisement, alone on its line and no sentence of a person's."""
    if not line or len(line) > _CHARS:
        return False
    if _ENDS.match(line) or _FROM_DEVICE.match(line):
        return True
    bare = _URL.sub("", line).strip()
    if not _BEGINS.match(bare) and not _SENT_FROM.match(bare):
        return False
    if _SPOKEN.match(bare) and not _SPOKEN_PROOF.search(bare):
        return False
    return len(bare.split()) <= _WORDS and not _SENTENCE_END.search(bare)


def is_picture(line: str) -> bool:
    """What a client writes into the plain text where a picture stood."""
    return bool(_PICTURE.match(line))


def is_own_address(line: str, sender: str) -> bool:
    """Foxmail signs with the sender's address alone on a line."""
    found = _ADDRESS.match(line) if sender and "@" in line else None
    return bool(found) and line.strip("<> ").lower() == sender.lower()


def is_list_footer(line: str, next_line: str) -> bool:
    """What Mailman and others append: a rule of underscores and the list's name."""
    return (
        line.startswith("__") and not line.strip("_ ") and bool(_LIST.search(next_line))
    )
