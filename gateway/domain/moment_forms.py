"""What a written time is made of: a day, an hour, and what may be wrong with them."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from gateway.domain.moment_words import Half

_HOURS = 24
_TWELVE = 12
_NOON_FROM = 10
"""The earliest hour that "中午" may mean; 1 to 3 are those after twelve."""
_NOON_UNTIL = 3
_MINUTES = 60
_EVENING_FROM = 4
"""The earliest hour of an evening: nobody knows in which night "晚上3点" is."""


class Trouble(StrEnum):
    """Why a time was not taken."""

    AMBIGUOUS = "ambiguous"
    IMPOSSIBLE = "impossible"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A local day; ``recurs``: named by a weekday, so a week later does as well.

    ``half`` is what the day's word says of the hour behind it ("今晚"). ``iso``: a "T"
    joins it to its hour.
    """

    on: date | None = None
    recurs: bool = False
    half: Half | None = None
    iso: bool = False
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """A time of day as written.

    ``twelve``: said by the clock on the wall ("3点"), so between one and twelve it may
    be either half of the day. ``offset``: of its own zone, where it names one.
    """

    hour: int = 0
    minute: int = 0
    half: Half | None = None
    twelve: bool = False
    offset: timedelta | None = None
    trouble: Trouble | None = None

    def clock(self) -> timedelta | Trouble:
        """The time since midnight; 24:00 is the end of the day."""
        beyond = self.hour == _HOURS and self.minute
        if self.hour > _HOURS or self.minute >= _MINUTES or beyond:
            return Trouble.IMPOSSIBLE
        hour = self._of_day()
        if isinstance(hour, Trouble):
            return hour
        return timedelta(hours=hour, minutes=self.minute)

    def _of_day(self) -> int | Trouble:
        hour = self.hour
        if self.half is None:
            vague = self.twelve and 0 < hour < _TWELVE
            return Trouble.AMBIGUOUS if vague else hour
        if self.half is Half.MORNING:
            return hour % _TWELVE if hour <= _TWELVE else Trouble.IMPOSSIBLE
        if hour > _TWELVE:
            return hour
        if self.half is Half.NOON:
            return _of_noon(hour)
        if self.half is Half.EVENING and (0 < hour < _EVENING_FROM or hour == _TWELVE):
            return Trouble.AMBIGUOUS
        return hour % _TWELVE + _TWELVE

    def offset_from(self, at: datetime, zone: ZoneInfo) -> timedelta:
        """What to take away from a moment that was reckoned in our own zone."""
        ours = at.astimezone(zone).utcoffset() or timedelta()
        return timedelta() if self.offset is None else self.offset - ours


def _of_noon(hour: int) -> int | Trouble:
    if 0 < hour <= _NOON_UNTIL:
        return hour + _TWELVE
    return hour if hour >= _NOON_FROM else Trouble.IMPOSSIBLE


def folded(text: str) -> str:
    """Lower case and half width, character by character: places stay the same."""
    return "".join(map(_folded, text))


def _folded(character: str) -> str:
    if character.isascii():
        return " " if character in "\t\n\r\v\f" else character.lower()
    narrow = unicodedata.normalize("NFKC", character).lower()
    if narrow in {"‐", "‑", "‒", "–", "—", "−", "～", "〜"}:
        return "-"
    return narrow if len(narrow) == 1 else character


def skip(text: str, start: int) -> int:
    """The next place that is no space."""
    while start < len(text) and text[start].isspace():
        start += 1
    return start
