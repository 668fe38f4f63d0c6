"""Where a client begins to quote: attributions, rules with words, our own marker.

Rule: a separator needs proof besides its words (an address, a full date and time, a
quoted line below it), because people write "he wrote:" and "发件人:" in sentences
too. Every pattern is bounded and linear. The words stand in ``separator_words``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from gateway.mail.header_blocks import flat_block_start
from gateway.mail.html_text import QUOTE_START
from gateway.mail.separator_words import (
    BEGIN_FORWARDED,
    FORWARDED,
    OPENERS,
    ORIGINAL,
    VERBS,
    WEEKDAYS,
)

_MARKER = re.compile(
    r"请在此行以上回复|请在此行上方回复|請在此行以上回覆|請在此行以上回復"
    r"|[Rr]eply above this line"
)
_MARKER_LETTERS = "请在此行以上回复replyabovethisline"
_NOT_LETTERS = re.compile(r"[\W_]+")
_MARKER_LINES = 4
_MARKER_FRAME = "-–—_*#=[( "
_LETTER_END = re.compile(
    r"本信中的时间均为 ?\S{1,40}|All times in this mail are \S{1,40}"
)

_SIGNS = r"[>＞»|│┃¦]|&gt;"
_SIGNED = re.compile(rf"\A\s{{0,3}}(?:{_SIGNS})")


def _any(table: Mapping[str, str]) -> str:
    return "|".join(table.values())


_VERBS = rf"(?:(?<![^\W\d_])|(?<=[\u0e00-\u9fff\uac00-\ud7af]))(?:{_any(VERBS)})"
_COLON = r"\s{0,3}[:：]"
_VERB_AT_END = re.compile(rf"(?i)(?:{_VERBS})[\s,，]{{0,3}}(?:{_COLON})?\s{{0,3}}\Z")
_VERB = re.compile(rf"(?i)(?:{_VERBS})")
_VERB_THEN_NAME = re.compile(
    rf"(?i)(?:{_VERBS})\s{{1,3}}[^\s.!?;:][^.!?;:\n]{{0,80}}{_COLON}\s{{0,3}}\Z"
)
_PRONOUN = (
    r"i|we|he|she|they|you|it|ich|wir|er|sie|es|je|nous|il|elle|on|ils|yo|él|ella|io"
    r"|lui|lei|eu|ele|ela|ik|wij|hij|zij|ze|jag|vi|han|hon|jeg|hun|ja|on|ona|minä|hän"
    r"|я|мы|он|она|они|вы|bir|ben|this|that"
)
_SOMEONE = re.compile(
    rf"(?i)(?:(?<!\w)(?:{_PRONOUN}|(?:the|der|die|das|le|la|el|il) \w{{1,30}})"
    rf"|我们?|他们?|她们?|您|你们?|咱们?|系统|程序|客户|日志)\s?(?:{_VERBS})"
    rf"|(?:{_VERBS})\s(?:{_PRONOUN}|(?:the|der|die|das) \w{{1,30}})\s{{0,3}}[:：]"
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
_NAME = re.compile(r"[^\W\d_][^\n,.!?:;。，！？：；<>@]{0,40}\Z")
_ATTRIBUTION_LINES = 5
_ATTRIBUTION_CHARS = 600
_BELOW_LINES = 4

_RULE_CHARS = r"-_=*~—－‐–−─━"
_RULE = rf"[{_RULE_CHARS}]{{2,80}}"
_RULED = re.compile(
    rf"(?i)\A\s{{0,8}}{_RULE}\s{{0,8}}(?:{ORIGINAL})\s{{0,8}}"
    rf"[{_RULE_CHARS}]{{0,80}}[:：]?\s*\Z"
)
_RULED_FORWARD = re.compile(
    rf"(?i)\A\s{{0,8}}{_RULE}\s{{0,8}}(?:{FORWARDED})\s{{0,8}}"
    rf"[{_RULE_CHARS}]{{0,80}}[:：]?\s*\Z"
    rf"|\A\s{{0,8}}(?:{BEGIN_FORWARDED})\s{{0,4}}[:：]\s*\Z"
)
# Lotus Notes: -----Anne/Customer wrote: -----
_RULED_WROTE = re.compile(
    rf"(?i)\A\s{{0,8}}-{{3,10}}\s?[^\n]{{1,200}}?(?:{_VERBS})\s?[:：]?\s?-{{3,10}}\s*\Z"
)
_BARE_ORIGINAL = re.compile(rf"(?i)\A\s{{0,40}}(?:{ORIGINAL})\s{{0,3}}[:：]?\s*\Z")
_BARE_CHARS = 80

_FLAT_CHARS = 120
_FLAT_END = re.compile(
    rf"(?i)(?:{_VERBS})[\s,，]{{0,3}}(?:[:：]|-{{3}}|\([^)\n]{{1,80}}\)[:：])|(?:{_VERBS})\s[^:：\n]{{1,60}}[:：]"
    r"|[^\s<>@]{1,64}@[^\s<>@]{1,255}[>)\]]{1,4}\s?[:：]"
)
_CAPITAL = re.sub(
    r"(?:\A|\|)\w", lambda found: found[0].upper(), "|".join(OPENERS.values())
)
_FLAT_OPENER = re.compile(
    rf"(?<!\S)(?:-{{3,4}} )?(?:{_CAPITAL}) (?=\S)|(?<![\u4e00-\u9fff])在 ?(?=\d{{4}})"
    r"|(?<!\S)(?:[^\W\d_][a-zà-ÿ]{1,20} )?[^\s<>]{1,40} <[^\s<>]{3,200}>"
    r" ?[于於] ?(?=\d)"
)
_FLAT_NAME = re.compile(
    r"(?<!\S)(?:[^\W\d_][a-zà-ÿ]{1,20} )?[^\s<>]{1,40} <[^\s<>]{3,200}>"
)
_FLAT_DAY = re.compile(rf"(?i)(?<!\S)(?:{WEEKDAYS})[.,]? (?=\S)")
_FLAT_DATE = re.compile(
    r"(?<!\d)\d{4}[年년]|(?<!\S)(?:\d{4}|\d{1,2})[/.-] ?\d|(?<!\S)\d"
)
_FLAT_RULED = re.compile(rf"(?i)(?<![{_RULE_CHARS}]){_RULE} ?(?:{ORIGINAL}) ?{_RULE}")
_FLAT_BACK_CHARS = 250
_FLAT_ENDS = 20


def marker_start(line: str) -> int:
    """Where our own marker begins in a line, its rule included; -1 for nowhere.

    It is found as a part of a line, since clients rewrap.
    """
    if "此行" not in line and "above this" not in line:
        return -1
    found = _MARKER.search(line)
    return len(line[: found.start()].rstrip(_MARKER_FRAME)) if found else -1


def marker_end(lines: Sequence[str], start: int) -> int:
    """The line after our marker, which may be wrapped over several."""
    end = start + 1
    for line in lines[end : end + _MARKER_LINES]:
        letters = _NOT_LETTERS.sub("", line).casefold()
        if not line.strip() or not _MARKER_LETTERS.endswith(letters):
            break
        end += 1
    return end


def ends_letter(line: str) -> bool:
    """Whether a line is the last one of a letter of ours."""
    return bool(_LETTER_END.search(line))


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
        ruled = bool(_STRONG.match(bare)) and _is_attribution(bare, quoted_below=False)
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
        if _ends_attribution(joined) and _is_attribution(
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


def _is_attribution(text: str, *, quoted_below: bool) -> bool:
    if not _DATE.search(_CLOCK.sub("", _ADDRESS.sub("", text))):
        return False
    colon = text.rstrip(" *_\t").endswith((":", "："))
    if colon and _ADDRESS_AT_END.search(text):
        return True
    at_end = bool(_VERB_AT_END.search(text))
    if not at_end and not (colon and _VERB.search(text)):
        return False
    if quoted_below or _ADDRESS.search(text):
        return True
    dated = bool(_FULL_DATE.search(text)) and bool(_TIME.search(text))
    named = at_end or bool(_VERB_THEN_NAME.search(text))
    return colon and dated and named and not _SOMEONE.search(text)


def is_ruled(line: str) -> bool:
    """``-----Original Message-----`` and its kin."""
    return bool(_RULED.match(line))


def is_forward_rule(line: str) -> bool:
    return bool(_RULED_FORWARD.match(line))


def is_bare_original(line: str) -> bool:
    """The words without a rule; a separator only above a header block."""
    return len(line) < _BARE_CHARS and bool(_BARE_ORIGINAL.match(line))


def flat_start(line: str) -> int:
    """Where a quote begins inside a line that lost its breaks; -1 for none."""
    if len(line) < _FLAT_CHARS:
        return -1
    ruled = _FLAT_RULED.search(line)
    starts = [
        ruled.start() if ruled else -1,
        flat_block_start(line),
        _flat_attribution_start(line),
    ]
    return min((start for start in starts if start >= 0), default=-1)


def _flat_attribution_start(line: str) -> int:
    for count, found in enumerate(_FLAT_END.finditer(line)):
        if count == _FLAT_ENDS:
            break
        back = max(0, found.start() - _FLAT_BACK_CHARS)
        piece = line[back : found.end()].rstrip("- ")
        for place in _flat_places(piece):
            if _is_attribution(piece[place:], quoted_below=False):
                return back + place
    return -1


def _flat_places(piece: str) -> Iterator[int]:
    """Where an attribution may begin, the surest first.

    The last opening word, for what stands before it are words; then a name, a day or
    a date, of which the first.
    """
    yield from reversed([found.start() for found in _FLAT_OPENER.finditer(piece)])
    for pattern in (_FLAT_DAY, _FLAT_DATE, _FLAT_NAME):
        yield from (found.start() for found in pattern.finditer(piece))
