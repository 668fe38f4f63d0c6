"""The process record as rows, as a table for spreadsheets, and as a page (R58-R62).

Six columns by the names of the process; the table has the hidden ones beside (2.2).

STANDARDS: RFC 4180 (CSV). UTF-8 with a mark, which spreadsheets need for Chinese.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence

from gateway.desk.ports_papers import Dossier, RecordLine
from gateway.domain.people import Address, People
from gateway.domain.request import Request
from gateway.papers.views import lines, plain
from gateway.papers.wording import Wording, full

SHOWN = ("number", "stage", "actor", "time", "action", "remark")
"""The six columns of the process, in their order (R58)."""
HIDDEN = ("sequence", "source", "message_id", "minutes", "visible", "previous")
_FORMULA = re.compile(r"\s*[=+\-@]")
_RANGE = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~至]\s*(\d{1,2}):(\d{2})")
_DAY_MINUTES = 24 * 60


def record_view(dossier: Dossier, words: Wording, people: People) -> dict[str, object]:
    """Every name that the template of the record may use, beside the frame's."""
    request = dossier.request
    plan = request.repair.plan
    return {
        "heads": tuple(words.of("record", name) for name in SHOWN),
        "rows": tuple(_shown(line, words, request, people) for line in dossier.record),
        "cause": lines(request.cause),
        "solution": lines(request.solution),
        "test_result": lines(request.test_result),
        "plan_steps": lines(plan.steps) if plan else "",
        "plan_risks": lines(plan.risks) if plan else "",
        "plan_tests": lines(plan.tests) if plan else "",
        "continuity": lines(plan.continuity) if plan else "",
        "approver": people.name_of(plan.approved_by or plan.approver) if plan else "",
    }


def record_table(dossier: Dossier, words: Wording, people: People) -> bytes:
    """The record as CSV: the six columns, then the hidden ones."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(words.of("record", name) for name in (*SHOWN, *HIDDEN))
    for place, line in enumerate(dossier.record, start=1):
        cells = (
            *_shown(line, words, dossier.request, people),
            *_hidden(line, words, place),
        )
        writer.writerow(map(harmless, cells))
    return sheet.getvalue().encode("utf-8-sig", "replace")


def harmless(cell: str) -> str:
    """A spreadsheet must not take a stranger's words for a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def minutes_of(time_text: str) -> str:
    """How long a range took (R59), past midnight too; empty for a point in time."""
    found = _RANGE.search(time_text)
    if found is None:
        return ""
    begun, ended = (int(found[hour]) * 60 + int(found[hour + 1]) for hour in (1, 3))
    return str((ended - begun) % _DAY_MINUTES)


def _shown(
    line: RecordLine, words: Wording, request: Request, people: People
) -> tuple[str, ...]:
    row = line.row
    done = words.of("event", row.kind)
    said = lines(row.action)
    colon = words.phrase("colon")
    return (
        row.number,
        words.of("stage", row.stage),
        _actor(row.actor, words, request, people),
        plain(row.time_text) or full(words, row.at),
        f"{done}{colon}{said}" if said else done,
        lines(row.remark),
    )


def _actor(who: Address, words: Wording, request: Request, people: People) -> str:
    """Whoever did it with his part (R60): who is in charge of a row need not own it."""
    person = people.members.get(who)
    if person is not None:
        name, role = person.name, words.of("role", person.role)
    elif who == request.requester:
        name = plain(request.form.contact or request.requester_name) or who
        role = words.of("role", "requester")
    else:
        return who
    return words.phrase("person_role", name=name, role=role)


def _hidden(line: RecordLine, words: Wording, place: int) -> Sequence[str]:
    hidden: Mapping[str, str] = {
        "sequence": str(place),
        "source": words.of("record", "mail" if line.message_id else "system"),
        "message_id": plain(line.message_id),
        "minutes": minutes_of(line.row.time_text),
        "visible": words.of("record", "yes" if line.row.visible else "no"),
        "previous": line.previous,
    }
    return tuple(hidden[name] for name in HIDDEN)
