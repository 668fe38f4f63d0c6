"""What happens while an answer is waited for: reminders, pauses, and the end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form, form, moved
from gateway.domain.evidence import EvidenceClass
from gateway.domain.lifecycle import Trigger
from gateway.domain.people import Address
from gateway.domain.request import Request, Stage
from gateway.domain.settlement import Phoned
from gateway.domain.waiting_commands import CloseFor


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """C10 went out."""

    by: Address
    at: datetime
    to: tuple[Address, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    by: Address
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponed:
    """The requester's mailbox says that he is away; reminders wait for him."""

    by: Address
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PhonedIn:
    """A confirmation by telephone that a supervisor has to second."""

    by: Address
    at: datetime
    who: str
    time_text: str
    gist: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedWithout:
    """Closed without a confirmation: by a person's decision, or by silence."""

    by: Address
    at: datetime
    why: CloseFor
    reason: str


def _reminded(request: Request, _: Reminded) -> Request:
    settled = request.settlement
    return replace(
        request, settlement=replace(settled, reminders=settled.reminders + 1)
    )


def _observed(request: Request, event: Observed) -> Request:
    changed = replace(
        request.settlement, observe_until=event.until, undecided_since=None
    )
    return replace(request, settlement=changed)


def _phoned(request: Request, event: PhonedIn) -> Request:
    phoned = Phoned(
        by=event.by,
        who=event.who,
        at_text=event.time_text,
        gist=event.gist,
        noted_at=event.at,
    )
    return replace(request, settlement=replace(request.settlement, phoned=phoned))


def _closed(request: Request, event: ClosedWithout) -> Request:
    invalid = event.why is CloseFor.INVALID
    trigger = Trigger.INVALIDATE if invalid else Trigger.EXPIRE
    settled = replace(
        request.settlement,
        closed_for=event.reason or event.why,
        evidence_class="" if invalid else EvidenceClass.EXPIRED,
        undecided_since=None,
    )
    return replace(
        request,
        status=moved(request, trigger),
        closed_at=event.at,
        settlement=settled,
    )


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            Reminded,
            stage=Stage.VERIFICATION,
            change=_reminded,
            words=lambda event: (", ".join(event.to), ""),
        ),
        **form(
            Observed,
            stage=Stage.VERIFICATION,
            change=_observed,
            words=lambda event: (f"{event.until:%Y-%m-%d %H:%M} UTC", ""),
        ),
        **form(
            Postponed,
            stage=Stage.VERIFICATION,
            words=lambda event: (f"{event.until:%Y-%m-%d %H:%M} UTC", ""),
            visible=False,
        ),
        **form(
            PhonedIn,
            stage=Stage.VERIFICATION,
            change=_phoned,
            words=lambda event: (event.gist, f"{event.who} {event.time_text}".strip()),
        ),
        **form(
            ClosedWithout,
            stage=Stage.VERIFICATION,
            change=_closed,
            words=lambda event: (event.reason, str(event.why)),
        ),
    }
)
