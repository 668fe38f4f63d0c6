"""Specimens of C18."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.sample_forms import Specimens
from gateway.dispatch.sample_story import HOUR, SUBMITTED, text
from gateway.domain.codes import NoticeCode
from gateway.domain.merging_details import Regrouped
from gateway.domain.notices import Detail
from gateway.domain.people import Locale
from gateway.domain.request import RequestNumber, Status


def _regrouped(locale: Locale) -> tuple[Detail, ...]:
    title = text(locale, "Orders time out", "提交订单总是超时")
    other = RequestNumber("TS20231009004")
    return (
        Regrouped(other=other, status=Status.IN_PROGRESS, title=title),
        Regrouped(other=other, status=Status.IN_PROGRESS),
        Regrouped(
            other=other,
            status=Status.RECEIVED,
            title=title,
            split=True,
            due_at=SUBMITTED + 5 * HOUR,
        ),
    )


DETAILS: Mapping[NoticeCode, Specimens] = MappingProxyType(
    {NoticeCode.REGROUPED: _regrouped}
)
