"""Which day is meant: dates with and without a year, weekdays, today and tomorrow."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from re import Match

from gateway.domain import moment_words as words
from gateway.domain.moment_forms import Day, Trouble

NEAREST_DAYS = 183
"""A date without a year that lies further back than this is next year's."""
_WEEK = 7
_Found = tuple[Day | None, int]


def day_at(text: str, start: int, today: date) -> _Found:
    """The day that stands at this place, and where it ends."""
    for read in (_dated, _named, _weekday):
        day, end = read(text, start, today)
        if day is not None:
            return day, end
    return None, start


def _named(text: str, start: int, today: date) -> _Found:
    found = words.DAY_WITH_HALF.match(text, start)
    if found:
        days, half = words.DAYS_WITH_HALF[found[1]]
        return Day(on=today + timedelta(days=days), half=half), found.end()
    found = words.DAY.match(text, start)
    if found:
        ahead = timedelta(days=words.DAYS[found[1]])
        return Day(on=today + ahead), found.end()
    return None, start


def _weekday(text: str, start: int, today: date) -> _Found:
    """A weekday alone is the next of its name; "下周五" is that of the next week."""
    found = words.WEEKDAY.match(text, start)
    if found is None:
        return None, start
    which, number = (found[1] or "").strip(), words.WEEKDAYS[found[3]]
    monday = today - timedelta(days=today.weekday())
    if which == "next":
        # Of this week or the next? English speakers disagree.
        return Day(trouble=Trouble.AMBIGUOUS), found.end()
    if which:
        weeks = 1 if which == "下" else 0
        return Day(on=monday + timedelta(days=number + _WEEK * weeks)), found.end()
    ahead = (number - today.weekday()) % _WEEK
    return Day(on=today + timedelta(days=ahead), recurs=True), found.end()


def _dated(text: str, start: int, today: date) -> _Found:
    for found, year, month, day in _dates(text, start):
        if month < 0:
            return Day(trouble=Trouble.AMBIGUOUS), found.end()
        made = _nearest(month, day, today) if year is None else _of(year, month, day)
        trouble = None if made else Trouble.IMPOSSIBLE
        iso = found.re is words.ISO_DATE and bool(found[5])
        return Day(on=made, iso=iso, trouble=trouble), found.end()
    return None, start


_Numbers = tuple[Match[str], int | None, int, int]


def _dates(text: str, start: int) -> Iterator[_Numbers]:
    """Each form of a date that stands there: its year or None, its month and day."""
    if found := words.ISO_DATE.match(text, start):
        yield found, int(found[1]), int(found[3]), int(found[4])
    if found := words.CHINESE_DATE.match(text, start):
        year = int(found[1]) if found[1] else None
        yield found, year, int(found[2]), int(found[3])
    for pattern in (words.MONTH_DAY, words.LOOSE_MONTH_DAY):
        if found := pattern.match(text, start):
            yield found, None, int(found[1]), int(found[2])
    if found := words.SLASHED.match(text, start):
        yield found, None, *_slashed(int(found[1]), int(found[2]))
    yield from _with_names(text, start)


def _with_names(text: str, start: int) -> Iterator[_Numbers]:
    if found := words.NAMED_DATE.match(text, start):
        year = int(found[3]) if found[3] else None
        yield found, year, words.MONTHS[found[2]], int(found[1])
    if found := words.DATE_NAMED.match(text, start):
        year = int(found[3]) if found[3] else None
        yield found, year, words.MONTHS[found[1]], int(found[2])


def _slashed(first: int, second: int) -> tuple[int, int]:
    """Month and day; a negative month where either may be the month ("10/8")."""
    months = range(1, 13)
    if first in months and second in months and first != second:
        return -1, -1
    return (first, second) if first in months else (second, first)


def _of(year: int, month: int, day: int) -> date | None:
    return _made(lambda: date(year, month, day))


def _nearest(month: int, day: int, today: date) -> date | None:
    """The date of this year, or of the next where this year's is long past."""
    this = _of(today.year, month, day)
    if this is None:
        return _of(today.year + 1, month, day)
    if (today - this).days > NEAREST_DAYS:
        return _of(today.year + 1, month, day) or this
    return this


def _made(make: Callable[[], date]) -> date | None:
    try:
        return make()
    except (ValueError, OverflowError):
        return None
