"""What deciders may ask of what is on record: rows, running clocks, figures."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from gateway.domain.agreement import Promise
from gateway.domain.people import Address
from gateway.domain.record import RecordRow
from gateway.domain.request import RequestNumber, Status

ROWS_LIMIT = 1000
"""Rows of one request that are read at once, the latest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Figures of a time: what came in and was ended in it, and what is open now.

    ``owners`` and ``domains`` are of open requests, the most first; ``unassigned`` and
    ``overdue`` are among the open ones.
    """

    received: int = 0
    confirmed: int = 0
    closed: int = 0
    reopened: int = 0
    open: int = 0
    unassigned: int = 0
    overdue: int = 0
    statuses: tuple[tuple[Status, int], ...] = ()
    owners: tuple[tuple[Address, int], ...] = ()
    domains: tuple[tuple[str, int], ...] = ()


class Ledger(Protocol):
    """Each method raises where the store is away: a question fails as it must."""

    def rows(self, number: RequestNumber) -> tuple[RecordRow, ...]:
        """The latest rows of a request, oldest first, at most ROWS_LIMIT."""
        ...

    def promises(self, number: RequestNumber) -> tuple[Promise, ...]:
        """The clocks that run for it."""
        ...

    def counts(self, since: datetime, until: datetime) -> Counts: ...


@dataclass(frozen=True, slots=True)
class EmptyLedger:
    """Where nothing is on record."""

    nothing: Counts = field(default_factory=Counts)

    def rows(self, _: RequestNumber) -> tuple[RecordRow, ...]:
        return ()

    def promises(self, _: RequestNumber) -> tuple[Promise, ...]:
        return ()

    def counts(self, _since: datetime, _until: datetime) -> Counts:
        return self.nothing


NOTHING_ON_RECORD = EmptyLedger()
