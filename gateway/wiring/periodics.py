"""The composition root: which works come round, in the order of their looks."""

from datetime import datetime

from gateway.desk.alarms import SettingsAlarms, TokenAlarms
from gateway.desk.context import Context
from gateway.desk.periodic import Periodic
from gateway.settings import Settings
from gateway.wiring import knowledge, reporting, rooms
from gateway.wiring.oauth import providers


def periodics(settings: Settings, context: Context) -> tuple[Periodic, ...]:
    """Everything that is looked at for what has come due."""
    alarms = SettingsAlarms(
        calendars={
            name: frozenset(calendar.years)
            for name, calendar in settings.calendars.items()
        },
        zone=context.zone,
    )
    accounts = providers(settings, rooms.places(settings).oauth)

    def troubles() -> dict[str, datetime]:
        found = {name: one.trouble() for name, one in accounts.items()}
        return {name: one.since for name, one in found.items() if one}

    return (
        alarms,
        TokenAlarms(troubles=troubles, zone=context.zone),
        *knowledge.rounds(settings, context),
        *reporting.rounds(settings, context),
    )
