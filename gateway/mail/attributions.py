"""Attributions: the line, or lines, that say who wrote what is quoted below.

Rule: an attribution has a date and a proof besides its verb (an address, a quoted line
below it, or a full date and time and somebody who is named), because people write
"On Monday he wrote:" in sentences too. Every pattern is bounded and linear.
"""

import re
from collections.abc import Mapping, Sequence

from gateway.mail.html_text import QUOTE_START
from gateway.mail.our_marker import marker_start
from gateway.mail.separator_words import OPENERS, VERBS, WEEKDAYS

_SIGNS = r"[>＞»|│┃¦]|&gt;"
_SIGNED = re.compile(rf"\A\s{{0,3}}(?:{_SIGNS})")


def _any(table: Mapping[str, str]) -> str:
    return "|".join(table.values())


VERB = rf"(?:(?<![^\W\d_])|(?<=[\u0e00-\u9fff\uac00-\ud7af]))(?:{_any(VERBS)})"
_COLON = r"\s{0,3}[:：]"
_VERB_AT_END = re.compile(rf"(?i)(?:{VERB})[\s,，]{{0,3}}(?:{_COLON})?\s{{0,3}}\Z")
_VERB = re.compile(rf"(?i)(?:{VERB})")
_VERB_THEN_NAME = re.compile(
    rf"(?i)(?:{VERB})\s{{1,3}}[^\s.!?;:][^.!?;:\n]{{0,80}}{_COLON}\s{{0,3}}\Z"
)
_PRONOUN = (
    r"i|we|he|she|they|you|it|ich|wir|er|sie|es|je|nous|il|elle|on|ils|yo|él|ella|io"
    r"|lui|lei|eu|ele|ela|ik|wij|hij|zij|ze|jag|vi|han|hon|jeg|hun|ja|on|ona|minä|hän"
    r"|я|мы|он|она|они|вы|bir|ben|this|that"
)
_SOMEONE = re.compile(
    rf"(?i)(?:(?<!\w)(?:{_PRONOUN}|(?:the|der|die|das|le|la|el|il) \w{{1,30}})"
    rf"|我们?|他们?|她们?|您|你们?|咱们?|系统|程序|客户|日志)\s?(?:{VERB})"
    rf"|(?:{VERB})\s(?:{_PRONOUN}|(?:the|der|die|das) \w{{1,30}})\s{{0,3}}[:：]"
)
_STRONG = re.compile(
    rf"(?i)(?:{_any(OPENERS)})(?![^\W\d_])|(?:{WEEKDAYS})\b"
    r"|在|ในวันที่|เมื่อ|<[^\s<>@]{1,64}@|[\"“'<*_]{0,3}\S[^<>\n]{0,60}[<(][^\s<>@]{1,64}@"
)
_WEAK = re.compile(
    r"\d|[\"“'<*_]{0,3}\S[^<>\n]{0,40}(?:\s<|,\s?\d)|\w{2,6}[.,]\s{1,2}\d"
)
_DATE = re.compile(
    r"\d{4}|\d{1,2}[/.:-]\d{1,2}|\d{1,2}\s?(?:月|日|時|点|點)|\d{1,2}\.? \w{3,12}"
)
_FULL_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[/.-] ?\d{1,2}[/.-] ?\d{2,4}(?!\d)"
    r"|[٠-٩۰-۹]{4}"
)
_TIME = re.compile(r"\d{1,2}[:：.h时點点時]\d{2}|\d{1,2}\s?(?:时|點|点|時|[ap]m)")
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")
_ADDRESS = re.compile(r"<?[^\s<>@]{1,64}@[^\s<>@]{1,255}>?|\[mailto:")
_ADDRESS_AT_END = re.compile(
    r"[^\s<>@]{1,64}@[^\s<>@]{1,255}?\s?[>)\]]{1,4}[\s*_]{0,4}[:：][\s*_]{0,4}\Z"
)
# Tutanota: 1. Oct 2023, 11:45 by anne@customer.example:
_BY_ADDRESS_AT_END = re.compile(
    r"\d\s(?:by|von|par|por|da|door|av|od|от)\s[^\s<>@]{1,64}@[^\s<>@:]{1,255}[:：]\s{0,4}\Z"
)
_NAME = re.compile(r"[^\W\d_][^\n,.!?:;。，！？：；<>@]{0,40}\Z")
_ATTRIBUTION_LINES = 5
_ATTRIBUTION_CHARS = 600
_BELOW_LINES = 4
# Lotus Notes: -----Anne/Customer wrote: -----
_RULED_WROTE = re.compile(
    rf"(?i)\A\s{{0,8}}-{{3,10}}\s?[^\n]{{1,200}}?(?:{VERB})\s?[:：]?\s?-{{3,10}}\s*\Z"
)


