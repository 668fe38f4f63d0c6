"""What the letters of step 4 may say of their details."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.detail_forms import Tell, Telling, Told, link, told
from gateway.dispatch.foreign import PARAGRAPH_COLUMNS, echo, person
from gateway.dispatch.words import Words
from gateway.dispatch.wrap import cut, one_line
from gateway.domain.repair import Plan
from gateway.domain.solution_details import (
    Approval,
    ApprovalPlease,
    ConsentPlease,
    ConsentTold,
    Progress,
    WorkTold,
)

_PARTS = (
    *("risks", "tests", "continuity", "window", "downtime", "impact", "rollback"),
    "otherwise",
)


def _plan(telling: Telling) -> Told:
    """The parts of the request's plan; empty where it has none."""
    request = telling.notice.request
    plan = request.repair.plan if request else None
    parts = {name: _text(getattr(plan, name)) if plan else "" for name in _PARTS}
    if plan is None:
        return {**parts, "steps_text": ""}
    parts["window"] = _window(plan, telling.words) or parts["window"]
    return {**parts, "steps_text": _text(plan.steps)}


def _window(plan: Plan, words: Words) -> str:
    """The hours by their date: "tomorrow" means another day to whoever reads later."""
    if plan.starts_at is None:
        return ""
    begins = words.when(plan.starts_at)
    if plan.ends_at is None:
        return begins
    same = words.day(plan.starts_at) == words.day(plan.ends_at)
    ends = words.clock(plan.ends_at) if same else words.when(plan.ends_at)
    return f"{begins}–{ends}"


def _text(text: str) -> str:
    return cut(one_line(text), PARAGRAPH_COLUMNS)


def _progress(detail: Progress, telling: Telling) -> Told:
    words = telling.words
    return {
        "words": _text(detail.text),
        "eta": words.when(detail.eta_at) if detail.eta_at else "",
        "was": words.when(detail.was_at) if detail.was_at else "",
        "next_update": words.when(detail.next_update_at)
        if detail.next_update_at
        else "",
        "resumed": detail.resumed,
        "lowered": detail.lowered,
        "owner": person(telling.notice.owner_name),
    }


def _approval_please(detail: ApprovalPlease, telling: Telling) -> Told:
    return {
        **_plan(telling),
        "code": detail.code,
        "due": telling.words.when(detail.due_at),
        "author": person(detail.author_name),
        "plan_number": str(detail.number),
        "asks_customer": detail.asks_customer,
        "deputy_for": person(detail.deputy_for),
    }


def _approval(detail: Approval, telling: Telling) -> Told:
    return {
        **_plan(telling),
        "outcome": str(detail.outcome),
        "by": person(detail.by_name),
        "reason": _text(detail.reason),
        "asks_customer": detail.asks_customer,
    }


def _consent_please(detail: ConsentPlease, telling: Telling) -> Told:
    words = telling.words
    return {
        **_plan(telling),
        "code": detail.code,
        "answer_by": words.when(detail.answer_by),
        "after": detail.after,
        "oral": _text(detail.oral),
        "reminder": detail.reminder,
        "other_code": detail.other_code,
        "hold": words.when(detail.hold_until) if detail.hold_until else "",
        "hold_reason": _text(detail.hold_reason),
        "consent_link": link(f"AGREE {detail.button_code}", telling),
        "refuse_link": link(words.phrase("no_consent"), telling),
        "owner": person(telling.notice.owner_name),
    }


def _consent_told(detail: ConsentTold, telling: Telling) -> Told:
    return {
        **_plan(telling),
        "outcome": str(detail.outcome),
        "words": echo(detail.words),
        "speaker": detail.speaker,
        "after": detail.after,
        "hold": telling.words.when(detail.hold_until) if detail.hold_until else "",
    }


def _work(detail: WorkTold, telling: Telling) -> Told:
    words = telling.words
    return {
        **_plan(telling),
        "phase": str(detail.phase),
        "words": _text(detail.text),
        "starts": words.when(detail.starts_at) if detail.starts_at else "",
        "ends": words.when(detail.ends_at) if detail.ends_at else "",
        "owner": person(telling.notice.owner_name),
    }


DETAILS: Mapping[type, Tell] = MappingProxyType(
    {
        **told(Progress, _progress),
        **told(ApprovalPlease, _approval_please),
        **told(Approval, _approval),
        **told(ConsentPlease, _consent_please),
        **told(ConsentTold, _consent_told),
        **told(WorkTold, _work),
    }
)
