"""Business time: when the office is open, and what time a promise falls due.

Rule of this room: nobody else reckons with opening hours, days off or make-up
workdays. All moments that come in and go out are aware and in UTC; opening hours
are wall-clock times of the calendar's zone, so a day that loses an hour to summer
time is an hour shorter here too. A span is open from its first moment up to, and
not including, its last; a promise may still fall due at the very last one (18:00
on the same day, rather than 09:00 on the next).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

LOOKAHEAD_LIMIT = timedelta(days=3660)
"""How far ahead of its start a promise may fall due; ends every loop here."""
SPANS_PER_DAY_LIMIT = 8
"""Opening spans of one weekday."""
DATES_LIMIT = 2000
"""Days off, or make-up days, of one calendar."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MAKE_UP = "make-up"
"""The key of ``hours`` that holds the hours of a make-up workday."""

_DAY = timedelta(days=1)
_MIDNIGHT = time(0, 0)
_CLOCK_LENGTH = len("09:00")


@dataclass(frozen=True, slots=True)
class Span:
    """Opening hours within one day; ``closes`` of 00:00 is the end of that day."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """Opening hours, and the days on which they do not hold.

    ``hours`` holds seven entries, Monday first; ``make_up_hours`` are those of a
    day that is worked in exchange for a day off.
    """

    zone: ZoneInfo
    hours: tuple[tuple[Span, ...], ...]
    make_up_hours: tuple[Span, ...] = ()
    days_off: frozenset[date] = frozenset()
    make_up_days: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def covers(self, year: int) -> bool:
        """Whether the days off of that year are known.

        A calendar that names no years has no days off and covers every year.
        """
        return not self.years or year in self.years

    def is_workday(self, day: date) -> bool:
        """Whether there are opening hours on that local day."""
        return bool(self._spans(day))

    def is_open(self, at: datetime) -> bool:
        day = at.astimezone(self.zone).date()
        intervals = self.open_spans(day, day)
        return any(opens <= at < closes for opens, closes in intervals)

    def add(self, start: datetime, span: timedelta) -> datetime:
        """Return the moment when ``span`` of business time has passed since ``start``.

        A start outside the opening hours counts from the next opening. Raises
        ValueError for a negative span, and for one that is not spent within
        ``LOOKAHEAD_LIMIT``.
        """
        if span < timedelta(0):
            raise ValueError(f"negative span of business time: {span}")
        left = span
        first = start.astimezone(self.zone).date()
        for opens, closes in self.open_spans(first, first + LOOKAHEAD_LIMIT):
            if closes < start:
                continue
            begin = max(opens, start)
            if left <= closes - begin:
                return (begin + left).astimezone(UTC)
            left -= closes - begin
        raise ValueError(f"{span} of business time is not spent in {LOOKAHEAD_LIMIT}")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the business time from ``start`` to ``end``; zero if end is first."""
        total = timedelta(0)
        first = start.astimezone(self.zone).date()
        last = end.astimezone(self.zone).date()
        for opens, closes in self.open_spans(first, last):
            total += max(min(closes, end) - max(opens, start), timedelta(0))
        return total

    def add_workdays(self, start: datetime, count: int) -> datetime:
        """Return the same local time of day on the ``count``-th workday after start.

        The day of the start itself never counts: one workday is the next workday
        at the same moment (K3), the third from 2023-10-01 in China is 2023-10-09.
        Raises ValueError as :meth:`add` does.
        """
        if count < 0:
            raise ValueError(f"negative number of workdays: {count}")
        local = start.astimezone(self.zone)
        day, left, limit = local.date(), count, local.date() + LOOKAHEAD_LIMIT
        while left:
            day += _DAY
            if day > limit:
                raise ValueError(f"{count} workdays do not pass in {LOOKAHEAD_LIMIT}")
            left -= self.is_workday(day)
        return datetime.combine(day, local.timetz()).astimezone(UTC)

    def _spans(self, day: date) -> tuple[Span, ...]:
        if day in self.make_up_days:
            return self.make_up_hours
        if day in self.days_off:
            return ()
        return self.hours[day.weekday()]

    def open_spans(
        self, first: date, last: date
    ) -> Iterator[tuple[datetime, datetime]]:
        """Yield when it is open in UTC, in order and never overlapping."""
        day, zone = first, self.zone
        reached = datetime.min.replace(tzinfo=UTC)
        while day <= last:
            for span in self._spans(day):
                opens = datetime.combine(day, span.opens, zone).astimezone(UTC)
                end = day if span.closes != _MIDNIGHT else day + _DAY
                closes = datetime.combine(end, span.closes, zone).astimezone(UTC)
                # A wall-clock time that summer time leaves out maps past the times
                # that follow it, so two spans could otherwise overlap.
                if closes > max(opens, reached):
                    yield max(opens, reached), closes
                    reached = closes
            day += _DAY


