"""What the daily digest tells (S16)."""

from dataclasses import dataclass
from datetime import date, datetime

from gateway.domain.codes import Clock
from gateway.domain.request import Priority, RequestNumber, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """A request in a digest. ``due_at`` is the target of its nearest clock of ours."""

    number: RequestNumber
    title: str
    status: Status
    priority: Priority
    owner_name: str = ""
    clock: Clock | None = None
    due_at: datetime | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """What somebody still has to do beside a request: a follow-up, an improvement."""

    number: RequestNumber
    text: str
    due: date
    overdue: bool
    improvement: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestTold:
    """S16 (PROCESS 7.2). ``due``, ``ours`` and ``theirs`` are the reader's requests.

    ``due``: today is their last day, or it is past; ``theirs``: the customer has the
    next word. ``team`` is what nobody owns, and what others let run out: for those who
    assign and supervise. ``confirmed`` were confirmed since the last working day.
    ``chain_head`` is the digest of the last of ``chain_rows`` rows of the record: who
    keeps this letter can prove what stood before it (6.6).
    """

    day: date
    due: tuple[AgendaLine, ...] = ()
    ours: tuple[AgendaLine, ...] = ()
    theirs: tuple[AgendaLine, ...] = ()
    team: tuple[AgendaLine, ...] = ()
    confirmed: tuple[AgendaLine, ...] = ()
    items: tuple[OpenItem, ...] = ()
    chain_rows: int = 0
    chain_head: str = ""

    @property
    def overdue(self) -> int:
        return sum(line.overdue for line in self.due)

    @property
    def open(self) -> int:
        return len(self.due) + len(self.ours) + len(self.theirs)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do for its reader."""
        return not (self.open or self.team or self.items)
