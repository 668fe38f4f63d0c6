"""What happens when a requester takes a request back, or wants fewer letters."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form, form, moved
from gateway.domain.lifecycle import Trigger
from gateway.domain.people import Address
from gateway.domain.request import Request, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """E20: by the requester's own word; the record of it stays."""

    by: Address
    at: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Muted:
    """The requester wants no letter that he need not have, or all of them again."""

    by: Address
    at: datetime
    muted: bool


def _withdrawn(request: Request, event: Withdrawn) -> Request:
    settled = replace(request.settlement, closed_for="withdrawn", undecided_since=None)
    return replace(
        request,
        status=moved(request, Trigger.WITHDRAW),
        closed_at=event.at,
        settlement=settled,
    )


def _muted(request: Request, event: Muted) -> Request:
    return replace(request, muted=event.muted)


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            Withdrawn,
            stage=Stage.ARCHIVING,
            change=_withdrawn,
            words=lambda event: (event.words, ""),
        ),
        **form(
            Muted,
            stage=Stage.FIRST_RESPONSE,
            change=_muted,
            words=lambda event: ("stop" if event.muted else "start", ""),
        ),
    }
)
