"""Content transfer encodings, and those that people put into the text itself.

Rule: whatever the octets are, bytes come out, with a word whether every sign of them
could be read. Each reader is linear. What claims an encoding but is plain text is read
as what it is.
STANDARDS: RFC 2045 §6.7 (quoted-printable), §6.8 (base64); uuencode as POSIX has it.
"""

import binascii
import re

_UUENCODE = frozenset({"x-uuencode", "uuencode", "uue", "x-uue"})
_NAME_END = re.compile(r"[;(]")
_WHITE = b" \t\r\n"
_PIECES = 10_000
"""Of pieces that were encoded one by one; beyond them it is junk."""
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]")
_OUTSIDE_BASE64 = bytes(n for n in range(256) if _NOT_BASE64.match(bytes((n,))))
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]{1,1024}={0,2}")
_LINES = re.compile(rb"[^\n]*\n|[^\n]+\Z")
_PADDED_END = re.compile(rb"[A-Za-z0-9+/]{2,1024}={1,2}(?=\s)")
_PADDED = re.compile(rb"[A-Za-z0-9+/]+={1,2}")
_REMARK = re.compile(rb"(=)[ \t]{1,64}[^=\s][^\r\n]*")
"""Behind the padding and a space nothing of the content can follow on that line."""
_SOFT_BREAK_SPACE = re.compile(rb"=[ \t]{1,64}(?=\r?\n)")
_WIDTHS = frozenset({60, 64, 72, 76})
_FEWEST_LINES = 3
_HIGH_QP = re.compile(rb"(?:=[89A-Fa-f][0-9A-Fa-f]){2}")
_ANY_QP = re.compile(rb"=(?:[0-9A-Fa-f]{2}|\r?\n)")
_UU_ENDS = frozenset({b"end", b"`", b"", b" "})


def encoding_name(field: str) -> str:
    """``base64``, ``quoted-printable`` or ``uuencode``; empty for octets as they are.

    Comments, quotes and odd spellings of a Content-Transfer-Encoding are seen through.
    """
    name = _NAME_END.split(field, maxsplit=1)[0].strip(" \t\"'").lower()
    if name.startswith(("base64", "base-64", "x-base64")):
        return "base64"
    if name.startswith(("quoted-printable", "quoted_printable", "quotedprintable")):
        return "quoted-printable"
    return "uuencode" if name in _UUENCODE else ""


def decode(raw: bytes, encoding: str) -> tuple[bytes, bool]:
    """The decoded content, and whether every sign of it could be decoded."""
    if encoding == "base64":
        return decode_base64(raw)
    if encoding == "quoted-printable":
        return decode_quoted_printable(raw), True
    if encoding == "uuencode":
        return decode_uuencode(raw)
    return raw, True


def decode_base64(raw: bytes) -> tuple[bytes, bool]:
    """RFC 2045 §6.8: signs outside the alphabet are skipped, as every client does.

    Pieces that were encoded one by one and joined are read to the last.
    """
    signs = raw.translate(None, _WHITE)
    padded = signs
    if len(signs) % 4:
        bare = signs.rstrip(b"=")
        padded = bare + b"=" * (-len(bare) % 4)
    try:
        return binascii.a2b_base64(padded, strict_mode=True), True
    except binascii.Error:
        pass
    kept = _REMARK.sub(rb"\1", raw).translate(None, _OUTSIDE_BASE64)
    complete = len(kept) == len(signs)
    if kept.count(b"=") > _PIECES:
        return _decode_piece(kept.translate(None, b"=")), False
    pieces = bytearray()
    end = 0
    # Behind the last sign of padding every place would be tried in vain.
    for piece in _PADDED.finditer(kept, 0, kept.rfind(b"=") + 1):
        pieces += _decode_piece(piece[0].rstrip(b"="))
        end = piece.end()
    rest = kept[end:].strip(b"=")
    complete = complete and len(rest) % 4 != 1
    return bytes(pieces + _decode_piece(rest)), complete


