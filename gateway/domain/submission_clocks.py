"""The clocks of step 1: the first response is promised (K1, K2; R13, R14)."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.agreement import Promise, Rules, promise
from gateway.domain.clock_forms import Starts, starts
from gateway.domain.codes import Clock
from gateway.domain.request import Request
from gateway.domain.submission_events import Registered


def _first_response(
    _: Registered, request: Request, rules: Rules
) -> tuple[Promise, ...]:
    """K1 for the urgent, else K2, from the moment the request came in; and K3.

    Where the operator wants nothing to be told there is nothing to check.
    """
    clock = Clock.K1 if request.urgent else Clock.K2
    begun = (clock, Clock.K3) if rules.needs else (clock,)
    if request.triage.suspected:
        # Perhaps urgent: both clocks run until somebody has judged it (D3).
        begun = (Clock.K1, *begun)
    at = request.submitted_at
    return tuple(promise(request, one, rules, started_at=at) for one in begun)


STARTS: Mapping[type, Starts] = MappingProxyType(starts(Registered, _first_response))
