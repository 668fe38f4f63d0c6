"""S17 comes round: the figures of a month, first to supervisors, then to all (7.2).

Figures are made once and kept, so that the letter that is published says what the
preview said, and reviews to come have something to compare with.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gateway.desk.ports_review import Reviews
from gateway.domain.codes import NoticeCode
from gateway.domain.decision import Case, Owed, notice_alone
from gateway.domain.elapsed import elapsed
from gateway.domain.manual import Month, month_before, month_of
from gateway.domain.notices import Notice
from gateway.domain.people import Address, Locale
from gateway.domain.review import figures
from gateway.domain.review_details import Action, Figures, Goals, ReviewTold
from gateway.domain.review_facts import LOOKBACK, Measure, facts_of
from gateway.domain.review_points import points

REVIEW = "review"
PUBLISHED = "review-published"
PAST_MONTHS = 11
"""Months before the one that is told of, which its charts show."""
LATE_LIMIT = timedelta(days=7)
"""How long after its moment a review is still written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """Makes reviews. ``readers`` get what is published beside the whole team."""

    reviews: Reviews
    zone: ZoneInfo
    goals: Goals = field(default_factory=Goals)
    readers: tuple[Address, ...] = ()
    readers_locale: Locale = Locale.EN

    def month(self, text: str) -> Month:
        """The month of ``2026-10``; raises ValueError for anything else."""
        first = datetime.strptime(text, "%Y-%m").replace(tzinfo=self.zone)
        return month_of(first.date(), first)

    def told(self, month: Month, case: Case) -> ReviewTold:
        """The review of a month. What is over is counted once, and kept."""
        before = self._before(month)
        kept = self.reviews.kept([name_of(one) for one in (*before, month)])
        first = self.reviews.first_month()
        made: list[Figures] = []
        for one in (*before, month):
            name = name_of(one)
            if name < first and one is not month:
                continue
            previous = made[-1] if made else None
            made.append(kept.get(name) or self._counted(one, previous, case))
        *past, present = made
        actions = self._actions(present, past[-1] if past else None, month, case)
        return ReviewTold(
            figures=present,
            past=tuple(past),
            points=points(present, past[-1] if past else None, actions, self.goals),
            actions=actions,
            goals=self.goals,
        )

    def is_kept(self, month: Month) -> bool:
        return name_of(month) in self.reviews.kept([name_of(month)])

    def published(self, told: ReviewTold, case: Case) -> list[Notice]:
        """The letter to everybody."""
        everybody = replace(told, preview=False)
        made = [
            notice_alone(Owed(NoticeCode.REVIEW, who, everybody), case)
            for who in dict.fromkeys((*case.people.members, *self.readers))
        ]
        return [
            one
            if one.to in case.people.members
            else replace(one, locale=self.readers_locale)
            for one in made
        ]

    def _before(self, month: Month) -> list[Month]:
        found = [month]
        for _ in range(PAST_MONTHS):
            earliest = found[0]
            found.insert(0, month_before(earliest.since.date(), earliest.since))
        return found[:-1]

    def _counted(self, month: Month, previous: Figures | None, case: Case) -> Figures:
        rules = case.rules
        meter = elapsed(rules.calendar, month.since - LOOKBACK)
        # Moments of one zone are compared much sooner than those of two.
        since, until = month.since.astimezone(UTC), month.until.astimezone(UTC)
        same = Month(since=since, until=until)
        measure = Measure(month=same, rules=rules, elapsed=meter)
        facts = [facts_of(one, measure) for one in self.reviews.cases(month)]
        made = figures(name_of(month), facts, previous, self.reviews.known(month))
        if month.until <= case.now:
            self.reviews.keep(made)
        return made

    def _actions(
        self,
        present: Figures,
        previous: Figures | None,
        month: Month,
        case: Case,
    ) -> tuple[Action, ...]:
        """Improvements that are open, or were done in the month (R46)."""
        now, then = (
            dict(present.categories),
            dict(previous.categories if previous else ()),
        )
        last = (month.until - timedelta(days=1)).date()
        return tuple(
            Action(
                number=number,
                who=case.people.name_of(item.who),
                due=item.due,
                text=item.text,
                done_on=item.done_at.astimezone(self.zone).date()
                if item.done_at
                else None,
                overdue=item.done_at is None and item.due <= last,
                outcome=item.outcome,
                category=category,
                before=then.get(category, 0),
                after=now.get(category, 0),
            )
            for number, category, item in self.reviews.improvements()
            if item.done_at is None or item.done_at >= month.since
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyReview:
    """See :class:`gateway.desk.periodic.Periodic`. On the first day, at ``at``.

    A month without requests is told of as well. Nothing is told of the time before the
    gateway's first request.
    """

    reviewer: Reviewer
    at: time

    def due(self, case: Case) -> Sequence[str]:
        local = case.now.astimezone(self.reviewer.zone)
        begins = datetime.combine(
            local.date().replace(day=1), self.at, self.reviewer.zone
        )
        if not begins <= local < begins + LATE_LIMIT:
            return ()
        month = month_before(local.date(), _midnight(local))
        return (f"{REVIEW} {name_of(month)}",)

    def notices(self, key: str, case: Case) -> Sequence[Notice]:
        month = self.reviewer.month(key.rpartition(" ")[2])
        first = self.reviewer.reviews.first_month()
        if not first or name_of(month) < first:
            return ()
        told = self.reviewer.told(month, case)
        readers = case.people.roster.supervisors or case.people.triage
        return [
            notice_alone(Owed(NoticeCode.REVIEW, who, told), case) for who in readers
        ]


def name_of(month: Month) -> str:
    """``2026-10``: how a month is called in keys, commands and files."""
    return f"{month.since:%Y-%m}"


def _midnight(local: datetime) -> datetime:
    return local.replace(hour=0, minute=0, second=0, microsecond=0)
