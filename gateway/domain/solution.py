"""Step 4: solve (R25-R32). In this version: the immediate fix."""

from gateway.domain.commands import Fix
from gateway.domain.decision import Case, Decision, Outcome, Refusal
from gateway.domain.diagnosis import WORKING
from gateway.domain.events import Fixed
from gateway.domain.notices import Reason
from gateway.domain.request import Request


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
