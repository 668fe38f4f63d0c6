"""What happens where two requests become one, or one becomes two (E7, E8)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form, form, moved
from gateway.domain.lifecycle import Trigger
from gateway.domain.people import Address
from gateway.domain.request import Request, RequestNumber, Stage
from gateway.domain.settlement import FollowUp


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedInto:
    """From now on mail about this request goes to the other one."""

    by: Address
    at: datetime
    other: RequestNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Absorbed:
    """Another request went into this one, with who follows it and its open items."""

    by: Address
    at: datetime
    other: RequestNumber
    subject: str
    added: tuple[Address, ...] = ()
    followups: tuple[FollowUp, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitOff:
    """Another matter of this request goes on under a number of its own."""

    by: Address
    at: datetime
    other: RequestNumber
    subject: str


def _merged(request: Request, event: MergedInto) -> Request:
    status = moved(request, Trigger.MERGE)
    return replace(request, status=status, closed_at=event.at, merged_into=event.other)


def _absorbed(request: Request, event: Absorbed) -> Request:
    together = (*request.participants, *event.added)
    return replace(
        _linked(request, event.other),
        participants=tuple(dict.fromkeys(together)),
        followups=(*request.followups, *event.followups),
    )


def _split(request: Request, event: SplitOff) -> Request:
    return _linked(request, event.other)


def _linked(request: Request, other: RequestNumber) -> Request:
    return replace(request, linked=tuple(dict.fromkeys((*request.linked, other))))


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            MergedInto,
            stage=Stage.ARCHIVING,
            change=_merged,
            words=lambda event: (event.other, ""),
        ),
        **form(
            Absorbed,
            stage=Stage.FIRST_RESPONSE,
            change=_absorbed,
            words=lambda event: (event.subject, event.other),
            visible=False,
        ),
        **form(
            SplitOff,
            stage=Stage.FIRST_RESPONSE,
            change=_split,
            words=lambda event: (event.subject, event.other),
        ),
    }
)
