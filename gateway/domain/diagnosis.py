"""Step 3: find the cause (R20-R23)."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import Case, Decider, Decision, Outcome, Refusal, decider
from gateway.domain.diagnosis_commands import Cause
from gateway.domain.diagnosis_events import CauseFound
from gateway.domain.request import Request, Status

WORKING = frozenset({Status.IN_PROGRESS, Status.IMPLEMENTING})
"""The statuses in which work is done and may be recorded as done."""


def decide_cause(command: Cause, request: Request, case: Case) -> Outcome:
    """A cause is found by whoever works on an accepted request."""
    if request.status not in WORKING:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    found = CauseFound(
        by=case.speaker,
        at=case.now,
        kind=command.kind,
        text=command.text,
        time_text=command.time_text,
    )
    return Decision((found,))


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {
        **decider(Cause, decide_cause),
    }
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {
        Verb.CAUSE: WORKING,
    }
)
"""In which statuses these verbs are not refused outright."""
