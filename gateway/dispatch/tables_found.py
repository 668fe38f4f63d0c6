"""S23's file: what was found, as a table that spreadsheets open.

STANDARDS: RFC 4180 (CSV). UTF-8 with a mark, which spreadsheets need for Chinese.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gateway.dispatch.words import Words
from gateway.dispatch.wrap import one_line
from gateway.domain.knowledge_details import Finding, Findings
from gateway.domain.notices import Notice
from gateway.domain.people import Locale
from gateway.mail.enclosure import Enclosure

FROM_ROWS = 6
"""A shorter list stands whole in the letter, and needs no file."""
COLUMNS = ("number", "title", "status", "priority", "owner", "domain", "date")
_FORMULA = re.compile(r"[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class FoundTable:
    """See :class:`gateway.desk.ports.Encloser`."""

    words: Mapping[Locale, Words]

    def __call__(self, notice: Notice, /) -> tuple[Enclosure, ...]:
        detail = notice.detail
        if not isinstance(detail, Findings) or len(detail.rows) < FROM_ROWS:
            return ()
        words = self.words[notice.locale]
        name = words.phrase("found_file")
        return (
            Enclosure(
                filename=name,
                content_type="text/csv; charset=utf-8",
                content=_table(detail.rows, words),
            ),
        )


def _table(rows: Iterable[Finding], words: Words) -> bytes:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(words.of("column", name) for name in COLUMNS)
    writer.writerows([harmless(cell) for cell in _cells(one, words)] for one in rows)
    return sheet.getvalue().encode("utf-8-sig", "replace")


def _cells(one: Finding, words: Words) -> tuple[str, ...]:
    state = words.of("status", one.status) if one.status else ""
    if one.state:
        state = words.of("article_state", one.state)
    return (
        one.key,
        one.title,
        state,
        words.of("priority", one.priority) if one.priority else "",
        one.owner_name,
        one.category,
        words.day(one.at),
    )


def harmless(cell: str) -> str:
    """A spreadsheet must not take a stranger's subject for a formula."""
    line = one_line(cell)
    return f"'{line}" if _FORMULA.match(line) else line
