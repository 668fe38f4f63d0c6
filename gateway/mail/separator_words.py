"""The words by which mail clients announce a quote, language by language.

Rule of this room: words only; what proves that they announce one stands in
``separators`` and ``header_blocks``. A row may list forms, parted by ``|``; they are
pieces of a pattern, so a bracket in them is escaped. Sources: the clients' own
translations as seen in mail: Gmail, Apple, Thunderbird, Outlook, Samsung, QQ, 163.
"""

from collections.abc import Mapping
from types import MappingProxyType

VERBS: Mapping[str, str] = MappingProxyType(
    {
        "ar": r"كتب(?:ت)?|تمت كتابة ما يلي(?: بواسطة)?",
        "bg": r"написа",
        "ca": r"va escriure|ha escrit|escrigué",
        "cs": r"napsal\(a\)|napsala?",
        "da": r"skrev",
        "de": r"schrieb|hat geschrieben",
        "el": r"έγραψε",
        "en": r"wrote|writes|has written",
        "es": r"escribi[óo]|ha escrito",
        "et": r"kirjutas",
        "fa": r"نوشت(?:ه است)?",
        "fi": r"kirjoitti",
        "fr": r"a [ée]crit",
        "he": r"כתב/ה|כתבה|כתב",
        "hi": r"ने लिखा",
        "hr": r"napisa(?:o|la) je|je napisa(?:o|la)",
        "hu": r"ezt írta|írta",
        "id": r"menulis",
        "it": r"ha scritto|scrisse",
        "ja": r"のメール|のメッセージ|書きました|写信|書いた",
        "ko": r"님이 작성|작성|님이 쓴 글",
        "lt": r"rašė|parašė",
        "lv": r"rakstīja",
        "nl": r"schreef|geschreven",
        "pl": r"napisał(?:\(a\)|a)?|pisze",
        "pt": r"escreveu",
        "ro": r"a scris",
        "ru": r"написала?|написал\(а\)|пишет|пиш[еу]т",
        "sk": r"napísal\(a\)|napísala?",
        "sl": r"je napisal\(a\)|napisala?|je oseba",
        "sr": r"је написао|написао је|је написала",
        "th": r"เขียนว่า|เขียน",
        "tr": r"şunu yazdı|şunları yazdı|yazdı",
        "uk": r"пише|написав|написала",
        "vi": r"đã viết",
        "zh": r"写道|寫道|撰写|撰寫|写到|寫到|来信",
    }
)
"""What the writer of the quoted mail did."""

OPENERS: Mapping[str, str] = MappingProxyType(
    {
        "ar": "في|بتاريخ|يوم",
        "bg": "на",
        "cs": "dne|dňa",
        "da, no, sv": "den|på",
        "de": "am|von",
        "el": "στις|την",
        "en": "on|at",
        "es": "el|el día",
        "et": "kuupäeval",
        "fa": "در",
        "fr": "le",
        "he": "בתאריך|ב-|ביום",
        "id, ms": "pada(?: tanggal)?",
        "it": "il(?: giorno)?|in data",
        "lt, lv": "20",
        "nl": "op",
        "pl": "w dniu|dnia",
        "pt": "em|a",
        "ro": "în|pe data de|la data",
        "ru": "в|от",
        "sl": "v|dne",
        "sr": "dana|дана",
        "th": "ในวันที่|เมื่อ",
        "uk": "на|у",
        "vi": "vào|ngày",
        "zh": "在",
    }
)
"""What an attribution begins with; behind it stands the date."""

WEEKDAYS = (
    "mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    "|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag|man|tir|ons|tor|fre|lør|søn"
    "|måndag|tisdag|lördag|söndag|mån|tis|lör|sön"
    "|maanandag|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    "|ma|ti|ke|to|pe|la|su|di|wo|do|vr|za|zo"
    "|pt|śr|czw|sob|niedz|pon|wt|ndz|po|út|st|čt|pá|so|ne|uto|sri|čet|pet|sub|ned"
    "|пн|вт|ср|чт|пт|сб|вс|нд|понедельник|вторник|среда|четверг|пятница|суббота"
    "|воскресенье|понеділок|вівторок|середа|четвер|п'ятниця|субота|неділя"
    "|seg|ter|qua|qui|sex|sáb|dom|lun|mar|mer|jeu|ven|sam|dim|dl|dt|dc|dj|dv|ds|dg"
)
"""Gmail and Apple leave the opening word out in some languages."""

