"""Business time between many pairs of moments: the same as the calendar, and quick.

A review asks for hundreds of thousands of spans. Each day is cut into its open spans
once; what has passed up to a day is summed once.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from gateway.domain.calendar import Calendar

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_Spans = tuple[tuple[float, float], ...]


@dataclass(slots=True)
class Elapsed:
    """Answers as ``Calendar.between`` does, in minutes. ``first`` bounds it below."""

    calendar: Calendar
    first: date
    _spans: list[_Spans] = field(default_factory=list)
    _before: list[float] = field(default_factory=lambda: [0.0])

    def minutes(self, start: datetime, end: datetime) -> float:
        """Open minutes from ``start`` to ``end``; zero if end is first."""
        if end <= start:
            return 0.0
        return (self._until(end) - self._until(start)) / 60

    def _until(self, moment: datetime) -> float:
        """Open seconds from the first day to the moment."""
        local = moment.astimezone(self.calendar.zone).date()
        place = (local - self.first).days
        if place < 0:
            return 0.0
        while len(self._spans) <= place:
            self._cut(self.first + _DAY * len(self._spans))
        stamp = moment.timestamp()
        within = sum(
            max(0.0, min(closes, stamp) - opens) for opens, closes in self._spans[place]
        )
        return self._before[place] + within

    def _cut(self, day: date) -> None:
        spans = tuple(
            (opens.timestamp(), closes.timestamp())
            for opens, closes in self.calendar.open_spans(day, day)
        )
        self._spans.append(spans)
        whole = sum(closes - opens for opens, closes in spans)
        self._before.append(self._before[-1] + whole)


def elapsed(calendar: Calendar, since: datetime) -> Elapsed:
    """A meter that is good for moments after ``since``; before it nothing passes."""
    first = (since - _SECOND).astimezone(UTC).date() - _DAY
    return Elapsed(calendar, first)
