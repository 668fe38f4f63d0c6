"""Lines of a letter: how wide they are, and where they may be broken.

Chinese breaks between any two characters, save where a mark may not begin or end a
line (kinsoku). A line indented by exactly four is a command or a code to copy: it is
never broken. A break never puts ``#`` at the start of a line, so that no
letter, quoted back, can hold a command.

STANDARDS: RFC 5322 §2.1.1, Unicode UAX #11 (East Asian width; ambiguous counts 2).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest

COLUMNS = 72
"""Columns of the text part: 36 hanzi."""
SUBJECT_COLUMNS = 80
"""Columns of a subject: 40 hanzi; a telephone shows about half of them."""
LAST_LINE_COLUMNS = 20
"""A paragraph's last line is at least so wide: a lone word could be a keyword."""

REMEMBERED_CHARACTERS = 400
"""Lines up to this length are folded once and remembered, the latest of them."""

HASHES = ("#", "＃", "﹟", "♯")
"""What begins a command, or is folded to it."""
_NOT_FIRST = frozenset("，。、；：？！）》】〉」』”’…—·,.;:?!)]}%").union(HASHES)
_NOT_LAST = frozenset("（《【〈「『“‘([{").union(HASHES)
_NOT_CUT_BEFORE = _NOT_FIRST | {" ", "\u3000"}
_TOKEN = re.compile(
    r"[ \u3000]+"
    r"|[\u1100-\u115f\u2010-\u2027\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff"
    r"\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U0001f000-\U0003fffd]"
    r"|[^ \u3000\u1100-\u115f\u2010-\u2027\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff"
    r"\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\U0001f000-\U0003fffd]+"
)
_BLANKS = re.compile(r"\n(?:[ \t]*\n){2,}")
_FACT_INDENT = 2
_VERBATIM = re.compile(r" {4}[^ ]")
_INDENT = re.compile(r" *(?:\| )?")


def columns(text: str) -> int:
    """How many columns a fixed-width screen needs; ambiguous ones count two."""
    if text.isascii():
        return len(text)
    return sum(map(_column, text))


@lru_cache(maxsize=8192)
def _column(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1


def cut(text: str, limit: int) -> str:
    """At most so many columns; where something is lost, three dots say so."""
    if columns(text) <= limit:
        return text
    room = limit - 3
    for end, character in enumerate(text):
        room -= _column(character)
        if room < 0:
            return text[:end].rstrip() + "..."
    return text


def one_line(text: str) -> str:
    """Foreign words as one line: no control character, no run of spaces."""
    # The one white space that is printable is the space itself.
    if text.isprintable() and "  " not in text:
        return text.strip()
    kept = (c if c.isprintable() else " " for c in text)
    return " ".join("".join(kept).split())


def fold(text: str) -> str:
    """Break the long lines of a text part; never two blank lines in a row."""
    lines = _BLANKS.sub("\n\n", text).strip("\n").split("\n")
    folded = [piece for line in lines for piece in _folded(line.rstrip())]
    return "\n".join(folded) + "\n"


def _folded(line: str) -> tuple[str, ...]:
    known = len(line) <= REMEMBERED_CHARACTERS
    return _remembered(line) if known else tuple(_fold_line(line))


@lru_cache(maxsize=1024)
def _remembered(line: str) -> tuple[str, ...]:
    """Most lines of a letter are our own, and the same in each."""
    return tuple(_fold_line(line))


def _fold_line(line: str) -> Iterator[str]:
    # GB18030 needs an octet for a narrow character and at least two for a wide one.
    narrow = len(line.encode("gb18030", "replace")) <= COLUMNS
    if narrow or _VERBATIM.match(line):
        yield line
        return
    found = _INDENT.match(line)
    indent = found.group() if found else ""
    hanging = indent if "|" in indent or len(indent) != _FACT_INDENT else indent * 2
    body = line[len(indent) :]
    for number, piece in enumerate(_broken(body, COLUMNS - len(hanging))):
        yield (hanging if number else indent) + piece


def _broken(text: str, limit: int) -> list[str]:
    lines: list[list[str]] = [[]]
    used = 0
    for unit in _units(text, limit):
        width = columns(unit)
        if lines[-1] and used + width > limit and not unit.isspace():
            lines.append([])
            used = 0
        if lines[-1] or not unit.isspace():
            lines[-1].append(unit)
            used += width
    _feed_last(lines)
    return [line for line in ("".join(units).rstrip() for units in lines) if line]


def _feed_last(lines: list[list[str]]) -> None:
    """Move words down until the last line cannot be taken for an answer."""
    if len(lines) < 2:  # noqa: PLR2004 (a last line and one before it)
        return
    before, last = lines[-2:]
    while len(before) > 1 and columns("".join(last).strip()) < LAST_LINE_COLUMNS:
        last.insert(0, before.pop())
    while last and last[0].isspace():
        last.pop(0)


def _units(text: str, limit: int) -> Iterator[str]:
    """What must stay together: a word with its marks, a hanzi with its comma."""
    unit = ""
    tokens = _TOKEN.findall(text)
    for token, following in zip_longest(tokens, tokens[1:], fillvalue=""):
        if unit and _joined(unit, token, following):
            unit += token
            continue
        if unit:
            yield from _bounded(unit, limit)
        unit = token
    if unit:
        yield from _bounded(unit, limit)


def _joined(unit: str, token: str, following: str) -> bool:
    if token.isspace():
        return following.startswith(HASHES)
    if unit.isspace():
        return False
    return token[0] in _NOT_FIRST or unit[-1] in _NOT_LAST or unit[-1].isspace()


def _bounded(unit: str, limit: int) -> Iterator[str]:
    """An endless word is cut; an address is left whole, since it must be copied."""
    if len(unit) * 2 <= limit or columns(unit) <= limit or "://" in unit or "@" in unit:
        yield unit
        return
    piece, used = "", 0
    for character in unit:
        width = _column(character)
        if used + width > limit and character not in _NOT_CUT_BEFORE:
            yield piece
            piece, used = "", 0
        piece += character
        used += width
    yield piece
