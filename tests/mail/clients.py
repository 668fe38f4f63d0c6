"""How mail clients announce what they quote, and what they append, as mail shows it."""

WHO = "Bart Müller <bart@example.com>"

ATTRIBUTIONS = {
    "gmail en": f"On Mon, Oct 9, 2023 at 3:30 PM {WHO} wrote:",
    "gmail en 24h": f"On Mon, 9 Oct 2023 at 15:30, {WHO} wrote:",
    "gmail de": f"Am Mo., 9. Okt. 2023 um 15:30 Uhr schrieb {WHO}:",
    "gmail fr": f"Le lun. 9 oct. 2023 à 15:30, {WHO} a écrit :",
    "gmail es": "El lun, 9 oct 2023 a las 15:30, Bart (<bart@example.com>) escribió:",
    "gmail it": f"Il giorno lun 9 ott 2023 alle ore 15:30 {WHO} ha scritto:",
    "gmail pt": f"Em seg., 9 de out. de 2023 às 15:30, {WHO} escreveu:",
    "gmail nl": f"Op ma 9 okt 2023 om 15:30 schreef {WHO}:",
    "gmail sv": f"Den mån 9 okt. 2023 kl 15:30 skrev {WHO}:",
    "gmail da": f"Den man. 9. okt. 2023 kl. 15.30 skrev {WHO}:",
    "gmail no": f"man. 9. okt. 2023 kl. 15:30 skrev {WHO}:",
    "gmail fi": "ma 9. lokak. 2023 klo 15.30 Bart Müller (bart@example.com) kirjoitti:",
    "gmail pl": f"pon., 9 paź 2023 o 15:30 {WHO} napisał(a):",
    "gmail cs": f"po 9. 10. 2023 v 15:30 odesílatel {WHO} napsal:",
    "gmail sk": f"po 9. 10. 2023 o 15:30 {WHO} napísal(a):",
    "gmail hu": f"{WHO} ezt írta (időpont: 2023. okt. 9., H, 15:30):",
    "gmail ro": f"În lun., 9 oct. 2023 la 15:30, {WHO} a scris:",
    "gmail hr": f"pon, 9. lis 2023. u 15:30 {WHO} napisao je:",
    "gmail sl": f"V V pon., 9. okt. 2023 ob 15:30 je oseba {WHO} napisala:",
    "gmail bg": f"На пн, 9.10.2023 г. в 15:30 {WHO} написа:",
    "gmail ru": f"пн, 9 окт. 2023 г. в 15:30, {WHO}:",
    "gmail uk": f"пн, 9 жовт. 2023 р. о 15:30 {WHO} пише:",
    "gmail el": f"Στις Δευ 9 Οκτ 2023 στις 3:30 μ.μ., ο χρήστης {WHO} έγραψε:",
    "gmail tr": f"{WHO}, 9 Eki 2023 Pzt, 15:30 tarihinde şunu yazdı:",
    "gmail he": f"\u202bבתאריך יום ב׳, 9 באוק׳ 2023 ב-15:30 מאת"
    f" \u202a{WHO}\u202c\u200f:\u202c",
    "gmail ar": f"في الاثنين، 9 أكتوبر 2023 في 3:30 م تمت كتابة ما يلي بواسطة {WHO}:",
    "gmail fa": f"در تاریخ دوشنبه ۹ اکتبر ۲۰۲۳ ساعت ۱۵:۳۰ {WHO} نوشت:",
    "gmail hi": f"सोम, 9 अक्टू॰ 2023 को 3:30 pm बजे को {WHO} ने लिखा:",
    "gmail th": f"ในวันที่ จ. 9 ต.ค. 2023 เวลา 15:30 {WHO} เขียนว่า:",
    "gmail vi": f"Vào Th 2, 9 thg 10, 2023 vào lúc 15:30 {WHO} đã viết:",
    "gmail id": f"Pada tanggal Sen, 9 Okt 2023 pukul 15.30 {WHO} menulis:",
    "gmail ja": f"2023年10月9日(月) 15:30 {WHO}:",
    "gmail ko": f"2023년 10월 9일 (월) 오후 3:30, {WHO}님이 작성:",
    "gmail zh": f"{WHO} 于2023年10月9日周一 15:30写道：",
    "gmail tw": f"{WHO} 於 2023年10月9日 週一 下午3:30寫道：",
    "gmail lt": f"2023-10-09, pr, 15:30 {WHO} rašė:",
    "gmail et": f"Kuupäeval 9. oktoober 2023 15:30 kirjutas {WHO}:",
    "gmail ca": f"El dl., 9 d’oct. 2023, 15:30, {WHO} va escriure:",
    "apple en": f"> On 9 Oct 2023, at 15:30, {WHO} wrote:",
    "apple de": f"Am 09.10.2023 um 15:30 schrieb {WHO}:",
    "apple fr": f"Le 9 oct. 2023 à 15:30, {WHO} a écrit :",
    "apple sv": f"9 okt. 2023 kl. 15:30 skrev {WHO}:",
    "apple ja": f"2023/10/09 15:30、{WHO}のメール:",
    "apple ko": f"2023. 10. 9. 오후 3:30, {WHO} 작성:",
    "apple zh": f"> 在 2023年10月9日，下午3:30，{WHO} 写道：",
    "apple tw": f"> {WHO} 於 2023年10月9日 下午3:30 寫道：",
    "thunderbird en": "On 10/9/23 15:30, Bart Müller wrote:",
    "thunderbird de": "Am 09.10.23 um 15:30 schrieb Bart Müller:",
    "thunderbird fr": "Le 09/10/2023 à 15:30, Bart Müller a écrit :",
    "thunderbird pl": "W dniu 9.10.2023 o 15:30, Bart Müller pisze:",
    "thunderbird cs": "Dne 09.10.23 v 15:30 Bart Müller napsal(a):",
    "thunderbird ru": "09.10.2023 15:30, Bart Müller пишет:",
    "thunderbird zh": "在 2023/10/9 15:30, 技术支持中心 写道:",
    "thunderbird ja": "On 2023/10/09 15:30, Bart Müller wrote:",
    "yandex": f"09.10.2023, 15:30, {WHO}:",
    "mail.ru": f"Понедельник, 9 октября 2023, 15:30 +03:00 от {WHO}:",
    "yahoo": f"On Monday, October 9, 2023 at 03:30:00 PM GMT+8, {WHO} wrote:",
    "proton": f"On Monday, October 9th, 2023 at 3:30 PM, {WHO} wrote:",
    "proton rule": (
        "------- Original Message -------\nOn Monday, October 9th, 2023 "
        f"at 3:30 PM, {WHO} wrote:"
    ),
    "spark": f"On 9 Oct 2023 at 15:30 +0800, {WHO}, wrote:",
    "zoho": f"---- On Mon, 09 Oct 2023 15:30:00 +0800 {WHO} wrote ---",
    "163 zh": '在 2023-10-09 15:30:00，"Bart" <bart@example.com> 写道：',
    "163 en": 'At 2023-10-09 15:30:00, "Bart" <bart@example.com> wrote:',
    "xiaomi": f"{WHO} 于 2023年10月9日 下午3:30写道：",
    "notes": "-----Bart Müller/Example wrote: -----",
    "fastmail": "On Mon, 9 Oct 2023, at 3:30 PM, Bart Müller wrote:",
    "outlook mac": 'On 10/9/23, 3:30 PM, "Bart Müller" <bart@example.com> wrote:',
}
"""The line, or lines, above quoted lines."""


