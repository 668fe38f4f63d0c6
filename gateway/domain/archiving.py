"""Step 6: what is solved is gathered and found again (R40, R41, R61).

A request is archived by a person and under keywords; where a certificate is due, only
with the requester's word, or after a named person has closed it without.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.agreement import Promise
from gateway.domain.archiving_commands import AddFollowUp, Archive, Copy, Link
from gateway.domain.archiving_details import ToArchive
from gateway.domain.archiving_events import (
    Archived,
    Copied,
    FollowUpAdded,
    Linked,
)
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
from gateway.domain.keywords import KEYWORDS_LIMIT
from gateway.domain.lifecycle import Trigger, next_status
from gateway.domain.request import Request, Status
from gateway.domain.settlement import FollowUp
from gateway.domain.submission import readers
from gateway.domain.terms import folded

FOLLOWUPS_LIMIT = 20
"""Open items of one request."""
PARTICIPANTS_LIMIT = 50
"""Who may follow one request."""
NAMED_LIMIT = 12
"""Required keywords that a refusal names."""
LINKS_LIMIT = 20
"""Other requests that one request names."""

ARCHIVABLE = frozenset(
    status for status in Status if next_status(status, Trigger.ARCHIVE) is not None
)
OPEN = frozenset(Status) - {Status.MERGED, Status.WITHDRAWN, Status.INVALID}


def decide_archive(command: Archive, request: Request, case: Case) -> Outcome:
    """At least one keyword; a confirmation, or a close by name (1.4b)."""
    if request.status not in ARCHIVABLE:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    given = (*request.settlement.keywords, *command.keywords)
    keywords = tuple(dict.fromkeys(given))[:KEYWORDS_LIMIT]
    if not keywords:
        suggested = ", ".join(case.library.keywords(request))
        return Refusal(Reason.NO_KEYWORDS, suggested)
    required = case.rules.required_keywords
    if required and not {*map(folded, required)} & {*map(folded, keywords)}:
        return Refusal(Reason.NO_REQUIRED_KEYWORD, ", ".join(required[:NAMED_LIMIT]))
    archived = Archived(by=case.speaker, at=case.now, keywords=keywords)
    return Decision((archived,))


def decide_followup(command: AddFollowUp, request: Request, case: Case) -> Outcome:
    if request.status not in OPEN:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if len(request.followups) >= FOLLOWUPS_LIMIT:
        return Refusal(Reason.TOO_MANY, str(FOLLOWUPS_LIMIT))
    item = FollowUp(
        who=command.who, due=command.due, text=command.text, opened_at=case.now
    )
    return Decision((FollowUpAdded(by=case.speaker, at=case.now, followup=item),))


def decide_copy(command: Copy, request: Request, case: Case) -> Outcome:
    """Whoever follows a request reads the letters that its requester gets."""
    if request.status not in OPEN:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    copied = Copied(
        by=case.speaker,
        at=case.now,
        added=tuple(one for one in command.added if one != request.requester),
        removed=command.removed,
    )
    if len(request.participants) + len(copied.added) > PARTICIPANTS_LIMIT:
        return Refusal(Reason.TOO_MANY, str(PARTICIPANTS_LIMIT))
    return Decision((copied,))


def decide_link(command: Link, request: Request, case: Case) -> Outcome:
    """What is linked already stands; a request has nothing to do with itself."""
    if request.status not in OPEN:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if request.number in command.others:
        return Refusal(Reason.BAD_ARGUMENT, request.number)
    others = tuple(one for one in command.others if one not in request.linked)
    if len(request.linked) + len(others) > LINKS_LIMIT:
        return Refusal(Reason.TOO_MANY, str(LINKS_LIMIT))
    if not others:
        return Decision(())
    return Decision((Linked(by=case.speaker, at=case.now, others=others),))


def remind(_: Promise, __: int, request: Request, case: Case) -> Decision:
    """S19: it is over, and not archived yet."""
    if request.status not in ARCHIVABLE:
        return Decision(())
    detail = ToArchive(
        ended_at=request.confirmed_at or request.closed_at or case.now,
        suggested=case.library.keywords(request),
    )
    told = readers(request, case)
    return Decision((), tuple(Owed(NoticeCode.TO_ARCHIVE, who, detail) for who in told))


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {
        **decider(Archive, decide_archive),
        **decider(AddFollowUp, decide_followup),
        **decider(Copy, decide_copy),
        **decider(Link, decide_link),
    }
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {
        Verb.ARCHIVE: ARCHIVABLE,
        Verb.FOLLOWUP: OPEN,
        Verb.CC: OPEN,
        Verb.LINK: OPEN,
    }
)
"""In which statuses these verbs are not refused outright."""