def decode_quoted_printable(raw: bytes) -> bytes:
    """RFC 2045 §6.7; white space after a soft break's sign was added on the way."""
    if b"= " in raw or b"=\t" in raw:
        raw = _SOFT_BREAK_SPACE.sub(b"=", raw)
    return binascii.a2b_qp(raw)


def decode_uuencode(raw: bytes) -> tuple[bytes, bool]:
    """The first file between ``begin`` and ``end``; what stands around is left out."""
    lines = iter(raw.splitlines())
    for line in lines:
        if line.startswith(b"begin "):
            break
    decoded: list[bytes] = []
    for line in lines:
        if line.strip() in _UU_ENDS:
            break
        octets = decode_uu_line(line)
        if octets is None:
            return b"".join(decoded), False
        decoded.append(octets)
    return b"".join(decoded), True


def decode_uu_line(line: bytes) -> bytes | None:
    """One line of uuencode; None where it is none."""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        pass
    # Some encoders count wrongly; the count's octets are the ones that are meant.
    signs = ((line[0] - ord(" ")) & 63) * 4 // 3 + 2
    try:
        return binascii.a2b_uu(line[:signs])
    except binascii.Error:
        return None


def decode_text_part(raw: bytes, field: str, *, whole_message: bool) -> bytes:
    """A text part: what is no base64 though it says so, or is though it does not.

    ``whole_message`` is True where the text is all there is: only there may the field
    itself have been lost.
    """
    encoding = encoding_name(field)
    if encoding == "base64":
        return _decode_base64_text(raw)
    if encoding or field or not whole_message:
        return decode(raw, encoding)[0]
    if _is_undeclared_base64(raw):
        return decode_base64(raw)[0]
    if b"=" in raw and _is_undeclared_quoted_printable(raw):
        return decode_quoted_printable(raw)
    return raw


def _decode_base64_text(raw: bytes) -> bytes:
    """Base64, with the lines a mailing list or gateway put below it in plain text."""
    octets, complete = decode_base64(raw)
    if complete:
        return octets
    end = 0
    for line in _LINES.finditer(raw):
        bare = line[0].strip()
        if bare and not _BASE64_LINE.fullmatch(bare):
            padded = _PADDED_END.match(line[0])
            end = line.start() + (padded.end() if padded else 0)
            break
        end = line.end()
    below = raw[end:]
    if not _is_prose(below):
        return octets
    above = decode_base64(raw[:end])[0]
    return above.rstrip(b"\r\n") + b"\n" + below.lstrip() if above else raw


def _is_prose(raw: bytes) -> bool:
    """Words with spaces between, or letters that no base64 holds."""
    signs = len(raw.translate(None, _WHITE))
    strange = len(_NOT_BASE64.findall(raw))
    return strange > 0 and (strange - raw.count(b"\r")) * 12 >= signs


def _is_undeclared_base64(raw: bytes) -> bool:
    """Nothing but lines of one width in the alphabet, the last one shorter."""
    first = raw.lstrip(b"\r\n").partition(b"\n")[0].strip()
    if len(first) not in _WIDTHS or not _BASE64_LINE.fullmatch(first):
        return False
    lines = raw.split()
    return (
        len(lines) >= _FEWEST_LINES
        and all(len(line) == len(first) for line in lines[:-1])
        and all(_BASE64_LINE.fullmatch(line) for line in lines)
    )


def _is_undeclared_quoted_printable(raw: bytes) -> bool:
    """Letters beyond ASCII written with ``=``, and hardly an ``=`` of another kind."""
    if not raw.isascii() or _HIGH_QP.search(raw) is None:
        return False
    return len(_ANY_QP.findall(raw)) * 10 >= raw.count(b"=") * 9


def _decode_piece(bare: bytes) -> bytes:
    if len(bare) % 4 == 1:
        bare = bare[:-1]
    return binascii.a2b_base64(bare + b"=" * (-len(bare) % 4))
