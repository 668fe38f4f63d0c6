"""Charset labels of mail, and the codec that reads each.

Rule: an allow-list. A label that is not here is unknown, whatever Python would make of
it (``zlib``, ``unicode_escape``, ``idna``). Labels are compared without case, signs and
spaces. Two codecs are our own: :data:`ISO2022_CN` and :data:`UTF7_IMAP`.
STANDARDS: IANA character sets, RFC 1468, RFC 1557, RFC 1843, RFC 1922, RFC 2152.
"""

import re
from types import MappingProxyType

ISO2022_CN = "iso-2022-cn"
UTF7_IMAP = "utf-7-imap"
_GB = (
    *("gb2312", "gbk", "gb18030", "gb231280", "csgb2312", "csiso58gb231280"),
    *("xgbk", "cngb", "chinese", "euccn", "xeuccn", "cp936", "ms936", "windows936"),
    *("isoir58", "gb180302000", "gb180302005", "gb180302022", "xmscp936", "936"),
)
_BIG5 = (
    *("big5", "big5hkscs", "xbig5", "cnbig5", "csbig5", "big5eten", "xxbig5"),
    *("cp950", "windows950", "950", "big5tw", "xmacchinesetrad", "euctw"),
)
_JAPANESE = (
    *("shiftjis", "sjis", "xsjis", "mskanji", "cp932", "windows31j", "csshiftjis"),
    *("cswindows31j", "windows932", "ms932", "932", "shiftjis2004", "shiftjisx0213"),
)
_KOREAN = (
    *("ksc56011987", "ksc56011989", "ksc5601", "ks5601", "ksx1001", "korean", "uhc"),
    *("cp949", "windows949", "ms949", "949", "euckr", "cseuckr", "xwindows949"),
)
_LATIN = (
    *("iso88591", "latin1", "l1", "cp819", "isolatin1", "iso88591windows", "isoir100"),
    *("ansi", "western", "windowslatin1", "xansi", "1252", "iso885911987"),
)
_ASCII = (
    *("ascii", "usascii", "ansix341968", "646", "iso646us", "us", "cp367", "7bit"),
    *("ansix341986", "csascii", "iso646irv"),
)
_WINDOWS = tuple(range(1250, 1259))
_ISO = tuple(n for n in range(2, 17) if n not in (11, 12))
_LATINS = ((2, "cp1250"), (5, "cp1254"), (6, "iso8859-10"), (9, "iso8859-15"))
_CODECS = MappingProxyType(
    {
        **dict.fromkeys(_GB, "gb18030"),
        **dict.fromkeys(_BIG5, "big5hkscs"),
        **dict.fromkeys(_LATIN, "cp1252"),
        **dict.fromkeys(_JAPANESE, "cp932"),
        **dict.fromkeys(_KOREAN, "cp949"),
        **dict.fromkeys(_ASCII, "ascii"),
        **dict.fromkeys(
            ("macroman", "macintosh", "xmacroman", "mac", "csmacintosh"), "mac-roman"
        ),
        **dict.fromkeys(("hz", "hzgb2312", "hzgb"), "hz"),
        **dict.fromkeys(
            (
                "utf8",
                "unicode11utf8",
                "utf8mb4",
                "unicode",
                "65001",
                "cp65001",
                "utf8bom",
            ),
            "utf-8",
        ),
        **dict.fromkeys(
            ("utf7", "unicode11utf7", "xunicode20utf7", "cp65000"), "utf-7"
        ),
        **dict.fromkeys(
            ("iso885911", "tis620", "cp874", "windows874", "tis62025332"), "cp874"
        ),
        **dict.fromkeys(("iso88598i", "iso88598e"), "iso8859-8"),
        **{f"windows{n}": f"cp{n}" for n in _WINDOWS},
        **{f"cp{n}": f"cp{n}" for n in (*_WINDOWS, 437, 850, 852, 855, 858, 866)},
        **{f"ibm{n}": f"cp{n}" for n in (437, 850, 852, 855, 858, 866)},
        **{f"latin{n}": codec for n, codec in _LATINS},
        **{f"iso8859{n}": f"iso8859-{n}" for n in _ISO},
        **{
            f"utf{n}{end}": f"utf-{n}{end}"
            for n in (16, 32)
            for end in ("", "le", "be")
        },
        **{f"iso2022jp{n}": "iso2022_jp_ext" for n in ("", 1, 2, 3, 2004, "ext", "ms")},
        "csiso2022jp": "iso2022_jp_ext",
        "cp50220": "iso2022_jp_ext",
        "cp50221": "iso2022_jp_ext",
        "iso2022cn": ISO2022_CN,
        "iso2022cnext": ISO2022_CN,
        "iso2022kr": "iso2022_kr",
        "csiso2022kr": "iso2022_kr",
        "eucjp": "euc_jp",
        "xeucjp": "euc_jp",
        "eucjpms": "euc_jp",
        "cp51932": "euc_jp",
        "utf7imap": UTF7_IMAP,
        "ximap4modifiedutf7": UTF7_IMAP,
        "ucs2": "utf-16",
        "ucs4": "utf-32",
        "iso10646ucs2": "utf-16",
        "maccyrillic": "mac-cyrillic",
        "xmaccyrillic": "mac-cyrillic",
        "maccentraleurope": "mac-latin2",
        "viscii": "cp1258",
        "tcvn": "cp1258",
        "ptcp154": "ptcp154",
        "koi8t": "koi8-t",
        "koi8": "koi8-r",
        "cskoi8r": "koi8-r",
        "koi8r": "koi8-r",
        "koi8ru": "koi8-u",
        "koi8u": "koi8-u",
        "johab": "johab",
    }
)
_NOT_ALNUM = re.compile(r"[^a-z0-9]")


def codec_of(charset: str) -> str | None:
    """The codec for a charset label of mail; None where we know none."""
    # RFC 2231 §5 lets a language follow: charset*lang.
    label = charset.split("*", 1)[0].strip(" \t\"'").lower()
    return _CODECS.get(_NOT_ALNUM.sub("", label))
