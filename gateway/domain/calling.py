"""The call that an urgent request gets, and the attempts at one (K1, D7, E4, R13).

Nobody can be made to answer: who was called twice in vain, five minutes apart, and was
written to about it, has been given what can be given. K1 ends there, and is counted
apart from calls that connected.
"""

from datetime import datetime

from gateway.domain.classification_clocks import wants_call
from gateway.domain.classification_commands import Call
from gateway.domain.classification_details import CallMissed
from gateway.domain.classification_events import Called
from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.decision import Case, Decision, Outcome, Owed, Refusal
from gateway.domain.lifecycle import OPEN
from gateway.domain.request import Request

ATTEMPTS = 2
"""Calls in vain that are the best that can be done (K1)."""


def decide_call(call: Call, request: Request, case: Case) -> Outcome:
    """D7: the record of the call is the proof that it was made."""
    if request.status not in OPEN:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if call.connected:
        return Decision((_called(call, case),))
    made_at = _made_at(call, request, case)
    counts = _is_another(made_at, request, case)
    missed = request.triage.calls_missed + counts
    called = _called(
        call,
        case,
        counted_at=made_at if counts else None,
        best_effort=missed >= ATTEMPTS
        and wants_call(request)
        and request.triage.best_effort_at is None,
    )
    # Of two attempts in one mail the requester hears once.
    told = () if Call in case.ahead else (_told(made_at, missed, request, case),)
    return Decision((called,), told)


def _called(
    call: Call,
    case: Case,
    *,
    counted_at: datetime | None = None,
    best_effort: bool = False,
) -> Called:
    return Called(
        by=case.speaker,
        at=case.now,
        connected=call.connected,
        gist=call.gist,
        time_text=call.time_text,
        counted_at=counted_at,
        best_effort=best_effort,
    )


def _made_at(call: Call, request: Request, case: Case) -> datetime:
    """As staff say, but neither in the future nor before there was a request."""
    said = min(call.made_at or case.now, case.now)
    return max(said, min(request.submitted_at, case.now))


def _is_another(made_at: datetime, request: Request, case: Case) -> bool:
    """An attempt that comes too soon after the last one is the same attempt."""
    last = request.triage.missed_since
    return last is None or made_at - last >= case.rules.call_again


def _told(made_at: datetime, missed: int, request: Request, case: Case) -> Owed:
    """C05: when we called, when we call again, and how to be reached."""
    always = wants_call(request)
    again = case.rules.call_again
    calendar = case.rules.calendar
    detail = CallMissed(
        made_at=made_at,
        again_at=case.now + again if always else calendar.add(case.now, again),
        attempts=missed,
        gives_up=missed >= ATTEMPTS,
    )
    return Owed(NoticeCode.CALL_MISSED, request.requester, detail)
