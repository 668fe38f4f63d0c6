"""What happens where data leaves the house: who took a copy, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from gateway.domain.event_forms import Form, form
from gateway.domain.people import Address
from gateway.domain.request import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    by: Address
    at: datetime


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            Exported,
            stage=Stage.ARCHIVING,
            words=lambda _: ("", ""),
            visible=False,
        )
    }
)
