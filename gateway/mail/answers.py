"""The answers to our numbered questions, wherever a client let people put them.

Behind the number in new words ("1. at nine"), behind or below our own question in the
quote, or one a line in the order of asking. Rule: our question is told from the answer
by what we sent, never by guessing; a line that holds nothing but ours is none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

VALUE_CHARS = 2000
"""Characters of one answer that are kept."""
LINES_LIMIT = 2000
LINE_CHARS = 2000
BELOW_LIMIT = 10
"""Lines below a question that may hold its answer."""

_NUMBERED = re.compile(
    r"[\s*•·-]{0,8}[(（【\[]?\s?(\d{1,2})\s?[)）】\].、．,，](?!\d)\s{0,8}(.*)"
    r"|[\s*•·-]{0,8}(\d{1,2})\s?[:：](?!\d\d)\s{0,8}(.*)"
)
_PRINTED = re.compile(r"\s{0,12}(\d{1,2})\. (.{2,600})")
_QUOTE = re.compile(r"[\s]{0,8}(?:[>＞|]\s?)+")
_BLANKS = " \t\r_.…*"
_SEPARATORS = ":：?？-—–=> \t*"


@dataclass(frozen=True, slots=True)
class _Line:
    depth: int
    text: str


def printed_questions(letters: Sequence[str]) -> Mapping[int, str]:
    """The numbered lines of letters of ours, the latest letter's last."""
    found: dict[int, str] = {}
    for letter in letters:
        for line in letter.split("\n")[:LINES_LIMIT]:
            printed = _PRINTED.fullmatch(line.rstrip()[:LINE_CHARS])
            if printed:
                found[int(printed[1])] = printed[2].strip()
    return found


def read_answers(text: str, questions: Mapping[int, str]) -> Mapping[int, str]:
    """The answers by number; ``text`` is the whole of a reply, quotes and all."""
    lines = [_line(raw) for raw in text.split("\n")[:LINES_LIMIT]]
    ours = frozenset(map(_letters, questions.values()))
    found: dict[int, str] = {}
    for place, line in enumerate(lines):
        number, behind = _split(line.text)
        question = questions.get(number)
        if question is None or number in found:
            continue
        own = _behind(behind, question)
        if own is None and line.depth:
            continue
        answer = behind if own is None else own
        if not answer.strip(_BLANKS) and own is not None:
            answer = _below(lines, place, ours)
        given = answer.strip(_BLANKS)
        if given:
            found[number] = given[:VALUE_CHARS]
    return found


def in_order(words: str, numbers: Sequence[int]) -> Mapping[int, str]:
    """One plain line for each number, where there are just as many."""
    lines = [line.strip() for line in words.split("\n") if line.strip()]
    if len(lines) != len(numbers):
        return {}
    return {n: line[:VALUE_CHARS] for n, line in zip(numbers, lines, strict=True)}


def _line(raw: str) -> _Line:
    cut = raw[:LINE_CHARS]
    quoted = _QUOTE.match(cut)
    if quoted is None:
        return _Line(0, cut)
    depth = sum(char in ">＞|" for char in quoted[0])
    return _Line(depth, cut[quoted.end() :])


def _split(line: str) -> tuple[int, str]:
    found = _NUMBERED.match(line)
    if found is None:
        return 0, ""
    return int(found[1] or found[3]), (found[2] or found[4] or "")


def _behind(text: str, question: str) -> str | None:
    """What stands behind our question; None where the line does not hold it."""
    wanted = _letters(question)
    place = 0
    for met, char in enumerate(text):
        if place == len(wanted):
            return text[met:].lstrip(_SEPARATORS)
        if char.isalnum():
            if char.casefold() != wanted[place]:
                return None
            place += 1
    return "" if place == len(wanted) else None


def _below(lines: Sequence[_Line], place: int, ours: frozenset[str]) -> str:
    """The answer in the lines under a question: less quoted, and none of ours."""
    said = _taken(lines[place + 1 : place + 1 + BELOW_LIMIT], lines[place].depth, ours)
    return "\n".join(said)


def _taken(lines: Sequence[_Line], depth: int, ours: frozenset[str]) -> Iterator[str]:
    begun = False
    for line in lines:
        bare = line.text.strip(_BLANKS)
        numbered, behind = _split(line.text)
        is_question = numbered > 0 and any(
            _letters(behind).startswith(one) for one in ours if one
        )
        if is_question or (line.depth >= depth > 0 and bare):
            return
        if not bare and begun:
            return
        if bare:
            begun = True
            yield bare


def _letters(text: str) -> str:
    return "".join(char.casefold() for char in text if char.isalnum())
