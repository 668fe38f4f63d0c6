"""Quotes inside a line that lost its breaks, as gateways and phones flatten them.

Rule: only a long line is searched, and what is found must prove itself as it would on
a line of its own. Time in proportion to the line.
"""

import re
from collections.abc import Iterator

from gateway.mail.attributions import VERB, is_attribution
from gateway.mail.header_blocks import flat_block_start
from gateway.mail.separator_words import OPENERS, ORIGINAL, WEEKDAYS
from gateway.mail.separators import RULE, RULE_CHARS

_CHARS = 120
_END = re.compile(
    rf"(?i)(?:{VERB})[\s,，]{{0,3}}(?:[:：]|-{{3}}|\([^)\n]{{1,80}}\)[:：])|(?:{VERB})\s[^:：\n]{{1,60}}[:：]"
    r"|[^\s<>@]{1,64}@[^\s<>@]{1,255}[>)\]]{1,4}\s?[:：]"
)
_CAPITAL = re.sub(
    r"(?:\A|\|)\w", lambda found: found[0].upper(), "|".join(OPENERS.values())
)
_OPENER = re.compile(
    rf"(?<!\S)(?:-{{3,4}} )?(?:{_CAPITAL}) (?=\S)|(?<![\u4e00-\u9fff])在 ?(?=\d{{4}})"
    r"|(?<!\S)(?:[^\W\d_][a-zà-ÿ]{1,20} )?[^\s<>]{1,40} <[^\s<>]{3,200}>"
    r" ?[于於] ?(?=\d)"
)
_NAME = re.compile(r"(?<!\S)(?:[^\W\d_][a-zà-ÿ]{1,20} )?[^\s<>]{1,40} <[^\s<>]{3,200}>")
_DAY = re.compile(rf"(?i)(?<!\S)(?:{WEEKDAYS})[.,]? (?=\S)")
_DATE = re.compile(r"(?<!\d)\d{4}[年년]|(?<!\S)(?:\d{4}|\d{1,2})[/.-] ?\d|(?<!\S)\d")
_RULED = re.compile(rf"(?i)(?<![{RULE_CHARS}]){RULE} ?(?:{ORIGINAL}) ?{RULE}")
_BACK_CHARS = 250
_ENDS = 20


def flat_start(line: str) -> int:
    """Where a quote begins inside a line that lost its breaks; -1 for none."""
    if len(line) < _CHARS:
        return -1
    ruled = _RULED.search(line)
    starts = [
        ruled.start() if ruled else -1,
        flat_block_start(line),
        _attribution_start(line),
    ]
    return min((start for start in starts if start >= 0), default=-1)


def _attribution_start(line: str) -> int:
    for count, found in enumerate(_END.finditer(line)):
        if count == _ENDS:
            break
        back = max(0, found.start() - _BACK_CHARS)
        piece = line[back : found.end()].rstrip("- ")
        for place in _places(piece):
            if is_attribution(piece[place:], quoted_below=False):
                return back + place
    return -1


def _places(piece: str) -> Iterator[int]:
    """Where an attribution may begin, the surest first.

    The last opening word, for what stands before it are words; then a name, a day or
    a date, of which the first.
    """
    yield from reversed([found.start() for found in _OPENER.finditer(piece)])
    for pattern in (_DAY, _DATE, _NAME):
        yield from (found.start() for found in pattern.finditer(piece))
