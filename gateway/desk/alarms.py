"""S21, of the gateway itself: a calendar that ends, an empty shift, a dead token."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from gateway.domain.alarm_details import Alarm, AlarmKind
from gateway.domain.codes import NoticeCode
from gateway.domain.decision import Case, Owed, notice_alone
from gateway.domain.notices import Notice

FROM_MONTH = 11
"""From November on the coming year must be known; China announces it about then."""
HOUR = time(9)
"""Local time of day from which the alarms of a day are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsAlarms:
    """See :class:`gateway.desk.periodic.Periodic`. Once a week while it is not mended.

    ``calendars`` are the years that each file covers; none where it covers all.
    """

    calendars: Mapping[str, frozenset[int]]
    zone: ZoneInfo

    def due(self, case: Case) -> Sequence[str]:
        return tuple(self._alarms(case))

    def notices(self, key: str, case: Case) -> Sequence[Notice]:
        alarm = self._alarms(case).get(key)
        if alarm is None:
            return ()
        owed = (Owed(NoticeCode.ALARM, who, alarm) for who in case.people.alarmed())
        return [notice_alone(one, case) for one in owed]

    def _alarms(self, case: Case) -> Mapping[str, Alarm]:
        """What is wrong at this moment, by the key of its occasion."""
        local = case.now.astimezone(self.zone)
        if local.time() < HOUR:
            return {}
        year, week, _ = local.isocalendar()
        mark = f"{year}-W{week:02}"
        return {
            f"alarm {alarm.where} {alarm.what or alarm.kind} {mark}": alarm
            for alarm in (*self._ending(local.date()), *self._nobody(case))
        }

    def _ending(self, today: date) -> Iterator[Alarm]:
        coming = today.month >= FROM_MONTH
        for name, years in sorted(self.calendars.items()):
            for year in range(today.year, today.year + 1 + coming):
                if years and year not in years:
                    first = datetime.combine(date(year, 1, 1), time(0), self.zone)
                    yield Alarm(
                        kind=AlarmKind.CALENDAR_ENDS,
                        where=f"calendars/{name}.toml",
                        what=str(year),
                        since=first.astimezone(UTC),
                    )

    @staticmethod
    def _nobody(case: Case) -> Iterator[Alarm]:
        duty = case.rules.duty
        gap = duty.gap_after(case.now) if duty else None
        if gap is not None:
            kind = AlarmKind.NOBODY_ON_DUTY
            yield Alarm(kind=kind, where="people.toml", since=gap)


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleAlarms:
    """See :class:`gateway.desk.periodic.Periodic`. Once a day while it is not mended.

    ``troubles`` tells, by the name of an account or a mailbox, since when it fails; a
    name has no blanks. ``kind`` says what that means.
    """

    kind: AlarmKind
    troubles: Callable[[], Mapping[str, datetime]]
    zone: ZoneInfo

    def due(self, case: Case) -> Sequence[str]:
        day = case.now.astimezone(self.zone).date()
        return [f"alarm {self.kind} {name} {day}" for name in self.troubles()]

    def notices(self, key: str, case: Case) -> Sequence[Notice]:
        name = key.split(" ")[2]
        since = self.troubles().get(name)
        if since is None:
            return ()
        alarm = Alarm(kind=self.kind, where="gateway.toml", what=name, since=since)
        owed = (Owed(NoticeCode.ALARM, who, alarm) for who in case.people.alarmed())
        return [notice_alone(one, case) for one in owed]
