"""The process record: one row an event, six columns (R58-R62).

The columns are: number, stage, actor, point in time, what was done, remark. A row
says in plain words what happened; the words of people are kept as they were said.
"""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.events import FORMS, Event
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


def row_of(event: Event, number: RequestNumber) -> RecordRow:
    """Write an event as the row of the record that an auditor reads."""
    form = FORMS[type(event)]
    action, remark = form.words(event)
    return RecordRow(
        number=number,
        stage=form.stage,
        actor=event.by,
        at=event.at,
        time_text=getattr(event, "time_text", ""),
        kind=type(event).__name__,
        action=action,
        remark=remark,
        visible=form.visible(event),
    )
