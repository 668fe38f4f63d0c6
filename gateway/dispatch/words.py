"""The words of one locale: names of the closed sets, and forms of dates.

They stand in ``templates/<locale>/words.toml`` and ``words-<step>.toml``; a folder of
the operator's own may hold some of them, which then win over the shipped ones.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from gateway.domain.people import Locale

Table = Mapping[str, str]


class TemplateFault(Exception):
    """A template or a table of words that cannot be used: which file, and why."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One locale's tables, and its zone. Times are told absolute, with weekday."""

    locale: Locale
    zone: ZoneInfo
    tables: Mapping[str, Table]

    def of(self, table: str, member: IntEnum | str) -> str:
        """The name of a member; a word that no table knows is told as it is."""
        key = member.name.lower() if isinstance(member, IntEnum) else str(member)
        return self.tables[table].get(key, key)

    def phrase(self, name: str, /, **values: object) -> str:
        return self.tables["phrases"][name].format_map(values)

    def when(self, moment: datetime) -> str:
        """Date, weekday and minute: for what will be, and lately was."""
        return self._date("when", moment)

    def day(self, moment: datetime) -> str:
        """The date alone, as 2023-10-09: for lists."""
        return f"{moment.astimezone(self.zone):%Y-%m-%d}"

    def label(self, name: str) -> str:
        return self.tables["labels"][name]

    def clock(self, moment: datetime) -> str:
        return moment.astimezone(self.zone).strftime("%H:%M")

    def stamp(self, moment: datetime) -> str:
        """To the second and with the zone: for evidence."""
        local = moment.astimezone(self.zone)
        return f"{local:%Y-%m-%d %H:%M:%S} {self.offset(moment)}"

    def offset(self, moment: datetime) -> str:
        """The zone as customers know it: ``UTC+8``, ``UTC-3:30``."""
        shift = moment.astimezone(self.zone).utcoffset() or timedelta()
        minutes = int(shift.total_seconds()) // 60
        hours, rest = divmod(abs(minutes), 60)
        sign = "-" if minutes < 0 else "+"
        return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")

    def _date(self, form: str, moment: datetime) -> str:
        local = moment.astimezone(self.zone)
        dates = self.tables["dates"]
        return dates[form].format(
            year=local.year,
            month=local.month,
            month_name=dates[f"month_{local.month}"],
            day=local.day,
            weekday=dates[f"weekday_{local.isoweekday()}"],
            time=f"{local.hour:02}:{local.minute:02}",
        )


def load_words(template_dirs: Sequence[Path], locale: Locale, zone: ZoneInfo) -> Words:
    """Read and lay the tables over each other, the first folder on top.

    Raises :class:`TemplateFault` where a file is no TOML of tables of strings, or
    where no folder has one.
    """
    tables: dict[str, dict[str, str]] = {}
    for folder in reversed(template_dirs):
        for file in sorted((folder / locale).glob("words*.toml")):
            for name, table in _read(file).items():
                tables.setdefault(name, {}).update(table)
    if not tables:
        raise TemplateFault(f"{locale}/words.toml", "not found")
    return Words(locale=locale, zone=zone, tables=tables)


def _read(file: Path) -> dict[str, dict[str, str]]:
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TemplateFault(str(file), str(error)) from error
    for name, table in found.items():
        if not isinstance(table, dict):
            raise TemplateFault(str(file), f"{name}: not a table")
        for key, value in table.items():
            if not isinstance(value, str):
                raise TemplateFault(str(file), f"{name}.{key}: not a string")
    return found
