"""Specimens of the letters of step 6."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.sample_forms import Specimens
from gateway.dispatch.sample_story import HOUR, SUBMITTED, text
from gateway.domain.archiving_details import ToArchive
from gateway.domain.codes import NoticeCode
from gateway.domain.notices import Detail
from gateway.domain.people import Locale
from gateway.domain.request import Status


def _to_archive(locale: Locale) -> tuple[Detail, ...]:
    words = text(locale, "orders,connection pool", "订单模块,连接池").split(",")
    ended = SUBMITTED + 30 * HOUR
    return (
        ToArchive(ended_at=ended, suggested=tuple(words)),
        ToArchive(ended_at=ended),
    )


DETAILS: Mapping[NoticeCode, Specimens] = MappingProxyType(
    {NoticeCode.TO_ARCHIVE: _to_archive}
)

STATUS: Mapping[NoticeCode, Status] = MappingProxyType(
    {NoticeCode.TO_ARCHIVE: Status.CONFIRMED}
)
"""The status that its request is in; in progress where a letter is not named."""
