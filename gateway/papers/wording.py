"""What papers need of the words of a locale; letters and papers use the same ones."""

from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum
from typing import Protocol

from gateway.domain.people import Locale


class Wording(Protocol):
    @property
    def locale(self) -> Locale: ...

    @property
    def tables(self) -> Mapping[str, Mapping[str, str]]: ...

    def of(self, table: str, member: IntEnum | str) -> str:
        """The name of a member; a word that no table knows is told as it is."""
        ...

    def phrase(self, name: str, /, **values: object) -> str: ...

    def when(self, moment: datetime) -> str:
        """Date, weekday and minute, without the year."""
        ...

    def clock(self, moment: datetime) -> str: ...

    def stamp(self, moment: datetime) -> str:
        """To the second and with the zone: for evidence."""
        ...


def full(words: Wording, moment: datetime | None) -> str:
    """Date and minute with the year: a paper is read years later. Empty for none."""
    if moment is None:
        return ""
    date, time, _ = words.stamp(moment).split(" ", 2)
    return f"{date} {time[:5]}"


def span(words: Wording, start: datetime | None, end: datetime | None) -> str:
    """From when to when, as far as that is known."""
    if start is None or end is None:
        return full(words, start or end)
    begun, ended = full(words, start), full(words, end)
    same = begun[:10] == ended[:10]
    return f"{begun}–{ended[11:] if same else ended}"
