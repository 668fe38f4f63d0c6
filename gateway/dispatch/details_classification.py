"""What the letters of step 2 may say of their details."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.detail_forms import Tell, Telling, Told, link, told
from gateway.dispatch.details_knowledge import similar
from gateway.dispatch.file_details import named, noted
from gateway.dispatch.foreign import PARAGRAPH_COLUMNS, person
from gateway.dispatch.wrap import cut, one_line
from gateway.domain.classification_details import (
    Assigned,
    CallMissed,
    Paging,
    Told as ToldDetail,
)


def _paging(detail: Paging, telling: Telling) -> Told:
    words = telling.words
    return {
        "clock": str(detail.clock),
        "clock_name": words.of("clock", detail.clock),
        "clock_stops": words.of("clock_stops", detail.clock),
        "started": words.when(detail.started_at),
        "due": words.when(detail.due_at),
        "due_clock": words.clock(detail.due_at),
        "call": str(detail.call),
        "percent": str(detail.percent),
        "files": named(detail.files, words),
        "notes": noted(detail.notes, words),
        "domain": _domain(telling),
        **_suspected(telling),
    }


def _suspected(telling: Telling) -> Told:
    """D3: whether it is perhaps urgent, and what was found."""
    request = telling.notice.request
    if request is None:
        return {"suspected": False, "suspicion": ""}
    triage = request.triage
    return {
        "suspected": triage.suspected and not request.urgent,
        "suspicion": one_line(triage.suspicion),
    }


def _domain(telling: Telling) -> str:
    """R15: the domain and what spoke for it; for each of several where unclear."""
    request, words = telling.notice.request, telling.words
    if request is None:
        return ""
    why = cut(one_line(request.triage.category_reason), PARAGRAPH_COLUMNS)
    if not request.category:
        return words.phrase("domain_unclear", why=why) if why else ""
    name = words.of("domain", request.category)
    told_by = words.phrase("domain_by", domain=name, why=why) if why else name
    group = one_line(request.triage.group)
    return (
        words.phrase("domain_group", domain=told_by, group=group) if group else told_by
    )


def _assigned(detail: Assigned, telling: Telling) -> Told:
    return {
        "is_owner": telling.notice.to == detail.owner,
        "new_owner": person(detail.owner_name) or detail.owner,
        "owner_address": detail.owner,
        "previous": person(detail.previous_name),
        "by": person(detail.by_name),
        "why": cut(one_line(detail.reason), PARAGRAPH_COLUMNS),
        "similar": similar(detail.similar, telling.words),
    }


def _told(detail: ToldDetail, telling: Telling) -> Told:
    after = detail.next_update_at
    return {
        "next_update": telling.words.when(after) if after else "",
        "owner": person(detail.owner_name or telling.notice.owner_name),
        "owner_phone": one_line(detail.owner_phone),
    }


def _missed(detail: CallMissed, telling: Telling) -> Told:
    words = telling.words
    again = words.clock(detail.again_at)
    return {
        "made": words.when(detail.made_at),
        "again": "" if detail.gives_up else words.when(detail.again_at),
        "attempts": str(detail.attempts),
        "now_link": link(words.phrase("call_now"), telling),
        "later_link": link(words.phrase("call_later", clock=again), telling),
        "later": words.phrase("call_later", clock=again),
        "now": words.phrase("call_now"),
        "owner": person(telling.notice.owner_name),
    }


DETAILS: Mapping[type, Tell] = MappingProxyType(
    {
        **told(Paging, _paging),
        **told(Assigned, _assigned),
        **told(CallMissed, _missed),
        **told(ToldDetail, _told),
    }
)
