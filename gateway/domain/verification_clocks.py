"""The clocks of step 5: for the last word (K7), and for the owner to judge one."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.agreement import Promise, Rules, promise
from gateway.domain.answer_events import AskedBack, Doubted
from gateway.domain.clock_forms import Starts, Stops, starts, stops
from gateway.domain.codes import Clock
from gateway.domain.request import Request
from gateway.domain.verification_events import Confirmed, Disputed, Resolved
from gateway.domain.waiting_events import ClosedWithout, Observed, Postponed


def _resolved(event: Resolved, request: Request, rules: Rules) -> tuple[Promise, ...]:
    return (promise(request, Clock.K7, rules, started_at=event.at),)


def _asked_back(
    event: AskedBack, request: Request, rules: Rules
) -> tuple[Promise, ...]:
    """A new question, and the days count anew from it."""
    return (promise(request, Clock.K7, rules, started_at=event.at),)


def _later(
    event: Observed | Postponed, request: Request, rules: Rules
) -> tuple[Promise, ...]:
    """The days count anew from that moment."""
    return (promise(request, Clock.K7, rules, started_at=event.until),)


def _doubted(event: Doubted, request: Request, rules: Rules) -> tuple[Promise, ...]:
    """Perhaps not resolved: an hour for the owner to say so (T3')."""
    if not event.mixed or request.settlement.undecided_since != event.at:
        return ()
    return (promise(request, Clock.JUDGEMENT, rules, started_at=event.at),)


def _stands_still(event: Doubted, _: Request) -> tuple[Clock, ...]:
    return (Clock.K7,) if event.mixed else ()


def _ended(_: object, __: Request) -> tuple[Clock, ...]:
    return (Clock.K7, Clock.JUDGEMENT)


def _decided(_: Observed | AskedBack, __: Request) -> tuple[Clock, ...]:
    return (Clock.JUDGEMENT,)


def _unowned(event: Disputed, request: Request, rules: Rules) -> tuple[Promise, ...]:
    """Closed before anybody took it: somebody has to take it now (K2)."""
    if request.assignee is not None:
        return ()
    return (promise(request, Clock.K2, rules, started_at=event.at),)


STARTS: Mapping[type, Starts] = MappingProxyType(
    {
        **starts(Resolved, _resolved),
        **starts(Disputed, _unowned),
        **starts(Observed, _later),
        **starts(Postponed, _later),
        **starts(AskedBack, _asked_back),
        **starts(Doubted, _doubted),
    }
)
STOPS: Mapping[type, Stops] = MappingProxyType(
    {
        **stops(Doubted, _stands_still),
        **stops(Observed, _decided),
        **stops(AskedBack, _decided),
        **stops(Confirmed, _ended),
        **stops(Disputed, _ended),
        **stops(ClosedWithout, _ended),
    }
)
