"""The clocks of step 4: a promised time (K5), an approval (K6), a consent."""

from datetime import datetime

from gateway.domain.agreement import Promise, Rules, promise, promise_from
from gateway.domain.clock_forms import Change
from gateway.domain.codes import Clock
from gateway.domain.consenting import awaits_consent
from gateway.domain.diagnosing import PAUSED, WORKING
from gateway.domain.request import Request, Status

_PROMISED = WORKING | PAUSED | {Status.AWAITING_APPROVAL, Status.AWAITING_CONSENT}


def watch(before: Request, after: Request, at: datetime, rules: Rules) -> Change:
    """What a move of the request starts and stops."""
    found = (
        _eta(before, after, at, rules),
        _approval(before, after, at, rules),
        _consent(before, after, at, rules),
    )
    return Change(
        started=tuple(promise for one in found for promise in one.started),
        stopped=tuple(clock for one in found for clock in one.stopped),
    )


def _eta(before: Request, after: Request, at: datetime, rules: Rules) -> Change:
    """K5 ends when the work is handed over, and begins anew with each promise."""
    was, eta_at = _runs(before), _runs(after)
    if was == eta_at:
        return Change()
    if eta_at is None:
        return Change(stopped=(Clock.K5,))
    schedule = rules.schedule(Clock.K5, after)
    started_at = eta_at - schedule.within
    begun = promise_from(after, Clock.K5, rules, started_at=started_at, now=at)
    return Change(started=(begun,))


def _runs(request: Request) -> datetime | None:
    repair = request.repair
    kept = request.status in _PROMISED and not repair.eta_missed
    return repair.eta_at if kept else None


def _approval(before: Request, after: Request, at: datetime, rules: Rules) -> Change:
    """K6 runs for whoever is asked, and anew for a deputy."""
    asked, asking = _asked(before), _asked(after)
    if asked == asking:
        return Change()
    if asking is None:
        return Change(stopped=(Clock.K6,))
    return Change(started=(_begun(after, Clock.K6, rules, at),))


def _asked(request: Request) -> tuple[int, str] | None:
    plan = request.repair.plan
    if request.status is not Status.AWAITING_APPROVAL or plan is None:
        return None
    return request.repair.plans, plan.approver


def _consent(before: Request, after: Request, at: datetime, rules: Rules) -> Change:
    awaited, awaits = awaits_consent(before), awaits_consent(after)
    if awaited == awaits:
        return Change()
    if not awaits:
        return Change(stopped=(Clock.CONSENT,))
    return Change(started=(_begun(after, Clock.CONSENT, rules, at),))


def _begun(request: Request, clock: Clock, rules: Rules, at: datetime) -> Promise:
    return promise(request, clock, rules, started_at=at)
