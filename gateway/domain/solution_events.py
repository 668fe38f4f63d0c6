"""What happens in step 4."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form, form
from gateway.domain.people import Address
from gateway.domain.request import Request, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """Step 4: an immediate fix (R26)."""

    by: Address
    at: datetime
    text: str
    consent: str = ""
    time_text: str = ""


def _fixed(request: Request, event: Fixed) -> Request:
    return replace(request, solution=event.text)


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            Fixed,
            stage=Stage.IMPLEMENTATION,
            change=_fixed,
            words=lambda event: (event.text, event.consent),
        ),
    }
)
