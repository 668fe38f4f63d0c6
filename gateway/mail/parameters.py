"""Parameters of structured fields: ``text/plain; charset=gbk``, in every style.

Rule: names are lower case, values decoded and on one line; missing semicolons and
comments are seen through. One pass over a value, unlike the standard library's.
STANDARDS: RFC 2045 §5.1, RFC 2183 §2, RFC 2231 §3-4; encoded words inside quotes, which
RFC 2047 §5 forbids and everyone sends.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from gateway.mail.charset import clean, decode_text
from gateway.mail.headers import ONE_LINE, decode_words
from gateway.mail.limits import Limits

_SECTION = re.compile(r"\A([^*]+)(?:\*(\d{1,4}))?(\*)?\Z")
_HIGH_PERCENT = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f]){2}")
# A semicolon that is missing between parameters, before those that everyone sends.
_LOST_SEMICOLON = re.compile(
    r"(?<=[^;\s=])[\s,]{1,16}(?=(?:boundary|charset|name|filename|format|type|start)\*?=)",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"\([^()\"]{0,200}\)")


def parse_parameters(value: str, limits: Limits) -> tuple[str, Mapping[str, str]]:
    """Split ``text/plain; name="x"`` into its value and decoded parameters."""
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
        return ONE_LINE.sub(" ", clean(octets.decode("utf-8")))
    except UnicodeError:
        return content


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
    return ONE_LINE.sub(" ", decode_text(bytes(octets), charset))


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
