"""Specimens of S25."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from gateway.dispatch.sample_forms import Specimens
from gateway.dispatch.sample_story import text
from gateway.domain.absent_details import OwnerAway
from gateway.domain.codes import NoticeCode
from gateway.domain.notices import Detail
from gateway.domain.people import Locale


def _away(locale: Locale) -> tuple[Detail, ...]:
    name = text(locale, "Bart", "巴特")
    words = text(
        locale,
        "I am out of office until Friday.\nI will be back on 16 October.",
        "我正在休假，10 月 16 日返回。",
    )
    return (
        OwnerAway(owner_name=name, words=words, back=date(2023, 10, 16)),
        OwnerAway(owner_name=name, words=""),
    )


DETAILS: Mapping[NoticeCode, Specimens] = MappingProxyType(
    {NoticeCode.OWNER_AWAY: _away}
)
