"""Bytes and a declared charset into text, repaired as the field knows it.

Rule: never raises, never returns a NUL, a lone surrogate or an undecoded byte, and
never asks a Python codec that is no charset of mail (``zlib``, ``unicode_escape``).
gb2312 and gbk are read as gb18030 (RFC 2046 §4.1.2 asks for the label, clients lie),
big5 as big5hkscs, latin-1 as cp1252, shift_jis as cp932, ks_c_5601 as cp949.
"""

import base64
import binascii
import re
from types import MappingProxyType

_GB = ("gb2312", "gbk", "gb18030", "xgbk", "gb231280", "csgb2312", "cp936", "ms936")
_WINDOWS = tuple(range(1250, 1259))
_ISO = tuple(n for n in range(2, 17) if n not in (11, 12))
_CODECS = MappingProxyType(
    {
        **dict.fromkeys(_GB, "gb18030"),
        **dict.fromkeys(("big5", "big5hkscs", "xbig5", "cnbig5"), "big5hkscs"),
        **dict.fromkeys(("iso88591", "latin1", "l1", "cp819"), "cp1252"),
        **dict.fromkeys(("shiftjis", "sjis", "xsjis", "mskanji", "cp932"), "cp932"),
        **dict.fromkeys(("ksc56011987", "ksc5601", "uhc", "cp949"), "cp949"),
        **dict.fromkeys(("ascii", "usascii", "ansix341968", "646"), "ascii"),
        **dict.fromkeys(("macroman", "macintosh", "xmacroman"), "mac-roman"),
        **dict.fromkeys(("hz", "hzgb2312"), "hz"),
        **dict.fromkeys(("utf8", "unicode11utf8", "utf8mb4"), "utf-8"),
        **dict.fromkeys(("utf7", "unicode11utf7"), "utf-7"),
        **dict.fromkeys(("iso885911", "tis620", "cp874", "windows874"), "cp874"),
        **dict.fromkeys(("iso88598i", "iso88598e"), "iso8859-8"),
        **{f"windows{n}": f"cp{n}" for n in _WINDOWS},
        **{f"cp{n}": f"cp{n}" for n in (*_WINDOWS, 437, 850, 866, 950)},
        **{f"iso8859{n}": f"iso8859-{n}" for n in _ISO},
        **{
            f"utf{n}{end}": f"utf-{n}{end}"
            for n in (16, 32)
            for end in ("", "le", "be")
        },
        "windows31j": "cp932",
        "windows949": "cp949",
        "iso2022cn": "gb18030",
        "iso2022jp": "iso2022_jp_2",
        "iso2022kr": "iso2022_kr",
        "eucjp": "euc_jp",
        "euckr": "cp949",
        "euctw": "big5hkscs",
        "koi8r": "koi8-r",
        "koi8u": "koi8-u",
        "johab": "johab",
    }
)
_NOT_ALNUM = re.compile(r"[^a-z0-9]")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_HIGH = bytes(range(0x80, 0x100))
# The common characters only: the full tables take any two octets.
_GB_PAIR = re.compile(rb"[\xa1-\xa9\xb0-\xf7][\xa1-\xfe]")
_BIG5_PAIR = re.compile(rb"[\xa1-\xa3\xa4-\xc6][\x40-\x7e\xa1-\xfe]")
_UTF7 = re.compile(r"\+([A-Za-z0-9+/]*)-?")


def codec_of(charset: str) -> str | None:
    """The Python codec for a charset label of mail; None where we know none."""
    # RFC 2231 §5 lets a language follow: charset*lang.
    label = charset.split("*", 1)[0].strip(" \t\"'").lower()
    return _CODECS.get(_NOT_ALNUM.sub("", label))


def decode_text(data: bytes, charset: str = "") -> str:
    """Read ``data`` as text, whatever it takes."""
    codec = codec_of(charset) if charset else None
    if codec == "ascii":
        codec = None
    if codec is None:
        return clean(_guess(data))
    if codec == "utf-7":
        return clean(_decode_utf7(data))
    try:
        return clean(data.decode(codec))
    except (UnicodeError, ValueError):
        return clean(_repair(data, codec))


def clean(text: str) -> str:
    """Without what no store takes: NUL, other C0, lone surrogates, noncharacters."""
    return _CONTROL.sub("", text)


def _guess(data: bytes) -> str:
    if b"\x1b$" in data:
        try:
            return data.decode("iso2022_jp")
        except UnicodeError:
            pass
    try:
        return data.decode("utf-8")
    except UnicodeError:
        pass
    codec = _codec_by_pairs(data)
    try:
        return data.decode(codec)
    except UnicodeError:
        return _least_damaged(data, ("utf-8", codec))


def _codec_by_pairs(data: bytes) -> str:
    """Octets that are no UTF-8: Chinese comes in pairs, Latin letters stand alone."""
    high = _high_octets(data)
    left, codec = min(
        (_high_octets(_GB_PAIR.sub(b"", data)), "gb18030"),
        (_high_octets(_BIG5_PAIR.sub(b"", data)), "big5hkscs"),
        key=lambda reading: reading[0],
    )
    return codec if left * 5 <= high else "cp1252"


def _high_octets(data: bytes) -> int:
    return len(data) - len(data.translate(None, _HIGH))


def _repair(data: bytes, codec: str) -> str:
    """The declared codec failed: another that fits wholly, else the least damage."""
    try:
        return data.decode("utf-8")
    except UnicodeError:
        return _least_damaged(data, (codec, _codec_by_pairs(data)))


def _least_damaged(data: bytes, codecs: tuple[str, ...]) -> str:
    readings = [data.decode(codec, "replace") for codec in codecs]
    return min(readings, key=lambda reading: reading.count("\ufffd"))


def _decode_utf7(data: bytes) -> str:
    # RFC 2152; the codec of the standard library lets lone surrogates pass.
    def shifted(found: re.Match[str]) -> str:
        if not found[1]:
            return "+"
        try:
            units = base64.b64decode(found[1] + "=" * (-len(found[1]) % 4))
        except (binascii.Error, ValueError):
            return found[0]
        return units[: len(units) // 2 * 2].decode("utf-16-be", "replace")

    return _UTF7.sub(shifted, data.decode("latin-1"))
