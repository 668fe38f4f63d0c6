"""The clocks as they are shipped, counted by calendars of the tests' own."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from gateway.domain.agreement import Schedule
from gateway.domain.calendar import Calendar
from gateway.domain.codes import Clock
from gateway.settings_files import TargetsFile
from gateway.wiring.clocks import Timed, timed

SHIPPED = Path(__file__).parents[2] / "config" / "targets.toml"


def shipped_clocks(office: Calendar, always: Calendar) -> Mapping[Clock, Timed]:
    """Every clock of the shipped file."""
    text = SHIPPED.read_text(encoding="utf-8")
    file = msgspec.convert(tomllib.loads(text), TargetsFile)
    calendars = {file.calendar: office, "always": always}
    return {
        Clock(name): timed(name, clock, calendars, office)
        for name, clock in file.clocks.items()
    }


def bases(clocks: Mapping[Clock, Timed]) -> dict[Clock, Schedule]:
    return {clock: one.base for clock, one in clocks.items()}


def variants(clocks: Mapping[Clock, Timed]) -> dict[tuple[Clock, str], Schedule]:
    return {
        (clock, name): schedule
        for clock, one in clocks.items()
        for name, schedule in one.variants.items()
    }
