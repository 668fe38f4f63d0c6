"""Everything that can be wrong with the configuration, found without starting.

Each builder of values is tried; its fault is kept and the next one is tried, so that
an operator sees all of them at once.
"""

from collections.abc import Callable, Sequence
from datetime import date

from gateway.runtime.clock import SystemClock
from gateway.settings import Fault, Settings, SettingsError
from gateway.wiring import intake, rooms, values

NEXT_YEAR_FROM_MONTH = 11
"""From November on a calendar without the coming year is worth a warning."""


def faults(settings: Settings) -> tuple[Fault, ...]:
    where = rooms.places(settings)
    tries: Sequence[Callable[[], object]] = (
        lambda: values.zone(settings),
        lambda: values.support(settings),
        lambda: values.people(settings),
        lambda: values.rules(settings),
        lambda: values.from_border(settings),
        lambda: values.vocabulary(settings),
        lambda: values.phrases(settings),
        lambda: rooms.keys(settings, where),
        lambda: rooms.courier(settings, where),
        lambda: intake.mailboxes(settings, where, rooms.spool(where), lambda: None),
        lambda: _templates(settings),
    )
    found: list[Fault] = []
    for attempt in tries:
        try:
            attempt()
        except SettingsError as error:
            found += error.faults
    return tuple(dict.fromkeys(found))


def _templates(settings: Settings) -> None:
    faulty = rooms.template_faults(settings)
    if faulty:
        raise SettingsError(*faulty)


def warnings(settings: Settings) -> tuple[str, ...]:
    """What is no fault today: a calendar that does not reach into next year."""
    today = SystemClock().now().date()
    return tuple(
        f"calendars/{name}.toml: years: {year} is not listed; "
        "weekends alone will count as days off"
        for name, calendar in settings.calendars.items()
        for year in _years_needed(today)
        if calendar.years and year not in calendar.years
    )


def _years_needed(today: date) -> tuple[int, ...]:
    if today.month < NEXT_YEAR_FROM_MONTH:
        return (today.year,)
    return (today.year, today.year + 1)
