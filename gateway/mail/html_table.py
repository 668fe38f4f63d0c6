"""Tables of HTML as lines: a form's label beside its value, other rows by tabs.

Rule: a cell of one line joins its row; cells of several lines are a layout, and stand
one below the other as a narrow screen shows them.
"""

import re
from dataclasses import dataclass, field

from gateway.mail.html_marks import MARKS

_COLONS = (":", "：")
# A number may stand before a label; sentences and amounts are none.
_LABEL = re.compile(r"(?:\d{1,2}[.)、．]\s?)?[^.!?,;。！？，；]{1,24}")
_PAIR = 2


@dataclass(slots=True)
class Table:
    """Rows of cells, each cell its lines."""

    rows: list[list[list[str]]] = field(default_factory=list)

    def start_row(self) -> None:
        self.rows.append([])

    def add_cell(self, lines: list[str]) -> None:
        if not self.rows:
            self.start_row()
        bare = _trimmed(lines)
        if bare:
            self.rows[-1].append(bare)


def table_lines(table: Table) -> list[str]:
    """All rows in order."""
    rows = [row for row in table.rows if row]
    is_form = sum(_is_field(row) for row in rows) * 2 > len(rows) > 1
    lines: list[str] = []
    for row in rows:
        if is_form and _is_field(row):
            lines += _field_lines(row[0][0], row[1])
        elif len(row) > 1 and all(len(cell) == 1 for cell in row) and not _marked(row):
            lines.append("\t".join(cell[0].strip() for cell in row))
        else:
            lines += [line for cell in row for line in cell]
    return lines


def _is_field(row: list[list[str]]) -> bool:
    """A short label and what was filled in beside it."""
    if len(row) != _PAIR or len(row[0]) != 1 or _marked(row):
        return False
    label = row[0][0].strip()
    return _LABEL.fullmatch(label) is not None


def _field_lines(label: str, value: list[str]) -> list[str]:
    label = label.strip()
    if label.endswith(_COLONS):
        between = "" if label.endswith("：") else " "
    else:
        between = ": " if label.isascii() else "："
    return [f"{label}{between}{value[0].strip()}", *value[1:]]


def _marked(row: list[list[str]]) -> bool:
    return any(line[:1] and line[0] in MARKS for cell in row for line in cell)


def _trimmed(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return lines[start:end]
