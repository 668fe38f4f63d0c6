"""Shifts and absences from the words of ``people.toml``."""

from datetime import date, time
from zoneinfo import ZoneInfo

from gateway.domain.calendar import WEEKDAYS
from gateway.domain.duty import SHIFTS_LIMIT, Absence, Duty, Shift
from gateway.domain.people import Address, People
from gateway.settings_files import AbsenceFile, PeopleFile, ShiftFile
from gateway.wiring.routing import mentioned

_CLOCK_LENGTH = len("09:00")


def duty_from(file: PeopleFile, people: People, zone: ZoneInfo) -> Duty:
    """Build the rosters. Raises ValueError with a reason for a person."""
    shifts, absences = file.roster.shifts, file.absences
    if max(len(shifts), len(absences)) > SHIFTS_LIMIT:
        raise ValueError(f"more than {SHIFTS_LIMIT} shifts, or absences")
    return Duty(
        standing=people.roster,
        zone=zone,
        shifts=tuple(_shift(n, one, people) for n, one in enumerate(shifts, start=1)),
        absences=tuple(
            _absence(n, one, people) for n, one in enumerate(absences, start=1)
        ),
    )


def _shift(place: int, file: ShiftFile, people: People) -> Shift:
    try:
        opens, closes = _hours(file.hours)
        _check_dates(file.first, file.last)
        return Shift(
            opens=opens,
            closes=closes,
            days=frozenset(map(_weekday, file.days)),
            first=file.first,
            last=file.last,
            duty=mentioned(file.duty, people.members),
            backup=mentioned(file.backup, people.members),
        )
    except ValueError as error:
        raise ValueError(f"shifts, number {place}: {error}") from error


def _check_dates(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise ValueError("last: is before first")


def _weekday(name: str) -> int:
    if name not in WEEKDAYS:
        known = ", ".join(WEEKDAYS)
        raise ValueError(f"days: there is no {name!r}; known: {known}")
    return WEEKDAYS.index(name)


def _hours(text: str) -> tuple[time, time]:
    opens, _, closes = (part.strip() for part in text.partition("-"))
    try:
        return _clock(opens), time(0) if closes == "24:00" else _clock(closes)
    except ValueError as error:
        reason = f'hours: {text!r} is not of the form "18:00-09:00"'
        raise ValueError(reason) from error


def _clock(text: str) -> time:
    # fromisoformat also takes "T0900", which nobody means.
    if len(text) != _CLOCK_LENGTH or text[2] != ":":
        raise ValueError(text)
    return time.fromisoformat(text)


def _absence(place: int, file: AbsenceFile, people: People) -> Absence:
    def one(mention: str) -> Address:
        return mentioned((mention,), people.members)[0]

    try:
        _check_dates(file.first, file.last)
        return Absence(
            who=one(file.who),
            first=file.first,
            last=file.last,
            deputy=one(file.deputy) if file.deputy else None,
        )
    except ValueError as error:
        raise ValueError(f"absences, number {place}: {error}") from error
