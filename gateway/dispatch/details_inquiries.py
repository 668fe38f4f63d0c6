"""What the answers to questions may say (S22, S26). Rows hold strangers' words: cut."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from gateway.dispatch.detail_forms import Row, Tell, Telling, Told, told
from gateway.dispatch.foreign import PARAGRAPH_COLUMNS, person
from gateway.dispatch.words import Words
from gateway.dispatch.wrap import cut, one_line
from gateway.domain.inquiry_commands import Inquiry
from gateway.domain.inquiry_details import HelpTold, RequestTold, RowTold, StatsTold
from gateway.domain.request import Request

Section = Mapping[str, object]


def _request(detail: RequestTold, telling: Telling) -> Told:
    request, words = telling.notice.request, telling.words
    assert request is not None, "S26 is about a request"  # noqa: S101 (the domain's invariant)
    parts = {
        Inquiry.SHOW: (_standing(request, telling), _clocks(detail, words)),
        Inquiry.WHY: (_reasons(request, words), _clocks(detail, words)),
        Inquiry.HISTORY: (),
    }
    record = _section("record", [_row(one, words) for one in detail.rows], words)
    return {
        "heading": words.of("inquiry", detail.which),
        "sections": tuple(s for s in (*parts[detail.which], record) if s["rows"]),
        "shown": str(len(detail.rows)),
        "total": str(detail.total),
        "cut_short": len(detail.rows) < detail.total,
        "days": "",
        "shows_card": detail.which is Inquiry.SHOW,
    }


def _stats(detail: StatsTold, telling: Telling) -> Told:
    words, counts = telling.words, detail.counts
    figures = ("received", "confirmed", "closed", "reopened")
    now = ("open", "unassigned", "overdue")
    return {
        "heading": words.of("inquiry", "stats"),
        "sections": (
            _section("span", list(_figures(figures, detail, words)), words),
            _section(
                "now",
                [
                    *_figures(now, detail, words),
                    *((words.of("status", s), str(n)) for s, n in counts.statuses),
                ],
                words,
            ),
            _section("owners", [(person(w), str(n)) for w, n in detail.owners], words),
            _section("domains", [_domain(*one) for one in counts.domains], words),
        ),
        "shown": "",
        "total": "",
        "cut_short": False,
        "days": str(detail.days),
        "shows_card": False,
    }


def _domain(name: str, count: int) -> Row:
    return one_line(name), str(count)


def _figures(names: Sequence[str], detail: StatsTold, words: Words) -> Iterator[Row]:
    for name in names:
        yield words.of("figure", name), str(getattr(detail.counts, name))


def _section(name: str, rows: Sequence[Row], words: Words) -> Section:
    return {"title": words.of("inquiry", name), "rows": tuple(rows)}


def _standing(request: Request, telling: Telling) -> Section:
    words, comma = telling.words, telling.words.phrase("comma")
    told = (
        ("status", words.of("status", request.status)),
        ("owner", person(telling.notice.owner_name)),
        ("domain", one_line(request.category)),
        ("accepted", words.when(request.accepted_at) if request.accepted_at else ""),
        ("cause", request.cause),
        ("solution", request.solution),
        ("test", request.test_result),
        ("follows", comma.join(request.participants)),
        ("linked", comma.join(request.linked)),
        ("merged", request.merged_into or ""),
        ("keywords", comma.join(request.settlement.keywords)),
    )
    return _section("standing", _given(told, words), words)


def _reasons(request: Request, words: Words) -> Section:
    triage = request.triage
    told = (
        ("scene", words.of("scene", request.scene)),
        ("urgency", words.of("urgency", request.urgency)),
        ("urgency_reason", request.form.urgency_reason),
        (
            "urgent_since",
            words.when(triage.urgent_since) if triage.urgent_since else "",
        ),
        ("priority", words.of("priority", request.priority)),
        ("domain", request.category),
        ("domain_reason", triage.category_reason),
        ("group", triage.group),
        ("reopened", request.reopen_reason),
    )
    return _section("reasons", _given(told, words), words)


def _given(told: Sequence[Row], words: Words) -> list[Row]:
    return [
        (words.of("standing", name), cut(one_line(value), PARAGRAPH_COLUMNS))
        for name, value in told
        if value
    ]


def _clocks(detail: RequestTold, words: Words) -> Section:
    rows = [
        (
            words.of("clock", one.clock),
            words.phrase(
                "clock_missed" if one.missed else "clock_runs",
                at=words.when(one.target_at),
            ),
        )
        for one in detail.clocks
    ]
    return _section("clocks", rows, words)


def _row(one: RowTold, words: Words) -> Row:
    row = one.row
    done = words.of("event", row.kind)
    parts = (one_line(row.action), one_line(row.remark))
    said = " ".join(filter(None, parts))
    text = words.phrase("row", who=person(one.actor_name), done=done, said=said)
    when = one_line(row.time_text) or words.clock(row.at)
    return f"{words.day(row.at)} {when}", cut(text.rstrip(" :："), PARAGRAPH_COLUMNS)


def _help(detail: HelpTold, telling: Telling) -> Told:
    usages = (telling.words.of("usage", verb) for verb in detail.verbs)
    split = (usage.partition(" | ") for usage in usages)
    return {
        "of_status": detail.of_status,
        "usages": tuple((syntax, meaning or syntax) for syntax, _, meaning in split),
    }


DETAILS: Mapping[type, Tell] = MappingProxyType(
    {
        **told(RequestTold, _request),
        **told(StatsTold, _stats),
        **told(HelpTold, _help),
    }
)
