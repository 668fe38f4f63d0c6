"""The composition root: which works come round, in the order of their looks."""

from gateway.desk.alarms import SettingsAlarms
from gateway.desk.context import Context
from gateway.desk.periodic import Periodic
from gateway.settings import Settings
from gateway.wiring import knowledge, reporting


def periodics(settings: Settings, context: Context) -> tuple[Periodic, ...]:
    """Everything that is looked at for what has come due."""
    alarms = SettingsAlarms(
        calendars={
            name: frozenset(calendar.years)
            for name, calendar in settings.calendars.items()
        },
        zone=context.zone,
    )
    return (
        alarms,
        *knowledge.rounds(settings, context),
        *reporting.rounds(settings, context),
    )
