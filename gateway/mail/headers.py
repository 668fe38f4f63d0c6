"""Header fields as text: unfolded, decoded, on one line.

Rule: a value that leaves this file holds no line break, no control character and no
encoded word that could be read. Raw 8-bit octets are told by charset.py.
STANDARDS: RFC 5322 §2.2.3 (folding), RFC 2047 (encoded words), RFC 6532 (raw UTF-8).
"""

import base64
import binascii
import re
from collections.abc import Iterable

from gateway.mail.charset import clean, decode_text
from gateway.mail.limits import Limits

# Question marks that nobody escaped are read as text; the last word of a field that
# was cut ends without its sign.
_ENCODED_WORD = re.compile(
    r"=\?([^?\s]{1,64})\?([BbQq])\?([^?]*(?:(?<!=)\?(?!=)[^?]{0,75}){0,3})(?:\?=|\Z)"
)
_RAW_IN_WORD = re.compile(r"(=\?[^?\s]{1,64}\?[Qq]\?)([^?]*)\?=")
_RAW_OCTET = re.compile(r"[\udc80-\udcff]")
_FOLD = re.compile(r"[\r\n]+[ \t]*")
ONE_LINE = re.compile(r"[\t\r\n\u2028\u2029\x85]+")
_NO_CONTROLS_BUT = re.compile(r"[^A-Za-z0-9+/]")


class Headers:
    """The fields of one entity, by lower-case name, raw until asked for."""

    __slots__ = ("_fields", "_limits")

    def __init__(self, fields: Iterable[tuple[str, str]], limits: Limits) -> None:
        self._limits = limits
        self._fields: dict[str, list[str]] = {}
        for count, (name, value) in enumerate(fields):
            if count >= limits.headers:
                break
            self._fields.setdefault(name.lower(), []).append(value)

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def raw(self, name: str) -> str:
        """The first value, unfolded, octets as text, encoded words untouched."""
        values = self._fields.get(name)
        return unfold(values[0], self._limits) if values else ""

    def raws(self, name: str) -> tuple[str, ...]:
        values = self._fields.get(name, ())
        return tuple(unfold(value, self._limits) for value in values)

    def text(self, name: str) -> str:
        """The first value, decoded; an empty string where there is none."""
        values = self._fields.get(name)
        return decode_field(values[0], self._limits) if values else ""

    def names(self) -> tuple[str, ...]:
        return tuple(self._fields)


def unfold(raw: str, limits: Limits) -> str:
    """One line; octets that came raw are read as UTF-8, else GB18030."""
    value = raw[: limits.field_chars]
    if not value.isascii():
        if "=?" in value:
            # Octets that came raw inside an encoded word belong to its charset.
            value = _RAW_IN_WORD.sub(_quote_raw, value)
        value = _octets_to_text(value)
    if "\n" in value or "\r" in value:
        value = _FOLD.sub(" ", value)
    return clean(value).strip()


def decode_field(raw: str, limits: Limits) -> str:
    """Unfolded and with its encoded words read."""
    if "=?" not in raw:
        return unfold(raw, limits)
    # Octets that came raw inside an encoded word belong to the word's charset.
    value = _FOLD.sub(" ", raw[: limits.field_chars])
    return decode_words(value, limits).strip()


def decode_words(value: str, limits: Limits) -> str:
    """RFC 2047, with the repair of a character cut between two words.

    Beyond ``limits.encoded_words`` the rest stays as it was sent.
    """
    pieces: list[str] = []
    run = bytearray()
    run_charset = ""
    end = 0
    for count, found in enumerate(_ENCODED_WORD.finditer(value)):
        if count >= limits.encoded_words:
            break
        between = value[end : found.start()]
        charset, octets = found[1].lower(), _word_octets(found[2], found[3])
        # §6.2: white space between two encoded words is not shown.
        if run and (between.strip() or charset != run_charset):
            pieces.append(decode_text(bytes(run), run_charset))
            run.clear()
        if between.strip() or end == 0:
            pieces.append(_readable(between))
        run += octets
        run_charset, end = charset, found.end()
    if run:
        pieces.append(decode_text(bytes(run), run_charset))
    pieces.append(_readable(value[end:]))
    return ONE_LINE.sub(" ", clean("".join(pieces)))


def _quote_raw(word: re.Match[str]) -> str:
    quoted = _RAW_OCTET.sub(lambda sign: f"={ord(sign[0]) - 0xDC00:02X}", word[2])
    return f"{word[1]}{quoted}?="


def _readable(value: str) -> str:
    return value if value.isascii() else _octets_to_text(value)


def _octets_to_text(value: str) -> str:
    try:
        return decode_text(value.encode("ascii", "surrogateescape"))
    except UnicodeEncodeError:
        return value


def _octets(value: str) -> bytes:
    try:
        return value.encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace")


def _word_octets(encoding: str, text: str) -> bytes:
    if encoding in "Qq":
        return binascii.a2b_qp(_octets(text), header=True)
    kept = _NO_CONTROLS_BUT.sub("", text)
    try:
        return base64.b64decode(kept[: len(kept) - (len(kept) % 4 == 1)] + "==")
    except (binascii.Error, ValueError):
        return _octets(text)
