"""Specimens of C23, and of C15 and S14 for a request that was withdrawn."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.sample_forms import Specimens
from gateway.dispatch.sample_story import HOUR, SUBMITTED, text
from gateway.domain.codes import NoticeCode
from gateway.domain.leaving_details import Hushed, WithdrawnTold
from gateway.domain.notices import Detail
from gateway.domain.people import Locale


def withdrawn(locale: Locale) -> WithdrawnTold:
    return WithdrawnTold(
        words=text(locale, "Withdraw, please", "请撤回"),
        reopen_until=SUBMITTED + 172 * HOUR,
    )


def _hushed(_: Locale) -> tuple[Detail, ...]:
    return (
        Hushed(muted=True),
        Hushed(muted=False),
        Hushed(muted=True, follower=True),
    )


DETAILS: Mapping[NoticeCode, Specimens] = MappingProxyType({NoticeCode.HUSHED: _hushed})
