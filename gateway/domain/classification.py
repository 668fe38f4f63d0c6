"""Step 2: first response, one owner, a priority (R13-R19, R38)."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from gateway.domain.calling import decide_call
from gateway.domain.classification_commands import (
    Assign,
    Call,
    Lower,
    Note,
    Raise,
    Take,
)
from gateway.domain.classification_details import Assigned as AssignedDetail, Told
from gateway.domain.classification_events import Assigned, PriorityChanged
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
from gateway.domain.lifecycle import OPEN, Trigger, next_status
from gateway.domain.people import Address
from gateway.domain.request import Priority, Request, Status
from gateway.domain.submission_events import Corresponded
from gateway.domain.urgency import may_lower, paged, told_lower

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
    owed = [Owed(NoticeCode.ACCEPTED, request.requester, accepted_told(owner, case))]
    owed += [
        Owed(NoticeCode.ASSIGNED, who, handed_over)
        for who in sorted(who for who in told if who is not None)
    ]
    return Decision((assigned,), tuple(owed))


def accepted_told(owner: Address, case: Case) -> Told:
    person = case.people.members.get(owner)
    rules = case.rules
    return Told(
        next_update_at=rules.calendar.add(case.now, rules.next_update_within),
        owner_name=case.people.name_of(owner),
        owner_phone=person.phone if person else "",
    )


def decide_raise(command: Raise, request: Request, case: Case) -> Outcome:
    """One step up; at the top the escalation level rises instead (R38, D15).

    What is suspected to be urgent is judged by this: it is urgent (D3).
    """
    if request.status not in OPEN:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    changed = raised(request, command.reason, case)
    if not request.triage.suspected:
        return Decision((changed,))
    urgent = replace(changed, priority=Priority.HIGH, urgent=True)
    return Decision((urgent,), paged(request, case))


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
    """Never without a reason, which stays on record and is told (E5).

    Of what is only suspected to be urgent it says that it is not; the priority stays.
    """
    if request.status not in OPEN:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    suspected = request.triage.suspected
    lowered = PriorityChanged(
        by=case.speaker,
        at=case.now,
        priority=request.priority if suspected else request.priority.lowered(),
        escalation_level=request.escalation_level,
        reason=command.reason,
        urgent=False if request.urgent or suspected else None,
    )
    told = lowered.priority < request.priority or request.urgent
    owed = (told_lower(request, command.reason),) if told else ()
    return may_lower(request, case) or Decision((lowered,), owed)


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
