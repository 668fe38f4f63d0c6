"""Between a request as a value and its row. Nothing is decided here."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from gateway.domain.people import Address, Locale
from gateway.domain.request import (
    CauseKind,
    Form,
    Priority,
    Request,
    Scene,
    Status,
    Urgency,
)

E = TypeVar("E")

Row = Mapping[str, Any]
"""Columns by name, as peewee takes and gives them."""

_FORM = tuple(field.name for field in fields(Form))
_RENAMED = {"scene": "form_scene", "urgency": "form_urgency"}
_PLAIN = tuple(
    field.name
    for field in fields(Request)
    if field.name not in {"form", "participants", "priority"}
)


def row_of(request: Request) -> dict[str, Any]:
    """The columns of a request."""
    row = {name: getattr(request, name) for name in _PLAIN}
    row["priority"] = int(request.priority)
    row["participants"] = " ".join(request.participants)
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
    )


def _maybe(kind: Callable[[str], E], value: str | None) -> E | None:
    return None if value is None else kind(value)
