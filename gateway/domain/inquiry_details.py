"""What the answers to questions of staff tell (S22, S26)."""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.codes import Clock
from gateway.domain.commands import Verb
from gateway.domain.inquiry_commands import Inquiry
from gateway.domain.ledger import Counts
from gateway.domain.record import RecordRow


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTold:
    """A row of the record, and the name of who did it."""

    row: RecordRow
    actor_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTold:
    """A clock that runs: when it misses its target, and whether it has."""

    clock: Clock
    target_at: datetime
    missed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTold:
    """S26, of one request. ``total`` rows are on record; these are the latest."""

    which: Inquiry
    rows: tuple[RowTold, ...] = ()
    total: int = 0
    clocks: tuple[ClockTold, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatsTold:
    """S26, of all requests. ``owners`` are names, with their open requests."""

    days: int
    counts: Counts
    owners: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpTold:
    """S22. ``of_status``: only what the request's status allows."""

    verbs: tuple[Verb, ...]
    of_status: bool = False
