"""Who is on duty when: shifts, absences, and the gaps between them (K1, E3, E13).

The first shift that fits a moment wins, so exceptions stand first; where none fits, the
standing roster holds. Who is absent is replaced by his deputy, if that one is there.
Hours are local times of the roster's zone; a shift over midnight belongs to the day on
which it begins.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gateway.domain.people import Address, Roster

SHIFTS_LIMIT = 200
"""Shifts, or absences, of one people file."""
GAP_DAYS = 7
"""How far ahead a gap is looked for."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Hours of some weekdays (Monday is 0), between two dates where they are given.

    ``closes`` at or before ``opens`` is that time of the next day.
    """

    opens: time
    closes: time
    days: frozenset[int]
    first: date | None = None
    last: date | None = None
    duty: tuple[Address, ...] = ()
    backup: tuple[Address, ...] = ()

    def holds(self, local: datetime) -> bool:
        """Whether it is worked at this local moment."""
        day, clock = local.date(), local.time()
        if self.opens < self.closes:
            return self.opens <= clock < self.closes and self._begins_on(day)
        if clock >= self.opens:
            return self._begins_on(day)
        return clock < self.closes and self._begins_on(day - _DAY)

    def _begins_on(self, day: date) -> bool:
        within = (self.first or day) <= day <= (self.last or day)
        return within and day.weekday() in self.days


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Whole local days, the first and the last one included."""

    who: Address
    first: date
    last: date
    deputy: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """All that decides who is called."""

    standing: Roster
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    shifts: tuple[Shift, ...] = ()
    absences: tuple[Absence, ...] = ()

    def roster_at(self, moment: datetime) -> Roster:
        local = moment.astimezone(self.zone)
        shift = next((one for one in self.shifts if one.holds(local)), None)
        duty, backup = self.standing.duty, self.standing.backup
        if shift is not None:
            duty, backup = shift.duty or duty, shift.backup or backup
        return Roster(
            duty=self._present(duty, local.date()),
            backup=self._present(backup, local.date()),
            supervisors=self._present(self.standing.supervisors, local.date()),
        )

    def present(
        self, named: tuple[Address, ...], moment: datetime
    ) -> tuple[Address, ...]:
        """Those of them who are there, deputies in the places of the absent."""
        return self._present(named, moment.astimezone(self.zone).date())

    def gap_after(self, moment: datetime) -> datetime | None:
        """When in the coming days nobody is on duty first; None where somebody is."""
        for local in self._changes(moment.astimezone(self.zone)):
            if not self.roster_at(local).duty:
                return max(local, moment).astimezone(UTC)
        return None

    def _changes(self, since: datetime) -> Iterator[datetime]:
        """The moments at which another may be on duty, in order; ``since`` first."""
        yield since
        clocks = {time(0)}
        clocks |= {clock for one in self.shifts for clock in (one.opens, one.closes)}
        for days in range(GAP_DAYS + 1):
            day = since.date() + days * _DAY
            for clock in sorted(clocks):
                local = datetime.combine(day, clock, self.zone)
                if local > since:
                    yield local

    def _present(self, named: tuple[Address, ...], day: date) -> tuple[Address, ...]:
        """Those who are there that day, deputies in the places of the absent."""
        away = {a.who: a for a in self.absences if a.first <= day <= a.last}
        found: list[Address] = []
        for who in named:
            one = who if who not in away else away[who].deputy
            if one is not None and one not in away:
                found.append(one)
        return tuple(dict.fromkeys(found))
