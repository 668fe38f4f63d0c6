"""Days named in a text: "28 November", "11月28日", "Monday 7.12.", "2026-12-01".

Rule: this file says what stands there, year or not; whether a day is that of a return
is decided in absence.py. Where day and month could be swapped, both orders are kept.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gateway.mail.day_names import MONTH_OF, WEEKDAY_OF


def _one_of(names: Mapping[str, int], least: int) -> str:
    longest = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(name) for name in longest if len(name) >= least)


_MONTH = f"(?:{_one_of(MONTH_OF, 3)})"
_WEEKDAY = f"(?:{_one_of(WEEKDAY_OF, 2)})"
_FULL_WEEKDAY = f"(?:{_one_of(WEEKDAY_OF, 4)}|[周週][一二三四五六日])"
_YEAR = r"20\d\d"
_DAY = re.compile(
    rf"(?:(?<![^\W\d])(?P<wd>{_WEEKDAY})\.?(?:,? (?:the|den|dem|le|el|il|de|o|op|dia))?"
    r",? )?"
    r"(?:"
    rf"(?<!\d)(?P<y1>{_YEAR})[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})(?!\d)"
    rf"|(?:(?<!\d)(?P<y2>{_YEAR}) ?[年년] ?)?(?<!\d)(?P<m2>\d{{1,2}}) ?[月월] ?"
    r"(?P<d2>\d{1,2}) ?[日号號일]?"
    r"|(?<![\d.,/])(?P<d3>\d{1,2})(?:st|nd|rd|th|er|e|º|ª|°|\.)?(?: |-)?"
    rf"(?:of |de |d')?(?P<m3>{_MONTH})(?![^\W\d_])\.?(?:,? ?(?:de |del )?"
    rf"(?P<y3>{_YEAR})(?!\d))?"
    rf"|(?<![^\W\d_])(?P<m4>{_MONTH})\.?,? (?:the )?(?P<d4>\d{{1,2}})(?!\d)"
    rf"(?:st|nd|rd|th)?(?:,? (?P<y4>{_YEAR})(?!\d))?"
    r"|(?<![\d.,/-])(?P<d5>\d{1,2})\. ?(?P<m5>\d{1,2})(?![\d:])"
    rf"(?:\. ?(?P<y5>{_YEAR}|\d\d(?![\d.:])))?\.?"
    r"|(?<![\d.,/-])(?P<a>\d{1,2})(?P<sep>/|-(?=\d{1,2}-\d))(?P<b>\d{1,2})(?![\d:])"
    rf"(?:(?P=sep)(?P<y6>{_YEAR}|\d\d(?!\d)))?"
    r"|(?<![\d月월.,/])(?P<d7>\d{1,2}) ?[日号號일](?![本前间以数])"
    r")"
    rf"(?: ?\(? ?(?P<wd2>{_FULL_WEEKDAY}|[月火水木金土日](?=\)))\)?)?"
)
_JAPANESE_DAYS = "月火水木金土日"
_CERTAIN_ABOVE = 12
_CENTURY = 2000
_YEARS_WITHOUT_CENTURY = 100
_MENTIONS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A day named in a text. ``month`` is 0 where only the day of a month is named.

    ``swappable`` where nothing tells whether the day or the month comes first; then
    ``day`` holds the first number and ``month`` the second. ``weekday`` is -1 where
    none is named, Monday is 0.
    """

    start: int
    end: int
    day: int
    month: int
    year: int
    weekday: int
    swappable: bool


def plain(text: str) -> str:
    """On one line, lower case, with full-width signs and quotes made plain."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("\u2019", "'")
    return " ".join(folded.split())


def find_days(text: str) -> tuple[Mention, ...]:
    """The days that a plain text names, in its order; 40 at most."""
    found: list[Mention] = []
    for match in _DAY.finditer(text):
        found.append(_read(match))
        if len(found) >= _MENTIONS:
            break
    return tuple(found)


def weekday_at(text: str) -> int:
    """The weekday that a text begins with; -1 where it begins with none."""
    found = re.match(_FULL_WEEKDAY, text)
    return WEEKDAY_OF.get(found[0], -1) if found else -1


def _read(match: re.Match[str]) -> Mention:
    named = match.groupdict()
    form = next((n for n in "1234567" if named.get(f"d{n}") or named.get(f"m{n}")), "6")
    if form == "6":
        day, month = int(named["a"]), int(named["b"])
    else:
        day, month = int(named[f"d{form}"]), _month(named.get(f"m{form}"))
    return Mention(
        start=match.start(),
        end=match.end(),
        day=day,
        month=month,
        year=_year(named.get(f"y{form}")),
        weekday=_weekday(named["wd2"] or named["wd"]),
        swappable=form == "6",
    )


def _month(word: str | None) -> int:
    if not word:
        return 0
    return int(word) if word.isdigit() else MONTH_OF[word]


def _year(digits: str | None) -> int:
    if not digits:
        return 0
    year = int(digits)
    return year + _CENTURY if year < _YEARS_WITHOUT_CENTURY else year


def _weekday(word: str | None) -> int:
    if not word:
        return -1
    if word in _JAPANESE_DAYS:
        return _JAPANESE_DAYS.index(word)
    return WEEKDAY_OF[word]


def day_of(
    mention: Mention, sent: date | None, *, day_first: bool | None
) -> date | None:
    """The date that a mention means; None where it is none, or not certain.

    Without a year it is the next such day from ``sent`` on, within nine months: what
    lies further ahead has more likely just gone by.
    """
    straight = ((mention.day, mention.month),)
    orders = _orders(mention, day_first) if mention.swappable else straight
    dates = {
        found
        for day, month in orders
        if (found := _dated(day, month, mention, sent)) is not None
    }
    return dates.pop() if len(dates) == 1 else None


def order_shown(mentions: tuple[Mention, ...]) -> bool | None:
    """Whether the day comes first, where a number above twelve shows it."""
    for mention in mentions:
        if mention.swappable and (mention.day > _CERTAIN_ABOVE) != (
            mention.month > _CERTAIN_ABOVE
        ):
            return mention.day > _CERTAIN_ABOVE
    return None


def _orders(mention: Mention, day_first: bool | None) -> tuple[tuple[int, int], ...]:  # noqa: FBT001 - None, too, is an answer
    straight, swapped = (mention.day, mention.month), (mention.month, mention.day)
    if day_first is None:
        return (straight, swapped)
    return (straight,) if day_first else (swapped,)


def _dated(day: int, month: int, mention: Mention, sent: date | None) -> date | None:
    if mention.year:
        found = _date(mention.year, month, day)
    elif sent is None:
        return None
    else:
        this_year = _date(sent.year, month, day)
        past = this_year is not None and this_year < sent
        found = _date(sent.year + 1, month, day) if past else this_year
        if found is not None and found - sent > timedelta(days=270):
            return None
    if found is None or mention.weekday not in {-1, found.weekday()}:
        return None
    return found


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
