"""The sender's new words: what was quoted, added or sent by us is cut away.

Rule: no word of the sender is ever lost; where a cut is in doubt the words stay.
Order (PROCESS 6.2 step 4): banner, our marker, clients' containers and separators,
quote signs, then footers, ``-- `` and notices. The result is empty only where there
is nothing but such things. Kept: greetings, thanks, typed names, answers between
quoted lines, and the whole of a forwarded mail.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gateway.mail import separators, signatures
from gateway.mail.html_text import QUOTE_START, Quotes, html_to_text
from gateway.mail.limits import Limits

_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\u034f\u202a-\u202e]")
_ENTITY_SPACE = re.compile(r"&nbsp;?")
_QUOTE_SIGN = re.compile(r"\A\s{0,3}(?:[>＞»]|&gt;)")
_OTHER_SIGN = re.compile(r"\A\s{0,3}([|│┃¦:：])(?!\S{0,2}\))")
_SALUTATION = re.compile(
    r"(?i)\A\s{0,4}(?:\S{0,20}[,，]?\s?(?:您好|你好|您們好)|(?:hello|hi"
    r"|dear)\b[^\n]{0,40})"
    r"\s{0,3}[:：,，!！。]?\s*\Z"
)
_NUMBERED_ANSWER = re.compile(
    r"\A\s{0,4}(?:\d{1,2}\s?[.、)）．]"
    r"|[(（]\d{1,2}[)）])[^:：?？\n]{2,80}[:：?？]\s{0,4}\S"
)
_NUMBERED_QUESTION = re.compile(
    r"\A\s{0,4}(?:\d{1,2}\s?[.、)）．]|[(（]\d{1,2}[)）])[^\n]{2,120}[:：?？]\s*\Z"
)
_BELOW_MARKER_LINES = 20
_FORWARD_SUBJECT = re.compile(
    r"(?i)\A\s{0,4}(?:fwd?|转发|轉寄|转寄|轉發|wg|tr|rv|enc|i|vs|doorst"
    r"|転送)\s{0,2}[:：]"
)
_REPLY_SUBJECT = re.compile(
    r"(?i)\A\s{0,4}(?:\[[^\]\n]{1,40}\]\s{0,2})?(?:re|aw|sv|vs|antw|odp|回复|答复|回覆"
    r"|答覆"
    r"|返信|res|rif|ynt|回)\s{0,2}(?:\[\d+\])?\s{0,2}[:：]"
)
_CID = re.compile(r"\A\s{0,4}\[(?:cid:|图片|image)[^\]\n]{0,200}\]\s*\Z", re.IGNORECASE)
_ADDRESS_LINE = re.compile(r"\A\s{0,8}<?([^\s<>@]{1,64}@[^\s<>@]{1,255})>?\s*\Z")
_LETTERS = re.compile(r"[\W_]+")
_FLAT_CHARS = 200
_PIECES = re.compile(r"(?<=[\s。！？；!?;])")
_QUOTED_TOGETHER = 10
_SENT_CHARS = 262_144


_LIMITS = Limits()


def reply_text(  # noqa: PLR0913 - one text, and five facts about the mail around it
    text: str,
    html: str = "",
    *,
    sender: str = "",
    subject: str = "",
    is_reply: bool = True,
    limits: Limits = _LIMITS,
) -> str:
    """What the sender wrote anew.

    ``text`` is the plain text, or HTML rendered with its quotes marked; ``html`` is
    used where there is no text. ``sender`` is the From address: Foxmail signs with
    it. A mail that answers none (``is_reply``, or a subject that says Re) and a
    forward keep the mail they enclose. A text of more than ``limits.reply_lines``
    lines is searched that far; what lies beyond is kept uncut where no quote began
    before.
    """
    if not text.strip() and html:
        text = html_to_text(html, limits, quotes=Quotes.MARKED)
    lines = signatures.strip_banner(_normalise(text))
    beyond = lines[limits.reply_lines :]
    lines = _unflatten(lines[: limits.reply_lines])
    forward = bool(_FORWARD_SUBJECT.match(subject)) or not (
        is_reply or _REPLY_SUBJECT.match(subject)
    )
    own, quoted_from = _own_lines(lines, forward=forward)
    words = _tidy(own, sender)
    if not words:
        words = _typed_below(lines, quoted_from)
    words = [*words, *_answers(lines, quoted_from)]
    if not words and forward:
        words = [line for line in lines if line != QUOTE_START]
    if beyond and quoted_from >= len(lines):
        words = [*words, *beyond]
    return "\n".join(words).strip("\n").rstrip()


def subtract_sent(text: str, sent: Sequence[str]) -> str:
    """``text`` without the lines that are ours, however they were rewrapped.

    A line is ours where it is part of a letter in ``sent`` and a neighbouring line is
    too, ten characters together, white space and punctuation not counted: a customer
    who leaves only our confirmation line has written that line.
    """
    ours = [_letters(letter) for letter in sent if letter.strip()]
    if not ours:
        return text
    together = "\n".join(ours)[:_SENT_CHARS]
    kept: list[str] = []
    lines = text.split("\n")
    for line, is_ours in zip(lines, _are_ours(lines, together), strict=True):
        if len(line) > _FLAT_CHARS and not is_ours:
            pieces = _PIECES.split(line)
            flags = _are_ours(pieces, together)
            line = "".join(  # noqa: PLW2901 - the same line, cut
                piece for piece, flag in zip(pieces, flags, strict=True) if not flag
            )
        if not is_ours:
            kept.append(line)
    return "\n".join(kept).strip("\n")


def _are_ours(lines: Sequence[str], ours: str) -> list[bool]:
    letters = [_letters(line) for line in lines]
    shown = [place for place, text in enumerate(letters) if text]
    verdict = [False] * len(lines)
    for before, after in pairwise(shown):
        pair = letters[before], letters[after]
        if len(pair[0]) + len(pair[1]) >= _QUOTED_TOGETHER and all(
            text in ours for text in pair
        ):
            verdict[before : after + 1] = [True] * (after + 1 - before)
    for first, last in _runs(letters, shown, ours):
        verdict[first : last + 1] = [True] * (last + 1 - first)
    for place in reversed(range(len(lines) - 1)):
        # The rule that frames our marker holds no letter of its own.
        if not letters[place] and verdict[place + 1]:
            verdict[place] = True
    return verdict


def _runs(
    letters: Sequence[str], shown: Sequence[int], ours: str
) -> Iterator[tuple[int, int]]:
    """Neighbours that follow each other in a letter too, however short each is."""
    joined, members = "", list[int]()
    for place in [*shown, -1]:
        more = letters[place] if place >= 0 else "\0"
        if joined and joined + more in ours:
            joined += more
            members.append(place)
            continue
        if len(members) > 1 and len(joined) >= _QUOTED_TOGETHER:
            yield members[0], members[-1]
        joined, members = more, [place]


def _letters(text: str) -> str:
    return _LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _normalise(text: str) -> list[str]:
    if not text.isascii():
        text = _INVISIBLE.sub("", text).replace("\xa0", " ").replace("\u3000", " ")
    if "&nbsp" in text:
        text = _ENTITY_SPACE.sub(" ", text)
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _unflatten(lines: list[str]) -> list[str]:
    """Give our marker, and a quote inside a line that lost its breaks, own lines."""
    done: list[str] = []
    for line in lines:
        marker = separators.marker_start(line)
        place = separators.flat_start(line)
        if marker >= 0 and (place < 0 or marker < place):
            place = marker
        if place > 0 and line[:place].strip(" >|"):
            done += [line[:place].rstrip(), QUOTE_START, line[place:]]
        elif place == 0 and marker < 0:
            done += [QUOTE_START, line]
        else:
            done.append(line)
    return done


def _own_lines(lines: list[str], *, forward: bool) -> tuple[list[str], int]:
    """The lines outside quotes, and where the first quote began."""
    start, after, kept_whole = _first_quote(lines)
    if start >= len(lines):
        return _without_unannounced(lines)
    if forward and kept_whole:
        return [line for line in lines if line != QUOTE_START], len(lines)
    rest = lines[after:]
    sign = _quote_sign(rest)
    own = lines[:start]
    if sign is not None:
        own = [
            *_without_blank_start(own[::-1])[::-1],
            "",
            *_without_blank_start(_between(rest, sign)),
        ]
    return own, start


def _first_quote(lines: list[str]) -> tuple[int, int, bool]:
    """(first line of the separator, first line after it, may be a forward)."""
    for place, line in enumerate(lines):
        if not line or line.isspace():
            continue
        if separators.is_forward_rule(line):
            return len(lines), len(lines), True
        if line == QUOTE_START or separators.is_ruled(line):
            return place, _after_block(lines, place + 1), True
        if separators.marker_start(line) >= 0:
            return place, place + 1, False
        found = _quote_by_fields(lines, place)
        if found:
            return found
    return len(lines), len(lines), False


def _quote_by_fields(lines: list[str], place: int) -> tuple[int, int, bool] | None:
    if separators.is_bare_original(lines[place]):
        end = _after_block(lines, place + 1)
        if end > place + 1:
            return place, end, True
    end = separators.header_block_end(lines, place)
    if end > place:
        return _rule_before(lines, place), end, True
    end = separators.attribution_end(lines, place)
    if end > place:
        return _rule_before(lines, place), end, False
    return None


def _after_block(lines: list[str], start: int) -> int:
    place = start
    while place < len(lines) and not lines[place].strip():
        place += 1
    if place >= len(lines):
        return start
    end = separators.header_block_end(lines, place)
    return end if end > place else start


def _rule_before(lines: list[str], place: int) -> int:
    """Outlook and others draw a rule above the block."""
    above = place - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    if above >= 0 and signatures.is_rule_above_quote(lines[above]):
        return above
    return place


def _without_unannounced(lines: list[str]) -> tuple[list[str], int]:
    """No separator at all: blocks of quote signs are quotes, unless nothing is left."""
    own = [line for line in lines if not _QUOTE_SIGN.match(line)]
    return own, len(lines)


def _quote_sign(rest: list[str]) -> re.Pattern[str] | None:
    """The sign at the head of the quoted lines; None where the quote has none."""
    shown = [line for line in rest if line.strip()][:6]
    for sign in (_QUOTE_SIGN, _OTHER_SIGN):
        if shown and sum(bool(sign.match(line)) for line in shown) * 2 > len(shown):
            return sign
    return None


def _without_blank_start(lines: list[str]) -> list[str]:
    for place, line in enumerate(lines):
        if line.strip():
            return lines[place:]
    return []


def _between(rest: list[str], sign: re.Pattern[str]) -> list[str]:
    """What was written between and under quoted lines."""
    own: list[str] = []
    place = 0
    while place < len(rest):
        line = rest[place]
        end = separators.attribution_end(rest, place)
        if sign.match(line) or line == QUOTE_START:
            place += 1
        elif end > place:
            place = end
        else:
            own.append(line)
            place += 1
    return own


def _under_marker(lines: list[str], quoted_from: int) -> list[str]:
    for place in range(min(quoted_from, len(lines)), len(lines)):
        if separators.marker_start(lines[place]) >= 0:
            return lines[place + 1 :]
    return []


def _typed_below(lines: list[str], quoted_from: int) -> list[str]:
    """Words typed between our marker and the salutation of our letter."""
    typed: list[str] = []
    for line in _under_marker(lines, quoted_from)[:_BELOW_MARKER_LINES]:
        if _QUOTE_SIGN.match(line):
            return []
        if _SALUTATION.match(line):
            return typed
        if line.strip():
            typed.append(line)
    return []


def _answers(lines: list[str], quoted_from: int) -> list[str]:
    """Answers to our numbered questions, behind them or on the lines below them."""
    answers: list[str] = []
    asked = False
    for line in _under_marker(lines, quoted_from):
        if _NUMBERED_ANSWER.match(line):
            answers.append(line.strip())
            asked = False
        elif _NUMBERED_QUESTION.match(line):
            asked = True
        elif not line.strip() or _QUOTE_SIGN.match(line):
            asked = False
        elif asked:
            answers.append(line.strip())
    return answers


def _tidy(own: list[str], sender: str) -> list[str]:
    """Cut what clients append; an own-address line is Foxmail's signature."""
    kept: list[str] = []
    skipping = False
    for place, line in enumerate(own):
        stripped = line.strip()
        if signatures.is_delimiter(line.lstrip()) or _ends_in_list_footer(own, place):
            skipping = True
        elif signatures.is_notice(stripped):
            _drop_trailing_rule(kept)
            skipping = True
        if skipping or line == QUOTE_START:
            continue
        if stripped and (
            signatures.is_footer(stripped)
            or _CID.match(stripped)
            or _is_own_address(stripped, sender)
        ):
            continue
        kept.append(line.rstrip())
    closing = signatures.closing_start(kept)
    kept = kept[:closing] if any(line.strip() for line in kept[:closing]) else kept
    while kept and not kept[-1].strip("_ "):
        kept.pop()
    return kept if any(line.strip() for line in kept) else []


def _ends_in_list_footer(own: list[str], place: int) -> bool:
    below = own[place + 1] if place + 1 < len(own) else ""
    return signatures.is_list_footer(own[place], below)


def _drop_trailing_rule(kept: list[str]) -> None:
    while kept and (not kept[-1].strip() or signatures.is_rule(kept[-1])):
        kept.pop()


def _is_own_address(line: str, sender: str) -> bool:
    found = _ADDRESS_LINE.match(line) if sender and "@" in line else None
    return bool(found) and line.strip("<> ").lower() == sender.lower()
