"""Header fields as text: unfolded, decoded, on one line.

Rule: a value that leaves this file holds no line break, no control character and no
encoded word that could be read. Raw 8-bit octets are UTF-8, else GB18030.
STANDARDS: RFC 5322 §2.2.3 (folding), RFC 2047 (encoded words), RFC 2231 (parameters),
RFC 6532 (raw UTF-8).
"""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from gateway.mail.charset import clean, decode_text
from gateway.mail.limits import Limits

# Question marks that nobody escaped are read as text; the last word of a field that
# was cut ends without its sign.
_ENCODED_WORD = re.compile(
    r"=\?([^?\s]{1,64})\?([BbQq])\?([^?]*(?:(?<!=)\?(?!=)[^?]{0,75}){0,3})(?:\?=|\Z)"
)
_RAW_IN_WORD = re.compile(r"(=\?[^?\s]{1,64}\?[Qq]\?)([^?]*)\?=")
_RAW_OCTET = re.compile(r"[\udc80-\udcff]")
_HIGH_PERCENT = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f]){2}")
# A semicolon that is missing between parameters, before those that everyone sends.
_LOST_SEMICOLON = re.compile(
    r"(?<=[^;\s=])[\s,]{1,16}(?=(?:boundary|charset|name|filename|format|type|start)\*?=)",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"\([^()\"]{0,200}\)")
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_ONE_LINE = re.compile(r"[\t\r\n\u2028\u2029\x85]+")
_SECTION = re.compile(r"\A([^*]+)(?:\*(\d{1,4}))?(\*)?\Z")
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
    return _ONE_LINE.sub(" ", clean("".join(pieces)))


def parse_parameters(value: str, limits: Limits) -> tuple[str, Mapping[str, str]]:
    """Split ``text/plain; name="x"`` into its value and decoded parameters.

    RFC 2045 §5.1, RFC 2231 §3-4, and encoded words inside quotes, which RFC 2047 §5
    forbids and everyone sends. Names are lower case.
    """
    main, *pieces = _split(_mend_separators(value[: limits.parameter_chars]))
    plain: dict[str, str] = {}
    sections: dict[str, list[tuple[int, bool, str]]] = {}
    for piece in pieces[: limits.parameters]:
        name, equals, content = piece.partition("=")
        name = name.strip().lower()
        if not equals or not name:
            continue
        content = _unquote(content.strip())
        section = _SECTION.match(name) if "*" in name else None
        if section is None:
            plain.setdefault(name, content)
        else:
            place = (int(section[2] or 0), bool(section[3]), content)
            sections.setdefault(section[1], []).append(place)
    read = {name: _unescape(decode_words(text, limits)) for name, text in plain.items()}
    for name, places in sections.items():
        joined = decode_words(_join_sections(places), limits)
        if name not in read or "\ufffd" not in joined:
            read[name] = joined
    return _COMMENT.sub("", main).strip(" \t\"'").lower(), MappingProxyType(read)


def _mend_separators(value: str) -> str:
    """``multipart/mixed boundary=x`` and ``charset=x format=y``, but not in quotes."""
    if _LOST_SEMICOLON.search(value) is None:
        return value
    pieces = value.split('"')
    pieces[::2] = [_LOST_SEMICOLON.sub("; ", piece) for piece in pieces[::2]]
    return '"'.join(pieces)


def _unescape(content: str) -> str:
    """A name in per cent signs, as browsers write it and no RFC does."""
    if _HIGH_PERCENT.search(content) is None:
        return content
    octets = _percent_octets(content)
    try:
        return _ONE_LINE.sub(" ", clean(octets.decode("utf-8")))
    except UnicodeError:
        return content


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


def _split(value: str) -> list[str]:
    """At semicolons outside quotes; one pass, unlike the standard library's."""
    if '"' not in value:
        return value.split(";")
    pieces: list[str] = []
    start, quoted, escaped = 0, False, False
    for place, character in enumerate(value):
        if escaped:
            escaped = False
        elif character == "\\" and quoted:
            escaped = True
        elif character == '"':
            quoted = not quoted
        elif character == ";" and not quoted:
            pieces.append(value[start:place])
            start = place + 1
    pieces.append(value[start:])
    return pieces


def _unquote(content: str) -> str:
    if not content.startswith('"'):
        return content
    content = content[1:-1] if content.endswith('"') else content[1:]
    if "\\" not in content:
        return content
    # A backslash before anything but these is a Windows path, not an escape.
    return content.replace('\\"', '"').replace("\\\\", "\\")


def _join_sections(places: list[tuple[int, bool, str]]) -> str:
    places.sort(key=lambda place: place[0])
    charset, octets = "", bytearray()
    for position, (_, encoded, content) in enumerate(places):
        text = content
        if position == 0 and encoded and content.count("'") > 1:
            charset, _language, text = content.split("'", 2)
        octets += _percent_octets(text) if encoded else text.encode()
    return _ONE_LINE.sub(" ", decode_text(bytes(octets), charset))


def _percent_octets(text: str) -> bytes:
    head, *rest = text.encode().split(b"%")
    out = bytearray(head)
    for piece in rest:
        try:
            out += bytes.fromhex(piece[:2].decode("ascii"))
            out += piece[2:]
        except ValueError:
            out += b"%" + piece
    return bytes(out)
