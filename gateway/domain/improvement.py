"""Improvements and the end of open items (R46, R61).

An improvement is an item with an owner and a day, like a follow-up; it is about the
source of a problem, not about one customer's, and the monthly review tracks it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.archiving import FOLLOWUPS_LIMIT, OPEN
from gateway.domain.codes import Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import (
    Case,
    Decider,
    Decision,
    Outcome,
    Refusal,
    decider,
)
from gateway.domain.improvement_commands import EndItem, Improve
from gateway.domain.improvement_events import ImprovementOpened, ItemEnded
from gateway.domain.request import Request, Status
from gateway.domain.settlement import FollowUp


def decide_improve(command: Improve, request: Request, case: Case) -> Outcome:
    if request.status not in OPEN:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if len(request.followups) >= FOLLOWUPS_LIMIT:
        return Refusal(Reason.TOO_MANY, str(FOLLOWUPS_LIMIT))
    item = FollowUp(
        who=command.who,
        due=command.due,
        text=command.text,
        improvement=True,
        opened_at=case.now,
    )
    return Decision((ImprovementOpened(by=case.speaker, at=case.now, item=item),))


def decide_end(command: EndItem, request: Request, case: Case) -> Outcome:
    """Where several are open, the one that is meant has to be named by its place."""
    kind = [one for one in request.followups if one.improvement is command.improvement]
    open_ones = [one for one in kind if one.done_at is None]
    if not open_ones:
        return Refusal(Reason.NO_OPEN_ITEM)
    if command.place:
        if not 0 < command.place <= len(kind) or kind[command.place - 1].done_at:
            return Refusal(Reason.NO_OPEN_ITEM, str(command.place))
        chosen = kind[command.place - 1]
    elif len(open_ones) > 1:
        places = (f"{kind.index(one) + 1}: {one.text}" for one in open_ones)
        return Refusal(Reason.SEVERAL_ITEMS, "; ".join(places))
    else:
        (chosen,) = open_ones
    ended = ItemEnded(
        by=case.speaker, at=case.now, item=chosen, outcome=command.outcome
    )
    return Decision((ended,))


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {**decider(Improve, decide_improve), **decider(EndItem, decide_end)}
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType({Verb.IMPROVE: OPEN})
"""In which statuses these verbs are not refused outright."""
