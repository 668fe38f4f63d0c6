"""Everything that can be wrong with the configuration, found without starting.

Each builder of values is tried; its fault is kept and the next one is tried, so that
an operator sees all of them at once.
"""

from collections.abc import Callable, Sequence
from datetime import date

from gateway.desk.ports_reading import ScannerUnavailable
from gateway.mail.pictures import can_convert
from gateway.runtime.clock import SystemClock
from gateway.settings import Fault, Settings, SettingsError
from gateway.wiring import (
    intake,
    knowledge,
    papers,
    reporting,
    rooms,
    sealing,
    signing,
    values,
)

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
        lambda: rooms.scanner(settings),
        lambda: sealing.opener(settings, where.crypto),
        lambda: sealing.domain_keys(settings),
        lambda: signing.signer(settings),
        lambda: papers.typesetter(settings),
        lambda: papers.pages(settings),
        lambda: knowledge.check_manual(settings),
        lambda: reporting.check_review(settings),
        lambda: reporting.readers(settings),
        lambda: intake.access(settings),
        lambda: intake.local_socket(settings),
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
    """What is no fault today: a calendar that ends, a scanner that is away."""
    return (
        *_calendars(settings),
        *_rosters(settings),
        *_attachments(settings),
        *sealing.warnings(settings),
        *signing.warnings(settings),
        *papers.warnings(settings),
        *knowledge.warnings(settings),
    )


def remarks(settings: Settings) -> tuple[str, ...]:
    """Who answered that was asked: the virus scanner."""
    said = _scanner(settings)
    return (f"attachments.clamd: {said}",) if said.startswith("ClamAV") else ()


def _attachments(settings: Settings) -> tuple[str, ...]:
    found = []
    said = _scanner(settings)
    if said and not said.startswith("ClamAV"):
        found.append(f"attachments.clamd: {said}; messages with files will wait")
    if settings.gateway.attachments.convert_pictures and not can_convert():
        found.append(
            "attachments.convert-pictures: Pillow (the extra images) is not installed; "
            "pasted pictures are kept as they came"
        )
    return tuple(found)


def _scanner(settings: Settings) -> str:
    """What the scanner says it is, or why it does not; empty where there is none."""
    try:
        scanner = rooms.scanner(settings)
        return scanner.version() if scanner else ""
    except SettingsError:
        return ""  # A fault, and told as one.
    except ScannerUnavailable as error:
        return f"no answer: {error}"


def _calendars(settings: Settings) -> tuple[str, ...]:
    today = SystemClock().now().date()
    return tuple(
        f"calendars/{name}.toml: years: {year} is not listed, so that weekends alone "
        f"will count as days off; add {year} to years, its holidays to days-off and "
        "its worked weekend days to make-up-days"
        for name, calendar in settings.calendars.items()
        for year in _years_needed(today)
        if calendar.years and year not in calendar.years
    )


def _rosters(settings: Settings) -> tuple[str, ...]:
    """Whether somebody is on duty at each moment of the coming days."""
    try:
        duty = values.rules(settings).duty
        zone = values.zone(settings)
    except SettingsError:
        return ()  # A fault, and told as one.
    gap = duty.gap_after(SystemClock().now()) if duty else None
    if gap is None:
        return ()
    when = f"{gap.astimezone(zone):%Y-%m-%d %H:%M}"
    said = (
        f"people.toml: roster: nobody is on duty on {when}; "
        "name somebody in roster.duty, a shift, or a deputy"
    )
    return (said,)


def _years_needed(today: date) -> tuple[int, ...]:
    if today.month < NEXT_YEAR_FROM_MONTH:
        return (today.year,)
    return (today.year, today.year + 1)