def _under(rule: str, labels: str, colon: str = ": ") -> str:
    return f"{rule}\n{block(labels, colon)}"


def block(labels: str, colon: str = ": ") -> str:
    """A header block of ``from/date/to/subject`` labels."""
    values = (WHO, "2023-10-09 15:30", "Anne <anne@customer.example>", "Order module")
    return "\n".join(
        f"{label}{colon}{value}"
        for label, value in zip(labels.split("/"), values, strict=True)
    )


RULE = "_" * 32
BLOCKS = {
    "outlook en": block("From/Sent/To/Subject"),
    "outlook bold": block("*From:*/*Sent:*/*To:*/*Subject:*", " "),
    "outlook bold 2": block("**From:**/**Sent:**/**To:**/**Subject:**", " "),
    "outlook zh": block("发件人/发送时间/收件人/主题"),
    "outlook zh bold": block("*发件人：*/*发送时间：*/*收件人：*/*主题：*", ""),
    "outlook zh wide": block("发件人/发送时间/收件人/主题", "："),
    "outlook zh mobile": _under(RULE, "发件人/发送时间/收件人/主题"),
    "outlook tw": block("寄件者/寄件日期/收件者/主旨"),
    "outlook de": block("Von/Gesendet/An/Betreff"),
    "outlook fr": block("De/Envoyé/À/Objet", " : "),
    "outlook es": block("De/Enviado el/Para/Asunto"),
    "outlook pt": block("De/Enviada em/Para/Assunto"),
    "outlook it": block("Da/Inviato/A/Oggetto"),
    "outlook nl": block("Van/Verzonden/Aan/Onderwerp"),
    "outlook sv": block("Från/Skickat/Till/Ämne"),
    "outlook da": block("Fra/Sendt/Til/Emne"),
    "outlook fi": block("Lähettäjä/Lähetetty/Vastaanottaja/Aihe"),
    "outlook pl": block("Od/Wysłano/Do/Temat"),
    "outlook cs": block("Od/Odesláno/Komu/Předmět"),
    "outlook sk": block("Od/Odoslané/Komu/Predmet"),
    "outlook hu": block("Feladó/Elküldve/Címzett/Tárgy"),
    "outlook ro": block("De la/Trimis/Către/Subiect"),
    "outlook ru": block("От/Отправлено/Кому/Тема"),
    "outlook uk": block("Від/Надіслано/Кому/Тема"),
    "outlook bg": block("От/Изпратено/До/Относно"),
    "outlook el": block("Από/Στάλθηκε/Προς/Θέμα"),
    "outlook tr": block("Kimden/Gönderildi/Kime/Konu"),
    "outlook he": block("מאת/נשלח/אל/נושא"),
    "outlook ar": block("من/تم الإرسال/إلى/الموضوع"),
    "outlook ja": block("差出人/送信日時/宛先/件名"),
    "outlook ko": block("보낸 사람/보낸 날짜/받는 사람/제목"),
    "outlook vi": block("Từ/Đã gửi/Tới/Chủ đề"),
    "outlook th": block("จาก/ส่ง/ถึง/เรื่อง"),
    "outlook id": block("Dari/Dikirim/Kepada/Subjek"),
    "outlook hr": block("Od/Poslano/Prima/Predmet"),
    "outlook sl": block("Od/Poslano/Za/Zadeva"),
    "outlook lt": block("Nuo/Išsiųsta/Kam/Tema"),
    "outlook et": block("Saatja/Saadetud/Adressaat/Teema"),
    "outlook plain": _under("-----Original Message-----", "From/Sent/To/Subject"),
    "outlook plain de": _under(
        "-----Ursprüngliche Nachricht-----", "Von/Gesendet/An/Betreff"
    ),
    "qq": _under(
        "------------------ 原始邮件 ------------------", "发件人/发送时间/收件人/主题"
    ),
    "qq en": _under(
        "------------------&nbsp;Original&nbsp;------------------",
        "From/Date/To/Subject",
    ),
    "wecom": _under(
        "------------------ Original ------------------", "From/Date/To/Subject"
    ),
    "foxmail": block("发件人/发送时间/收件人/主题", "： "),
    "foxmail en": block("From/Date/To/Subject"),
    "163 new": "---- 回复的原邮件 ----\n| 发件人 | Bart<bart@example.com> |\n"
    "| 发送日期 | 2023年10月09日 15:30 |\n| 收件人 | anne@customer.example |"
    "\n| 主题 | 订单 |",
    "163 new en": "---- Replied Message ----\n| From | Bart<bart@example.com> |\n"
    "| Date | 10/09/2023 15:30 |\n| To | anne@customer.example |\n| Subject | order |",
    "163 mobile": "---- 回复的原邮件 ----\n发件人\nBart<bart@example.com>\n发送日期\n"
    "2023年10月09日 15:30\n收件人\nanne@customer.example\n主题\n订单",
    "coremail": '-----原始邮件-----\n发件人:"Bart" <bart@example.com>\n'
    "发送时间:2023-10-09 15:30:00 (星期一)\n收件人: anne@customer.example\n"
    "抄送: \n主题: 订单",
    "139": _under("----邮件原文----", "发件人/发送时间/收件人/主题", "："),
    "sina": "----- 原始邮件 -----\n发件人：Bart <bart@example.com>\n"
    "收件人：anne <anne@customer.example>\n主题：订单\n日期：2023年10月09日 15点30分",
    "sohu": _under("----- 原文 -----", "发件人/发送日期/收件人/主题", "："),
    "aliyun": "-"
    * 66
    + "\n发件人：Bart <bart@example.com>\n日\u3000期：2023年10月09日 15:30:00\n"
    "收件人：anne<anne@customer.example>\n主\u3000题：订单",
    "dingtalk": "-" * 66 + "\n" + block("发件人/发送时间/收件人/主\u3000题", "："),
    "samsung zh": _under(
        "-------- 原始信息 --------", "发件人/日期/收件人/主题", "： "
    ),
    "samsung": _under("-------- Original message --------", "From/Date/To/Subject"),
    "huawei": _under("-------- 原始邮件 --------", "发件人/日期/收件人/主题", "："),
    "honor": _under("-------- 原始消息 --------", "发件人/日期/收件人/主题", "："),
    "em client": _under("------ Original Message ------", "From/Date/To/Subject"),
    "notes": block("From/Date/To/Subject", ":\t"),
    "notes zh": block("发件人/日期/收件人/主题", ":\t"),
    "mail.ru": _under("-------- Пересылаемое сообщение --------", "От/Дата/Кому/Тема"),
    "orange": _under("========\n", "Message du/De/A/Objet", " : "),
    "html cells": block("发件人/发送时间/收件人/主题", "\t"),
    "proton old": _under("‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐", "From/Date/To/Subject"),
    "cc between": "From: Bart <bart@example.com>\nSent: Monday, October 9, 2023 3:30 "
    "PM\n"
    "To: Anne <anne@customer.example>;\n Cris <cris@customer.example>\n"
    "Cc: Dave <dave@example.com>\nImportance: High\nSubject: Order module",
}
"""Header lines above an unsigned quote."""

