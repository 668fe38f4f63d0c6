"""What steps 5 and 6 gather of one round: the last word, and what is kept of it."""

from dataclasses import dataclass
from datetime import date, datetime

from gateway.domain.evidence import Evidence, Revoked
from gateway.domain.people import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """An open item that outlives the solution (R61)."""

    who: Address
    due: date
    text: str
    done_at: datetime | None = None


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
class Settlement:
    """Verification and archive of the present round.

    ``asked_again``: C11 went out, which it does once a round. ``undecided_since``: a
    reply said yes and no (T3'), and the owner has to decide; K7 stands still.
    ``evidence`` is there once the request is confirmed; ``revoked`` are the
    certificates of earlier rounds that a "no" took back, and outlives a round.
    """

    observe_until: datetime | None = None
    asked_again: bool = False
    undecided_since: datetime | None = None
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
