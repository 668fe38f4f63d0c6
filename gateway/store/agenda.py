"""What is open, for the digests: read in one go."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

import msgspec
from peewee import SqliteDatabase

from gateway.domain.codes import Clock
from gateway.domain.digest import Agenda, Running, Standing
from gateway.domain.request import Request, RequestNumber, Status
from gateway.domain.settlement import FollowUp
from gateway.store import chain
from gateway.store.database import translated
from gateway.store.mapping import request_of
from gateway.store.queries import columns, rows
from gateway.store.tables import PromiseRow, RequestRow

STANDING_LIMIT = 5000
"""Open requests that the digests tell of, the oldest first."""
CONFIRMED_LIMIT = 500
ITEMS_LIMIT = 2000
_OVER = (Status.ARCHIVED, Status.WITHDRAWN, Status.INVALID, Status.MERGED)


class StoredAgenda:
    """See :class:`gateway.desk.ports_agenda.Agendas`."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def agenda(self, since: datetime) -> Agenda:
        with translated():
            open_ones = _open()
            clocks = _clocks()
            return Agenda(
                standing=tuple(
                    Standing(request=one, clocks=clocks.get(one.number, ()))
                    for one in open_ones
                ),
                confirmed=_confirmed(since),
                items=open_items(),
            )

    def chain_head(self) -> tuple[int, str]:
        with translated():
            return chain.head(self._database)


def _open() -> tuple[Request, ...]:
    query = (
        RequestRow.select()
        .where(RequestRow.status.not_in(list(_OVER)))
        .order_by(RequestRow.number)
        .limit(STANDING_LIMIT)
    )
    return tuple(map(request_of, columns(query)))


def _clocks() -> Mapping[str, tuple[Running, ...]]:
    query = PromiseRow.select(
        PromiseRow.number, PromiseRow.clock, PromiseRow.started_at
    ).where(PromiseRow.stopped_at.is_null())
    found: dict[str, list[Running]] = defaultdict(list)
    for number, clock, started_at in rows(query):
        found[number].append(Running(clock=Clock(clock), started_at=started_at))
    return {number: tuple(running) for number, running in found.items()}


def _confirmed(since: datetime) -> tuple[Request, ...]:
    query = (
        RequestRow.select()
        .where(RequestRow.confirmed_at >= since)
        .order_by(RequestRow.confirmed_at)
        .limit(CONFIRMED_LIMIT)
    )
    return tuple(map(request_of, columns(query)))


def open_items() -> tuple[tuple[RequestNumber, FollowUp], ...]:
    """Follow-ups and improvements that nobody has ended, the first due first."""
    query = (
        RequestRow.select(RequestRow.number, RequestRow.followups)
        .where(RequestRow.followups != "[]")
        .limit(ITEMS_LIMIT)
    )
    found = [
        (RequestNumber(number), item)
        for number, whole in rows(query)
        for item in msgspec.json.decode(whole, type=tuple[FollowUp, ...])
        if item.done_at is None
    ]
    return tuple(sorted(found, key=lambda one: (one[1].due, one[0])))
