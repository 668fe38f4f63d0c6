"""How mail clients name the header fields that they quote, language by language.

Rule of this room: words only; what proves a block of them stands in
``header_blocks``. A row lists names parted by ``|``.
"""

from collections.abc import Mapping
from types import MappingProxyType

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
                "zh": "已发送|发件日期"
                "|发送时间|发送日期|发件时间|日期|时间|寄件日期|傳送時間|傳送日期"
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
