"""Blocks of quoted header fields: ``From: ... Sent: ... To: ... Subject: ...``.

Rule: three different fields of a known language, the sender among them, and an
address or a subject. A person who lists a journey or fills in a form has neither.
STANDARDS: the fields are those of RFC 5322 §3.6, named as clients translate them.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gateway.mail.header_words import FIELDS

_LABEL = re.compile(
    r"\A[\s>|*_]{0,12}([^\s:：|*>][^:：|*\t\n]{0,24}?)"
    r"[ *_]{0,4}(?:[:：|\t]|\*{1,2}[:：])"
)
_LONE_LABEL = re.compile(r"\A[\s>|*]{0,8}([^\s:：|*][^:：|*\n]{0,15}?)[\s*:：]{0,4}\Z")
_VALUE = re.compile(r"@|\d{4}")
_SPACE = re.compile(r"\s+")
_BLOCK_LINES = 16
_BLOCK_FIELDS = 3
_LABEL_ENDS = r"[ \t]{0,3}(?:[:：|]|\*{1,2}[:：])"


def _folded(label: str) -> str:
    """Spaces do not tell labels apart: Chinese clients pad them to one width."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", label)).casefold()


def _names(field: str) -> Iterator[str]:
    for words in FIELDS[field].values():
        yield from words.split("|")


_FIELD_OF = {
    _folded(name): field for field in reversed(tuple(FIELDS)) for name in _names(field)
}
_FROM, _DATE, _TO = (
    "|".join(sorted({re.escape(name) for name in _names(field)}, key=len, reverse=True))
    for field in ("from", "date", "to")
)
_FLAT_LABEL = re.compile(
    rf"(?i)(?<![^\W_])\|?\s?\*{{0,2}}(?:({_FROM})|({_DATE})|({_TO})){_LABEL_ENDS}"
)
_FLAT_VALUE_CHARS = 200
_FLAT_LABELS = 4
_FLAT_BARE = re.compile(
    r"(?:发件人|發件人|寄件者|From) [^\n]{1,160}?(?:发送时间|发送日期|日期|Sent|Date) "
    r"[^\n]{1,120}?(?:收件人|收件者|To) "
)


def block_end(lines: Sequence[str], start: int) -> int:
    """The line after a block that begins at ``start``; ``start`` for none.

    A block at the very top that names no recipient is none: every client names
    them, and a person who copies a mail into a new one may not.
    """
    if field_of(lines[start]) in {"", "cc", "other"} or _is_word(lines, start):
        return start
    seen: set[str] = set()
    end = start
    proof = False
    for place in range(start, min(start + _BLOCK_LINES, len(lines))):
        field = field_of(lines[place])
        if (field and field in seen) or not (field or _belongs(lines, place, end)):
            break
        if field:
            seen.add(field)
            end = place + 1
        elif lines[place].strip():
            end = place + 1
        proof = proof or "@" in lines[place] or field == "subject"
    if not (proof and _proves(seen)):
        return start
    on_top = not any(line.strip() for line in lines[:start])
    if "from" not in seen and not any("@" in line for line in lines[start:end]):
        return start
    return start if on_top and "to" not in seen else end


def _is_word(lines: Sequence[str], place: int) -> bool:
    """Whether a label without a colon is a word: no address or date comes next."""
    if _LABEL.match(lines[place]):
        return False
    below = next((line for line in lines[place + 1 : place + 3] if line.strip()), "")
    return bool(field_of(below)) or not _VALUE.search(below)


def _proves(seen: set[str]) -> bool:
    return len(seen) >= _BLOCK_FIELDS and ("from" in seen or seen >= {"date", "to"})


def field_of(line: str) -> str:
    """Which header field a line names; "" for none."""
    found = _LABEL.match(line) or _LONE_LABEL.match(line)
    return _FIELD_OF.get(_folded(found[1]), "") if found else ""


def _belongs(lines: Sequence[str], place: int, end: int) -> bool:
    """Whether a line without a label stands inside a block.

    It is the value under its label (163 mobile), recipients that were wrapped, or
    the one blank line that QQ leaves.
    """
    line = lines[place].strip()
    if place != end or place == 0:
        return False
    if not line:
        return place + 1 < len(lines) and bool(field_of(lines[place + 1]))
    lone = _LONE_LABEL.match(lines[place - 1])
    return "@" in line or bool(lone and field_of(lines[place - 1]))


def flat_block_start(line: str) -> int:
    """Where a block begins in a line that lost its breaks; -1 for nowhere."""
    bare = _FLAT_BARE.search(line)
    start = bare.start() if bare else -1
    labels = list(_FLAT_LABEL.finditer(line))
    for place, label in enumerate(labels):
        if label[1] and _is_flat_block(labels[place : place + _FLAT_LABELS]):
            return label.start() if start < 0 else min(start, label.start())
    return start


def _is_flat_block(labels: Sequence[re.Match[str]]) -> bool:
    """Whether the sender, a date and a recipient stand one behind the other."""
    seen = {1}
    for before, label in pairwise(labels):
        if label.start() - before.end() > _FLAT_VALUE_CHARS:
            break
        seen.add(label.lastindex or 1)
    return seen == {1, 2, 3}
