"""K1, E3, E13: who is called at a moment, by shifts and absences; and the gaps."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gateway.domain.duty import Absence, Duty, Shift
from gateway.domain.people import Address, Roster

BART = Address("bart@support.example")
DAVE = Address("dave@support.example")
ELLE = Address("elle@support.example")
SHANGHAI = ZoneInfo("Asia/Shanghai")
EVERY_DAY = frozenset(range(7))
NIGHTS = Shift(
    opens=time(18), closes=time(9), days=frozenset({0, 4}), duty=(BART,), backup=(DAVE,)
)
STANDING = Roster(duty=(DAVE,), backup=(BART,), supervisors=(ELLE,))
DUTY = Duty(standing=STANDING, zone=SHANGHAI, shifts=(NIGHTS,))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


def test_a_shift_over_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    moments = {
        "2026-11-23 17:59": DAVE,
        "2026-11-23 18:00": BART,
        "2026-11-24 08:59": BART,
        "2026-11-24 09:00": DAVE,
        "2026-11-24 18:00": DAVE,
    }
    called = {text: DUTY.roster_at(at(text)).duty for text in moments}
    assert called == {text: (who,) for text, who in moments.items()}


def test_the_first_shift_that_fits_wins() -> None:
    holiday = Shift(
        opens=time(0),
        closes=time(0),
        days=EVERY_DAY,
        first=date(2026, 11, 23),
        last=date(2026, 11, 23),
        duty=(ELLE,),
    )
    duty = Duty(standing=STANDING, zone=SHANGHAI, shifts=(holiday, NIGHTS))

    assert duty.roster_at(at("2026-11-23 20:00")).duty == (ELLE,)
    assert duty.roster_at(at("2026-11-24 00:00")).duty == (BART,)


def test_a_shift_without_a_backup_keeps_the_standing_one() -> None:
    alone = Shift(opens=time(0), closes=time(0), days=EVERY_DAY, duty=(ELLE,))
    duty = Duty(standing=STANDING, zone=SHANGHAI, shifts=(alone,))
    assert duty.roster_at(at("2026-11-23 20:00")).backup == (BART,)


def test_a_deputy_stands_in_on_each_day_of_an_absence_and_no_other() -> None:
    """E13."""
    away = Absence(
        who=DAVE, first=date(2026, 11, 24), last=date(2026, 11, 25), deputy=ELLE
    )
    duty = Duty(standing=STANDING, zone=SHANGHAI, absences=(away,))
    days = ("2026-11-23 23:59", "2026-11-24 00:00", "2026-11-25 23:59", "2026-11-26")

    called = [duty.roster_at(at(day)).duty for day in days]
    assert called == [(DAVE,), (ELLE,), (ELLE,), (DAVE,)]


def test_where_nobody_is_left_the_gap_is_found_days_ahead() -> None:
    """E3."""
    away = Absence(who=DAVE, first=date(2026, 11, 26), last=date(2026, 11, 26))
    duty = Duty(standing=STANDING, zone=SHANGHAI, absences=(away,))

    assert duty.gap_after(at("2026-11-23 10:00")) == at("2026-11-26 00:00")
    assert duty.gap_after(at("2026-11-26 10:00")) == at("2026-11-26 10:00")
    assert duty.gap_after(at("2026-11-27 00:00")) is None
    assert duty.gap_after(at("2026-11-26 00:00") - timedelta(days=9)) is None


def test_an_absent_deputy_stands_in_for_nobody() -> None:
    away = tuple(
        Absence(who=who, first=date(2026, 11, 26), last=date(2026, 11, 26), deputy=ELLE)
        for who in (DAVE, ELLE)
    )
    duty = Duty(standing=STANDING, zone=SHANGHAI, absences=away)
    assert duty.roster_at(at("2026-11-26 10:00")) == Roster(backup=(BART,))
