"""Letters that come back (E11): whoever works on the request is told, and may mend it.

A report changes no status. Of a letter that itself tells of one that came back nobody
is told, so that two dead mailboxes never write to each other.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.archiving import OPEN
from gateway.domain.asking import asked, is_asked
from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.commands import Verb
from gateway.domain.confirmers import confirmers
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
from gateway.domain.people import Address
from gateway.domain.request import Request, Status
from gateway.domain.returning_commands import ChangeContact, TakeBack
from gateway.domain.returning_details import Undelivered
from gateway.domain.returning_events import ContactChanged, LetterReturned
from gateway.domain.solution_details import Progress
from gateway.domain.submission import readers
from gateway.domain.triage import CameBack
from gateway.domain.verification_details import ConfirmReminder


def decide_taken_back(back: TakeBack, request: Request, case: Case) -> Outcome:
    """S15 to the owner, once; again where it got worse, or the address had lived."""
    known = next((one for one in request.triage.came_back if one.to == back.to), None)
    told_before = known is not None and _is_known(back, known, case)
    event = LetterReturned(
        by=case.speaker,
        at=case.now,
        to=back.to,
        code=back.code,
        status=back.status,
        hard=back.hard,
        given_up=back.given_up,
    )
    if told_before or back.code == NoticeCode.UNDELIVERED:
        return Decision((event,))
    detail = Undelivered(
        code=back.code,
        to=back.to,
        status=back.status,
        hard=back.hard,
        given_up=back.given_up,
        customer=back.to == request.requester,
        others=_others(back.to, request, case),
    )
    told = _told(back.to, request, case)
    return Decision(
        (event,), tuple(Owed(NoticeCode.UNDELIVERED, who, detail) for who in told)
    )


def _is_known(back: TakeBack, known: CameBack, case: Case) -> bool:
    """Whether those who were told of the last one know all that this one says."""
    if back.heard_at is not None and back.heard_at > known.at:
        return False
    if case.now - known.at >= case.rules.bounces.forget_after:
        return False
    worse = (back.hard and not known.hard) or (back.given_up and not known.given_up)
    return not worse


def _told(dead: Address, request: Request, case: Case) -> tuple[Address, ...]:
    """The owner, or those who assign; supervisors where their own mail comes back."""
    reading = tuple(who for who in readers(request, case) if who != dead)
    supervisors = case.people.roster.supervisors or case.people.triage
    return reading or tuple(who for who in supervisors if who != dead)


def _others(dead: Address, request: Request, case: Case) -> tuple[Address, ...]:
    """Who else on the customer's side may be written to; of staff nobody."""
    if dead in case.people.members or dead in case.people.vendors:
        return ()
    known = (request.requester, *confirmers(request, case.rules), *request.participants)
    outside = (one for one in known if one not in case.people.members)
    return tuple(one for one in dict.fromkeys(outside) if one != dead)


def decide_contact(change: ChangeContact, request: Request, case: Case) -> Outcome:
    """#contact: never one of staff, who would then confirm what they did themselves.

    The same address again is vouched for, where letters came back from it.
    """
    if request.status not in OPEN:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    staff = change.to in case.people.members and (
        request.requester not in case.people.members or change.to == case.speaker
    )
    came_back = {one.to for one in request.triage.came_back}
    same = change.to == request.requester and change.to not in came_back
    if staff or change.to in case.people.vendors or same:
        return Refusal(Reason.BAD_ARGUMENT, change.to)
    changed = ContactChanged(
        by=case.speaker, at=case.now, to=change.to, was=request.requester
    )
    return Decision((changed,), (_how_it_stands(evolve(request, changed), case),))


def _how_it_stands(request: Request, case: Case) -> Owed:
    """What the new address has to know: the open question, with a code of its own."""
    if is_asked(request):
        since = request.resolved_at or case.now
        again = ConfirmReminder(
            asked=asked(request, case, since=since),
            count=request.settlement.reminders + 1,
        )
        return Owed(NoticeCode.CONFIRM_REMINDER, request.requester, again)
    if awaits_consent(request):
        please = consent_please(request, case, reminder=True)
        return Owed(NoticeCode.CONSENT_PLEASE, request.requester, please)
    return Owed(NoticeCode.PROGRESS, request.requester, Progress())


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {
        **decider(TakeBack, decide_taken_back),
        **decider(ChangeContact, decide_contact),
    }
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType({Verb.CONTACT: OPEN})
"""In which statuses this verb is not refused outright."""
