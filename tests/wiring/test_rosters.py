"""An operator is warned of an hour at which nobody is on duty."""

from pathlib import Path

from gateway.settings import load
from gateway.wiring.checking import warnings
from tests.support.configuration import a_configuration

DUTY = 'duty = ["elle@example.com"]'


def said_of(config: Path) -> list[str]:
    return [one for one in warnings(load(config)) if "roster" in one]


def test_a_roster_with_somebody_at_each_hour_is_nothing_to_say(tmp_path: Path) -> None:
    assert said_of(a_configuration(tmp_path / "etc")) == []


def test_a_gap_is_told_with_its_day_and_what_to_write(tmp_path: Path) -> None:
    """E3."""
    (said,) = said_of(a_configuration(tmp_path / "etc", people=(DUTY, "duty = []")))
    assert "nobody is on duty on 20" in said
    assert "name somebody" in said


def test_a_roster_with_a_fault_is_told_as_a_fault_alone(tmp_path: Path) -> None:
    broken = a_configuration(tmp_path / "etc", people=(DUTY, 'duty = ["E099"]'))
    assert said_of(broken) == []
