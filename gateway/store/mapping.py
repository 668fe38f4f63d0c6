"""Between a request as a value and its row. Nothing is decided here.

What the steps learn beyond the form is kept as JSON, a value each: a field that is new
there has its default in rows that are older.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from gateway.domain.people import Address, Locale
from gateway.domain.repair import Repair
from gateway.domain.request import (
    CauseKind,
    Form,
    Priority,
    Request,
    RequestNumber,
    Scene,
    Status,
    Urgency,
)
from gateway.domain.settlement import FollowUp, Settlement
from gateway.domain.triage import Triage

E = TypeVar("E")

Row = Mapping[str, Any]
"""Columns by name, as peewee takes and gives them."""

_FORM = tuple(field.name for field in fields(Form))
_RENAMED = {"scene": "form_scene", "urgency": "form_urgency"}
_VALUES: Mapping[str, type] = MappingProxyType(
    {
        "triage": Triage,
        "repair": Repair,
        "settlement": Settlement,
        "followups": tuple[FollowUp, ...],
    }
)
_PLAIN = tuple(
    field.name
    for field in fields(Request)
    if field.name not in {"form", "participants", "priority", "linked", *_VALUES}
)


def row_of(request: Request) -> dict[str, Any]:
    """The columns of a request."""
    row = {name: getattr(request, name) for name in _PLAIN}
    row["priority"] = int(request.priority)
    row["participants"] = " ".join(request.participants)
    row["linked"] = " ".join(request.linked)
    for name in _VALUES:
        row[name] = msgspec.json.encode(getattr(request, name)).decode()
    for name in _FORM:
        row[_RENAMED.get(name, name)] = getattr(request.form, name)
    return row


def request_of(row: Row) -> Request:
    """The request that a row holds."""
    form = {name: row[name] for name in _FORM if name not in _RENAMED}
    form["scene"] = _maybe(Scene, row["form_scene"])
    form["urgency"] = _maybe(Urgency, row["form_urgency"])
    plain = {name: row[name] for name in _PLAIN}
    plain |= {
        "status": Status(row["status"]),
        "resume_status": _maybe(Status, row["resume_status"]),
        "locale": Locale(row["locale"]),
        "scene": Scene(row["scene"]),
        "urgency": Urgency(row["urgency"]),
        "cause_kind": _maybe(CauseKind, row["cause_kind"]),
    }
    return Request(
        **plain,
        priority=Priority(row["priority"]),
        form=Form(**form),
        participants=tuple(Address(a) for a in row["participants"].split()),
        linked=tuple(RequestNumber(one) for one in row["linked"].split()),
        **{
            name: msgspec.json.decode(row[name], type=kind)
            for name, kind in _VALUES.items()
        },
    )


def _maybe(kind: Callable[[str], E], value: str | None) -> E | None:
    return None if value is None else kind(value)
