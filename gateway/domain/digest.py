"""The daily digest: of all that is open, what is for whom (PROCESS 7.2, S16).

Three parts, each by its deadline: what is due today, what waits for us, what waits for
the customer. Only clocks that ask something of us count as ours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from gateway.domain.agreement import target
from gateway.domain.codes import Clock
from gateway.domain.decision import Case
from gateway.domain.digest_details import AgendaLine, DigestTold, OpenItem
from gateway.domain.people import Address
from gateway.domain.request import Request, RequestNumber, Status
from gateway.domain.settlement import FollowUp

OURS = frozenset(
    {
        *(Clock.K1, Clock.K2, Clock.K3, Clock.K4, Clock.K5, Clock.K6),
        *(Clock.ARCHIVE, Clock.JUDGEMENT),
    }
)
"""Clocks that run out on us; the others run out on the customer."""
THEIRS = frozenset(
    {
        Status.AWAITING_INFORMATION,
        Status.AWAITING_CONSENT,
        Status.AWAITING_CONFIRMATION,
        Status.ON_HOLD,
    }
)
ENDED = frozenset({Status.CONFIRMED, Status.CLOSED_UNCONFIRMED})
"""Over, and not archived yet: told of once the archive is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A clock that runs for a request."""

    clock: Clock
    started_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A request that is not over, and its clocks."""

    request: Request
    clocks: tuple[Running, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """All that is open at a moment, by number; and what was confirmed lately."""

    standing: Sequence[Standing] = ()
    confirmed: Sequence[Request] = ()
    items: Sequence[tuple[RequestNumber, FollowUp]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    standing: Standing
    line: AgendaLine
    due_today: bool


def digests(
    agenda: Agenda, readers: Iterable[Address], case: Case, zone: ZoneInfo
) -> dict[Address, DigestTold]:
    """What each reader has to know this morning; the chain is not in it yet."""
    today = case.now.astimezone(zone).date()
    end = datetime.combine(today + timedelta(days=1), time(0), zone)
    placed = [_placed(one, case, end) for one in agenda.standing]
    placed.sort(key=_by_deadline)
    return {who: _digest(who, agenda, placed, case, today) for who in readers}


def _placed(standing: Standing, case: Case, end: datetime) -> _Placed:
    request = standing.request
    due = [
        (target(case.rules.schedule(one.clock, request), one.started_at), one.clock)
        for one in standing.clocks
        if one.clock in OURS
    ]
    due_at, clock = min(due, default=(None, None))
    line = AgendaLine(
        number=request.number,
        title=request.subject,
        status=request.status,
        priority=request.priority,
        owner_name=case.people.name_of(request.assignee) if request.assignee else "",
        clock=clock,
        due_at=due_at,
        overdue=due_at is not None and due_at < case.now,
    )
    today = due_at is not None and due_at < end
    return _Placed(standing=standing, line=line, due_today=today)


def _by_deadline(one: _Placed) -> tuple[bool, float, int, str]:
    due_at = one.line.due_at
    stamp = due_at.timestamp() if due_at else 0.0
    return due_at is None, stamp, -one.line.priority, one.line.number


def _digest(
    who: Address,
    agenda: Agenda,
    placed: Sequence[_Placed],
    case: Case,
    today: date,
) -> DigestTold:
    mine = [one for one in placed if who in _whose(one.standing.request)]
    rest = [one for one in mine if not one.due_today and not _is_over(one)]
    theirs = [one.line for one in rest if one.line.status in THEIRS]
    ours = [one.line for one in rest if one.line.status not in THEIRS]
    roster = case.people.roster
    leads = who in (*roster.supervisors, *case.people.triage)
    others = [one for one in placed if who not in _whose(one.standing.request)]
    return DigestTold(
        day=today,
        due=tuple(one.line for one in mine if one.due_today),
        ours=tuple(ours),
        theirs=tuple(theirs),
        team=tuple(one.line for one in others if leads and _concerns_all(one)),
        confirmed=tuple(
            AgendaLine(
                number=one.number,
                title=one.subject,
                status=one.status,
                priority=one.priority,
            )
            for one in agenda.confirmed
            if one.assignee == who
        ),
        items=tuple(
            OpenItem(
                number=number,
                text=item.text,
                due=item.due,
                overdue=item.due < today,
                improvement=item.improvement,
            )
            for number, item in agenda.items
            if item.who == who
        ),
    )


def _whose(request: Request) -> tuple[Address, ...]:
    """Its owner; and while a plan waits for a decision, whoever has to decide."""
    plan = request.repair.plan
    deciding = request.status is Status.AWAITING_APPROVAL and plan is not None
    owner = (request.assignee,) if request.assignee else ()
    return (*owner, plan.approver) if deciding and plan else owner


def _concerns_all(one: _Placed) -> bool:
    nobody = one.standing.request.assignee is None and not _is_over(one)
    return nobody or one.line.overdue


def _is_over(one: _Placed) -> bool:
    return one.line.status in ENDED
