"""Business time in quantity: the calendar's own answers."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from gateway.domain.calendar import Calendar, calendar_from
from gateway.domain.elapsed import elapsed
from tests.support.builders import RULES

WEEK = dict.fromkeys(("mon", "tue", "wed", "fri"), ("09:00-12:00", "13:00-18:00"))
NIGHTS = {"sat": ("00:00-24:00",), "sun": ("22:00-24:00",)}
BERLIN = calendar_from(zone="Europe/Berlin", hours={**WEEK, **NIGHTS})
CALENDARS = {"berlin": BERLIN, "shipped": RULES.calendar}
MOMENTS = st.datetimes(
    datetime(2026, 2, 1),  # noqa: DTZ001 (the strategy adds the zone)
    datetime(2026, 12, 20),  # noqa: DTZ001 (as above)
    timezones=st.just(UTC),
)
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("name", CALENDARS)
@given(one=MOMENTS, other=MOMENTS)
def test_it_measures_as_the_calendar_does(
    name: str, one: datetime, other: datetime
) -> None:
    calendar: Calendar = CALENDARS[name]
    wanted = calendar.between(one, other) / timedelta(minutes=1)
    assert elapsed(calendar, BEGINNING).minutes(one, other) == pytest.approx(wanted)


def test_before_its_beginning_nothing_passes() -> None:
    meter = elapsed(RULES.calendar, BEGINNING)
    early = BEGINNING - timedelta(days=400)
    earlier = early - timedelta(days=100)
    late = datetime(2026, 11, 16, 2, tzinfo=ZoneInfo("UTC"))
    assert meter.minutes(early, late) == meter.minutes(earlier, late)
