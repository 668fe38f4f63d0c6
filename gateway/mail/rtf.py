"""Rich text as Outlook wraps it: decompressed within bounds, then read as words.

Rule: one pass, a bounded output, nothing raises. HTML that was wrapped in RTF comes out
as the HTML it was; other RTF as plain text. Pictures and tables of fonts are no text.
STANDARDS: [MS-OXRTFCP] §2.2 (compression), [MS-OXRTFEX] §2.1 (HTML in RTF), RTF 1.9.1.
"""

import re
import struct
from dataclasses import dataclass

from gateway.mail.charset import clean, decode_text

_HEAD = struct.Struct("<IIII")
_COMPRESSED, _PLAIN = 0x75465A4C, 0x414C454D
_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman "
    b"\\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier"
    b"{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_WINDOW = 4096
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n]+"
    rb"|([^\\{}\r\n]+)",
    re.DOTALL,
)
_SKIPPED = frozenset(
    {
        *(
            b"fonttbl",
            b"colortbl",
            b"stylesheet",
            b"info",
            b"pict",
            b"object",
            b"header",
        ),
        *(b"footer", b"fldinst", b"themedata", b"datastore", b"generator", b"objdata"),
    }
)
_SIGNS = {
    **dict.fromkeys((b"par", b"line", b"row", b"sect", b"page"), "\n"),
    **dict.fromkeys((b"tab", b"cell"), "\t"),
    b"lquote": "\u2018",
    b"rquote": "\u2019",
    b"bullet": "\u2022",
    b"ldblquote": "\u201c",
    b"rdblquote": "\u201d",
    b"emdash": "\u2014",
    b"endash": "\u2013",
}
_ESCAPED = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n"}
# \\fcharset of the Windows font mapper, as labels of mail.
_CHARSETS = {
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "big5",
    161: "windows-1253",
    162: "windows-1254",
    163: "windows-1258",
    177: "windows-1255",
    77: "macintosh",
    178: "windows-1256",
    186: "windows-1257",
    204: "windows-1251",
    222: "cp874",
    238: "windows-1250",
}
_DEEPEST = 512


def decompress(data: bytes, limit: int) -> bytes:
    """LZFu, or the same uncompressed; at most ``limit`` octets, empty where broken."""
    if len(data) < _HEAD.size:
        return b""
    _, size, kind, _ = _HEAD.unpack_from(data)
    if kind == _PLAIN:
        return data[_HEAD.size : _HEAD.size + min(size, limit)]
    if kind != _COMPRESSED:
        return b""
    out = bytearray(_START)
    end = len(_START) + min(size, limit)
    place = _HEAD.size
    while place < len(data) and len(out) < end:
        flags, place = data[place], place + 1
        for bit in range(8):
            if not flags >> bit & 1:
                out += data[place : place + 1]
                place += 1
            elif not _copy(out, data[place : place + 2]):
                return bytes(out[len(_START) : end])
            else:
                place += 2
    return bytes(out[len(_START) : end])


def _copy(out: bytearray, reference: bytes) -> bool:
    """Repeat what stands a distance back; False at the end's mark."""
    if len(reference) < 2:  # noqa: PLR2004 - a reference has two octets
        return False
    offset = reference[0] << 4 | reference[1] >> 4
    length = (reference[1] & 15) + 2
    distance = (len(out) - offset) % _WINDOW
    if distance == 0 or distance > len(out):
        return False
    piece = bytes(out[-distance:][:length])
    out += (piece * (length // len(piece) + 1))[:length]
    return True


@dataclass(slots=True)
class _Group:
    """What holds between two braces."""

    skipped: bool = False
    in_fonts: bool = False
    in_rtf_only: bool = False
    replaced: int = 1
    charset: str = ""


def read_rtf(data: bytes) -> tuple[str, bool]:
    """The words of a rich text, and whether they are HTML."""
    reader = _Reader(is_html=b"\\fromhtml1" in data[:1024])
    for token in _TOKEN.finditer(data):
        reader.take(token)
    return reader.text(), reader.is_html


class _Reader:
    """One pass over the tokens, with a stack of groups of bounded depth."""

    def __init__(self, *, is_html: bool) -> None:
        self.is_html = is_html
        self._groups = [_Group()]
        self._pieces: list[str] = []
        self._octets = bytearray()
        self._ansi = "windows-1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._to_drop = 0
        self._starred = False

    def text(self) -> str:
        self._flush()
        # Beyond U+FFFF a character comes as its two surrogates, one \\u each.
        units = "".join(self._pieces).encode("utf-16-le", "surrogatepass")
        return clean(units.decode("utf-16-le", "replace"))

    def take(self, token: re.Match[bytes]) -> None:
        word, number, code, escaped, brace, text = token.groups()
        if word:
            self._take_word(word, int(number) if number else None)
        elif code:
            self._add(bytes.fromhex(code.decode("ascii")))
        elif escaped == b"*":
            self._starred = True
        elif escaped:
            self._write(_ESCAPED.get(escaped, ""))
        elif brace:
            self._take_brace(brace)
        elif text:
            self._add(text)

    def _take_brace(self, brace: bytes) -> None:
        self._flush()
        self._to_drop = 0
        if brace == b"}":
            if len(self._groups) > 1:
                self._groups.pop()
        elif len(self._groups) < _DEEPEST:
            group = self._groups[-1]
            self._groups.append(
                _Group(
                    group.skipped,
                    group.in_fonts,
                    group.in_rtf_only,
                    group.replaced,
                    group.charset,
                )
            )

    def _take_word(self, word: bytes, number: int | None) -> None:
        group = self._groups[-1]
        starred, self._starred = self._starred, False
        if word == b"htmltag":
            group.skipped = False
        elif starred or word in _SKIPPED:
            group.skipped = True
            group.in_fonts = group.in_fonts or word == b"fonttbl"
        elif word == b"htmlrtf":
            self._flush()
            group.in_rtf_only = number != 0
        elif word in _SIGNS:
            self._write(_SIGNS[word])
        elif number is not None:
            self._take_number(word, number, group)

    def _take_number(self, word: bytes, number: int, group: _Group) -> None:
        if word == b"u":
            self._write(chr(number % 65536))
            self._to_drop = group.replaced
        elif word == b"uc":
            group.replaced = min(max(number, 0), 8)
        elif word == b"ansicpg":
            self._ansi = f"cp{number}"
        elif word == b"f":
            self._flush()
            self._font = number
            group.charset = self._fonts.get(number, "")
        elif word == b"fcharset" and group.in_fonts:
            self._fonts[self._font] = _CHARSETS.get(number, "")

    def _is_shown(self) -> bool:
        group = self._groups[-1]
        return not group.skipped and not (self.is_html and group.in_rtf_only)

    def _add(self, octets: bytes) -> None:
        if self._to_drop:
            # What stands in for a character by readers that know no Unicode.
            dropped = min(self._to_drop, len(octets))
            self._to_drop -= dropped
            octets = octets[dropped:]
        if self._is_shown():
            self._octets += octets

    def _write(self, sign: str) -> None:
        self._flush()
        self._to_drop = 0
        if self._is_shown():
            self._pieces.append(sign)

    def _flush(self) -> None:
        if self._octets:
            charset = self._groups[-1].charset or self._ansi
            self._pieces.append(decode_text(bytes(self._octets), charset))
            self._octets.clear()
