"""Words about a resolution by those who have no say in it, and what mailboxes say.

A stranger who holds the code, or our very letter, is heard by staff, and the registered
person is asked; he himself gets no answer. Staff never confirm for a customer. A note
of absence puts the reminders off, and changes nothing else.
"""

from datetime import datetime, timedelta

from gateway.desk.answers import YES, hear
from gateway.desk.context import Context
from gateway.desk.draft import Matched
from gateway.desk.proofs import Proof
from gateway.domain.codes import Reason
from gateway.domain.command_details import ResultLine
from gateway.domain.confirmers import Standing
from gateway.domain.request import Request, RequestNumber, Status
from gateway.domain.verdict import Verdict
from gateway.domain.waiting_commands import Postpone
from gateway.mail.message import Message

HELD = frozenset({Proof.TOKEN, Proof.MESSAGE_ID, Proof.REFERENCE})
"""Proofs that only the holder of one of our letters has."""
_SAYS_SOMETHING = YES | {Verdict.DISPUTED}


def overheard(matched: Matched, context: Context) -> Request | None:
    """The request that a stranger's mail confirms or denies; else it opens its own.

    With a code it is enough to name the request; without one he must hold our letter.
    """
    if matched.match.request is not None or matched.read.message.unreadable:
        return None
    for finding in matched.match.findings:
        request = context.store.request(RequestNumber(finding.number))
        if request is None or request.status is not Status.AWAITING_CONFIRMATION:
            continue
        verdict = hear(matched, request, context).judgement.verdict
        coded = verdict is Verdict.CONFIRMED_BY_CODE
        if coded or (verdict in _SAYS_SOMETHING and finding.proof in HELD):
            return request
    return None


def staff_yes(
    matched: Matched, request: Request, context: Context
) -> ResultLine | None:
    """The refusal of a yes by staff, who are asked to note a call instead (6.4)."""
    if request.status is not Status.AWAITING_CONFIRMATION:
        return None
    heard = hear(matched, request, context)
    if heard.where is not Standing.STAFF or heard.judgement.verdict not in YES:
        return None
    return ResultLine(
        command=heard.judgement.line, done=False, reason=Reason.STAFF_NEVER_CONFIRM
    )


def absence(message: Message, context: Context, at: datetime) -> Postpone | None:
    """Until when the writer's mailbox says that he is away."""
    back = message.returns_on
    if back is None:
        return None
    local = at.astimezone(context.zone)
    return Postpone(until=local + timedelta(days=(back - local.date()).days))
