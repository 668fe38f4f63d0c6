"""The labelled lines of the registration form, wherever people put them.

Rule: values stay as written; what they mean (urgency, scene) is the desk's to say.
The first value of a label wins: what follows may be a copied form. What is quoted is
somebody else's, except an answer behind one of our own numbered questions.
R48-R55 of the process; half and full width, numbered, in tables, with tick boxes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gateway.mail.field_labels import (
    asked_for,
    field_of,
    is_strong,
    is_weak,
    label_pattern,
)
from gateway.mail.field_values import filled_in
from gateway.mail.message import FormFields

_QUOTE_SIGNS = (">", "＞")
_SIGNS = r"\s*_#•·●○◆◇■□▪▶►➤→※★☆✓√✅👉🔹◎【\[－–—-"
_NUMBER = (
    r"(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）.、．:：]{1,2}\s{0,4}(?!\d)"
    r"|[①-⑳❶-❿]\s{0,4})?"
)
_LINE = re.compile(
    rf"\A[{_SIGNS}]{{0,16}}{_NUMBER}[{_SIGNS}]{{0,4}}"
    r"([^\s:：=\t|【】\[\]*][^:：=\t|【】\[\]*]{0,40}?)\s{0,8}"
    r"(?:[】\]*_]{0,4}\s{0,4}[:：=]|[】\]]|\s[-–—－]{1,2}(?=\s)|[—－]{1,2})"
    r"[*_\s]{0,8}(.*)\Z"
)
_SPACED = re.compile(rf"\A[{_SIGNS}]{{0,8}}{_NUMBER}(\S{{4,12}}?)\s{{1,16}}(\S.*)\Z")
_ALONE = re.compile(
    rf"\A[{_SIGNS}]{{0,8}}{_NUMBER}([^:：]{{1,30}}?)[】\]*_:：\s]{{0,8}}\Z"
)
_FURTHER = re.compile(
    r"(?:[\t|\u3000；;，,]\s{0,8}|\s{2,16}|(?<=\S)\s(?=[\u3400-\u9fff]))"
    rf"[【\[*]{{0,2}}({label_pattern()})"
    r"(?:[(（][^()（）]{0,40}[)）])?[】\]*]{0,2}\s{0,4}[:：=]",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\A[>＞\s]{0,16}[(（]?\d{1,2}[)）.、．]\s{0,4}([^\s\d][^:：?？]{2,60})[:：?？]\s{0,8}(.*)\Z"
)
_CELL = re.compile(r"[|\t│┃]")
_RULE_LINE = re.compile(r"[\s|│┃:+─━=-]{3,}")
_VALUE_CHARS = 2000
_TEXT_CHARS = 65_536
_LINE_CHARS = 2000
_LINES = 2000
_LABEL_CHARS = 48
_FEWEST_LABELS = 2
_MULTILINE = frozenset({"symptom", "impact", "tried", "urgency_reason"})
_CONTINUED_LINES = 20
_RULES = ("--", "__", "==", "##")


@dataclass(frozen=True, slots=True)
class _Entry:
    """A label met on a line, and what stands beside it."""

    place: int
    field: str
    value: str
    weak: bool = False
    ends: bool = True
    """Whether the value may go on in the lines below."""


def read_fields(text: str) -> FormFields:
    """The fields given in ``text``; empty strings where none are."""
    lines = [line[:_LINE_CHARS] for line in text[:_TEXT_CHARS].split("\n")[:_LINES]]
    entries = list(_entries(lines))
    labelled = frozenset(entry.place for entry in entries)
    kinds = {entry.field for entry in entries}
    found: dict[str, str] = {}
    for entry in entries:
        if entry.field in found or (entry.weak and len(kinds) < _FEWEST_LABELS):
            continue
        value = entry.value
        if entry.ends and (not filled_in(value) or entry.field in _MULTILINE):
            value = _continued(lines, labelled, entry)
        given = filled_in(value)
        if given:
            found[entry.field] = given[:_VALUE_CHARS]
    return FormFields(**found)


def _entries(lines: list[str]) -> Iterator[_Entry]:
    for place, line in enumerate(lines):
        bare = line.strip()
        if not bare:
            continue
        if bare.startswith(_QUOTE_SIGNS):
            yield from _answer(place, line)
        elif _CELL.search(bare):
            yield from _row(lines, place)
        elif entries := tuple(_on_line(place, line)):
            yield from entries
        else:
            yield from _answer(place, line)


def _on_line(place: int, line: str) -> Iterator[_Entry]:
    found = _LINE.match(line)
    field = field_of(found[1]) if found else ""
    if found and field:
        yield from _split(place, field, found[1], found[2].strip(" \t*|"))
        return
    if len(line) < _LABEL_CHARS:
        alone = _ALONE.match(line)
        field = field_of(alone[1]) if alone else ""
        if alone and field and (_has_colon(line) or is_strong(alone[1].strip())):
            yield _Entry(place, field, "", is_weak(alone[1]))
            return
    spaced = _SPACED.match(line)
    if spaced and is_strong(spaced[1]):
        yield from _split(place, field_of(spaced[1]), spaced[1], spaced[2])


def _split(place: int, field: str, label: str, rest: str) -> Iterator[_Entry]:
    """A value, and the further labels that stand on its line."""
    start, weak = 0, is_weak(label)
    for further in _FURTHER.finditer(rest) if _has_colon_inside(rest) else ():
        yield _Entry(place, field, rest[start : further.start()], weak, ends=False)
        field, weak, start = field_of(further[1]), False, further.end()
    yield _Entry(place, field, rest[start:].strip(), weak)


def _row(lines: list[str], place: int) -> Iterator[_Entry]:
    """A row of a table: label and value by turns, or labels above their values."""
    cells = [
        cell.strip(" *") for cell in _CELL.split(lines[place].strip().strip("|│┃"))
    ]
    fields = [field_of(cell) if len(cell) < _LABEL_CHARS else "" for cell in cells]
    if len(cells) >= _FEWEST_LABELS and all(fields):
        yield from _column_values(lines, place, fields)
        return
    if not any(fields):
        for number, cell in enumerate(cells):
            for entry in _on_line(place, cell):
                last = number == len(cells) - 1
                yield _Entry(place, entry.field, entry.value, entry.weak, ends=last)
        return
    for label, field, value, other in zip(
        cells, fields, [*cells[1:], ""], [*fields[1:], ""], strict=True
    ):
        if field:
            yield _Entry(
                place, field, "" if other else value, is_weak(label), ends=False
            )


def _column_values(lines: list[str], place: int, fields: list[str]) -> Iterator[_Entry]:
    for line in lines[place + 1 : place + 3]:
        if _RULE_LINE.fullmatch(line.strip()):
            continue
        values = [cell.strip(" *") for cell in _CELL.split(line.strip().strip("|│┃"))]
        if len(values) == len(fields):
            for field, value in zip(fields, values, strict=True):
                yield _Entry(place, field, value, ends=False)
        return


def _answer(place: int, line: str) -> Iterator[_Entry]:
    """What was written behind or below a numbered question of ours."""
    question = _QUESTION.match(line)
    field = asked_for(question[1]) if question else ""
    if question and field:
        yield _Entry(place, field, question[2])


def _continued(lines: list[str], labelled: frozenset[int], entry: _Entry) -> str:
    """The value with the lines below it.

    It ends at the next label, at a rule, or at a blank line if no label comes behind.
    """
    end = _end(lines, labelled, entry.place)
    parts = [entry.value] if entry.value else []
    for place in range(entry.place + 1, end):
        bare = lines[place].strip(" \t*|\r")
        if bare.startswith(_QUOTE_SIGNS):
            break
        if not bare and parts and end not in labelled:
            break
        if bare:
            parts.append(bare)
        if entry.field not in _MULTILINE and parts:
            break
    return "\n".join(parts)


def _end(lines: list[str], labelled: frozenset[int], place: int) -> int:
    last = min(len(lines), place + 1 + _CONTINUED_LINES)
    for further in range(place + 1, last):
        if further in labelled or lines[further].lstrip().startswith(_RULES):
            return further
    return last


def _has_colon(line: str) -> bool:
    return line.rstrip(" *_").endswith((":", "：", "】", "]"))


def _has_colon_inside(text: str) -> bool:
    return ":" in text or "：" in text or "=" in text
