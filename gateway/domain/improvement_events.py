"""What happens to open items beside the request's own steps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form, form
from gateway.domain.people import Address
from gateway.domain.request import Request, Stage
from gateway.domain.settlement import FollowUp


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementOpened:
    """R46. The customer sees nothing of it."""

    by: Address
    at: datetime
    item: FollowUp


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEnded:
    """``item`` as it was while it was open."""

    by: Address
    at: datetime
    item: FollowUp
    outcome: str = ""


def _opened(request: Request, event: ImprovementOpened) -> Request:
    return replace(request, followups=(*request.followups, event.item))


def _ended(request: Request, event: ItemEnded) -> Request:
    done = replace(event.item, done_at=event.at, outcome=event.outcome)
    items = tuple(done if one == event.item else one for one in request.followups)
    return replace(request, followups=items)


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            ImprovementOpened,
            stage=Stage.ARCHIVING,
            change=_opened,
            words=lambda event: (
                event.item.text,
                f"{event.item.who} {event.item.due.isoformat()}",
            ),
            visible=False,
        ),
        **form(
            ItemEnded,
            stage=Stage.ARCHIVING,
            change=_ended,
            words=lambda event: (event.item.text, event.outcome),
            visible=False,
        ),
    }
)
