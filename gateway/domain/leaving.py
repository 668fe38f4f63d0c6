"""A request taken back by its requester (E20), and letters that he wants no more.

To withdraw ends the work, so it wants the requester, or who may confirm beside him; to
want fewer letters harms nobody, and the letter that answers it tells how to undo it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.archiving_events import Copied
from gateway.domain.classification import may
from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.confirmers import ENTITLED, standing
from gateway.domain.decision import (
    Case,
    Decider,
    Decision,
    Outcome,
    Owed,
    Refusal,
    decider,
)
from gateway.domain.leaving_commands import Hush, Withdraw
from gateway.domain.leaving_details import Hushed, WithdrawnTold
from gateway.domain.leaving_events import Muted, Withdrawn
from gateway.domain.lifecycle import Trigger
from gateway.domain.people import Address
from gateway.domain.request import Request, Status
from gateway.domain.submission import readers
from gateway.domain.submission_details import CustomerWords

NEED_NOT = frozenset(
    {
        NoticeCode.QUESTIONS_AGAIN,
        NoticeCode.PROGRESS,
        NoticeCode.CONFIRM_REMINDER,
    }
)
"""Letters that a requester may do without: news, and what repeats a question."""


def decide_withdraw(command: Withdraw, request: Request, case: Case) -> Outcome:
    """Not while a plan is being carried out: then a person has to stop it (1.4b)."""
    if standing(case.speaker, request, case) not in ENTITLED:
        return Refusal(Reason.NOT_THE_REQUESTER)
    if not may(request, Trigger.WITHDRAW):
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    event = Withdrawn(by=case.speaker, at=case.now, words=command.words)
    detail = WithdrawnTold(
        words=command.words, reopen_until=case.now + case.rules.dispute_window
    )
    told = dict.fromkeys((request.requester, case.speaker))
    owed = [Owed(NoticeCode.CLOSED_UNCONFIRMED, who, detail) for who in told]
    owed += [Owed(NoticeCode.OUTCOME, who, detail) for who in _working(request, case)]
    return Decision((event,), tuple(owed))


def _working(request: Request, case: Case) -> tuple[Address, ...]:
    """The owner, and the supervisor who has a plan of it before him."""
    plan = request.repair.plan
    deciding = request.status is Status.AWAITING_APPROVAL and plan is not None
    approver = (plan.approver,) if deciding and plan else ()
    return tuple(dict.fromkeys((*readers(request, case), *approver)))


def decide_hush(command: Hush, request: Request, case: Case) -> Outcome:
    """For the requester a switch; who follows the request of another just leaves."""
    follower = case.speaker in request.participants
    if case.speaker == request.requester:
        if command.muted is request.muted:
            return Decision(())
        event = Muted(by=case.speaker, at=case.now, muted=command.muted)
        reader = Owed(NoticeCode.HUSHED, case.speaker, Hushed(muted=command.muted))
        return Decision((event,), (reader, *_for_owner(command, request, case)))
    if not (follower and command.muted):
        return Refusal(Reason.NOT_THE_REQUESTER)
    left = Copied(by=case.speaker, at=case.now, removed=(case.speaker,))
    told = Owed(NoticeCode.HUSHED, case.speaker, Hushed(muted=True, follower=True))
    return Decision((left,), (told, *_for_owner(command, request, case)))


def _for_owner(command: Hush, request: Request, case: Case) -> tuple[Owed, ...]:
    """S04: whoever writes to the customer knows what arrives, and reads the rest."""
    reading = "muted" if command.muted else "unmuted"
    detail = CustomerWords(sender=case.speaker, words=command.words, reading=reading)
    return tuple(
        Owed(NoticeCode.CUSTOMER_WROTE, who, detail) for who in readers(request, case)
    )


def is_unwanted(owed: Owed, request: Request) -> bool:
    """Whether the requester has asked to do without such a letter."""
    return request.muted and owed.to == request.requester and owed.code in NEED_NOT


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {**decider(Withdraw, decide_withdraw), **decider(Hush, decide_hush)}
)
