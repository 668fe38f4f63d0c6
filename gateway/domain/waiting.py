"""Step 5: while an answer is waited for (K7, PROCESS 6.5).

Silence is never a confirmation: in light scenes it closes a request as unconfirmed,
for a customer a supervisor does so, by name and with a reason.
"""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from gateway.domain.agreement import Promise
from gateway.domain.asking import asked, is_asked
from gateway.domain.classification import may
from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.commands import Verb
from gateway.domain.confirmers import confirmers, is_formal, is_supervisor
from gateway.domain.decision import (
    Case,
    Decider,
    Decision,
    Outcome,
    Owed,
    Refusal,
    decider,
)
from gateway.domain.lifecycle import Trigger, next_status
from gateway.domain.request import Request, Status
from gateway.domain.submission import readers
from gateway.domain.verification_details import ClosedUnconfirmed, ConfirmReminder
from gateway.domain.waiting_commands import Close, CloseFor, Observe, Postpone
from gateway.domain.waiting_events import ClosedWithout, Observed, Postponed, Reminded

OBSERVED_LIMIT = timedelta(days=90)
"""How far ahead a request may be observed; an absence counts for as long at most."""


def remind(kept: Promise, _: int, request: Request, case: Case) -> Decision:
    """C10 to the requester."""
    return _reminded(kept, request, case, everybody=False)


def remind_confirmers(kept: Promise, _: int, request: Request, case: Case) -> Decision:
    """C10 to the requester, and to whoever may confirm beside him."""
    return _reminded(kept, request, case, everybody=True)


def _reminded(
    kept: Promise, request: Request, case: Case, *, everybody: bool
) -> Decision:
    if not is_asked(request):
        return Decision(())
    others = confirmers(request, case.rules) if everybody else ()
    to = (request.requester, *others)
    question = asked(request, case, since=kept.started_at)
    count = request.settlement.reminders + 1
    owed = tuple(
        Owed(
            NoticeCode.CONFIRM_REMINDER,
            who,
            ConfirmReminder(
                asked=question, count=count, for_another=who != request.requester
            ),
        )
        for who in to
    )
    return Decision((Reminded(by=case.speaker, at=case.now, to=to),), owed)


def expire(_: Promise, __: int, request: Request, case: Case) -> Decision:
    """The end of waiting in a light scene: closed, and not confirmed."""
    if not is_asked(request):
        return Decision(())
    return _closed(Close(why=CloseFor.SILENCE, reason=""), request, case)


def decide_close(close: Close, request: Request, case: Case) -> Outcome:
    """By a named person with a reason; a customer's request by a supervisor (1.4b)."""
    invalid = close.why is CloseFor.INVALID
    if not may(request, Trigger.INVALIDATE if invalid else Trigger.EXPIRE):
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if is_formal(request, case.rules) and not is_supervisor(case.speaker, case):
        return Refusal(Reason.SUPERVISOR_ONLY)
    return _closed(close, request, case)


def _closed(close: Close, request: Request, case: Case) -> Decision:
    event = ClosedWithout(
        by=case.speaker, at=case.now, why=close.why, reason=close.reason
    )
    detail = ClosedUnconfirmed(
        why=close.why,
        reason=close.reason,
        reopen_until=case.now + case.rules.dispute_window,
    )
    owed = [Owed(NoticeCode.CLOSED_UNCONFIRMED, request.requester, detail)]
    owed += [
        Owed(NoticeCode.OUTCOME, who, detail)
        for who in readers(request, case)
        if who != case.speaker
    ]
    return Decision((event,), tuple(owed))


def decide_observe(observe: Observe, request: Request, case: Case) -> Outcome:
    """Agreed with the customer: the clock begins anew at that moment."""
    if request.status is not Status.AWAITING_CONFIRMATION:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if observe.until <= case.now:
        return Refusal(Reason.TIME_PAST)
    if observe.until - case.now > OBSERVED_LIMIT:
        return Refusal(Reason.TIME_TOO_FAR, str(OBSERVED_LIMIT.days))
    return Decision((Observed(by=case.speaker, at=case.now, until=observe.until),))


def decide_postpone(postpone: Postpone, request: Request, case: Case) -> Outcome:
    """Reminders wait for the day after the return, and not for ever."""
    mine = case.speaker == request.requester
    ahead = timedelta() < postpone.until - case.now <= OBSERVED_LIMIT
    if not (mine and ahead and is_asked(request)):
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    return Decision((Postponed(by=case.speaker, at=case.now, until=postpone.until),))


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {
        **decider(Close, decide_close),
        **decider(Observe, decide_observe),
        **decider(Postpone, decide_postpone),
    }
)

CLOSABLE = frozenset(
    status
    for status in Status
    if next_status(status, Trigger.EXPIRE) or next_status(status, Trigger.INVALIDATE)
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {
        Verb.OBSERVE: frozenset({Status.AWAITING_CONFIRMATION}),
        Verb.CLOSE: CLOSABLE,
    }
)
"""In which statuses these verbs are not refused outright."""
