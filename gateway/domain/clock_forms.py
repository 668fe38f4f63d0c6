"""How a step says which events start and stop clocks: typed entries of its tables."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, cast

from gateway.domain.agreement import Promise, Rules
from gateway.domain.codes import Clock
from gateway.domain.request import Request

E = TypeVar("E")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of clocks as a request moves, whichever event moved it."""

    started: tuple[Promise, ...] = ()
    stopped: tuple[Clock, ...] = ()


Watch = Callable[[Request, Request, datetime, Rules], Change]
"""From the request before and after, and when it moved."""

Starts = Callable[[object, Request, Rules], tuple[Promise, ...]]
Stops = Callable[[object, Request], tuple[Clock, ...]]


def starts(
    kind: type[E], promises: Callable[[E, Request, Rules], tuple[Promise, ...]]
) -> dict[type, Starts]:
    """What an event promises; the request is as it is after the event."""
    return {kind: cast("Starts", promises)}


def stops(
    kind: type[E], clocks: Callable[[E, Request], tuple[Clock, ...]]
) -> dict[type, Stops]:
    """Which clocks an event stops; one that does not run is not minded."""
    return {kind: cast("Stops", clocks)}
