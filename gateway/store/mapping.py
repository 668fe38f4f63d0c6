"""Between a request as a value and its row. Nothing is decided here."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from gateway.domain.people import Address, Locale
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
from gateway.store.tables import RequestRow

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


def request_of(row: RequestRow) -> Request:
    """The request that a row holds."""
    form = Form(
        **{name: getattr(row, name) for name in _FORM if name not in _RENAMED},
        scene=Scene(row.form_scene) if row.form_scene else None,
        urgency=Urgency(row.form_urgency) if row.form_urgency else None,
    )
    plain = {name: getattr(row, name) for name in _PLAIN}
    plain |= {
        "number": RequestNumber(row.number),
        "status": Status(row.status),
        "resume_status": Status(row.resume_status) if row.resume_status else None,
        "requester": Address(row.requester),
        "locale": Locale(row.locale),
        "scene": Scene(row.scene),
        "urgency": Urgency(row.urgency),
        "cause_kind": CauseKind(row.cause_kind) if row.cause_kind else None,
    }
    return Request(
        **plain,
        priority=Priority(row.priority),
        form=form,
        participants=tuple(Address(a) for a in row.participants.split()),
    )
