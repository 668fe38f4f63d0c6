"""Step 4: solve (R25-R32). In this version: the immediate fix."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Case, Decider, Decision, Outcome, Refusal, decider
from gateway.domain.diagnosis import WORKING
from gateway.domain.request import Request, Status
from gateway.domain.solution_commands import Fix
from gateway.domain.solution_events import Fixed


def decide_fix(command: Fix, request: Request, case: Case) -> Outcome:
    """A fix rests on a cause (R25); it is done and told in one command (R26)."""
    if request.status not in WORKING:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if not request.cause:
        return Refusal(Reason.NO_CAUSE_YET)
    fixed = Fixed(
        by=case.speaker,
        at=case.now,
        text=command.text,
        consent=command.consent,
        time_text=command.time_text,
    )
    return Decision((fixed,))


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {
        **decider(Fix, decide_fix),
    }
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {
        Verb.FIX: WORKING,
    }
)
"""In which statuses these verbs are not refused outright."""