ORIGINAL = (
    "original message|original appointment|original|original mail|original e-?mail"
    "|original-nachricht|originalnachricht|ursprüngliche nachricht|ursprüngliche mail"
    "|message d['’]origine|message original|mensaje original|mensagem original"
    "|messaggio originale|messaggio original|oorspronkelijk bericht|originele bericht"
    "|origineel bericht|ursprungligt meddelande|originalmeddelande"
    "|ursprungligt mail|oprindelig meddelelse|oprindelig besked|opprinnelig melding"
    "|original meddelelse|original melding|alkuperäinen viesti|wiadomość oryginalna"
    "|oryginalna wiadomość|wiadomość pierwotna|původní zpráva|pôvodná správa"
    "|eredeti üzenet|mesaj original|mesajul original|izvorna poruka|originalna poruka"
    "|izvirno sporočilo|исходное сообщение|оригинальное сообщение"
    "|пересылаемое сообщение|оригінальне повідомлення|початкове повідомлення"
    "|оригинално съобщение|αρχικό μήνυμα|orijinal mesaj|orjinal mesaj|özgün ileti"
    "|הודעה מקורית|ההודעה המקורית|الرسالة الأصلية|رسالة أصلية|پیام اصلی"
    "|元のメッセージ|オリジナルメッセージ|original メッセージ|원본 메시지|원본 메일"
    "|tin nhắn gốc|thư gốc|ข้อความต้นฉบับ|ข้อความเดิม|pesan asli|mesej asal"
    "|原始邮件|原始郵件|邮件原件|原邮件|邮件原文|原文|原始信件|原始信息|原始消息"
    "|原始訊息|原信|回复的原邮件|回覆的原郵件|回复邮件|以下是原始邮件"
    "|reply message|replied message|in reply to"
)
"""Between dashes, or alone above a header block."""

FORWARDED = (
    r"forwarded message|forwarded by[^\n]{0,80}|forwarded mail|转发邮件|转发邮件信息"
    r"|轉寄郵件|轉寄的郵件|转发的邮件|转发信息|转发消息|转发的消息|转寄邮件"
    r"|weitergeleitete nachricht|message transféré|message transfere"
    r"|mensaje reenviado|mensagem encaminhada|messaggio inoltrato|doorgestuurd bericht"
    r"|vidarebefordrat meddelande|vidarebefordrat brev|videresendt besked"
    r"|videresendt meddelelse|videresendt melding|välitetty viesti|edelleenlähetetty"
    r"|przekazana wiadomość|wiadomość przekazana|přeposlaná zpráva"
    r"|továbbított üzenet|mesaj redirecționat|пересланное сообщение"
    r"|переадресоване повідомлення|προωθημένο μήνυμα|yönlendirilen ileti"
    r"|iletilen mesaj|הודעה שהועברה|رسالة معاد توجيهها|転送メッセージ"
    r"|転送されたメッセージ|전달된 메시지|thư được chuyển tiếp|pesan yang diteruskan"
)
"""Between dashes: what stands below is passed on, and kept."""

BEGIN_FORWARDED = (
    "begin forwarded message|début du message réexpédié|début du message transféré"
    "|anfang der weitergeleiteten (?:nachricht|e-mail)|开始转发的邮件"
    "|下面是被转发的邮件|以下是转发的邮件|inizio messaggio inoltrato"
    "|inicio del mensaje reenviado|begin doorgestuurd bericht|vidarebefordrat mejl"
    "|start på vidarebefordrat meddelande|開始轉寄郵件|転送されたメッセージ"
)
"""Apple's way to say the same, without dashes."""

FIELDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "from": MappingProxyType(
            {
                "ar, fa": "من|از|المرسل",
                "cs, hr, pl, sl": "od|odesílatel|odesilatel|nadawca",
                "da, no, sv": "från|fra|avsändare|avsender|afsender",
                "de": "von|absender",
                "el": "από|αποστολέας",
                "en": "from|sender",
                "es, fr, pt": "de|expéditeur|remitente|remetente|de la",
                "et": "saatja|kellelt",
                "fi": "lähettäjä",
                "he": "מאת|מ",
                "hu": "feladó|küldő",
                "id, ms": "dari|daripada",
                "it": "da|mittente",
                "ja": "差出人|送信者|発信者|from",
                "ko": "보낸사람|발신|보낸이",
                "lt, lv": "nuo|no",
                "nl": "van|afzender",
                "ro": "de la|expeditor",
                "ru, bg, sr, uk": "от|од|від|отправитель|відправник|подател",
                "th": "จาก|ผู้ส่ง",
                "tr": "kimden|gönderen",
                "vi": "từ|người gửi",
                "zh": "发件人|发件者|寄件者|寄件人|發件人|发信人|发送人|發信人|来自",
            }
        ),
        "date": MappingProxyType(
            {
                "ar, fa": "تاريخ|التاريخ|تم الإرسال|تاریخ|أرسلت|تاريخ الإرسال",
                "cs, sk": "odesláno|odoslané|datum|dátum",
                "da, no, sv": "sendt|skickat|dato|datum|skickad",
                "de": "gesendet|datum|gesendet am",
                "el": "στάλθηκε|αποστολή|ημερομηνία",
                "en": "sent|date|date sent|time|sent at|sent on",
                "es": "enviado|enviado el|fecha|enviada",
                "et": "saadetud|kuupäev",
                "fi": "lähetetty|päivämäärä|pvm",
                "fr": "envoyé|envoyé le|date|message du",
                "he": "נשלח|תאריך|נשלח ב",
                "hr, sl, sr": "poslano|poslato|datum|датум|послато",
                "hu": "elküldve|dátum|küldve",
                "id, ms": "dikirim|tanggal|dihantar|tarikh",
                "it": "inviato|data|inviato il",
                "ja": "送信日時|日時|送信日|日付",
                "ko": "보낸날짜|날짜|보낸시간|일시",
                "lt, lv": "išsiųsta|nosūtīts|data|datums",
                "nl": "verzonden|datum|datum/tijd",
                "pl": "wysłano|data|wysłane",
                "pt": "enviado|enviada|enviado em|enviada em|data",
                "ro": "trimis|data|expediat",
                "ru, bg, uk": "отправлено|дата|надіслано|изпратено|відправлено",
                "th": "ส่ง|ส่งเมื่อ|วันที่",
                "tr": "gönderildi|gönderme tarihi|tarih|gönderim zamanı",
                "vi": "đã gửi|ngày|đã gửi lúc|ngày gửi",
                "zh": "发送时间|发送日期|发件时间|日期|时间|寄件日期|傳送時間|傳送日期"
                "|發送時間|發送日期|寄件時間|發件日期|发信时间|時間",
            }
        ),
        "to": MappingProxyType(
            {
                "ar, fa": "إلى|به|المرسل إليه|گیرنده",
                "cs, sk": "komu|příjemce",
                "da, no, sv": "till|til|mottagare|mottaker|modtager",
                "de": "an|empfänger",
                "el": "προς|παραλήπτης",
                "en": "to|recipient|recipients",
                "es, pt": "para|a|destinatario|destinatário",
                "et": "adressaat|kellele",
                "fi": "vastaanottaja|vastaanottajat|saaja",
                "fr": "à|a|destinataire",
                "he": "אל|ל|עבור",
                "hr, sl": "prima|za|prejemnik",
                "hu": "címzett|címzettek",
                "id, ms": "kepada|ke|untuk",
                "it": "a|destinatario",
                "ja": "宛先|受信者|to",
                "ko": "받는사람|수신|받는이",
                "lt, lv": "kam",
                "nl": "aan",
                "pl": "do|adresat",
                "ro": "către|catre|pentru",
                "ru, bg, uk": "кому|до|получатель|за|одержувач",
                "th": "ถึง|ผู้รับ",
                "tr": "kime|alıcı",
                "vi": "tới|đến|người nhận",
                "zh": "收件人|收件者|收信人|受信人|接收人",
            }
        ),
        "cc": MappingProxyType(
            {
                "many": "cc|bcc|kopie|copie|kopia|kopi|kopio|copia|cópia|копия|копія"
                "|копие|copie à|dw|udw|másolat|κοιν|κοινοποίηση|bilgi|kópia|skrytá"
                "|עותק|نسخة|สำเนา|đồng gửi|tembusan|참조|숨은참조",
                "zh": "抄送|副本|密送|抄送人|密件副本|密件抄送",
            }
        ),
        "subject": MappingProxyType(
            {
                "ar, fa": "الموضوع|موضوع",
                "cs, sk, hr": "předmět|predmet",
                "da, no, sv": "ämne|emne",
                "de": "betreff",
                "el": "θέμα",
                "en": "subject|re",
                "es, pt, ca": "asunto|assunto|assumpte",
                "et": "teema",
                "fi": "aihe",
                "fr": "objet|sujet",
                "he": "נושא|הנדון",
                "hu": "tárgy",
                "id, ms": "subjek|perihal|judul",
                "it": "oggetto",
                "ja": "件名|題名",
                "ko": "제목",
                "lt, lv": "tema|temats",
                "nl": "onderwerp",
                "pl": "temat",
                "ro": "subiect",
                "ru, bg, sr, uk": "тема|относно",
                "sl": "zadeva",
                "th": "เรื่อง|หัวเรื่อง|หัวข้อ",
                "tr": "konu",
                "vi": "chủ đề|tiêu đề",
                "zh": "主题|主題|主旨|标题|標題|邮件主题",
            }
        ),
        "other": MappingProxyType(
            {
                "many": "reply-to|reply to|antwort an|importance|attachments"
                "|attachment|priority|wichtigkeit|anlagen|importancia|importanza",
                "zh": "回复|回覆|重要性|附件|回复地址|优先级",
            }
        ),
    }
)
"""The names of quoted header fields, in order of how much they prove."""
