"""What happens where the owner of a request turns out to be away (E13)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form, form
from gateway.domain.people import Address
from gateway.domain.request import Request, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerFoundAway:
    """His mailbox answered so; supervisors were asked to give it to somebody."""

    by: Address
    at: datetime
    owner: Address
    back: date | None


def absence_of(owner: Address, back: date | None) -> str:
    """Name an absence, so that of each the supervisors are told once."""
    return f"{owner} {back.isoformat() if back else ''}".strip()


def _away(request: Request, event: OwnerFoundAway) -> Request:
    told = absence_of(event.owner, event.back)
    return replace(request, triage=replace(request.triage, owner_away=told))


FORMS: Mapping[type, Form] = MappingProxyType(
    form(
        OwnerFoundAway,
        stage=Stage.FIRST_RESPONSE,
        change=_away,
        words=lambda event: (
            event.owner,
            event.back.isoformat() if event.back else "",
        ),
        visible=False,
    )
)
