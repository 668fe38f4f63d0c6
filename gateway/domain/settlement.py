"""What steps 5 and 6 gather of one round: the last word, and what is kept of it."""

from dataclasses import dataclass
from datetime import date, datetime

from gateway.domain.evidence import Evidence, Revoked
from gateway.domain.people import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """An open item that outlives the solution (R61).

    An ``improvement`` removes the source of such problems (R46): the next review
    tells of it, the customer's papers do not. ``outcome`` says how it ended.
    """

    who: Address
    due: date
    text: str
    done_at: datetime | None = None
    improvement: bool = False
    opened_at: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phoned:
    """A confirmation by telephone (class C): it wants a second person's word."""

    by: Address
    who: str
    at_text: str
    gist: str
    noted_at: datetime
    seconded_by: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The question of a round: what its letter said was done, as a digest (P5)."""

    round: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """C17: somebody answered who may not be the one whose word counts.

    ``claimed`` is the address in From, ``to`` the registered one that was asked.
    """

    serial: int
    claimed: Address
    to: Address
    at: datetime
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """Verification and archive of the present round.

    ``asked_again``: C11 went out, which it does once a round. ``undecided_since``: a
    reply said yes and no (T3'), and the owner has to decide; K7 stands still.
    ``doubt`` are the latest words that left it open. ``disputed_by`` opened this round,
    and ``explanation`` is what the owner says to that (R39). ``questions`` are those of
    all rounds, ``challenges`` counts the letters of this one that asked who wrote.
    ``evidence`` is there once the request is confirmed; ``revoked`` are the
    certificates of earlier rounds that a "no" took back, and outlives a round.
    """

    questions: tuple[Question, ...] = ()
    reminders: int = 0
    observe_until: datetime | None = None
    asked_again: bool = False
    undecided_since: datetime | None = None
    doubt: str = ""
    challenge: Challenge | None = None
    challenges: int = 0
    vouched_by: Address | None = None
    disputed_by: Address | None = None
    explanation: str = ""
    phoned: Phoned | None = None
    confirmed_by: Address | None = None
    evidence_class: str = ""
    evidence: Evidence | None = None
    revoked: tuple[Revoked, ...] = ()
    closed_for: str = ""
    satisfaction: str = ""
    satisfaction_words: str = ""
    keywords: tuple[str, ...] = ()
    archived_at: datetime | None = None
