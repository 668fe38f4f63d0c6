"""The figures of a month, and what the monthly review tells (PROCESS 7.1, S17).

Figures are sums and shares only; texts in them are our own words, a domain's name, or
a customer's sentence that was scrubbed. A month's figures are kept: reviews to come
compare themselves with them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from gateway.domain.codes import Clock
from gateway.domain.request import RequestNumber

Counts = tuple[tuple[str, int], ...]
"""How many of each name, the most first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of so many."""

    met: int = 0
    of: int = 0

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 is all of them; None of nothing."""
        return 100 * self.met // self.of if self.of else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How long something took, in open minutes: the middle, and nine of ten."""

    count: int = 0
    median: float = 0.0
    p90: float = 0.0


class Party(StrEnum):
    """Whom an open request waits for."""

    US = "us"
    CUSTOMER = "customer"
    VENDOR = "vendor"
    APPROVAL = "approval"


AGES = ((0, 1), (2, 3), (4, 7), (8, 30), (31, None))
"""Days that an open request is old: from, and to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Open requests of one age, by whom they wait for."""

    age: int
    waits: tuple[tuple[Party, int], ...] = ()

    @property
    def total(self) -> int:
        return sum(count for _, count in self.waits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Requests of a month that are alike (R45). ``word`` is a keyword, or empty.

    ``example`` is the latest of them; ``article`` helped with one.
    """

    category: str
    word: str
    count: int
    before: int = 0
    customers: int = 0
    minutes: int = 0
    article: str = ""
    example: RequestNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A target that was missed."""

    number: RequestNumber
    clock: Clock
    over_minutes: int
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """An urgent request and its moments."""

    number: RequestNumber
    title: str
    submitted_at: datetime
    called_at: datetime | None = None
    accepted_at: datetime | None = None
    resolved_at: datetime | None = None
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A customer's words on how he was served, without names (D13)."""

    number: RequestNumber
    mark: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An improvement (R46), as the month left it.

    ``before`` and ``after`` count the requests of its domain in the month before and
    in this one: whether it helps.
    """

    number: RequestNumber
    who: str
    due: date
    text: str
    done_on: date | None = None
    overdue: bool = False
    outcome: str = ""
    category: str = ""
    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Knowledge in a month: new articles, what they helped with, reviews overdue."""

    added: int = 0
    used: int = 0
    overdue: int = 0
    helped: Share = Share()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A month by PROCESS 7.1. ``month`` is ``2026-10``.

    ``received`` leaves out what was invalid or merged. K1 and K2 count those whose time
    had come by the end of the month; ``best_effort`` are K1's without a connected call.
    ``solving`` is from the mail to the last hand-over that was confirmed, all rounds,
    without the time that the customer took; ``solving_whole`` with it. ``customers``
    bear no names: C1 has the most requests.
    """

    month: str
    received: int = 0
    left_out: int = 0
    scenes: Counts = ()
    priorities: Counts = ()
    categories: Counts = ()
    customers: Counts = ()
    k1: Share = Share()
    best_effort: int = 0
    k2: Share = Share()
    responding: Spread = Spread()
    solving: Spread = Spread()
    solving_whole: Spread = Spread()
    eta: Share = Share()
    k4: Share = Share()
    reviews: Share = Share()
    complete: Share = Share()
    asked: int = 0
    resolved: int = 0
    reopened: int = 0
    reopened_in: Counts = ()
    first_time: Share = Share()
    classes: Counts = ()
    waited: Spread = Spread()
    unconfirmed: int = 0
    backlog: tuple[Backlog, ...] = ()
    problems: tuple[Problem, ...] = ()
    causes: Counts = ()
    marks: Counts = ()
    rated: Share = Share()
    quotes: tuple[Quote, ...] = ()
    known: Known = Known()
    misses: tuple[Miss, ...] = ()
    missed: int = 0
    incidents: tuple[Incident, ...] = ()

    @property
    def first_response(self) -> Share:
        """K1 and K2 together."""
        both = (self.k1, self.k2)
        return Share(met=sum(s.met for s in both), of=sum(s.of for s in both))

    @property
    def satisfied(self) -> Share:
        marks = dict(self.marks)
        return Share(met=marks.get("good", 0), of=sum(marks.values()))

    @property
    def open(self) -> int:
        return sum(one.total for one in self.backlog)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    """What is wanted, in per cent."""

    first_response: int = 95
    eta: int = 90
    satisfied: int = 90


class PointKind(StrEnum):
    """What a review says first."""

    RESPONSE_MISSED = "response-missed"
    ETA_MISSED = "eta-missed"
    PROBLEM = "problem"
    REOPENED = "reopened"
    UNHAPPY = "unhappy"
    ACTIONS_OVERDUE = "actions-overdue"
    BACKLOG = "backlog"
    QUIET = "quiet"
    ALL_MET = "all-met"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One sentence: a fact, why, and what to do. The words are the templates'.

    ``share`` is what is told of, ``name`` the problem or the request it is about.
    """

    kind: PointKind
    share: Share = Share()
    name: str = ""
    before: int = 0
    number: RequestNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTold:
    """S17. ``preview``: it went to supervisors alone, and waits for ``#publish``.

    ``past`` are the months before, the latest last, as far as they are kept.
    """

    figures: Figures
    past: tuple[Figures, ...] = ()
    points: tuple[Point, ...] = ()
    actions: tuple[Action, ...] = ()
    goals: Goals = Goals()
    preview: bool = True

    @property
    def previous(self) -> Figures | None:
        return self.past[-1] if self.past else None
