"""Letters without words of one's own: canned replies, and what has to go once more.

A canned reply is told like progress (C06), in the request's language. What is sent
again is the letter that the requester is to answer now, as the request stands, to the
address that it has now: so that it makes up for a letter that came back (S15).
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.asking import asked
from gateway.domain.classification import accepted_told
from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.commands import Verb
from gateway.domain.completeness_details import Questions
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
from gateway.domain.lifecycle import OPEN
from gateway.domain.request import Request, Status
from gateway.domain.sending_commands import Resend, SendReply
from gateway.domain.sending_events import Resent
from gateway.domain.solution import ACTIVE, decide_update
from gateway.domain.solution_commands import Update

NAMES_SHOWN = 20
"""Names of the library that a refusal lists."""


def decide_reply(command: SendReply, request: Request, case: Case) -> Outcome:
    """The reply in the request's language; where it has none, nothing is sent."""
    replies = case.rules.replies
    text = replies.get(command.name.casefold(), {}).get(str(request.locale), "")
    if not text:
        known = sorted(
            n for n, words in replies.items() if str(request.locale) in words
        )
        return Refusal(Reason.NO_TEMPLATE, ", ".join(known[:NAMES_SHOWN]))
    filled = text
    for gap, value in _gaps(request, case).items():
        filled = filled.replace(gap, value)
    return decide_update(Update(text=filled), request, case)


def _gaps(request: Request, case: Case) -> Mapping[str, str]:
    owner = request.assignee or case.speaker
    return {
        "{number}": request.number,
        "{name}": request.form.contact or request.requester_name,
        "{owner}": case.people.name_of(owner),
    }


def decide_resend(_: Resend, request: Request, case: Case) -> Outcome:
    owed = _awaited(request, case)
    if owed is None:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    resent = Resent(by=case.speaker, at=case.now, code=owed.code, to=owed.to)
    return Decision((resent,), (owed,))


def _awaited(request: Request, case: Case) -> Owed | None:
    """What the requester is to answer; else that the request was taken on."""
    to, triage = request.requester, request.triage
    if request.status is Status.AWAITING_CONFIRMATION:
        return Owed(NoticeCode.CONFIRM_PLEASE, to, asked(request, case))
    if awaits_consent(request):
        return Owed(NoticeCode.CONSENT_PLEASE, to, consent_please(request, case))
    if triage.asked and request.status in OPEN:
        return Owed(NoticeCode.QUESTIONS, to, Questions(questions=triage.asked))
    if request.assignee and request.status in ACTIVE:
        told = accepted_told(request.assignee, case)
        return Owed(NoticeCode.ACCEPTED, to, told)
    return None


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {**decider(SendReply, decide_reply), **decider(Resend, decide_resend)}
)
VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {Verb.TEMPLATE: ACTIVE, Verb.RESEND: OPEN}
)
"""In which statuses these verbs are not refused outright."""
