"""Work that stands still for a time, with the requester's consent (1.4b: on-hold).

Staff ask for it and say why; only an explicit yes of who may give it holds a request
(``consenting``). It goes on at the moment that was named, or when staff say so before.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from gateway.domain.agreement import Promise, Rules, promise
from gateway.domain.clock_forms import Change
from gateway.domain.codes import Clock, NoticeCode, Reason
from gateway.domain.commands import Verb
from gateway.domain.consenting import awaits_consent, consent_please
from gateway.domain.decision import (
    Case,
    Decider,
    Decision,
    Outcome,
    Owed,
    Refusal,
    decider,
)
from gateway.domain.evolve import evolve
from gateway.domain.holding_commands import Pause, Resume
from gateway.domain.holding_events import HoldAsked, Resumed
from gateway.domain.people import SYSTEM
from gateway.domain.request import Request, Status
from gateway.domain.solution_details import Progress
from gateway.domain.submission import readers

HOLD_LIMIT = timedelta(days=90)
"""How long a request may stand still."""


def decide_pause(command: Pause, request: Request, case: Case) -> Outcome:
    """One question at a time: none while a consent is waited for."""
    if request.status is not Status.IN_PROGRESS or awaits_consent(request):
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if command.until <= case.now:
        return Refusal(Reason.TIME_PAST)
    if command.until - case.now > HOLD_LIMIT:
        return Refusal(Reason.TIME_TOO_FAR, str(HOLD_LIMIT.days))
    asked = HoldAsked(
        by=case.speaker, at=case.now, until=command.until, reason=command.reason
    )
    please = consent_please(evolve(request, asked), case)
    return Decision(
        (asked,), (Owed(NoticeCode.CONSENT_PLEASE, request.requester, please),)
    )


def decide_resume(command: Resume, request: Request, case: Case) -> Outcome:
    if request.status is not Status.ON_HOLD:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    resumed = Resumed(by=case.speaker, at=case.now, reason=command.reason)
    return Decision((resumed,), _told(request, command.reason))


def resume(_: Promise, __: int, request: Request, case: Case) -> Decision:
    """The moment has come: the owner is told, and so is the requester."""
    if request.status is not Status.ON_HOLD:
        return Decision(())
    resumed = Resumed(by=SYSTEM, at=case.now, reason="")
    warned = tuple(
        Owed(NoticeCode.PROGRESS, who, Progress(resumed=True))
        for who in readers(request, case)
    )
    return Decision((resumed,), (*_told(request, ""), *warned))


def _told(request: Request, text: str) -> tuple[Owed, ...]:
    told = dict.fromkeys((request.requester, *request.participants))
    detail = Progress(text=text, resumed=True)
    return tuple(Owed(NoticeCode.PROGRESS, who, detail) for who in told)


def watch(before: Request, after: Request, _: datetime, rules: Rules) -> Change:
    """The clock that wakes a request; it runs out at the moment that was named."""
    was, hold = before.repair.hold, after.repair.hold
    until = hold.until if hold and hold.since else None
    if until == (was.until if was and was.since else None):
        return Change()
    if until is None:
        return Change(stopped=(Clock.HOLD,))
    return Change(started=(promise(after, Clock.HOLD, rules, started_at=until),))


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {**decider(Pause, decide_pause), **decider(Resume, decide_resume)}
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {
        Verb.PAUSE: frozenset({Status.IN_PROGRESS}),
        Verb.RESUME: frozenset({Status.ON_HOLD}),
    }
)
"""In which statuses these verbs are not refused outright."""
