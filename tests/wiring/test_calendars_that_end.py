"""A calendar that knows a year no longer: a warning in time, and weekends as before."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from gateway.settings import load
from gateway.wiring.checking import faults, warnings
from gateway.wiring.values import rules
from tests.support.configuration import a_configuration

LONG_AGO = """
zone = "Asia/Shanghai"
years = [2000]
days-off = [2000-01-03]
[hours]
mon = ["09:00-18:00"]
"""


def test_an_operator_is_told_what_to_add(tmp_path: Path) -> None:
    config = a_configuration(tmp_path / "etc")
    (config.parent / "calendars/office-cn.toml").write_text(LONG_AGO, "utf-8")
    settings = load(config)
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
