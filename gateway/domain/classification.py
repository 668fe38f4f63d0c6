"""Step 2: first response, one owner, a priority (R13-R19, R38)."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.classification_commands import (
    Assign,
    Call,
    Lower,
    Note,
    Raise,
    Take,
)
from gateway.domain.classification_details import Assigned as AssignedDetail, Told
from gateway.domain.classification_events import Assigned, Called, PriorityChanged
from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.commands import Verb
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
from gateway.domain.people import Address
from gateway.domain.request import Priority, Request, Status
from gateway.domain.submission_events import Corresponded

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
LEVEL_LIMIT = 4
"""D15: the owner, the leader of his group, the supervisor, the management."""


def decide_take(_: Take, request: Request, case: Case) -> Outcome:
    """The actor becomes the one owner (R18, R56)."""
    return _assign(request, case.speaker, "", case)


def decide_assign(assign: Assign, request: Request, case: Case) -> Outcome:
    return _assign(request, assign.owner, assign.reason, case)


def _assign(request: Request, owner: Address, reason: str, case: Case) -> Outcome:
    if request.status not in OPEN:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if request.assignee == owner:
        return Refusal(Reason.ALREADY_OWNER, case.people.name_of(owner))
    assigned = Assigned(by=case.speaker, at=case.now, owner=owner, reason=reason)
    handed_over = AssignedDetail(
        owner=owner,
        owner_name=case.people.name_of(owner),
        previous_name=case.people.name_of(request.assignee) if request.assignee else "",
        by_name=case.people.name_of(case.speaker),
        reason=reason,
        similar=case.library.similar(request) if owner != case.speaker else (),
    )
    told = {owner, request.assignee} - {None, case.speaker}
    owed = [Owed(NoticeCode.ACCEPTED, request.requester, _told(owner, case))]
    owed += [
        Owed(NoticeCode.ASSIGNED, who, handed_over)
        for who in sorted(who for who in told if who is not None)
    ]
    return Decision((assigned,), tuple(owed))


def _told(owner: Address, case: Case) -> Told:
    person = case.people.members.get(owner)
    rules = case.rules
    return Told(
        next_update_at=rules.calendar.add(case.now, rules.next_update_within),
        owner_name=case.people.name_of(owner),
        owner_phone=person.phone if person else "",
    )


def decide_call(call: Call, request: Request, case: Case) -> Outcome:
    """D7: the record of the call is the proof that it was made."""
    if request.status not in OPEN:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    called = Called(
        by=case.speaker,
        at=case.now,
        connected=call.connected,
        gist=call.gist,
        time_text=call.time_text,
    )
    return Decision((called,))


def decide_raise(command: Raise, request: Request, case: Case) -> Outcome:
    """One step up; at the top the escalation level rises instead (R38, D15)."""
    if request.status not in OPEN:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    return Decision((raised(request, command.reason, case),))


def raised(request: Request, reason: str, case: Case) -> PriorityChanged:
    return PriorityChanged(
        by=case.speaker,
        at=case.now,
        priority=request.priority.raised(),
        escalation_level=next_level(request),
        reason=reason,
    )


def next_level(request: Request) -> int:
    """The level after one step up: it rises only where the priority cannot (D15)."""
    higher = request.escalation_level + (request.priority is Priority.HIGH)
    return min(higher, max(request.escalation_level, LEVEL_LIMIT))


def decide_lower(command: Lower, request: Request, case: Case) -> Outcome:
    """Never without a reason, and the reason stays on record (E5)."""
    if request.status not in OPEN:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    lowered = PriorityChanged(
        by=case.speaker,
        at=case.now,
        priority=request.priority.lowered(),
        escalation_level=request.escalation_level,
        reason=command.reason,
    )
    return Decision((lowered,))


def decide_note(note: Note, _: Request, case: Case) -> Outcome:
    """Noting changes no status, and the customer is not told."""
    noted = Corresponded(by=case.speaker, at=case.now, words=note.text, internal=True)
    return Decision((noted,))


def may(request: Request, trigger: Trigger) -> bool:
    """Whether the table has this move for the request as it stands."""
    return next_status(request.status, trigger, request.resume_status) is not None


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {
        **decider(Take, decide_take),
        **decider(Assign, decide_assign),
        **decider(Call, decide_call),
        **decider(Raise, decide_raise),
        **decider(Lower, decide_lower),
        **decider(Note, decide_note),
    }
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {
        Verb.TAKE: OPEN,
        Verb.ASSIGN: OPEN,
        Verb.RAISE: OPEN,
        Verb.LOWER: OPEN,
        Verb.CALL: OPEN,
        Verb.NOTE: frozenset(Status),
    }
)
"""In which statuses these verbs are not refused outright."""
