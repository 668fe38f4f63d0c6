"""What the daily digest may say (S16). Subjects are customers' words: they are cut."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from gateway.dispatch.detail_forms import Tell, Telling, Told, told
from gateway.dispatch.foreign import mailto, person
from gateway.dispatch.words import Words
from gateway.dispatch.wrap import cut, one_line
from gateway.domain.digest_details import AgendaLine, DigestTold, OpenItem

LINES_LIMIT = 20
"""Requests that one part shows; of the others it tells the number."""
ITEM_COLUMNS = 40
AGENDA_COLUMNS = 36


def _digest(detail: DigestTold, telling: Telling) -> Told:
    words = telling.words
    due = len(detail.due) - detail.overdue
    return {
        "day": f"{detail.day:%Y-%m-%d}",
        "overdue": str(detail.overdue),
        "due_today": str(due),
        "open": str(detail.open),
        "nothing": detail.is_empty,
        "parts": tuple(
            _part(name, lines, telling)
            for name, lines in (
                ("due", detail.due),
                ("ours", detail.ours),
                ("theirs", detail.theirs),
                ("team", detail.team),
            )
            if lines
        ),
        "items": tuple(_item(one, words) for one in detail.items[:LINES_LIMIT]),
        "confirmed": tuple(
            (one.number, _title(one, words)) for one in detail.confirmed[:LINES_LIMIT]
        ),
        "confirmed_count": str(len(detail.confirmed)),
        "chain_rows": str(detail.chain_rows),
        "chain_head": detail.chain_head,
    }


def _part(name: str, lines: Sequence[AgendaLine], telling: Telling) -> Told:
    words = telling.words
    more = len(lines) - LINES_LIMIT
    return {
        "title": words.phrase(f"agenda_{name}", n=len(lines)),
        "lines": tuple(_line(one, telling) for one in lines[:LINES_LIMIT]),
        "more": words.phrase("agenda_more", n=more) if more > 0 else "",
    }


def _line(one: AgendaLine, telling: Telling) -> tuple[str, str, str, bool]:
    """The number, where an answer about it goes, what is to be known, and its alarm."""
    words = telling.words
    status = words.of("status", one.status)
    owner = person(one.owner_name) or words.phrase("no_owner")
    until = ""
    if one.due_at is not None and one.clock is not None:
        form = "until_overdue" if one.overdue else "until_due"
        clock = words.of("clock", one.clock)
        until = words.phrase(form, clock=clock, at=words.when(one.due_at))
    said = (until, _title(one, words), status, owner)
    link = mailto(telling.sender.reply_address, f"Re: [{one.number}]")
    return (
        one.number,
        link,
        words.phrase("semicolon").join(filter(None, said)),
        one.overdue,
    )


def _title(one: AgendaLine, words: Words) -> str:
    return cut(one_line(one.title), AGENDA_COLUMNS) or words.phrase("no_subject")


def _item(one: OpenItem, words: Words) -> tuple[str, str]:
    form = "item_overdue" if one.overdue else "item_due"
    kind = words.phrase("improvement" if one.improvement else "followup")
    text = cut(one_line(one.text), ITEM_COLUMNS)
    return one.number, words.phrase(form, kind=kind, text=text, due=str(one.due))


DETAILS: Mapping[type, Tell] = MappingProxyType({**told(DigestTold, _digest)})
