"""Rehearsed disasters: crash or hang at a named point, for drills and tests.

``TICKET_GATEWAY_FAULT=point:action:count`` makes the count-th pass through the point
do the action: ``exit`` (as kill -9 would), ``hang`` or ``raise``. Unset, which is how a
gateway runs, it costs one comparison. POINTS are the names that exist.
"""

import os
import threading
from collections.abc import Callable

VARIABLE = "TICKET_GATEWAY_FAULT"
POINTS = ("claimed", "parsed", "decided", "committed")
ACTIONS = ("exit", "hang", "raise")
EXIT_CODE = 137


class RehearsedFault(Exception):
    """What the action ``raise`` raises."""


def fault_points() -> Callable[[str, str], None]:
    """The function to call at each point; raises ValueError for a bad variable."""
    said = os.environ.get(VARIABLE, "")
    if not said:
        return lambda _point, _who: None
    point, action, count = (*said.split(":"), "", "1")[:3]
    if point not in POINTS or action not in ACTIONS:
        raise ValueError(f"{VARIABLE}={said!r}: no such point or action")
    left = [int(count or "1")]

    def at(passed: str, _who: str) -> None:
        if passed != point:
            return
        left[0] -= 1
        if left[0] == 0:
            _ACTIONS[action]()

    return at


def _exit() -> None:
    os._exit(EXIT_CODE)


def _hang() -> None:
    threading.Event().wait()


def _raise() -> None:
    raise RehearsedFault("rehearsed")


_ACTIONS: dict[str, Callable[[], None]] = {
    "exit": _exit,
    "hang": _hang,
    "raise": _raise,
}
