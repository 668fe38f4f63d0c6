"""What happens in step 2."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form, form, moved
from gateway.domain.lifecycle import Trigger, next_status
from gateway.domain.people import Address
from gateway.domain.request import Priority, Request, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Step 2: one owner. The first assignment is the acceptance (R18, R56)."""

    by: Address
    at: datetime
    owner: Address
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """D7: the phone call, or the attempt at one.

    ``counted_at``: of an attempt that is one more, when it was made; ``best_effort``:
    with it K1 is at its end, though nobody was reached.
    """

    by: Address
    at: datetime
    connected: bool
    gist: str
    time_text: str = ""
    counted_at: datetime | None = None
    best_effort: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityChanged:
    """``urgent`` is None where it stays; False also says that a suspicion was none."""

    by: Address
    at: datetime
    priority: Priority
    escalation_level: int
    reason: str
    urgent: bool | None = None


def _assigned(request: Request, event: Assigned) -> Request:
    accepts = next_status(request.status, Trigger.ACCEPT) is not None
    return replace(
        request,
        assignee=event.owner,
        status=moved(request, Trigger.ACCEPT) if accepts else request.status,
        accepted_by=request.accepted_by or event.owner,
        accepted_at=request.accepted_at or event.at,
    )


def _called(request: Request, event: Called) -> Request:
    spoken = event.at if event.connected else request.called_at
    triage = request.triage
    if event.counted_at:
        missed = triage.calls_missed + 1
        triage = replace(triage, calls_missed=missed, missed_since=event.counted_at)
    if event.best_effort:
        triage = replace(triage, best_effort_at=event.at)
    return replace(request, called_at=spoken, triage=triage)


def _prioritised(request: Request, event: PriorityChanged) -> Request:
    level = event.escalation_level
    changed = replace(request, priority=event.priority, escalation_level=level)
    if event.urgent is None:
        return changed
    triage = replace(
        request.triage,
        suspected=False,
        misjudged=request.triage.misjudged or not event.urgent,
        urgent_since=event.at if event.urgent else request.triage.urgent_since,
    )
    return replace(changed, urgent=event.urgent, triage=triage)


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            Assigned,
            stage=Stage.FIRST_RESPONSE,
            change=_assigned,
            words=lambda event: (event.owner, event.reason),
        ),
        **form(
            Called,
            stage=Stage.FIRST_RESPONSE,
            change=_called,
            words=lambda event: (event.gist, "" if event.connected else "missed"),
        ),
        **form(
            PriorityChanged,
            stage=Stage.FIRST_RESPONSE,
            change=_prioritised,
            words=lambda event: (event.priority.name.lower(), event.reason),
        ),
    }
)
