"""Specimens of the details of step 2."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from gateway.dispatch.sample_files import KEPT, NOTES
from gateway.dispatch.sample_forms import Specimens
from gateway.dispatch.sample_story import BART, HOUR, MINUTE, SUBMITTED, text
from gateway.dispatch.samples_knowledge import similar
from gateway.domain.classification_details import (
    Assigned,
    CallMissed,
    Paging,
    Told,
)
from gateway.domain.codes import Clock, NoticeCode
from gateway.domain.notices import Detail
from gateway.domain.people import Address, Locale
from gateway.domain.request import Status

C = NoticeCode


def _paging(_locale: Locale) -> tuple[Detail, ...]:
    urgent = Paging(
        clock=Clock.K1,
        started_at=SUBMITTED,
        due_at=SUBMITTED + 15 * MINUTE,
        percent=90,
        files=KEPT,
        notes=NOTES,
    )
    usual = Paging(
        clock=Clock.K2, started_at=SUBMITTED, due_at=SUBMITTED + 2 * HOUR, percent=60
    )
    return (urgent, usual)


def _assigned(locale: Locale) -> tuple[Detail, ...]:
    own = Assigned(
        owner=BART,
        owner_name=text(locale, "Bart", "巴特"),
        previous_name="",
        by_name=text(locale, "Elle", "艾丽"),
        reason=text(locale, "knows the order module", "熟悉订单模块"),
        similar=similar(locale),
    )
    other = replace(
        own,
        owner=Address("dave@example.com"),
        owner_name=text(locale, "Dave", "戴维"),
        previous_name=text(locale, "Bart", "巴特"),
        reason="",
        similar=(),
    )
    return (own, other)


def _missed(_: Locale) -> tuple[Detail, ...]:
    first = CallMissed(made_at=SUBMITTED + 8 * MINUTE, again_at=SUBMITTED + 13 * MINUTE)
    return (first, replace(first, attempts=2, gives_up=True))


def _told(locale: Locale) -> tuple[Detail, ...]:
    full = Told(
        next_update_at=SUBMITTED + 4 * HOUR,
        owner_name=text(locale, "Bart", "巴特"),
        owner_phone="010-5555-0101",
    )
    return (full, Told())


DETAILS: Mapping[NoticeCode, Specimens] = MappingProxyType(
    {
        C.TO_ASSIGN: _paging,
        C.URGENT_CALL: _paging,
        C.DEADLINE_WARNING: _paging,
        C.DEADLINE_MISSED: _paging,
        C.ASSIGNED: _assigned,
        C.ACCEPTED: _told,
        C.CALL_MISSED: _missed,
    }
)

STATUS: Mapping[NoticeCode, Status] = MappingProxyType(
    {
        C.TO_ASSIGN: Status.RECEIVED,
        C.URGENT_CALL: Status.RECEIVED,
        C.DEADLINE_WARNING: Status.RECEIVED,
        C.DEADLINE_MISSED: Status.RECEIVED,
    }
)
"""The status that its request is in; in progress where a letter is not named."""
