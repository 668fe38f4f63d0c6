"""What staff ask of what is on record, and are answered by mail: it changes nothing.

The answer goes to whoever asked, and to nobody else.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType

from gateway.domain.agreement import Promise, target
from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import (
    Beside,
    Case,
    Decider,
    Decision,
    Outcome,
    Owed,
    Refusal,
    decider,
)
from gateway.domain.inquiry_commands import AskStats, Inquire, Inquiry
from gateway.domain.inquiry_details import (
    ClockTold,
    HelpTold,
    RequestTold,
    RowTold,
    StatsTold,
)
from gateway.domain.record import RecordRow
from gateway.domain.request import Request, Status

STATS_LIMIT_DAYS = 366
LATEST = 5
"""Rows of the record that #show tells."""
SHOWN = 60
"""Rows that a letter shows; the file with #history has them all."""
OWNERS_SHOWN = 10
"""Owners and domains that the figures name."""
WITH_REASONS = frozenset(
    {
        *("Registered", "SubmittedOnBehalf", "Remarked", "VouchedFor"),
        *("Assigned", "PriorityChanged", "ApproverChanged"),
        *("Disputed", "Explained", "Doubted", "Denied", "Challenged"),
        *("Rejected", "ConsentRefused", "HoldAsked", "HoldRefused", "Postponed"),
        *("ClosedWithout", "ClosedForLack", "EtaMissed"),
        *("MergedInto", "Absorbed", "SplitOff"),
    }
)
"""Kinds of rows that say why a request is as it is."""


def inquire(command: Inquire, request: Request | None, case: Case) -> Outcome:
    """Told of the named request, or of that of the mail."""
    subject = command.of or request
    if subject is None:
        return Refusal(Reason.NO_REQUEST)
    owed = Owed(NoticeCode.ANSWER, case.speaker, _told(command.which, subject, case))
    if request is not None and subject.number == request.number:
        return Decision((), (owed,))
    return Decision((), beside=(Beside(subject, (), (owed,)),))


def _told(which: Inquiry, request: Request, case: Case) -> RequestTold:
    rows = case.ledger.rows(request.number)
    if which is Inquiry.WHY:
        rows = tuple(row for row in rows if row.kind in WITH_REASONS)
    shown = LATEST if which is Inquiry.SHOW else SHOWN
    promises = case.ledger.promises(request.number)
    return RequestTold(
        which=which,
        rows=_named(rows[-shown:], case),
        total=len(rows),
        clocks=tuple(_clock(one, request, case) for one in promises),
    )


def _named(rows: Sequence[RecordRow], case: Case) -> tuple[RowTold, ...]:
    return tuple(
        RowTold(row=row, actor_name=case.people.name_of(row.actor)) for row in rows
    )


def _clock(promise: Promise, request: Request, case: Case) -> ClockTold:
    schedule = case.rules.schedule(promise.clock, request)
    at = target(schedule, promise.started_at)
    return ClockTold(clock=promise.clock, target_at=at, missed=at <= case.now)


def stats(command: AskStats, _: Request | None, case: Case) -> Outcome:
    if not 1 <= command.days <= STATS_LIMIT_DAYS:
        return Refusal(Reason.BAD_ARGUMENT, str(command.days))
    since = case.now - timedelta(days=command.days)
    counts = case.ledger.counts(since, case.now)
    owners = tuple(
        (case.people.name_of(who), count) for who, count in counts.owners[:OWNERS_SHOWN]
    )
    told = StatsTold(days=command.days, counts=counts, owners=owners)
    return Decision((), (Owed(NoticeCode.ANSWER, case.speaker, told),))


def helped(possible: tuple[Verb, ...], request: Request | None, case: Case) -> Decision:
    """S22: the verbs that are possible now."""
    told = HelpTold(verbs=possible, of_status=request is not None)
    return Decision((), (Owed(NoticeCode.HELP, case.speaker, told),))


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {**decider(Inquire, inquire), **decider(AskStats, stats)}
)
VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {
        verb: frozenset(Status)
        for verb in (Verb.SHOW, Verb.HISTORY, Verb.WHY, Verb.STATS, Verb.HELP)
    }
)
