"""What a customer's reply to a resolution means (PROCESS 6.3, table T1-T6).

Rule of this room: the machine never guesses. A yes must be explicit, a no must only
be clear, everything else goes to a person; silence is never a yes. Who may say it,
and in which status, is decided elsewhere: this file reads words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from gateway.domain.closing import (
    Line,
    LineKind,
    is_polite,
    is_salutation,
    read_lines,
    segments,
    without_polite,
)
from gateway.domain.phrases import Phrases, fold

WORDS_LIMIT = 10_000
"""Characters that are read; a longer reply confirms nothing by itself."""
CODE_LENGTHS = range(8, 21)
"""Characters of a confirmation code: 40 bits and more (P5), at 5 bits each."""

_CROCKFORD = frozenset("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
_DIGITS = frozenset("23456789")
_AROUND_CODE = " :\"'“”「」『』()[]<>【】《》.!。"
_QUESTION = "?"
_SAID = frozenset({LineKind.SUBSTANCE, LineKind.POLITE, LineKind.SALUTATION})
_MORE = frozenset({LineKind.SUBSTANCE, LineKind.QUOTED})


class Verdict(StrEnum):
    CONFIRMED_BY_CODE = "confirmed-by-code"
    CONFIRMED_BY_WORDS = "confirmed-by-words"
    DISPUTED = "disputed"
    MIXED = "mixed"
    CODE_AND_NEGATION = "code-and-negation"
    PAST_CODE = "past-code"
    WRONG_CODE = "wrong-code"
    NOT_ME = "not-me"
    UNCLEAR = "unclear"
    EMPTY = "empty"


class Position(StrEnum):
    """Where the words stood (6.2 step 5)."""

    TOP = "top"
    BELOW_QUOTE = "below-quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """Codes of this round, the button's longer one included, and of earlier rounds.

    ``challenge`` is the one that the registered address got, where one is pending.
    """

    current: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    challenge: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What it is, by which row of the table, and why.

    ``line`` holds the words that decided, as written; ``code`` the code in them, as
    codes are compared.
    """

    verdict: Verdict
    line: str = ""
    code: str = ""
    rule: str


def judge(
    words: str,
    *,
    codes: Codes,
    phrases: Phrases,
    position: Position = Position.TOP,
    names: Sequence[str] = (),
) -> Judgement:
    """Say what the customer's own words mean.

    ``words`` are the new words alone, quotes already cut away; ``names`` are the
    writer's, so that a typed name under a confirmation does not spoil it. Takes time
    in proportion to ``WORDS_LIMIT`` at most, and never raises.
    """
    lines = read_lines(words[:WORDS_LIMIT], phrases, names)
    own = tuple(line for line in lines if line.kind in _SAID)
    if not own:
        return Judgement(verdict=Verdict.EMPTY, rule="T5")
    denied = _denial(own, codes, phrases)
    if denied:
        return denied
    negative = _negative_line(own, phrases)
    whole = len(words) <= WORDS_LIMIT
    coded = _by_code(own, codes, phrases) if whole else None
    if coded:
        return _against(coded, negative)
    if negative:
        return _by_negation(own, negative, phrases)
    if not whole:
        return Judgement(verdict=Verdict.UNCLEAR, line=own[0].text, rule="T4-long")
    return _by_words(lines, phrases, position)


def normalise_code(text: str) -> str:
    """Return a code as it is compared, or "" where the text cannot be one.

    Case, full width, spaces and hyphens do not matter; I, L and O, which no code
    holds, are read as the digits they look like (Crockford).
    """
    folded = fold(text).upper().translate(_LOOKALIKES)
    code = folded.replace("-", "").replace(" ", "")
    fits = len(code) in CODE_LENGTHS and _CROCKFORD.issuperset(code)
    return code if fits else ""


def _by_code(own: Sequence[Line], codes: Codes, phrases: Phrases) -> Judgement | None:
    """T1, and the clear no with a code; a valid code wins over any other one."""
    living = (*codes.current, codes.challenge)
    current = frozenset(normalise_code(code) for code in living) - {""}
    past = frozenset(normalise_code(code) for code in codes.past) - {""}
    found: list[Judgement] = []
    for line in own:
        refusing = _code_after(phrases.without_code, line, phrases)
        if refusing in current:
            return _judged(Verdict.DISPUTED, line, "T3-code")
        code = _code_after(phrases.with_code, line, phrases)
        if code in current:
            found.insert(0, _judged(Verdict.CONFIRMED_BY_CODE, line, "T1", code))
        elif code in past:
            found.append(_judged(Verdict.PAST_CODE, line, "T1-past", code))
        elif _looks_like_code(code):
            found.append(_judged(Verdict.WRONG_CODE, line, "T1-wrong", code))
    return found[0] if found else None


