"""The composition root: which works come round, in the order of their looks."""

from collections.abc import Sequence
from datetime import datetime

from gateway.desk.alarms import SettingsAlarms, TroubleAlarms
from gateway.desk.context import Context
from gateway.desk.periodic import Periodic
from gateway.domain.alarm_details import AlarmKind
from gateway.intake.imap import ImapIntake
from gateway.settings import Settings
from gateway.wiring import knowledge, reporting, rooms
from gateway.wiring.oauth import providers


def _shut(mailboxes: Sequence[ImapIntake]) -> dict[str, datetime]:
    """The mailboxes that nobody can read, and since when."""
    found = {one.name: one.trouble() for one in mailboxes}
    return {name: since for name, since in found.items() if since}


def periodics(
    settings: Settings, context: Context, mailboxes: Sequence[ImapIntake] = ()
) -> tuple[Periodic, ...]:
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
        TroubleAlarms(kind=AlarmKind.TOKEN_DIES, troubles=troubles, zone=context.zone),
        TroubleAlarms(
            kind=AlarmKind.MAILBOX_SHUT,
            troubles=lambda: _shut(mailboxes),
            zone=context.zone,
        ),
        *knowledge.rounds(settings, context),
        *reporting.rounds(settings, context),
    )
