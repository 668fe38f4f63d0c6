"""When: the times that people write in commands, as moments (COMMANDS: TIME).

Rule of this room: nothing is guessed. What a person may mean in two ways is
``Unclear`` and says why, so that it can be asked; whether a moment may lie in the past
is the matter of whoever asked for it. Words that are no time are no fault: they are
left to the text behind them.

Read are ``14:30``, ``10:20-11:30``, ``明天 9:00``, ``今天下午3点``, ``2023-10-08``,
``10-08 18:00``, ``2h``, ``30m``, ``周五 17:00``, ``tomorrow 9:00``, ``Friday 5pm``.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from gateway.domain import moment_days, moment_hours, moment_words as words
from gateway.domain.moment_forms import Day, Hour, Trouble, folded, skip

TEXT_LIMIT_CHARS = 100
"""Characters at the front of a text in which a time is looked for."""
SPAN_LIMIT = timedelta(days=366)
"""How far ahead a span (``2h``) may lead."""
NIGHT_LIMIT = timedelta(hours=14)
"""A range that seems to end before it begins leads into the next day, if no longer."""

_DAY = timedelta(days=1)


class Precision(StrEnum):
    """How a moment was written."""

    CLOCK = "clock"
    DAY = "day"
    SPAN = "span"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A point in time, in UTC, with the words that it was written in.

    A day alone is meant from its first moment (``at``) up to, and not including, the
    next one's (``until``); of all else both are the same.
    """

    at: datetime
    until: datetime
    text: str
    precision: Precision = Precision.CLOCK


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """From a moment to a later one, in UTC."""

    start: datetime
    end: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """A time that cannot be taken as it was written: the words, and why."""

    why: Trouble
    text: str


When = Moment | Range | Unclear


def read_moment(text: str, now: datetime, zone: ZoneInfo) -> tuple[When | None, str]:
    """Read the time at the front of a text; the rest is what follows it.

    None and the whole text where it begins with no time. Days without a year are the
    nearest ones, a weekday is the next one of its name (today's while it is ahead).
    Never raises; takes time in proportion to ``TEXT_LIMIT_CHARS``.
    """
    reading = _Reading(folded(text[:TEXT_LIMIT_CHARS]), now, zone)
    start = skip(reading.text, 0)
    found, end = reading.whole(start)
    if found is None:
        return None, text.strip()
    written = text[start:end].strip()
    return replace(found, text=written), text[end:].lstrip(" \t,，;；:：。、")


def read_stamp(text: str, now: datetime, zone: ZoneInfo) -> tuple[When | None, str]:
    """Read a time of day or a range in front of free words (R59).

    A span or a day alone is left to the words: "2h of logs read", "明天再看".
    """
    found, rest = read_moment(text, now, zone)
    if isinstance(found, Moment) and found.precision is not Precision.CLOCK:
        return None, text.strip()
    return found, rest


_Found = tuple[When | None, int]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text that is read from one place to the next; no match is ever undone."""

    text: str
    now: datetime
    zone: ZoneInfo

    def whole(self, start: int) -> _Found:
        lead = words.LEAD.match(self.text, start)
        begin = lead.end() if lead else start
        found, end = self._span(begin)
        if found is None:
            found, end = self._point_or_range(begin)
        if found is None:
            return None, start
        trailer = words.TRAILER.match(self.text, skip(self.text, end))
        return found, trailer.end() if trailer else end

    def _span(self, start: int) -> _Found:
        lead = words.SPAN_LEAD.match(self.text, start)
        span, end = moment_hours.span_at(self.text, lead.end() if lead else start)
        if span is None:
            return None, start
        trailer = words.SPAN_TRAILER.match(self.text, skip(self.text, end))
        end = trailer.end() if trailer else end
        if not timedelta() < span <= SPAN_LIMIT:
            return _unclear(Trouble.IMPOSSIBLE), end
        at = (self.now + span).astimezone(UTC)
        return Moment(at=at, until=at, text="", precision=Precision.SPAN), end

    def _point_or_range(self, start: int) -> _Found:
        day, hour, end = self._parts(start)
        if day is None and hour is None:
            return None, start
        first = self._moment(day, hour)
        joint = words.CONNECTOR.match(self.text, skip(self.text, end))
        if hour is None or joint is None:
            return first, end
        return self._range(first, hour, joint.end(), end)

    def _range(self, first: When, hour: Hour, start: int, end: int) -> _Found:
        """The second end of a range; without one, the first stands alone."""
        other_day, other, after = self._parts(skip(self.text, start))
        if other is None:
            return first, end
        if other.half is None and other.twelve:
            other = replace(other, half=hour.half)
        if not isinstance(first, Moment):
            return first, after
        same = Day(on=first.at.astimezone(self.zone).date())
        last = self._moment(other_day or same, other)
        if not isinstance(last, Moment):
            return last, after
        begins, ends = first.at, last.at
        if ends <= begins and other_day is None:
            ends += _DAY
            if ends - begins > NIGHT_LIMIT:
                return _unclear(Trouble.REVERSED), after
        if ends <= begins:
            return _unclear(Trouble.REVERSED), after
        return Range(start=begins, end=ends, text=""), after

    def _parts(self, start: int) -> tuple[Day | None, Hour | None, int]:
        """A day, an hour, or both in either order."""
        day, end = moment_days.day_at(self.text, start, self._today)
        hour, after = moment_hours.hour_at(self.text, self._behind(end), day)
        if hour is None:
            return day, hour, end
        end = after
        if day is None:
            day, after = moment_days.day_at(self.text, self._behind(end), self._today)
            end = after if day is not None else end
        return day, hour, end

    def _behind(self, end: int) -> int:
        """The next word, a preposition aside ("tomorrow at 9:00")."""
        place = skip(self.text, end)
        lead = words.LEAD.match(self.text, place)
        return lead.end() if lead else place

    @property
    def _today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def _moment(self, day: Day | None, hour: Hour | None) -> Moment | Unclear:
        for part in (day, hour):
            if part is not None and part.trouble is not None:
                return _unclear(part.trouble)
        date_ = day.on if day and day.on else self._today
        if hour is None:
            return self._day(date_)
        clock = hour.clock()
        if isinstance(clock, Trouble):
            return _unclear(clock)
        at = self._at(date_, clock)
        if at is not None and day is not None and day.recurs and at <= self.now:
            at = self._at(date_ + 7 * _DAY, clock)
        if at is None:
            return _unclear(Trouble.IMPOSSIBLE)
        at -= hour.offset_from(at, self.zone)
        return Moment(at=at, until=at, text="")

    def _at(self, day: date, clock: timedelta) -> datetime | None:
        """The moment of a local day and time; None where summer time leaves it out."""
        try:
            midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 (local, below)
            local = (midnight + clock).replace(tzinfo=self.zone)
            at = local.astimezone(UTC)
        except (OverflowError, ValueError):
            return None
        back = at.astimezone(self.zone).replace(tzinfo=None)
        return at if back == local.replace(tzinfo=None) else None

    def _day(self, day: date) -> Moment | Unclear:
        begins = self._at(day, timedelta())
        ends = self._at(day, _DAY)
        if begins is None or ends is None:
            return _unclear(Trouble.IMPOSSIBLE)
        return Moment(at=begins, until=ends, text="", precision=Precision.DAY)


def _unclear(why: Trouble) -> Unclear:
    return Unclear(why=why, text="")