def _denial(own: Sequence[Line], codes: Codes, phrases: Phrases) -> Judgement | None:
    """A whole line that says "not me", while somebody is asked whether it was he."""
    if not codes.challenge:
        return None
    for line in own:
        told = _told(line, phrases)
        if told in phrases.not_me or _code_after(phrases.not_me, line, phrases):
            return _judged(Verdict.NOT_ME, line, "T3-not-me")
    return None


def _code_after(words: Sequence[str], line: Line, phrases: Phrases) -> str:
    """Return the code of a line that holds one of the words, the code, no more."""
    told = _told(line, phrases)
    word = next((word for word in words if told.startswith(word)), "")
    return normalise_code(told[len(word) :].strip(_AROUND_CODE)) if word else ""


def _looks_like_code(code: str) -> bool:
    """Whether a text in the form of a code is one: no word, date or request number.

    0 and 1 tell nothing: "resolved" has them once its look-alikes are read.
    """
    number = code.startswith("TS") and code[2:].isdigit()
    return not (number or code.isdigit() or _DIGITS.isdisjoint(code))


def _against(coded: Judgement, negative: Line | None) -> Judgement:
    if negative is None or coded.verdict is Verdict.DISPUTED:
        return coded
    return _judged(Verdict.CODE_AND_NEGATION, negative, "T1+T3")


def _by_negation(own: Sequence[Line], negative: Line, phrases: Phrases) -> Judgement:
    """T3, or T3' where words of both kinds stand side by side."""

    def blank(match: re.Match[str]) -> str:
        found = match.group()
        return "#" if _plain(found) in phrases.negative else found

    rest = phrases.negative_or_protected.sub(blank, _joined(own))
    if phrases.affirmative.search(rest):
        return _judged(Verdict.MIXED, negative, "T3'")
    return _judged(Verdict.DISPUTED, negative, "T3")


def _negative_line(own: Sequence[Line], phrases: Phrases) -> Line | None:
    """Return the first line with a negative word outside the protected phrases."""
    for line in own:
        if (
            len(parts := segments(line.folded)) == 1
            and parts[0] in phrases.negative_line
        ):
            return line
    text = _joined(own)
    for match in phrases.negative_or_protected.finditer(text):
        if _plain(match.group()) in phrases.negative:
            return own[text.count("\n", 0, match.start())]
    return None


def _by_words(lines: Sequence[Line], phrases: Phrases, position: Position) -> Judgement:
    """T2 where the first line says it and nothing else is said; T4 otherwise."""
    spoken = [line for line in lines if line.kind is not LineKind.SALUTATION]
    first = spoken[0] if spoken else lines[0]
    told, rule = _told(first, phrases), "T4"
    if any(_QUESTION in line.folded for line in lines if line.kind in _SAID):
        rule = "T4-question"
    elif told in phrases.confirm:
        if any(line.kind in _MORE for line in spoken[1:]):
            rule = "T4-more"
        elif position is Position.BELOW_QUOTE:
            rule = "T4-below-quote"
        else:
            return _judged(Verdict.CONFIRMED_BY_WORDS, first, "T2")
    elif not told or told in phrases.unclear:
        rule = "T4-word"
    return _judged(Verdict.UNCLEAR, first, rule)


def _told(line: Line, phrases: Phrases) -> str:
    """Return what a line says, the forms of address and the courtesies aside."""
    parts = segments(line.folded)
    while parts and is_salutation(parts[0], phrases):
        parts = parts[1:]
    told = " ".join(part for part in parts if not is_polite(part, phrases))
    return without_polite(told, phrases)


def _joined(lines: Sequence[Line]) -> str:
    return "\n".join(line.folded for line in lines)


def _plain(found: str) -> str:
    return found.replace("\n", " ")


def _judged(verdict: Verdict, line: Line, rule: str, code: str = "") -> Judgement:
    return Judgement(verdict=verdict, line=line.text, code=code, rule=rule)
