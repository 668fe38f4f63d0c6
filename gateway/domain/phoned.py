"""Step 5: a confirmation by telephone, class C (PROCESS 6.4).

Staff cannot confirm for a customer; they can note what he said. Where a certificate is
due, a supervisor has to second that with a ``#phoned`` of his own, or have made the
call himself. The letter that tells the customer lets him deny it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.classification import may
from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.commands import Verb
from gateway.domain.confirmers import is_formal, is_supervisor
from gateway.domain.decision import (
    Case,
    Decider,
    Decision,
    Outcome,
    Owed,
    Refusal,
    decider,
)
from gateway.domain.evidence import Evidence, EvidenceClass
from gateway.domain.lifecycle import Trigger
from gateway.domain.people import Address
from gateway.domain.request import Request, Status
from gateway.domain.settlement import Phoned
from gateway.domain.verification import settle
from gateway.domain.verification_details import ToJudge
from gateway.domain.verification_events import Confirmed
from gateway.domain.waiting_commands import NotePhoned
from gateway.domain.waiting_events import PhonedIn

TO_SECOND = "phoned-to-second"
"""How the letter to supervisors reads it (S13)."""


def decide_phoned(note: NotePhoned, request: Request, case: Case) -> Outcome:
    """Confirmed at once where no second word is due, or where this is it."""
    if not may(request, Trigger.CONFIRM):
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if case.speaker == request.requester:
        return Refusal(Reason.SECOND_PERSON)
    if not is_formal(request, case.rules):
        return _confirmed(note, request, case, (case.speaker,))
    first = request.settlement.phoned
    if is_supervisor(case.speaker, case):
        return _by_supervisor(note, request, case, first)
    noted = PhonedIn(
        by=case.speaker,
        at=case.now,
        who=note.who,
        time_text=note.time_text,
        gist=note.gist,
    )
    return Decision((noted,), _asking_supervisors(note, case))


def _by_supervisor(
    note: NotePhoned, request: Request, case: Case, first: Phoned | None
) -> Outcome:
    """His word is the second one; alone it does where the work was another's."""
    if first and first.by != case.speaker:
        return _confirmed(note, request, case, (first.by, case.speaker))
    if request.assignee == case.speaker:
        return Refusal(Reason.SECOND_PERSON)
    return _confirmed(note, request, case, (case.speaker,))


def _asking_supervisors(note: NotePhoned, case: Case) -> tuple[Owed, ...]:
    said = f"{note.who}, {note.time_text}: {note.gist}"
    detail = ToJudge(sender=case.speaker, words=said, line=said, reading=TO_SECOND)
    supervisors = case.people.roster.supervisors
    return tuple(
        Owed(NoticeCode.TO_JUDGE, who, detail)
        for who in supervisors
        if who != case.speaker
    )


def _confirmed(
    note: NotePhoned, request: Request, case: Case, staff: tuple[Address, ...]
) -> Decision:
    said = f"{note.who}, {note.time_text}: {note.gist}"
    evidence = Evidence(
        evidence_class=EvidenceClass.PHONE,
        rule="phoned",
        line=said,
        round=request.round,
        by=request.requester,
        received_at=case.now,
        authentication="phoned" if len(staff) == 1 else "phoned+seconded",
        locale=request.locale,
    )
    confirmed = Confirmed(by=case.speaker, at=case.now, words=said, evidence=evidence)
    names = tuple(case.people.name_of(who) for who in staff)
    return settle(confirmed, request, case, phoned_by=names)


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {**decider(NotePhoned, decide_phoned)}
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {Verb.PHONED: frozenset({Status.AWAITING_CONFIRMATION})}
)
"""In which statuses these verbs are not refused outright."""
