"""S16 comes round each working day: to each person what waits for him."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gateway.desk.ports_agenda import Agendas
from gateway.domain.calendar import Calendar
from gateway.domain.codes import NoticeCode
from gateway.domain.decision import Case, Owed, notice_alone
from gateway.domain.digest import digests
from gateway.domain.digest_details import DigestTold
from gateway.domain.notices import Notice
from gateway.domain.people import Address

DIGEST = "digest"
LATE_LIMIT = timedelta(hours=2)
"""How long after its hour a digest is still written."""
LOOKBACK = timedelta(days=14)
"""How far back the last working day is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyDigest:
    """See :class:`gateway.desk.periodic.Periodic`. Once a working day, at ``at``.

    An outage of more than ``LATE_LIMIT`` swallows it: what was due this morning helps
    nobody in the evening. Before the record has a row there is nothing to tell.
    """

    agendas: Agendas
    zone: ZoneInfo
    at: time

    def due(self, case: Case) -> Sequence[str]:
        local = case.now.astimezone(self.zone)
        calendar = case.rules.calendar
        begins = datetime.combine(local.date(), self.at, self.zone)
        in_time = begins <= local < begins + LATE_LIMIT
        if not in_time or not calendar.is_workday(local.date()):
            return ()
        return (f"{DIGEST} {local.date()}",)

    def notices(self, key: str, case: Case) -> Sequence[Notice]:
        day = date.fromisoformat(key.rpartition(" ")[2])
        told = self.told(case, day)
        alive = _is_first_of_week(day, case.rules.calendar)
        return [
            notice_alone(Owed(NoticeCode.DIGEST, who, digest), case)
            for who, digest in told.items()
            if digest.chain_rows and (alive or not digest.is_empty)
        ]

    def told(self, case: Case, day: date) -> dict[Address, DigestTold]:
        """Everybody's digest of that day, the empty ones as well."""
        before = _workday_before(day, case.rules.calendar)
        since = datetime.combine(before, time(0), self.zone)
        rows, head = self.agendas.chain_head()
        made = digests(self.agendas.agenda(since), case.people.members, case, self.zone)
        return {
            who: replace(one, day=day, chain_rows=rows, chain_head=head)
            for who, one in made.items()
        }


def _workday_before(day: date, calendar: Calendar) -> date:
    back = (day - timedelta(days=ago) for ago in range(1, LOOKBACK.days + 1))
    return next(filter(calendar.is_workday, back), day - timedelta(days=1))


def _is_first_of_week(day: date, calendar: Calendar) -> bool:
    """On that day even who has nothing to do gets a letter: a sign of life."""
    monday = day - timedelta(days=day.weekday())
    before = (monday + timedelta(days=n) for n in range((day - monday).days))
    return not any(map(calendar.is_workday, before))
