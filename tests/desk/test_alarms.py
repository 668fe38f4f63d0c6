"""S21: what is wrong with the settings reaches a supervisor while there is time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.desk.alarms import SettingsAlarms, TroubleAlarms
from gateway.domain.alarm_details import Alarm, AlarmKind
from gateway.domain.codes import NoticeCode
from gateway.domain.decision import Case
from gateway.domain.duty import Absence, Duty
from tests.support.builders import BART, DAVE, ELLE, PEOPLE, RULES, a_case

SHANGHAI = ZoneInfo("Asia/Shanghai")
ALARMS = SettingsAlarms(
    calendars={"office-cn": frozenset({2026}), "always": frozenset()}, zone=SHANGHAI
)
NOVEMBER = datetime(2026, 11, 2, 2, tzinfo=UTC)


def on(moment: datetime) -> Case:
    return replace(a_case(ELLE), now=moment)


def test_a_calendar_without_the_coming_year_is_told_from_november() -> None:
    """PROCESS 1.3: the days of a year are announced in the autumn before."""
    assert ALARMS.due(on(NOVEMBER - timedelta(days=2))) == ()
    (key,) = ALARMS.due(on(NOVEMBER))
    (notice,) = ALARMS.notices(key, on(NOVEMBER))

    assert (notice.code, notice.to) == (NoticeCode.ALARM, ELLE)
    assert isinstance(notice.detail, Alarm)
    assert (notice.detail.kind, notice.detail.what) == (AlarmKind.CALENDAR_ENDS, "2027")


def test_it_is_told_once_a_week_and_not_at_night() -> None:
    keys = {ALARMS.due(on(NOVEMBER + timedelta(days=n))) for n in range(7)}
    assert len(keys) == 1
    assert ALARMS.due(on(NOVEMBER + timedelta(days=7))) not in keys
    assert ALARMS.due(on(NOVEMBER - timedelta(hours=2))) == ()


def test_an_hour_with_nobody_on_duty_is_told_days_before() -> None:
    """E3: also those who assign are told, where there is no supervisor."""
    march = datetime(2026, 3, 2, 2, tzinfo=UTC)
    away = Absence(who=DAVE, first=date(2026, 3, 5), last=date(2026, 3, 5))
    duty = Duty(standing=PEOPLE.roster, zone=SHANGHAI, absences=(away,))
    people = replace(PEOPLE, roster=replace(PEOPLE.roster, supervisors=()))
    case = replace(on(march), people=people, rules=replace(RULES, duty=duty))

    (key,) = ALARMS.due(case)
    notices = ALARMS.notices(key, case)
    assert [one.to for one in notices] == [BART, DAVE]
    assert ALARMS.due(on(march)) == ()


def test_what_was_mended_meanwhile_is_not_told() -> None:
    (key,) = ALARMS.due(on(NOVEMBER))
    mended = replace(ALARMS, calendars={"office-cn": frozenset({2026, 2027})})
    assert mended.notices(key, on(NOVEMBER)) == ()


def test_what_cannot_be_read_is_told_once_a_day_until_it_can() -> None:
    shut = {"support@imap.example.com": NOVEMBER}
    alarms = TroubleAlarms(
        kind=AlarmKind.MAILBOX_SHUT, troubles=lambda: shut, zone=SHANGHAI
    )
    (key,) = alarms.due(on(NOVEMBER))
    (notice,) = alarms.notices(key, on(NOVEMBER))
    assert (notice.code, notice.to) == (NoticeCode.ALARM, ELLE)
    assert isinstance(notice.detail, Alarm)
    assert notice.detail.what == "support@imap.example.com"
    assert alarms.due(on(NOVEMBER + timedelta(hours=3))) == [key]
    assert alarms.due(on(NOVEMBER + timedelta(days=1))) != [key]
    shut.clear()
    assert alarms.due(on(NOVEMBER)) == []
    assert alarms.notices(key, on(NOVEMBER)) == ()
