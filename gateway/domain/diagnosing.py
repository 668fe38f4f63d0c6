"""When diagnosis runs: since when, and which time is not counted (D8, K4).

The clock begins as a request comes into work, and again with each round; while the
customer is asked, or the request is on hold, it stands still. It does not matter which
event moved the status.
"""

from dataclasses import replace
from datetime import datetime

from gateway.domain.repair import Repair
from gateway.domain.request import Request, Status

WORKING = frozenset({Status.IN_PROGRESS, Status.IMPLEMENTING})
"""The statuses in which work is done and may be recorded as done."""
PAUSED = frozenset({Status.AWAITING_INFORMATION, Status.ON_HOLD})


def timed(before: Request, after: Request, at: datetime) -> Request:
    """The request after a move, with its time of diagnosis kept."""
    repair = after.repair
    if after.status in WORKING and repair.diagnosing_since is None:
        return replace(after, repair=replace(repair, diagnosing_since=at))
    if before.status is after.status or repair.diagnosing_since is None:
        return after
    return replace(after, repair=_moved(repair, after.status, at))


def _moved(repair: Repair, status: Status, at: datetime) -> Repair:
    if status in PAUSED:
        return replace(repair, paused_at=repair.paused_at or at)
    if repair.paused_at is None:
        return repair
    pauses = (*repair.pauses, (repair.paused_at, at))
    return replace(repair, pauses=pauses, paused_at=None)


def diagnoses(request: Request) -> bool:
    """Whether the cause is still being looked for, against the clock."""
    repair = request.repair
    reviewed = repair.review_at is not None
    return request.status in WORKING and not request.cause and not reviewed