def calendar_from(
    *,
    zone: str,
    hours: Mapping[str, Iterable[str]],
    years: Iterable[int] = (),
    days_off: Iterable[date] = (),
    make_up_days: Iterable[date] = (),
) -> Calendar:
    """Build a calendar from the plain values of its file.

    ``hours`` maps ``mon`` ... ``sun`` and ``make-up`` to spans ``09:00-18:00``; a
    missing key is a closed day. Raises ValueError with a reason for a person.
    """
    spans = {key: _spans_from(key, texts) for key, texts in hours.items()}
    week = tuple(spans.get(key, ()) for key in WEEKDAYS)
    if not any(week):
        raise ValueError("no opening hours on any weekday")
    calendar = Calendar(
        zone=_zone_from(zone),
        hours=week,
        make_up_hours=spans.get(MAKE_UP, ()),
        days_off=frozenset(days_off),
        make_up_days=frozenset(make_up_days),
        years=frozenset(years),
    )
    _check_dates(calendar)
    return calendar


def _zone_from(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        # OSError: "Europe" is a folder of the zone database.
        raise ValueError(f"unknown time zone {name!r}") from error


def _spans_from(key: str, texts: Iterable[str]) -> tuple[Span, ...]:
    if key not in {*WEEKDAYS, MAKE_UP}:
        known = ", ".join((*WEEKDAYS, MAKE_UP))
        raise ValueError(f"unknown weekday {key!r}; known: {known}")
    spans = tuple(_span_from(key, text) for text in texts)
    if len(spans) > SPANS_PER_DAY_LIMIT:
        raise ValueError(f"{key}: more than {SPANS_PER_DAY_LIMIT} spans a day")
    for before, after in pairwise(spans):
        if before.closes == _MIDNIGHT or after.opens < before.closes:
            raise ValueError(f"{key}: spans overlap or are out of order")
    return spans


def _span_from(key: str, text: str) -> Span:
    opens, dash, closes = (part.strip() for part in text.partition("-"))
    if not dash:
        raise ValueError(f'{key}: {text!r} is not of the form "09:00-18:00"')
    try:
        span = Span(_clock(opens), _MIDNIGHT if closes == "24:00" else _clock(closes))
    except ValueError as error:
        raise ValueError(f'{key}: {text!r} is not of the form "09:00-18:00"') from error
    if closes != "24:00" and span.closes <= span.opens:
        raise ValueError(f"{key}: {text!r} ends before it begins; split it at 24:00")
    return span


def _clock(text: str) -> time:
    # fromisoformat also takes "T0900", which nobody means.
    if len(text) != _CLOCK_LENGTH or text[2] != ":":
        raise ValueError(text)
    return time.fromisoformat(text)


def _check_dates(calendar: Calendar) -> None:
    days_off, make_up = calendar.days_off, calendar.make_up_days
    if max(len(days_off), len(make_up)) > DATES_LIMIT:
        raise ValueError(f"more than {DATES_LIMIT} dates")
    if make_up and not calendar.make_up_hours:
        raise ValueError(f"make-up days, but no hours.{MAKE_UP}")
    both = days_off & make_up
    if both:
        raise ValueError(f"{min(both)} is both a day off and a make-up day")
    foreign = [day for day in days_off | make_up if day.year not in calendar.years]
    if foreign:
        raise ValueError(f"{min(foreign)} lies outside the years this file covers")
