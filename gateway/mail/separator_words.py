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
        "de": r"schrieb|(?:hat )?geschrieben",
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
    "|oryginalna wiadomość|wiadomość pierwotna|původní e-?mail"
    "|původní zpráva|pôvodná správa"
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
