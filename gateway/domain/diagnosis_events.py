"""What happens in step 3."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form, form
from gateway.domain.people import Address
from gateway.domain.request import CauseKind, Request, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseFound:
    """Step 3."""

    by: Address
    at: datetime
    kind: CauseKind | None
    text: str
    time_text: str = ""


def _found(request: Request, event: CauseFound) -> Request:
    return replace(request, cause=event.text, cause_kind=event.kind)


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            CauseFound,
            stage=Stage.DIAGNOSIS,
            change=_found,
            words=lambda event: (event.text, event.kind or ""),
        ),
    }
)
