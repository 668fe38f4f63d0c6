"""The process record: one row an event, six columns (R58-R62).

The columns are: number, stage, actor, point in time, what was done, remark. A row
says in plain words what happened; the words of people are kept as they were said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import assert_never

from gateway.domain.events import (
    Assigned,
    Called,
    CauseFound,
    Confirmed,
    Corresponded,
    Disputed,
    Event,
    Fixed,
    MergedInto,
    PriorityChanged,
    Registered,
    Remarked,
    Resolved,
    SubmittedOnBehalf,
    Tested,
)
from gateway.domain.people import Address
from gateway.domain.request import RequestNumber, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """One row. ``time_text`` is a point or a range as staff wrote it (R59)."""

    number: RequestNumber
    stage: Stage
    actor: Address
    at: datetime
    time_text: str = ""
    kind: str
    action: str
    remark: str = ""
    visible: bool = True


STAGE_OF: Mapping[type, Stage] = MappingProxyType(
    {
        Registered: Stage.FIRST_RESPONSE,
        Corresponded: Stage.FIRST_RESPONSE,
        Assigned: Stage.FIRST_RESPONSE,
        Called: Stage.FIRST_RESPONSE,
        PriorityChanged: Stage.FIRST_RESPONSE,
        CauseFound: Stage.DIAGNOSIS,
        Fixed: Stage.IMPLEMENTATION,
        Tested: Stage.VERIFICATION,
        Resolved: Stage.VERIFICATION,
        Confirmed: Stage.VERIFICATION,
        Disputed: Stage.REDIAGNOSIS,
        SubmittedOnBehalf: Stage.FIRST_RESPONSE,
        Remarked: Stage.FIRST_RESPONSE,
        MergedInto: Stage.ARCHIVING,
    }
)


def row_of(event: Event, number: RequestNumber) -> RecordRow:
    """Write an event as the row of the record that an auditor reads."""
    action, remark = _words(event)
    return RecordRow(
        number=number,
        stage=STAGE_OF[type(event)],
        actor=event.by,
        at=event.at,
        time_text=getattr(event, "time_text", ""),
        kind=type(event).__name__,
        action=action,
        remark=remark,
        visible=_is_visible(event),
    )


def _is_visible(event: Event) -> bool:
    """Whether the customer may see the row."""
    match event:
        case Corresponded():
            return not event.internal
        case SubmittedOnBehalf() | Remarked():
            return False
        case _:
            return True


def _words(event: Event) -> tuple[str, str]:  # noqa: C901, PLR0911, PLR0912 (one case a kind)
    match event:
        case Registered():
            return event.request.subject, ""
        case Corresponded():
            return event.words, ""
        case Assigned():
            return event.owner, event.reason
        case Called():
            return event.gist, "" if event.connected else "missed"
        case PriorityChanged():
            return event.priority.name.lower(), event.reason
        case CauseFound() | Fixed() | Tested() | Resolved():
            return event.text, _work_remark(event)
        case Confirmed():
            return event.words, f"{event.evidence_class} {event.key}".strip()
        case Disputed():
            return event.words, ""
        case SubmittedOnBehalf():
            return event.requester, " ".join(
                part for part in (event.sent, event.message_id) if part
            )
        case Remarked():
            said = (f"{remark.kind}: {remark.detail}" for remark in event.remarks)
            return "; ".join(said), ""
        case MergedInto():
            return event.other, ""
        case _:
            assert_never(event)


def _work_remark(event: CauseFound | Fixed | Tested | Resolved) -> str:
    match event:
        case CauseFound():
            return event.kind or ""
        case Fixed():
            return event.consent
        case Resolved():
            return "workaround" if event.workaround else ""
        case Tested():
            return ""