FOOTERS = (
    "发自我的iPhone|发自我的 iPhone|发自我的小米手机|发自我的华为手机|发自我的荣耀手机"
    "|发自我的企业微信|发自企业微信|发自网易邮箱大师|发自 网易邮箱手机版|"
    "发自我的vivo手机"
    "|从三星手机发送|从 Windows 版邮件发送|从我的 iPhone 发送|從我的 iPhone 傳送"
    "|来自我的手机|获取 Outlook for iOS|获取 Outlook for Android<https://aka"
    ".ms/AAb9ysg>"
    "|取得 Outlook for iOS|签名由 网易邮箱大师 定制|发自钉钉邮箱|发自新浪邮箱客户端"
    "|Sent from my iPhone|Sent from my Galaxy|Sent from Outlook for Android"
    "|Get Outlook for iOS<https://aka.ms/o0ukef>|Sent from Mail for Windows"
    "|Sent from Yahoo Mail for iPhone|Sent with Proton Mail secure email."
    "|Sent via the Samsung Galaxy S23, an AT&T 5G smartphone|Sent from my BlackBerry"
    "|Von meinem iPhone gesendet|Gesendet mit der GMX Mail App|Gesendet "
    "von Outlook für Android"
    "|Holen Sie sich Outlook für iOS|Envoyé de mon iPhone|Envoyé depuis "
    "mon appareil Galaxy"
    "|Télécharger Outlook pour Android|Enviado desde mi iPhone|Enviado do meu iPhone"
    "|Obtener Outlook para iOS|Obter o Outlook para iOS|Inviato da iPhone"
    "|Inviato dal mio telefono Huawei|Ottieni Outlook per Android|Verstuurd "
    "vanaf mijn iPhone"
    "|Verzonden vanaf mijn Galaxy|Skickat från min iPhone|Hämta Outlook för iOS"
    "|Sendt fra min iPhone|Hent Outlook til iOS|Lähetetty iPhonesta"
    "|Wysłane z iPhone'a|Pobierz Outlook dla systemu Android|Odesláno z iPhonu"
    "|Odoslané z iPhonu|Отправлено с iPhone|Отправлено из мобильной Яндекс Почты"
    "|Надіслано з iPhone|iPhone'umdan gönderildi|Στάλθηκε από το iPhone μου"
    "|نُرسل من الـ iPhone|iPhoneから送信|Outlook for iOSを入手|나의 iPhone에서 보냄"
    "|Được gửi từ iPhone của tôi|ส่งจาก iPhone ของฉัน|Dikirim dari iPhone saya"
    "|Trimis de pe iPhone|Poslano s iPhonea|Sent from Spark|Sent from Foxmail"
)
"""One a line; parted by ``|``."""

