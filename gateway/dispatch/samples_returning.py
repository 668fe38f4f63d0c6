"""Specimens of S15."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.sample_forms import Specimens
from gateway.dispatch.sample_story import ANNE, BART
from gateway.domain.codes import NoticeCode
from gateway.domain.notices import Detail
from gateway.domain.people import Address, Locale
from gateway.domain.returning_details import Undelivered

CRIS = Address("cris@customer.example")


def _undelivered(_: Locale) -> tuple[Detail, ...]:
    return (
        Undelivered(
            code="C09",
            to=ANNE,
            status="5.1.1",
            hard=True,
            customer=True,
            others=(CRIS,),
        ),
        Undelivered(
            code="C10",
            to=ANNE,
            status="5.7.26",
            hard=True,
            given_up=True,
            customer=True,
        ),
        Undelivered(code="C04", to=ANNE, status="4.2.2", hard=False, customer=True),
        Undelivered(code="S03", to=BART, status="", hard=True),
    )


DETAILS: Mapping[NoticeCode, Specimens] = MappingProxyType(
    {NoticeCode.UNDELIVERED: _undelivered}
)
