"""Lists of requests that staff ask for by mail."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec
from peewee import ModelSelect

from gateway.domain.knowledge_commands import Listing
from gateway.domain.lifecycle import OPEN
from gateway.domain.people import Address
from gateway.domain.request import Request, Status
from gateway.domain.settlement import Settlement
from gateway.store.database import translated
from gateway.store.mapping import request_of
from gateway.store.queries import columns, rows
from gateway.store.tables import PromiseRow, RequestRow

_WAITING = (
    Status.AWAITING_INFORMATION,
    Status.AWAITING_CONSENT,
    Status.AWAITING_CONFIRMATION,
)
_IN: Mapping[Listing, tuple[Status, ...]] = MappingProxyType(
    {
        Listing.WAITING: _WAITING,
        Listing.CLOSED: tuple(set(Status) - OPEN),
    }
)
"""In which statuses the requests of a list are; open ones where it is not here."""


class RequestLists:
    """See :class:`gateway.desk.ports_knowledge.Lists`."""

    def listed(
        self, which: Listing, who: Address, limit: int
    ) -> tuple[tuple[Request, ...], int]:
        query = _query(which, who)
        newest = which is Listing.CLOSED
        order = RequestRow.number.desc() if newest else RequestRow.number
        with translated():
            total = int(query.count())
            found = columns(query.order_by(order).limit(limit))
        return tuple(map(request_of, found)), total

    def keywords(self, limit: int) -> tuple[str, ...]:
        query = (
            RequestRow.select(RequestRow.settlement)
            .where(RequestRow.status == Status.ARCHIVED)
            .order_by(RequestRow.number.desc())
            .limit(limit)
        )
        with translated():
            found = rows(query)
        settled = (msgspec.json.decode(row[0], type=Settlement) for row in found)
        words = dict.fromkeys(word for one in settled for word in one.keywords)
        return tuple(words)


def _query(which: Listing, who: Address) -> "ModelSelect[Any]":
    query = RequestRow.select().where(RequestRow.status.in_(list(_IN.get(which, OPEN))))
    match which:
        case Listing.MINE:
            query = query.where(RequestRow.assignee == who)
        case Listing.UNASSIGNED:
            query = query.where(RequestRow.assignee.is_null())
        case Listing.URGENT:
            query = query.where(RequestRow.urgent)
        case Listing.OVERDUE:
            query = query.where(RequestRow.number.in_(_run_out()))
        case _:
            pass
    return query


def _run_out() -> "ModelSelect[Any]":
    """Requests of which a clock runs that has no stage left to reach."""
    return PromiseRow.select(PromiseRow.number).where(
        PromiseRow.stopped_at.is_null(), PromiseRow.due_at.is_null()
    )
