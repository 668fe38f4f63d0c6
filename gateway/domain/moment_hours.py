"""Which time of day is meant, and which span: ``14:30``, ``下午3点``, ``2h``."""

from dataclasses import replace
from datetime import timedelta
from re import Match

from gateway.domain import moment_words as words
from gateway.domain.moment_forms import Day, Hour, Trouble, skip
from gateway.domain.moment_words import Half

_Found = tuple[Hour | None, int]
_HALF_HOUR = 30


def hour_at(text: str, start: int, day: Day | None) -> _Found:
    """The time of day that stands at this place, and where it ends.

    ``day`` is what stood before it: its word may tell the half ("今晚8点").
    """
    if found := words.MIDNIGHT.match(text, start):
        # Of which of two days? Nobody knows; 0:00 and 24:00 say it.
        return Hour(trouble=Trouble.AMBIGUOUS), found.end()
    if found := words.NOON.match(text, start):
        return Hour(hour=12), found.end()
    leading = words.HALF.match(text, start)
    begin = skip(text, leading.end()) if leading else start
    hour, end = _figures(text, begin)
    if hour is None:
        return None, start
    behind = words.HALF.match(text, skip(text, end))
    if behind and behind[1].isascii():
        end = behind.end()
        hour = replace(hour, twelve=False, half=words.HALVES[behind[1]])
        return _zoned(_checked(hour), text, end, iso=False)
    half = words.HALVES[leading[1]] if leading else day.half if day else None
    iso = day is not None and day.iso
    return _zoned(replace(hour, half=half), text, end, iso=iso)


def _figures(text: str, start: int) -> _Found:
    if found := words.CLOCK.match(text, start):
        return Hour(hour=int(found[1]), minute=int(found[2])), found.end()
    if found := words.CHINESE_CLOCK.match(text, start):
        minute = _HALF_HOUR if found[2] else int(found[3] or 0)
        return Hour(hour=int(found[1]), minute=minute, twelve=True), found.end()
    if found := words.BARE_HOUR.match(text, start):
        return Hour(hour=int(found[1]), twelve=True), found.end()
    return None, start


def _checked(hour: Hour) -> Hour:
    """Twelve hours have am and pm: "15:00 pm" is as good as 15:00, "0pm" is nothing."""
    if hour.half is Half.MORNING and hour.hour > 12:  # noqa: PLR2004 (hours of a clock)
        return replace(hour, trouble=Trouble.IMPOSSIBLE)
    return hour


def _zoned(hour: Hour, text: str, end: int, *, iso: bool) -> _Found:
    """An offset behind the figures counts; the name of a zone is asked about."""
    found = words.OFFSET.match(text, end)
    if found is None and iso:
        found = words.OFFSET_OF_ISO.match(text, end)
    if found:
        return replace(hour, offset=_offset(found)), found.end()
    named = words.ZONE_NAME.match(text, skip(text, end))
    if named:
        return replace(hour, trouble=Trouble.AMBIGUOUS), named.end()
    return hour, end


def _offset(found: Match[str]) -> timedelta:
    if found.lastindex is None:
        return timedelta()
    span = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return -span if found[1] == "-" else span


def span_at(text: str, start: int) -> tuple[timedelta | None, int]:
    """A span of time ("2h", "1.5小时", "1h30m", "半小时") and where it ends."""
    if found := words.SPAN_HALF.match(text, start):
        named = found[2] or found[3]
        hours = 12 if named in {"天", "half a day"} else 0.5
        return timedelta(hours=hours), found.end()
    if found := words.HOURS_AND_MINUTES.match(text, start):
        whole, minutes = found[1] or found[3], found[2] or found[4]
        return timedelta(hours=int(whole), minutes=int(minutes)), found.end()
    if found := words.SPAN.match(text, start):
        return _spanned(found), found.end()
    return None, start


def _spanned(found: Match[str]) -> timedelta:
    count = float(found[1])
    if found[2]:
        return timedelta(hours=count)
    return timedelta(minutes=count) if found[3] else timedelta(days=count)
