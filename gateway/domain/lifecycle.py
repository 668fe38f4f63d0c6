"""The lifecycle of a request: every status, and every way out of it.

Rule of this room: a status changes only by looking it up in ``TRANSITIONS``.
If *which status may follow which* is written anywhere else, it is in the wrong
room. *Whether* a move is wise is decided in the file of its step.
"""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from types import MappingProxyType

from gateway.domain.request import Status

S = Status


class Trigger(StrEnum):
    ACCEPT = "accept"
    ASK = "ask"
    SUPPLY = "supply"
    PLAN = "plan"
    APPROVE = "approve"
    APPROVE_WITH_CONSENT = "approve-with-consent"
    REJECT = "reject"
    CONSENT = "consent"
    REFUSE = "refuse"
    START = "start"
    FINISH = "finish"
    RESOLVE = "resolve"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    EXPIRE = "expire"
    PAUSE = "pause"
    RESUME = "resume"
    ARCHIVE = "archive"
    WITHDRAW = "withdraw"
    INVALIDATE = "invalidate"
    MERGE = "merge"
    REOPEN = "reopen"


T = Trigger


class Step(IntEnum):
    """The six steps of the guide."""

    SUBMIT = 1
    CLASSIFY = 2
    DIAGNOSE = 3
    SOLVE = 4
    VERIFY = 5
    ARCHIVE = 6


class CustomerWord(StrEnum):
    """The five words that a customer sees."""

    RECEIVED = "received"
    IN_PROGRESS = "in-progress"
    AWAITING_YOU = "awaiting-you"
    RESOLVED = "resolved"
    CLOSED = "closed"


_LEAVING = {T.WITHDRAW: S.WITHDRAWN, T.INVALIDATE: S.INVALID, T.MERGE: S.MERGED}
_WITHDRAW = {T.WITHDRAW: S.WITHDRAWN}

TRANSITIONS: Mapping[Status, Mapping[Trigger, Status]] = MappingProxyType(
    {
        # Steps 1-2: submit, then one owner and a class.
        S.RECEIVED: {
            T.ACCEPT: S.IN_PROGRESS,
            T.ASK: S.AWAITING_INFORMATION,
            **_LEAVING,
        },
        # SUPPLY leads back to the status that asked: see ``next_status``.
        S.AWAITING_INFORMATION: {
            T.SUPPLY: S.RECEIVED,
            T.ACCEPT: S.IN_PROGRESS,
            T.EXPIRE: S.CLOSED_UNCONFIRMED,
            **_LEAVING,
        },
        # Steps 3-4: diagnose, then the supervisor first, then the customer.
        S.IN_PROGRESS: {
            T.ASK: S.AWAITING_INFORMATION,
            T.PLAN: S.AWAITING_APPROVAL,
            T.START: S.IMPLEMENTING,
            T.RESOLVE: S.AWAITING_CONFIRMATION,
            T.PAUSE: S.ON_HOLD,
            **_LEAVING,
        },
        S.AWAITING_APPROVAL: {
            T.APPROVE: S.IN_PROGRESS,
            T.APPROVE_WITH_CONSENT: S.AWAITING_CONSENT,
            T.REJECT: S.IN_PROGRESS,
            **_WITHDRAW,
        },
        S.AWAITING_CONSENT: {
            T.CONSENT: S.IN_PROGRESS,
            T.REFUSE: S.IN_PROGRESS,
            **_WITHDRAW,
        },
        S.IMPLEMENTING: {
            T.FINISH: S.IN_PROGRESS,
            T.RESOLVE: S.AWAITING_CONFIRMATION,
            T.ASK: S.AWAITING_INFORMATION,
        },
        S.ON_HOLD: {T.RESUME: S.IN_PROGRESS, **_WITHDRAW},
        # Step 5: only the requester's word confirms; a dispute reopens.
        S.AWAITING_CONFIRMATION: {
            T.CONFIRM: S.CONFIRMED,
            T.DISPUTE: S.IN_PROGRESS,
            T.EXPIRE: S.CLOSED_UNCONFIRMED,
            **_WITHDRAW,
        },
        # Step 6: archive. A dispute within the window still reopens.
        S.CONFIRMED: {T.ARCHIVE: S.ARCHIVED, T.DISPUTE: S.IN_PROGRESS},
        S.CLOSED_UNCONFIRMED: {T.DISPUTE: S.IN_PROGRESS, T.ARCHIVE: S.ARCHIVED},
        S.ARCHIVED: {T.DISPUTE: S.IN_PROGRESS},
        S.WITHDRAWN: {T.REOPEN: S.IN_PROGRESS},
        S.INVALID: {T.REOPEN: S.IN_PROGRESS},
        S.MERGED: {},
    }
)

STEP_OF: Mapping[Status, Step] = MappingProxyType(
    {
        S.RECEIVED: Step.SUBMIT,
        S.AWAITING_INFORMATION: Step.SUBMIT,
        S.IN_PROGRESS: Step.DIAGNOSE,
        S.AWAITING_APPROVAL: Step.SOLVE,
        S.AWAITING_CONSENT: Step.SOLVE,
        S.IMPLEMENTING: Step.SOLVE,
        S.ON_HOLD: Step.SOLVE,
        S.AWAITING_CONFIRMATION: Step.VERIFY,
        S.CONFIRMED: Step.ARCHIVE,
        S.CLOSED_UNCONFIRMED: Step.ARCHIVE,
        S.ARCHIVED: Step.ARCHIVE,
        S.WITHDRAWN: Step.ARCHIVE,
        S.INVALID: Step.ARCHIVE,
        S.MERGED: Step.ARCHIVE,
    }
)

CUSTOMER_WORD: Mapping[Status, CustomerWord] = MappingProxyType(
    {
        S.RECEIVED: CustomerWord.RECEIVED,
        S.AWAITING_INFORMATION: CustomerWord.RECEIVED,
        S.IN_PROGRESS: CustomerWord.IN_PROGRESS,
        S.AWAITING_APPROVAL: CustomerWord.IN_PROGRESS,
        S.AWAITING_CONSENT: CustomerWord.IN_PROGRESS,
        S.IMPLEMENTING: CustomerWord.IN_PROGRESS,
        S.ON_HOLD: CustomerWord.IN_PROGRESS,
        S.AWAITING_CONFIRMATION: CustomerWord.AWAITING_YOU,
        S.CONFIRMED: CustomerWord.RESOLVED,
        S.CLOSED_UNCONFIRMED: CustomerWord.CLOSED,
        S.ARCHIVED: CustomerWord.CLOSED,
        S.WITHDRAWN: CustomerWord.CLOSED,
        S.INVALID: CustomerWord.CLOSED,
        S.MERGED: CustomerWord.CLOSED,
    }
)


OPEN = frozenset(
    {
        Status.RECEIVED,
        Status.AWAITING_INFORMATION,
        Status.IN_PROGRESS,
        Status.AWAITING_APPROVAL,
        Status.AWAITING_CONSENT,
        Status.IMPLEMENTING,
        Status.ON_HOLD,
        Status.AWAITING_CONFIRMATION,
    }
)
"""The statuses in which somebody still works on a request."""


def next_status(
    status: Status, trigger: Trigger, resume_status: Status | None = None
) -> Status | None:
    """Look up a move; None where the table has none.

    ``resume_status`` is the status that asked for information: SUPPLY leads there.
    """
    following = TRANSITIONS[status].get(trigger)
    if following is not None and trigger is Trigger.SUPPLY:
        return resume_status or following
    return following
