"""What happens in step 6, and at an end that is none of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form, form, moved
from gateway.domain.lifecycle import Trigger
from gateway.domain.people import Address
from gateway.domain.request import Request, RequestNumber, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedInto:
    """From now on mail about this request goes to the other one."""

    by: Address
    at: datetime
    other: RequestNumber


def _merged(request: Request, event: MergedInto) -> Request:
    status = moved(request, Trigger.MERGE)
    return replace(request, status=status, closed_at=event.at, merged_into=event.other)


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            MergedInto,
            stage=Stage.ARCHIVING,
            change=_merged,
            words=lambda event: (event.other, ""),
        ),
    }
)
