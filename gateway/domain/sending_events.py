"""What happens where a letter goes out once more: it stands on record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from gateway.domain.codes import NoticeCode
from gateway.domain.event_forms import Form, form
from gateway.domain.people import Address
from gateway.domain.request import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Resent:
    by: Address
    at: datetime
    code: NoticeCode
    to: Address


FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **form(
            Resent,
            stage=Stage.FIRST_RESPONSE,
            words=lambda event: (str(event.code), event.to),
            visible=False,
        )
    }
)
"""C-letters that are written anew have the codes of the letter before."""
