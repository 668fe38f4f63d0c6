"""Business time, and the calendars that are shipped with the gateway."""

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import example, given, strategies as st

from gateway.domain.calendar import (
    DATES_LIMIT,
    LOOKAHEAD_LIMIT,
    SPANS_PER_DAY_LIMIT,
    Calendar,
    calendar_from,
)

CALENDARS = Path(__file__).parents[2] / "config" / "calendars"
YEARS = (2023, 2024, 2025, 2026)
WEEK = {day: ["09:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


def shipped(name: str) -> Calendar:
    values = tomllib.loads((CALENDARS / f"{name}.toml").read_text(encoding="utf-8"))
    return calendar_from(**{key.replace("-", "_"): values[key] for key in values})


ALWAYS = shipped("always")
CN = shipped("office-cn")
EU = shipped("office-eu")
# Open through the hour that summer time leaves out, and through the one it repeats.
NIGHT = calendar_from(
    zone="Europe/Berlin",
    hours={
        day: ["00:00-02:20", "02:20-02:40", "02:40-03:30", "22:00-24:00"]
        for day in ("sat", "sun", "mon")
    },
)
EVERY = pytest.mark.parametrize(
    "calendar", [ALWAYS, CN, EU, NIGHT], ids=["always", "cn", "eu", "night"]
)

moments = st.datetimes(
    min_value=datetime(2023, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(2026, 12, 1),  # noqa: DTZ001 - the same
    timezones=st.just(UTC),
)
spans = st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=60))
changes_of_clock = example(
    start=datetime(2024, 3, 30, 20, 0, tzinfo=UTC), span=timedelta(hours=6)
)


def shanghai(*when: int) -> datetime:
    return datetime(*when, tzinfo=SHANGHAI).astimezone(UTC)  # type: ignore[misc, arg-type]  # year to minute


def berlin(*when: int) -> datetime:
    return datetime(*when, tzinfo=BERLIN).astimezone(UTC)  # type: ignore[misc, arg-type]  # year to minute


@pytest.mark.parametrize("day", ["2023-10-01", "2024-02-12", "2025-01-28"])
def test_a_public_holiday_is_closed(day: str) -> None:
    assert not CN.is_workday(date.fromisoformat(day))


def test_a_make_up_day_is_open_although_it_is_a_weekend() -> None:
    assert CN.is_open(shanghai(2023, 10, 7, 10, 0))
    assert CN.is_open(shanghai(2023, 10, 8, 10, 0))
    assert not CN.is_open(shanghai(2023, 10, 14, 10, 0))


def test_the_third_workday_from_national_day_is_the_ninth() -> None:
    assert CN.add_workdays(shanghai(2023, 10, 1, 9, 30), 3) == shanghai(
        2023, 10, 9, 9, 30
    )


def test_one_workday_is_the_next_workday_at_the_same_moment() -> None:
    friday = shanghai(2023, 11, 3, 16, 45)
    assert CN.add_workdays(friday, 1) == shanghai(2023, 11, 6, 16, 45)
    assert CN.add_workdays(friday, 0) == friday


def test_a_workday_across_the_change_of_clocks_keeps_the_local_time() -> None:
    assert EU.add_workdays(berlin(2024, 3, 28, 10, 0), 1) == berlin(2024, 4, 2, 10, 0)


def test_two_hours_over_the_end_of_the_day_fall_on_the_next_morning() -> None:
    assert CN.add(shanghai(2023, 11, 2, 17, 0), 2 * HOUR) == shanghai(
        2023, 11, 3, 10, 0
    )


def test_two_hours_that_end_with_the_day_fall_due_at_its_end() -> None:
    assert CN.add(shanghai(2023, 11, 3, 16, 0), 2 * HOUR) == shanghai(
        2023, 11, 3, 18, 0
    )


def test_a_mail_of_the_holiday_week_counts_from_the_make_up_day() -> None:
    assert CN.add(shanghai(2023, 10, 1, 9, 30), 2 * HOUR) == shanghai(
        2023, 10, 7, 11, 0
    )


def test_an_urgent_request_counts_round_the_clock() -> None:
    midnight = shanghai(2023, 10, 1, 23, 50)
    assert ALWAYS.add(midnight, 15 * MINUTE) == midnight + 15 * MINUTE


def test_a_lunch_break_stops_the_clock() -> None:
    siesta = calendar_from(
        zone="Asia/Shanghai", hours={"thu": ["09:00-12:00", "13:30-18:00"]}
    )
    assert siesta.add(shanghai(2023, 11, 2, 11, 0), 2 * HOUR) == shanghai(
        2023, 11, 2, 14, 30
    )
    assert not siesta.is_open(shanghai(2023, 11, 2, 12, 0))


def test_the_night_that_loses_an_hour_is_an_hour_shorter() -> None:
    early = calendar_from(zone="Europe/Berlin", hours={"sun": ["00:00-03:30"]})
    assert early.between(berlin(2024, 3, 31, 0, 0), berlin(2024, 3, 31, 12, 0)) == (
        2 * HOUR + 30 * MINUTE
    )
    assert early.between(berlin(2024, 3, 24, 0, 0), berlin(2024, 3, 24, 12, 0)) == (
        3 * HOUR + 30 * MINUTE
    )
    assert early.between(berlin(2024, 10, 27, 0, 0), berlin(2024, 10, 27, 12, 0)) == (
        4 * HOUR + 30 * MINUTE
    )


def test_the_time_from_a_later_to_an_earlier_moment_is_none() -> None:
    noon = shanghai(2023, 11, 2, 12, 0)
    assert CN.between(noon, noon - HOUR) == timedelta(0)


@EVERY
@given(start=moments, span=spans)
@changes_of_clock
def test_the_time_up_to_the_due_moment_is_the_time_that_was_added(
    calendar: Calendar, start: datetime, span: timedelta
) -> None:
    assert calendar.between(start, calendar.add(start, span)) == span


@EVERY
@given(start=moments, span=spans)
@changes_of_clock
def test_nothing_falls_due_while_the_office_is_closed(
    calendar: Calendar, start: datetime, span: timedelta
) -> None:
    due = calendar.add(start, span)
    assert due >= start
    assert due.tzinfo is UTC
    assert calendar.is_open(due) or calendar.is_open(due - TICK)


@EVERY
@given(start=moments, later=spans, span=spans, more=spans)
def test_who_starts_later_or_needs_longer_is_never_due_earlier(
    calendar: Calendar,
    start: datetime,
    later: timedelta,
    span: timedelta,
    more: timedelta,
) -> None:
    due = calendar.add(start, span)
    assert calendar.add(start + later, span) >= due
    assert calendar.add(start, span + more) >= due
    assert calendar.add(due, more) == calendar.add(start, span + more)


@given(start=moments, count=st.integers(min_value=0, max_value=40))
def test_workdays_land_on_workdays_at_the_local_time(
    start: datetime, count: int
) -> None:
    due = EU.add_workdays(start, count).astimezone(BERLIN)
    local = start.astimezone(BERLIN)
    assert count == 0 or EU.is_workday(due.date())
    in_the_lost_hour = due.date().month == 3 and local.hour == 2
    assert in_the_lost_hour or due.time() == local.time()


def test_china_is_off_and_at_work_as_the_holidays_package_says() -> None:
    official = holidays.country_holidays("CN", years=YEARS)
    day, wrong = date(YEARS[0], 1, 1), []
    while day.year <= YEARS[-1]:
        if CN.is_workday(day) != official.is_working_day(day):
            wrong.append(day)
        day += timedelta(days=1)
    assert wrong == []
    assert set(official) == CN.days_off


def test_germany_is_off_as_the_holidays_package_says() -> None:
    assert set(holidays.country_holidays("DE", years=YEARS)) == EU.days_off


@pytest.mark.parametrize("calendar", [CN, EU], ids=["cn", "eu"])
def test_a_calendar_says_which_years_it_knows(calendar: Calendar) -> None:
    assert [year for year in range(2020, 2030) if calendar.covers(year)] == [*YEARS]


def test_a_calendar_without_days_off_covers_every_year() -> None:
    assert ALWAYS.covers(1999)
    assert ALWAYS.covers(2099)


@pytest.mark.parametrize(
    ("hours", "reason"),
    [
        ({}, "no opening hours"),
        ({"mon": []}, "no opening hours"),
        ({"monday": ["09:00-18:00"]}, "unknown weekday 'monday'"),
        ({"mon": ["9-18"]}, "not of the form"),
        ({"mon": ["09:00"]}, "not of the form"),
        ({"mon": ["T0900-18:00"]}, "not of the form"),
        ({"mon": ["09:00-25:00"]}, "not of the form"),
        ({"mon": ["22:00-06:00"]}, "ends before it begins"),
        ({"mon": ["09:00-09:00"]}, "ends before it begins"),
        ({"mon": ["09:00-12:00", "11:00-18:00"]}, "overlap"),
        ({"mon": ["13:00-24:00", "09:00-12:00"]}, "overlap"),
    ],
)
def test_bad_opening_hours_are_refused_with_a_reason(
    hours: dict[str, list[str]], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        calendar_from(zone="UTC", hours=hours)


def test_more_spans_a_day_than_the_limit_are_refused() -> None:
    full = [f"{hour:02}:00-{hour:02}:30" for hour in range(SPANS_PER_DAY_LIMIT)]
    assert calendar_from(zone="UTC", hours={"mon": full}).hours[0][-1].closes == time(
        SPANS_PER_DAY_LIMIT - 1, 30
    )
    with pytest.raises(ValueError, match="spans a day"):
        calendar_from(zone="UTC", hours={"mon": [*full, "23:00-23:30"]})


@pytest.mark.parametrize("zone", ["", "Europe", "Mars/Olympus", "../etc/passwd"])
def test_an_unknown_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="unknown time zone"):
        calendar_from(zone=zone, hours=WEEK)


def test_dates_that_contradict_each_other_are_refused() -> None:
    day = date(2023, 10, 7)
    hours = {**WEEK, "make-up": ["09:00-18:00"]}
    with pytest.raises(ValueError, match="both a day off and a make-up day"):
        calendar_from(
            zone="UTC", hours=hours, years=[2023], days_off=[day], make_up_days=[day]
        )
    with pytest.raises(ValueError, match="outside the years"):
        calendar_from(zone="UTC", hours=hours, years=[2024], days_off=[day])
    with pytest.raises(ValueError, match="make-up"):
        calendar_from(zone="UTC", hours=WEEK, years=[2023], make_up_days=[day])


def test_more_dates_than_the_limit_are_refused() -> None:
    days = [date(2023, 1, 1) + timedelta(days=n) for n in range(DATES_LIMIT + 1)]
    with pytest.raises(ValueError, match="dates"):
        calendar_from(zone="UTC", hours=WEEK, years=range(2023, 2030), days_off=days)


def test_a_promise_beyond_the_horizon_is_refused_and_ends() -> None:
    monday = berlin(2024, 1, 8, 9, 0)
    with pytest.raises(ValueError, match="not spent"):
        EU.add(monday, LOOKAHEAD_LIMIT)
    with pytest.raises(ValueError, match="do not pass"):
        EU.add_workdays(monday, LOOKAHEAD_LIMIT.days)


def test_negative_spans_are_refused() -> None:
    monday = berlin(2024, 1, 8, 9, 0)
    with pytest.raises(ValueError, match="negative"):
        EU.add(monday, -HOUR)
    with pytest.raises(ValueError, match="negative"):
        EU.add_workdays(monday, -1)
