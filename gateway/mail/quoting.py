"""Labels what was quoted: from the first separator on, and by quote signs.

Rule: with quote signs below a separator the lines without one are the writer's:
answers between them and under them. Without signs all below is the quote, our own
letter's known frame aside.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gateway.mail import separators
from gateway.mail.attributions import attribution_end, name_above
from gateway.mail.header_blocks import block_end
from gateway.mail.html_text import QUOTE_START
from gateway.mail.message import CutFor
from gateway.mail.our_marker import ends_letter, marker_end, marker_start
from gateway.mail.reply_lines import Line, label
from gateway.mail.signatures import is_rule, is_rule_above_quote

_QUOTE_SIGN = re.compile(r"\A\s{0,3}(?:[>＞»]|&gt;)")
_OTHER_SIGN = re.compile(r"\A\s{0,3}([|│┃¦:：])(?!\S{0,2}\))")
_UNANNOUNCED_SIGN = re.compile(r"\A\s{0,3}[|│┃¦](?![^\n]*[|│┃¦]\s*\Z)")
_UNANNOUNCED_LINES = 3
_SIGN_LINES = 6
_SALUTATION = re.compile(
    r"(?i)\A\s{0,4}(?:\S{0,20}[,，]?\s?(?:您好|你好|您們好)|(?:hello|hi"
    r"|dear)\b[^\n]{0,40})"
    r"\s{0,3}[:：,，!！。]?\s*\Z"
)
_LETTERHEAD = re.compile(r"\sTS\d{11,20}\s*\Z")
_NUMBER = r"(?:\d{1,2}\s?[.、)）．](?!\d)|[(（]\d{1,2}[)）])"
_NUMBERED_ANSWER = re.compile(
    rf"\A\s{{0,4}}{_NUMBER}[^:：?？\n]{{2,80}}[:：?？](?!\d\d)\s{{0,4}}\S"
)
_NUMBERED_QUESTION = re.compile(rf"\A\s{{0,4}}{_NUMBER}[^\n]{{2,120}}[:：?？]\s*\Z")
_BELOW_MARKER_LINES = 20
_SIGNS = " >＞»|│┃¦"


@dataclass(frozen=True, slots=True, kw_only=True)
class Separator:
    """Lines ``start`` to ``end`` announce a quote.

    ``forwards``: a forward may begin so too; ``passed_on``: it says that it is one.
    """

    start: int
    end: int
    ours: bool = False
    forwards: bool = False
    passed_on: bool = False


def label_quotes(lines: list[Line], *, forward: bool) -> None:
    """Label each quoted line with why; those of a forward stay the writer's."""
    texts = [line.text for line in lines]
    place = 0
    while place < len(lines):
        found = _find(texts, place)
        if found is None and place == 0:
            _label_unannounced(lines)
        if found is None or found.passed_on or (found.forwards and forward):
            return
        why = CutFor.MARKER if found.ours else CutFor.SEPARATOR
        label(lines[found.start : found.end], why)
        sign = _sign_of(texts[found.end :])
        if sign is None:
            label(lines[found.end :], CutFor.QUOTE)
            return
        place = _label_signed(lines, texts, found.end, sign)


def _label_signed(
    lines: list[Line], texts: Sequence[str], start: int, sign: re.Pattern[str]
) -> int:
    """Label the signed lines and attributions; stop where another quote begins."""
    place = start
    while place < len(lines):
        if sign.match(texts[place]) or texts[place] == QUOTE_START:
            label(lines[place : place + 1], CutFor.QUOTE_SIGN)
            place += 1
            continue
        end = attribution_end(texts, place)
        if end == place and _announces(texts, place) is not None:
            return place
        label(lines[place:end], CutFor.SEPARATOR)
        place = max(end, place + 1)
    return place


def _label_unannounced(lines: Sequence[Line]) -> None:
    """No separator at all: lines with a quote sign are quotes."""
    run: list[Line] = []
    for line in [*lines, Line("")]:
        if _QUOTE_SIGN.match(line.text):
            label([line], CutFor.QUOTE_SIGN)
        if _UNANNOUNCED_SIGN.match(line.text):
            run.append(line)
            continue
        if len(run) >= _UNANNOUNCED_LINES:
            label(run, CutFor.QUOTE_SIGN)
        run = []


