"""What happens in step 6, and at an end that is none of its own."""

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
class Archived:
    """R40: everything of it is gathered, under these keywords."""

    by: Address
    at: datetime
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpAdded:
    by: Address
    at: datetime
    followup: FollowUp


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """Who follows the request from now on."""

    by: Address
    at: datetime
    added: tuple[Address, ...] = ()
    removed: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Other requests have to do with this one; its customer is not told of them."""

    by: Address
    at: datetime
    others: tuple[RequestNumber, ...]


def _archived(request: Request, event: Archived) -> Request:
    settled = replace(request.settlement, keywords=event.keywords, archived_at=event.at)
    status = moved(request, Trigger.ARCHIVE)
    closed_at = request.closed_at or event.at
    return replace(request, status=status, closed_at=closed_at, settlement=settled)


def _followed(request: Request, event: FollowUpAdded) -> Request:
    return replace(request, followups=(*request.followups, event.followup))


def _copied(request: Request, event: Copied) -> Request:
    kept = [one for one in request.participants if one not in event.removed]
    return replace(request, participants=tuple(dict.fromkeys([*kept, *event.added])))


def _linked(request: Request, event: Linked) -> Request:
    linked = tuple(dict.fromkeys([*request.linked, *event.others]))
    return replace(request, linked=linked)


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            Archived,
            stage=Stage.ARCHIVING,
            change=_archived,
            words=lambda event: (", ".join(event.keywords), ""),
        ),
        **form(
            FollowUpAdded,
            stage=Stage.ARCHIVING,
            change=_followed,
            words=lambda event: (
                event.followup.text,
                f"{event.followup.who} {event.followup.due.isoformat()}",
            ),
        ),
        **form(
            Copied,
            stage=Stage.FIRST_RESPONSE,
            change=_copied,
            words=lambda event: (
                " ".join(
                    (
                        *(f"+{one}" for one in event.added),
                        *(f"-{one}" for one in event.removed),
                    )
                ),
                "",
            ),
            visible=False,
        ),
        **form(
            Linked,
            stage=Stage.ARCHIVING,
            change=_linked,
            words=lambda event: (" ".join(event.others), ""),
            visible=False,
        ),
    }
)
