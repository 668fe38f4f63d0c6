"""A calendar that knows a year no longer: a warning in time, and weekends as before."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from gateway.settings import load
from gateway.wiring.checking import faults, warnings
from gateway.wiring.values import rules
from tests.support.configuration import a_configuration

YEARS = "years = [2023, 2024, 2025, 2026]"
LONG_AGO = "years = [2000]"


def test_an_operator_is_told_what_to_add(tmp_path: Path) -> None:
    ended = {"calendars/office-cn": (YEARS, LONG_AGO)}
    settings = load(a_configuration(tmp_path / "etc", **ended))
    said = [one for one in warnings(settings) if "office-cn" in one]
    assert said
    for one in said:
        assert one.startswith("calendars/office-cn.toml: years: 20")
        assert "add 20" in one
        assert "days-off" in one
    assert faults(settings) == ()


def test_beyond_its_years_weekends_alone_are_days_off(tmp_path: Path) -> None:
    calendar = rules(load(a_configuration(tmp_path / "etc"))).calendar
    assert not calendar.covers(2100)
    # Friday, 1 January 2100, 17:00 in Shanghai: a working day, and then a weekend.
    friday = datetime(2100, 1, 1, 9, tzinfo=UTC)
    assert calendar.add(friday, timedelta(hours=2)) == friday + timedelta(
        days=2, hours=17
    )