WORDS_LIKE_FOOTERS = (
    "使用手机登录就正常|使用QQ邮箱登录失败|来自客户手机的报错|从手机上看不到附件"
    "|获取Outlook附件失败|下载Outlook之后打不开|发自内心地感谢"
    "|Sent from my office, see the attached file|Sent by mail yesterday, please check."
    "|从昨天开始手机就打不开|取得Outlook授权失败"
)

BANNERS = (
    (
        "CAUTION: This email originated from outside of the organization. "
        "Do not click links or open attachments unless you recognize the "
        "sender and know the content is safe."
    ),
    "[EXTERNAL EMAIL] Do not click links unless you trust the sender.",
    "EXTERNAL: This message came from outside Customer Ltd. Never enter your password.",
    (
        "You don't often get email from bart@example.com. Learn why this "
        "is important <https://aka.ms/LearnAboutSenderIdentification>"
    ),
    (
        "ACHTUNG: Diese E-Mail kommt von extern. Bitte öffnen Sie keine "
        "Anhänge von unbekannten Absendern."
    ),
    "ATTENTION : message externe. Ne cliquez pas sur les liens.",
    "【外部邮件】本邮件来自公司外部，请勿轻易点击链接或打开附件，谨防诈骗。",
    "安全提示：该邮件来自外部，请勿点击不明链接。请注意防范钓鱼邮件。",
    "注意：此邮件来自组织外部，请谨慎打开附件和链接。",
    "【外部郵件】請勿點擊不明連結。",
)

NOTICES = (
    (
        "This e-mail and any attachments are confidential and intended "
        "solely for the addressee.\nIf you are not the addressee, please "
        "delete it."
    ),
    (
        "CONFIDENTIALITY NOTICE: The contents of this email message are "
        "intended solely for the addressee."
    ),
    (
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht "
        "der richtige Adressat sind, löschen Sie sie."
    ),
    (
        "Ce message et toutes les pièces jointes sont confidentiels et "
        "établis à l'intention exclusive de leur destinataire."
    ),
    (
        "本邮件及其附件含有客户公司的保密信息，仅限于发送给上面地址中列出的个人或"
        "群组。\n禁止任何其他人以任何形式使用。"
    ),
    "免责声明：本邮件内容仅供收件人参考，不构成任何承诺，禁止转发给第三方。",
    "此邮件及附件可能包含机密信息，仅供指定收件人使用。",
    "Este mensaje y sus adjuntos son confidenciales y van dirigidos a su destinatario.",
    "Dit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde.",
    "Le informazioni contenute in questo messaggio sono riservate al destinatario.",
    "Virus-free. www.avast.com",
    "Please consider the environment before printing this email.",
)
