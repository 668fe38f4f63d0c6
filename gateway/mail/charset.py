"""Bytes and a declared charset into text, repaired as the field knows it.

Rule: never raises, never returns a NUL, a lone surrogate or an undecoded byte, and
never asks a Python codec that is no charset of mail (``zlib``, ``unicode_escape``).
gb2312 and gbk are read as gb18030 (RFC 2046 §4.1.2 asks for the label, clients lie),
big5 as big5hkscs, latin-1 as cp1252, shift_jis as cp932, ks_c_5601 as cp949. A label
that the octets refute is not believed.
"""

import base64
import binascii
import codecs
import re

from gateway.mail.charset_names import ISO2022_CN, UTF7_IMAP, codec_of
from gateway.mail.detection import (
    detect,
    detect_surely,
    is_cut_short,
    is_damaged,
    is_mostly_utf8,
    is_plausible,
    is_utf8,
    unmangle,
)

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = frozenset({"utf-16", "utf-16le", "utf-16be", "utf-32", "utf-32le", "utf-32be"})
_MULTIBYTE = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "johab"})
# Their letters fill whole words with high octets: those prove no East Asian text.
_ALPHABETS = frozenset(
    {
        *("cp1251", "cp1253", "cp1255", "cp1256", "cp874", "koi8-r", "koi8-u", "cp866"),
        *("iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8", "mac-cyrillic", "cp855"),
        *("koi8-t", "ptcp154"),
    }
)
_UTF7 = re.compile(r"\+([A-Za-z0-9+/]*)-?")
_UTF7_IN_IMAP = re.compile(r"&([A-Za-z0-9+,]*)-")
_HZ = re.compile(rb"~\{((?:[\x21-\x7d][\x21-\x7e]|[\r\n]){1,512})~\}")
# GB 2312 as seven bits: the high bit of each octet that is no control is left out.
_SET_HIGH = bytes(n | 0x80 if n > ord(" ") else n for n in range(256))
_CN_SHIFTED = re.compile(rb"\x0e([^\x0f\n]*)\x0f?")
_CN_DESIGNATED = re.compile(rb"\x1b\$[)*+].")
_SAMPLE_BYTES = 4096


def decode_text(data: bytes, charset: str = "") -> str:
    """Read ``data`` as text, whatever it takes."""
    text = _decode(data, codec_of(charset) if charset else None)
    return clean(unmangle(text))


