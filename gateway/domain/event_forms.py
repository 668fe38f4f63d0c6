"""The form of an event: what it does to the request, and its row of the record.

Rule of this room: no rule is in a form. What happened, happened.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from gateway.domain.lifecycle import Trigger, next_status
from gateway.domain.request import Request, Stage, Status

E = TypeVar("E")

Words = tuple[str, str]
"""What was done, and the remark: the last two columns of a row (R58)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How one kind of event is applied and told."""

    change: Callable[[Request, object], Request]
    stage: Stage
    words: Callable[[object], Words]
    visible: Callable[[object], bool]


def form(
    kind: type[E],
    *,
    stage: Stage,
    words: Callable[[E], Words],
    change: Callable[[Request, E], Request] | None = None,
    visible: Callable[[E], bool] | bool = True,
) -> dict[type, Form]:
    """One entry of a table of forms; mypy checks that its functions fit the kind.

    Without ``change`` the event stands on record and alters nothing. ``visible`` says
    whether the customer may see the row.
    """
    shown = visible if callable(visible) else (lambda _: visible)
    return {
        kind: Form(
            change=cast("Callable[[Request, object], Request]", change or _unchanged),
            stage=stage,
            words=cast("Callable[[object], Words]", words),
            visible=cast("Callable[[object], bool]", shown),
        )
    }


def moved(request: Request, trigger: Trigger) -> Status:
    """The status after a move that was decided; an impossible one ends the worker."""
    following = next_status(request.status, trigger, request.resume_status)
    assert following is not None, f"{trigger} decided in {request.status}"  # noqa: S101 (see above)
    return following


def _unchanged(request: Request, _: object) -> Request:
    return request