def attribution_end(lines: Sequence[str], start: int) -> int:
    """The line after an attribution that begins at ``start``; ``start`` for none.

    Clients wrap it over as many as five lines.
    """
    head = lines[start].lstrip("> *_\t")
    if len(head) > _ATTRIBUTION_CHARS or not head.strip():
        return start
    if head.startswith("--"):
        # Zoho and Notes rule their attribution off on both sides.
        bare = head.strip("- ")
        ruled = bool(_STRONG.match(bare)) and is_attribution(bare, quoted_below=False)
        return start + (ruled or bool(_RULED_WROTE.match(head)))
    if not (_begins(head) or _ends_attribution(head)):
        return start
    end = _joined_end(lines, start)
    if end > start + 1 and _begins_later(lines, start, end):
        return start
    return end


def name_above(lines: Sequence[str], start: int) -> int:
    """Where an attribution that begins with an address has its name: a line above."""
    above = lines[start - 1].lstrip("> ").strip() if start else ""
    wrapped = lines[start].lstrip("> ").startswith("<")
    apart = start < 2 or not lines[start - 2].strip("> ")  # noqa: PLR2004 - two lines above
    named = wrapped and apart and bool(_NAME.match(above))
    return start - 1 if named else start


def is_attribution(text: str, *, quoted_below: bool) -> bool:
    """Whether a text, as one line, announces a quote; ``quoted_below``: one follows."""
    if not _DATE.search(_CLOCK.sub("", _ADDRESS.sub("", text))):
        return False
    colon = text.rstrip(" *_\t").endswith((":", "："))
    if colon and (_ADDRESS_AT_END.search(text) or _BY_ADDRESS_AT_END.search(text)):
        return True
    at_end = bool(_VERB_AT_END.search(text))
    if not at_end and not (colon and _VERB.search(text)):
        return False
    if quoted_below or _ADDRESS.search(text):
        return True
    dated = bool(_FULL_DATE.search(text)) and bool(_TIME.search(text))
    named = at_end or bool(_VERB_THEN_NAME.search(text))
    return colon and dated and named and not _SOMEONE.search(text)


def _begins(head: str) -> bool:
    """Whether an attribution may begin so; a word alone ("On it, thanks") may not."""
    if _STRONG.match(head):
        bare = head.strip()
        return bool(_DATE.search(head) or "@" in head) or len(bare.split()) <= 1
    return bool(_WEAK.match(head)) and bool(_DATE.search(head) or "@" in head)


def _begins_later(lines: Sequence[str], start: int, end: int) -> bool:
    """Whether a later line begins the same attribution: the first is then words."""
    sure = bool(_STRONG.match(lines[start].lstrip("> *_\t")))
    for place in range(start + 1, end):
        head = lines[place].lstrip("> *_\t")
        surer = bool(_STRONG.match(head)) or (not sure and bool(_FULL_DATE.match(head)))
        if surer and _begins(head) and _joined_end(lines, place) == end:
            return True
    return False


def _joined_end(lines: Sequence[str], start: int) -> int:
    joined = ""
    for place in range(start, min(start + _ATTRIBUTION_LINES, len(lines))):
        line = lines[place].lstrip("> \t").rstrip(" *_\t")
        if place > start and (not line or line == QUOTE_START):
            return start
        joined = f"{joined} {line}" if joined else line
        if len(joined) > _ATTRIBUTION_CHARS:
            return start
        if _ends_attribution(joined) and is_attribution(
            joined, quoted_below=_is_quoted_below(lines, place + 1)
        ):
            return place + 1
    return start


def _ends_attribution(text: str) -> bool:
    return text.rstrip(" *_\t").endswith((":", "：")) or bool(_VERB_AT_END.search(text))


def _is_quoted_below(lines: Sequence[str], start: int) -> bool:
    """Whether the next line that shows is a quoted one, or our letter's marker."""
    for line in lines[start : start + _BELOW_LINES]:
        if line.strip():
            signed = _SIGNED.match(line) or line == QUOTE_START
            return bool(signed) or marker_start(line) >= 0
    return False