def is_wide(data: bytes, charset: str = "") -> bool:
    """Whether characters of two or four octets are declared, marked or to be seen."""
    if codec_of(charset) in _WIDE:
        return True
    marked = any(data.startswith(mark) for mark, _ in _BOMS)
    return marked or bool(_wide_without_mark(data[: len(data) // 2 * 2]))


def clean(text: str) -> str:
    """Without what no store takes: NUL, other C0, lone surrogates, noncharacters."""
    return _CONTROL.sub("", text)


def _decode(data: bytes, codec: str | None) -> str:
    for mark, wide in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(wide, "replace")
    if codec in _WIDE:
        return _decode_wide(data, codec)
    if codec in {"utf-7", UTF7_IMAP}:
        return _decode_utf7(data, imap=codec == UTF7_IMAP)
    if codec == ISO2022_CN or (b"\x1b" in data and codec != "iso2022_kr"):
        return _decode_escaped(data)
    if codec in {None, "ascii", "hz"}:
        return _decode_unlabelled(data)
    return _decode_labelled(data, codec)


def _decode_labelled(data: bytes, codec: str) -> str:
    beside = codec in _MULTIBYTE
    # Plain ASCII is the same in all of these, and is no proof against the label.
    if (
        codec != "utf-8"
        and not data.isascii()
        and is_utf8(data, beside_multibyte=beside)
    ):
        return data.decode("utf-8")
    try:
        text = data.decode(codec)
    except (UnicodeError, ValueError):
        return _repair(data, codec)
    if codec == "utf-8" or codec in _ALPHABETS or data.isascii():
        return text
    if beside and is_plausible(text):
        return text
    if beside and is_utf8(data, beside_multibyte=False):
        return data.decode("utf-8")
    few = beside and is_damaged(text)
    lied = detect_surely(data, least_octets=4) if few else detect_surely(data)
    return data.decode(lied, "replace") if lied else text


def _decode_unlabelled(data: bytes) -> str:
    if data.isascii():
        wide = _wide_without_mark(data)
        return data.decode(wide, "replace") if wide else _decode_hz(data)
    try:
        return data.decode("utf-8")
    except UnicodeError:
        pass
    wide = _wide_without_mark(data)
    if wide:
        return data.decode(wide, "replace")
    return _repair(data, "utf-8")


def _repair(data: bytes, codec: str) -> str:
    """The declared codec failed: another that fits, else the least damage."""
    as_utf8 = data.decode("utf-8", "replace")
    if is_mostly_utf8(as_utf8):
        return as_utf8
    as_declared = data.decode(codec, "replace")
    if codec != "utf-8" and is_cut_short(as_declared):
        return as_declared
    readings = [as_declared, data.decode(detect(data), "replace")]
    return min((*readings, as_utf8), key=lambda reading: reading.count("\ufffd"))


def _decode_escaped(data: bytes) -> str:
    """ISO-2022 by its escapes, which need no label (RFC 1468, RFC 1557)."""
    if not data.isascii():
        return _decode_unlabelled(data.replace(b"\x1b", b""))
    if b"\x1b$)C" in data:
        return data.decode("iso2022_kr", "replace")
    if b"\x0e" in data or _CN_DESIGNATED.search(data):
        return _decode_iso2022_cn(data)
    return data.decode("iso2022_jp_ext", "replace")


def _decode_iso2022_cn(data: bytes) -> str:
    """RFC 1922, its simplified half: SO text is GB 2312 without the high bits."""
    bare = _CN_DESIGNATED.sub(b"", data)
    shifted = _CN_SHIFTED.sub(lambda found: found[1].translate(_SET_HIGH), bare)
    return shifted.decode("gb18030", "replace")


def _decode_wide(data: bytes, codec: str) -> str:
    """RFC 2781 §4.3 reads unmarked text as big-endian; clients send what they like."""
    if b"\0" not in data[:_SAMPLE_BYTES] and data.isascii():
        # Only the label is wide.
        return data.decode("ascii")
    if codec in {"utf-16", "utf-32"}:
        sample = data[: _SAMPLE_BYTES // 4 * 4]
        readings = {
            end: sample.decode(codec + end, "replace") for end in ("-be", "-le")
        }
        ends = sorted(readings, key=lambda end: _plain_share(readings[end]))
        codec += ends[-1]
    text = data.decode(codec, "replace")
    return text if _plain_share(text) > 0 else _decode_unlabelled(data)


def _plain_share(text: str) -> float:
    """Of what is written: ASCII, Latin, the common Han block and its punctuation."""
    plain = sum(
        char < "\u0250" or "\u3000" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"
        for char in text[:_SAMPLE_BYTES]
        if char != "\0"
    )
    return plain / (len(text[:_SAMPLE_BYTES]) or 1)


def _wide_without_mark(data: bytes) -> str:
    """UTF-16 that nobody declared: every second octet of its ASCII is a NUL."""
    sample = data[:_SAMPLE_BYTES]
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if (first + second) * 4 < len(sample) or len(sample) % 2:
        return ""
    if min(first, second) * 4 > max(first, second):
        return ""
    return "utf-16-le" if second > first else "utf-16-be"


def _decode_hz(data: bytes) -> str:
    """RFC 1843 where pieces of it stand, labelled or not; else ASCII."""
    if b"~{" in data:
        text = _HZ.sub(lambda found: found[1].translate(_SET_HIGH), data)
        return text.decode("gb18030", "replace")
    return data.decode("ascii")


def _decode_utf7(data: bytes, *, imap: bool) -> str:
    # RFC 2152; the codec of the standard library lets lone surrogates pass.
    def shifted(found: re.Match[str]) -> str:
        if not found[1]:
            return found[0][0]
        sextets = found[1].replace(",", "/")
        try:
            units = base64.b64decode(sextets + "=" * (-len(sextets) % 4))
        except (binascii.Error, ValueError):
            return found[0]
        return units[: len(units) // 2 * 2].decode("utf-16-be", "replace")

    if not data.isascii():
        return _decode_unlabelled(data)
    # RFC 3501 §5.1.3 shifts by "&" and writes a comma for the slash.
    pattern = _UTF7_IN_IMAP if imap else _UTF7
    return pattern.sub(shifted, data.decode("ascii"))
