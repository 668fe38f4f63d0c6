"""The clock of step 3: two hours to find the cause (K4, D8)."""

from datetime import datetime, timedelta

from gateway.domain.agreement import Promise, Rules, promise_from
from gateway.domain.clock_forms import Change
from gateway.domain.codes import Clock
from gateway.domain.diagnosing import diagnoses
from gateway.domain.request import Request


def watch(before: Request, after: Request, at: datetime, rules: Rules) -> Change:
    """K4 runs while the cause is looked for; a change of the urgency moves its end."""
    if not diagnoses(after):
        return Change(stopped=(Clock.K4,)) if diagnoses(before) else Change()
    same = (after.repair.diagnosing_since, after.urgent) == (
        before.repair.diagnosing_since,
        before.urgent,
    )
    if diagnoses(before) and same:
        return Change()
    return Change(started=(_promised(after, at, rules),))


def _promised(request: Request, at: datetime, rules: Rules) -> Promise:
    """From when it began, moved on by the open time of each pause."""
    calendar = rules.schedule(Clock.K4, request).calendar
    pauses = request.repair.pauses
    spent = sum((calendar.between(*pause) for pause in pauses), timedelta())
    since = request.repair.diagnosing_since or at
    started_at = calendar.add(since, spent) if spent else since
    return promise_from(request, Clock.K4, rules, started_at=started_at, now=at)