def _find(texts: Sequence[str], start: int) -> Separator | None:
    for place in range(start, len(texts)):
        if not texts[place] or texts[place].isspace():
            continue
        if separators.is_forward_rule(texts[place]):
            return Separator(start=place, end=place + 1, passed_on=True)
        found = _announces(texts, place)
        if found:
            return found
        end = attribution_end(texts, place)
        if end > place:
            first = name_above(texts, place)
            return Separator(start=_rule_above(texts, first), end=end)
    return None


def _announces(texts: Sequence[str], place: int) -> Separator | None:
    """A container's start, a rule with words, our marker, or a header block."""
    text = texts[place]
    if text == QUOTE_START or separators.is_ruled(text):
        end = _after_block(texts, place + 1)
        return Separator(start=place, end=end, forwards=True)
    if marker_start(text) >= 0:
        end = marker_end(texts, place)
        # A client that wraps narrowly parts our marker from the rule it began with.
        framed = place > 0 and is_rule(texts[place - 1].lstrip(_SIGNS))
        return Separator(start=place - framed, end=end, ours=True)
    if separators.is_bare_original(text):
        end = _after_block(texts, place + 1)
        if end > place + 1:
            return Separator(start=place, end=end, forwards=True)
    end = block_end(texts, place)
    if end > place:
        return Separator(start=_rule_above(texts, place), end=end, forwards=True)
    return None


def _after_block(texts: Sequence[str], start: int) -> int:
    """The line after the header block or attribution that comes next, if one does."""
    place = start
    while place < len(texts) and not texts[place].strip():
        place += 1
    if place >= len(texts):
        return start
    end = max(block_end(texts, place), attribution_end(texts, place))
    return end if end > place else start


def _rule_above(texts: Sequence[str], place: int) -> int:
    """Clients draw a rule right above the block, Outlook one of underscores.

    One of dashes with a blank line below it may be the writer's.
    """
    if place and is_rule_above_quote(texts[place - 1]):
        return place - 1
    above = place - 1
    while above >= 0 and not texts[above].strip():
        above -= 1
    drawn = above >= 0 and texts[above].strip() and not texts[above].strip("_=* ")
    return above if drawn else place


def _sign_of(rest: Sequence[str]) -> re.Pattern[str] | None:
    """The sign at the head of the quoted lines; None where the quote has none."""
    shown = [text for text in rest if text.strip() and text != QUOTE_START]
    shown = shown[:_SIGN_LINES]
    for sign in (_QUOTE_SIGN, _OTHER_SIGN):
        if sum(bool(sign.match(text)) for text in shown) * 2 > len(shown):
            return sign
    return _QUOTE_SIGN if shown and _QUOTE_SIGN.match(shown[0]) else None


def rescue_typed_below(lines: Sequence[Line]) -> None:
    """Give back what was typed within our letter's frame or under its last line."""
    below = _under_marker(lines)
    typed: list[Line] = []
    for line in below[:_BELOW_MARKER_LINES]:
        if _QUOTE_SIGN.match(line.text):
            break
        if _SALUTATION.match(line.text) or _LETTERHEAD.search(line.text):
            _give_back(typed)
            break
        typed.append(line)
    last = next((n for n, t in enumerate(below) if ends_letter(t.text)), -1)
    if last < 0:
        return
    after = below[last + 1 :]
    texts = [line.text for line in after]
    found = _find(texts, 0)
    _give_back(after[: found.start] if found else after)


def give_back_answers(lines: Sequence[Line]) -> None:
    """Answers to our numbered questions, behind them or on the lines below them."""
    asked = False
    for line in _under_marker(lines):
        if _NUMBERED_ANSWER.match(line.text):
            _give_back([line])
            asked = False
        elif _NUMBERED_QUESTION.match(line.text):
            asked = True
        elif not line.text.strip() or _QUOTE_SIGN.match(line.text):
            asked = False
        elif asked:
            _give_back([line])


def _give_back(lines: Sequence[Line]) -> None:
    for line in lines:
        if line.why is CutFor.QUOTE:
            line.why, line.returned = None, True
            line.text = line.text.strip()


def _under_marker(lines: Sequence[Line]) -> Sequence[Line]:
    texts = [line.text for line in lines]
    for place, line in enumerate(lines):
        if line.why is not None and marker_start(line.text) >= 0:
            return lines[marker_end(texts, place) :]
    return []
