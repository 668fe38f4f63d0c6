"""Specimens of the letter about the gateway itself."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from gateway.dispatch.sample_forms import Specimens
from gateway.dispatch.sample_story import SUBMITTED
from gateway.domain.alarm_details import Alarm, AlarmKind
from gateway.domain.codes import NoticeCode
from gateway.domain.notices import Detail
from gateway.domain.people import Locale


def _alarm(_locale: Locale) -> tuple[Detail, ...]:
    ends = Alarm(
        kind=AlarmKind.CALENDAR_ENDS,
        where="calendars/office-cn.toml",
        since=datetime(2023, 12, 31, 16, tzinfo=UTC),
        what="2024",
    )
    nobody = Alarm(
        kind=AlarmKind.NOBODY_ON_DUTY,
        where="people.toml",
        since=SUBMITTED + timedelta(days=2),
    )
    silent = Alarm(
        kind=AlarmKind.NOBODY_ANSWERS,
        where="people.toml",
        what="TS20231009001",
        since=SUBMITTED,
    )
    dying = Alarm(
        kind=AlarmKind.TOKEN_DIES,
        where="gateway.toml",
        what="mailbox",
        since=SUBMITTED,
    )
    shut = Alarm(
        kind=AlarmKind.MAILBOX_SHUT,
        where="gateway.toml",
        what="support@imap.example.com",
        since=SUBMITTED,
    )
    return (ends, nobody, silent, dying, shut)


DETAILS: Mapping[NoticeCode, Specimens] = MappingProxyType({NoticeCode.ALARM: _alarm})
