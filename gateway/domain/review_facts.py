"""From one request's record to what a month counts of it (PROCESS 7.1).

Everything is read off what happened, row by row; nothing is asked of today's state but
what no row tells: the scene, the priority, the words. Only business time is measured.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from gateway.domain.agreement import Rules, target
from gateway.domain.answer_events import Rated
from gateway.domain.classification_events import Called
from gateway.domain.codes import Clock
from gateway.domain.completeness_events import QuestionsAsked, Supplied
from gateway.domain.diagnosis_events import (
    CauseFound,
    Diagnosed,
    ReviewCalled,
    ReviewHeld,
)
from gateway.domain.elapsed import Elapsed
from gateway.domain.holding_events import Held, Resumed
from gateway.domain.manual import Month
from gateway.domain.request import Request, RequestNumber, Status
from gateway.domain.review_details import Party
from gateway.domain.scrubbing import Scrubber, names_of
from gateway.domain.solution_events import (
    Approved,
    Consented,
    ConsentRefused,
    EtaMissed,
    EtaPromised,
    Fixed,
    Worked,
)
from gateway.domain.verification_events import Confirmed, Disputed, Resolved
from gateway.domain.waiting_events import ClosedWithout

LEFT_OUT = frozenset({Status.INVALID, Status.MERGED})
_OVER = frozenset({Status.CONFIRMED, Status.ARCHIVED})
_THEIRS = frozenset(
    {
        Status.AWAITING_INFORMATION,
        Status.AWAITING_CONSENT,
        Status.AWAITING_CONFIRMATION,
        Status.ON_HOLD,
    }
)
TIMED = tuple(kind.__name__ for kind in (Diagnosed, Fixed, Worked))
"""The kinds of rows that are counted where they tell a span of time."""
KINDS = (
    *TIMED,
    *(
        kind.__name__
        for kind in (
            *(Called, QuestionsAsked, Supplied, CauseFound, ReviewCalled, ReviewHeld),
            *(
                Held,
                Resumed,
                Approved,
                Consented,
                ConsentRefused,
                EtaMissed,
                EtaPromised,
            ),
            *(Confirmed, Disputed, Resolved, ClosedWithout, Rated),
        )
    ),
)
"""The kinds of rows that are counted; the others need not be read."""
_BEGINS_WAIT = frozenset(
    {QuestionsAsked.__name__, Resolved.__name__, Held.__name__, Approved.__name__}
)
_ENDS_WAIT = frozenset(
    {
        *(Supplied.__name__, Disputed.__name__, Confirmed.__name__),
        *(Resumed.__name__, Consented.__name__, ConsentRefused.__name__),
    }
)
_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_DAY_MINUTES = 24 * 60
LOOKBACK = timedelta(days=1100)
"""How old a request may be for its business time to be counted whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the process record; ``kind`` names its event."""

    kind: str
    at: datetime
    action: str = ""
    remark: str = ""
    time_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A request, and the rows of ``KINDS`` in their order."""

    request: Request
    rows: tuple[Row, ...] = ()
    articles: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Facts:
    """What one request adds to a month; small, for there are many.

    ``late`` is by how many open minutes its first-response clock was missed, 0 where it
    was met; None where its time has not come. None in ``closed_as``: not in this month.
    """

    number: RequestNumber
    title: str = ""
    received: bool = False
    left_out: bool = False
    scene: str = ""
    priority: str = ""
    category: str = ""
    customer: str = ""
    owner: str = ""
    clock: Clock = Clock.K2
    late: float | None = None
    best_effort: bool = False
    response: float | None = None
    complete: bool | None = None
    asked: int = 0
    resolved: int = 0
    reopened: int = 0
    confirmed_as: str = ""
    first_time: bool = False
    waited: float = 0.0
    solving: float = 0.0
    solving_whole: float = 0.0
    unconfirmed: int = 0
    eta_kept: int = 0
    eta_of: int = 0
    k4_met: int = 0
    k4_of: int = 0
    called: int = 0
    held: int = 0
    cause: str = ""
    mark: str = ""
    words: str = ""
    open_days: int | None = None
    waits: Party = Party.US
    keywords: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    minutes: int = 0
    moments: tuple[datetime | None, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The month that is counted, the rules of its clocks, and business time."""

    month: Month
    rules: Rules
    elapsed: Elapsed


def facts_of(file: CaseFile, measure: Measure) -> Facts:
    """What this request adds to the month."""
    request, month = file.request, measure.month
    facts = Facts(
        number=request.number,
        title=request.subject,
        received=month.holds(request.submitted_at),
        left_out=request.status in LEFT_OUT,
        scene=request.scene,
        priority=request.priority.name.lower(),
        category=request.category,
        customer=request.requester.rpartition("@")[2],
        owner=request.assignee or "",
        keywords=request.settlement.keywords,
        articles=file.articles,
    )
    if facts.received and not facts.left_out:
        _first_response(facts, file, measure)
    for count in _COUNTS:
        count(facts, file, measure)
    return facts


def _first_response(facts: Facts, file: CaseFile, measure: Measure) -> None:
    """K1 for the urgent, else K2; our own acknowledgement is no response."""
    request, triage = file.request, file.request.triage
    urgent_at = triage.urgent_since or (
        request.submitted_at if request.urgent else None
    )
    facts.clock = Clock.K1 if urgent_at else Clock.K2
    started_at = urgent_at or request.submitted_at
    spoken = next((row.at for row in _of(file, Called) if row.remark != "missed"), None)
    answers = [at for at in (spoken, request.accepted_at) if at]
    responded_at = min(answers, default=None)
    if responded_at:
        facts.response = measure.elapsed.minutes(request.submitted_at, responded_at)
    if facts.clock is Clock.K1 and request.form.phone:
        # K1 wants the call (E2: where there is no number, taking it is the answer).
        responded_at = spoken or triage.best_effort_at
        facts.best_effort = spoken is None and triage.best_effort_at is not None
    due_at = target(measure.rules.schedule(facts.clock, request), started_at)
    ends_at = responded_at or measure.month.until
    if responded_at is None and due_at >= measure.month.until:
        return
    late = measure.elapsed.minutes(due_at, ends_at)
    facts.late = late if ends_at > due_at else 0.0
    if ends_at > due_at and not late:
        facts.late = (ends_at - due_at).total_seconds() / 60
    called = spoken or triage.best_effort_at
    if facts.clock is Clock.K1:
        facts.moments = (
            *(started_at, called, request.accepted_at),
            *(request.resolved_at, request.confirmed_at),
        )


def _completeness(facts: Facts, file: CaseFile, _: Measure) -> None:
    facts.asked = sum(1 for _ in _of(file, QuestionsAsked))
    if facts.received:
        facts.complete = facts.asked == 0


def _diagnosis(facts: Facts, file: CaseFile, measure: Measure) -> None:
    """K4 is met where a cause was told before a review had to be called."""
    pending = True
    for row in file.rows:
        if row.kind == Disputed.__name__:
            pending = True
        elif row.kind in {CauseFound.__name__, ReviewCalled.__name__} and pending:
            pending = False
            if measure.month.holds(row.at):
                facts.k4_of += 1
                facts.k4_met += row.kind == CauseFound.__name__
    facts.called = _within(file, ReviewCalled, measure)
    facts.held = _within(file, ReviewHeld, measure)


def _promises(facts: Facts, file: CaseFile, measure: Measure) -> None:
    """K5: a promise is kept by the hand-over, not by another promise."""
    promised = False
    ends = {EtaMissed.__name__, EtaPromised.__name__, Resolved.__name__}
    for row in file.rows:
        if promised and row.kind in ends:
            promised = False
            if measure.month.holds(row.at):
                facts.eta_of += 1
                facts.eta_kept += row.kind == Resolved.__name__
        promised = promised or row.kind == EtaPromised.__name__


def _endings(facts: Facts, file: CaseFile, measure: Measure) -> None:
    facts.resolved = _within(file, Resolved, measure)
    facts.reopened = _within(file, Disputed, measure)
    facts.unconfirmed = sum(
        1
        for row in _of(file, ClosedWithout)
        if measure.month.holds(row.at) and row.remark != "invalid"
    )
    confirmed = [row for row in _of(file, Confirmed) if measure.month.holds(row.at)]
    if not confirmed:
        return
    last = confirmed[-1]
    handed = [row.at for row in _of(file, Resolved) if row.at <= last.at]
    facts.confirmed_as = last.remark.partition(" ")[0]
    facts.first_time = all(row.at > last.at for row in _of(file, Disputed))
    if handed:
        submitted = file.request.submitted_at
        facts.waited = measure.elapsed.minutes(handed[-1], last.at)
        whole = measure.elapsed.minutes(submitted, handed[-1])
        waits = sum(
            measure.elapsed.minutes(since, until)
            for since, until in _waits(file.rows, handed[-1])
        )
        facts.solving_whole, facts.solving = whole, max(0.0, whole - waits)
        facts.cause = file.request.cause_kind or ""


def _opinion(facts: Facts, file: CaseFile, measure: Measure) -> None:
    rated = [row for row in _of(file, Rated) if measure.month.holds(row.at)]
    if rated:
        request = file.request
        scrub = Scrubber(names_of(request), request.locale)
        facts.mark, facts.words = rated[-1].action, scrub(rated[-1].remark)


def _standing(facts: Facts, file: CaseFile, measure: Measure) -> None:
    """Whether it was open when the month ended, how old, and for whom it waits."""
    request, until = file.request, measure.month.until
    ended_at = request.closed_at or request.confirmed_at
    if facts.left_out or request.submitted_at >= until:
        return
    if request.status in _OVER and ended_at is None:
        return
    if ended_at is None or ended_at >= until:
        facts.open_days = (until - request.submitted_at).days
        facts.waits = _party(request)


def _party(request: Request) -> Party:
    if request.status in _THEIRS:
        return Party.CUSTOMER
    if request.status is Status.AWAITING_APPROVAL:
        return Party.APPROVAL
    asked = request.repair.vendors and not request.cause
    return Party.VENDOR if asked else Party.US


def _effort(facts: Facts, file: CaseFile, measure: Measure) -> None:
    """R59: what staff wrote as spans of time, on rows of this month."""
    texts = (row.time_text for row in file.rows if measure.month.holds(row.at))
    facts.minutes = sum(map(_span_minutes, texts))


_COUNTS: tuple[Callable[[Facts, CaseFile, Measure], None], ...] = (
    _completeness,
    _diagnosis,
    _promises,
    _endings,
    _opinion,
    _standing,
    _effort,
)


def _of(file: CaseFile, kind: type) -> Iterator[Row]:
    return (row for row in file.rows if row.kind == kind.__name__)


def _within(file: CaseFile, kind: type, measure: Measure) -> int:
    return sum(1 for row in _of(file, kind) if measure.month.holds(row.at))


def _waits(rows: Sequence[Row], until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """When the customer had the next word, before the last hand-over."""
    since: datetime | None = None
    for row in rows:
        if row.at > until:
            return
        if since is None and row.kind in _BEGINS_WAIT and row.at < until:
            released = row.kind == Approved.__name__ and row.remark == "released"
            since = None if released else row.at
        elif since is not None and row.kind in _ENDS_WAIT:
            yield since, row.at
            since = None


def _span_minutes(text: str) -> int:
    found = _SPAN.fullmatch(text)
    if not found:
        return 0
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    minutes = (to_hour - from_hour) * 60 + to_minute - from_minute
    return minutes if minutes >= 0 else minutes + _DAY_MINUTES
