"""What happens to a request whose letters do not arrive (E11)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form, form
from gateway.domain.people import Address
from gateway.domain.request import Request, Stage
from gateway.domain.triage import CameBack


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterReturned:
    """A letter to this address did not arrive; ``status`` is a code of RFC 3463."""

    by: Address
    at: datetime
    to: Address
    code: str
    status: str
    hard: bool
    given_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactChanged:
    """The requester is written to at another address from now on."""

    by: Address
    at: datetime
    to: Address
    was: Address


def _returned(request: Request, event: LetterReturned) -> Request:
    back = CameBack(
        to=event.to,
        code=event.code,
        status=event.status,
        hard=event.hard,
        at=event.at,
        given_up=event.given_up,
    )
    others = (one for one in request.triage.came_back if one.to != event.to)
    triage = replace(request.triage, came_back=(*others, back))
    return replace(request, triage=triage)


def _changed(request: Request, event: ContactChanged) -> Request:
    back = tuple(one for one in request.triage.came_back if one.to != event.was)
    return replace(
        request,
        requester=event.to,
        triage=replace(request.triage, came_back=back),
        participants=tuple(one for one in request.participants if one != event.to),
    )


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            LetterReturned,
            stage=Stage.FIRST_RESPONSE,
            change=_returned,
            words=lambda event: (f"{event.code} {event.to}", event.status),
            visible=False,
        ),
        **form(
            ContactChanged,
            stage=Stage.FIRST_RESPONSE,
            change=_changed,
            words=lambda event: (event.to, event.was),
        ),
    }
)
