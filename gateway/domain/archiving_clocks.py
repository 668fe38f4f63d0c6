"""The clock of step 6: what is over wants to be archived (S19)."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.agreement import Promise, Rules, promise
from gateway.domain.archiving_events import Archived
from gateway.domain.clock_forms import Starts, Stops, starts, stops
from gateway.domain.codes import Clock
from gateway.domain.completeness_events import ClosedForLack
from gateway.domain.leaving_events import Withdrawn
from gateway.domain.merging_events import MergedInto
from gateway.domain.request import Request, Status
from gateway.domain.verification_events import Confirmed, Disputed
from gateway.domain.waiting_events import ClosedWithout


def _over(
    event: Confirmed | ClosedWithout | ClosedForLack, request: Request, rules: Rules
) -> tuple[Promise, ...]:
    if request.status is Status.INVALID:
        return ()
    return (promise(request, Clock.ARCHIVE, rules, started_at=event.at),)


def _ended(_: object, __: Request) -> tuple[Clock, ...]:
    return (Clock.ARCHIVE,)


def _left(_: object, __: Request) -> tuple[Clock, ...]:
    """Nothing runs for what goes on elsewhere, or not at all."""
    return tuple(Clock)


STARTS: Mapping[type, Starts] = MappingProxyType(
    {
        **starts(Confirmed, _over),
        **starts(ClosedWithout, _over),
        **starts(ClosedForLack, _over),
    }
)
STOPS: Mapping[type, Stops] = MappingProxyType(
    {
        **stops(Archived, _ended),
        **stops(Disputed, _ended),
        **stops(MergedInto, _left),
        **stops(Withdrawn, _left),
    }
)
