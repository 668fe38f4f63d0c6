"""Step 3: find the cause (R20-R24).

A supplier learns nothing of the customer, and the customer nothing of the supplier.
Where the cause is not found in time a review is called, by the clock itself.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from gateway.domain.agreement import Promise
from gateway.domain.codes import Advice, Clock, NoticeCode, Reason
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
from gateway.domain.diagnosing import WORKING
from gateway.domain.diagnosis_commands import (
    AskVendor,
    CallReview,
    Cause,
    ConcludeReview,
    Diagnose,
    VendorWrite,
)
from gateway.domain.diagnosis_details import Review, VendorQuery
from gateway.domain.diagnosis_events import (
    CauseFound,
    Diagnosed,
    ReviewCalled,
    ReviewHeld,
    VendorAnswered,
    VendorAsked,
)
from gateway.domain.people import Address, Locale, Role
from gateway.domain.request import CauseKind, Request, Status
from gateway.domain.scrubbing import Scrubber, names_of
from gateway.domain.submission_details import CustomerWords

ASKABLE = WORKING | {Status.AWAITING_INFORMATION, Status.AWAITING_APPROVAL}
"""The statuses in which a supplier may be asked."""
TRIED_LIMIT = 8
"""Methods that an invitation to a review names."""
STEP = timedelta(minutes=5)
"""A meeting begins at a round minute."""


def decide_diagnose(command: Diagnose, request: Request, case: Case) -> Outcome:
    """R20: what was looked at, in the words of whoever looked."""
    if request.status not in WORKING:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    diagnosed = Diagnosed(
        by=case.speaker,
        at=case.now,
        text=command.text,
        method=command.method,
        time_text=command.time_text,
    )
    return Decision((diagnosed,))


def decide_cause(command: Cause, request: Request, case: Case) -> Outcome:
    """A cause is found by whoever works on an accepted request.

    One within our own house is best mended at once, in a system's back end (R21).
    """
    if request.status not in WORKING:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    found = CauseFound(
        by=case.speaker,
        at=case.now,
        kind=command.kind,
        text=command.text,
        time_text=command.time_text,
    )
    within = command.kind is CauseKind.INTERNAL and not request.solution
    return Decision((found,), advice=Advice.MEND_AT_ONCE if within else None)


def decide_vendor(command: AskVendor, request: Request, case: Case) -> Outcome:
    """R22: ask a supplier, in words that name no customer (D13)."""
    if request.status not in ASKABLE:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if command.vendor not in case.people.vendors:
        return Refusal(Reason.UNKNOWN_VENDOR, command.vendor)
    scrubbed = _scrubber(request, case.people.vendors[command.vendor].locale)
    text = scrubbed(command.text)
    asked = VendorAsked(by=case.speaker, at=case.now, vendor=command.vendor, text=text)
    query = VendorQuery(
        external=external_number(request, command.vendor),
        title=scrubbed(request.subject),
        text=text,
        symptom=scrubbed(request.form.symptom or request.description),
        occurred=scrubbed(request.form.occurred),
        owner_name=case.people.name_of(case.speaker),
    )
    return Decision((asked,), (Owed(NoticeCode.VENDOR_QUERY, command.vendor, query),))


def _scrubber(request: Request, locale: Locale) -> Scrubber:
    """Takes out what names or reaches the requester, his mail domain with it."""
    domain = request.requester.rpartition("@")[2]
    return Scrubber(names=names_of(request, (domain,)), locale=locale)


def external_number(request: Request, vendor: Address) -> str:
    """The number of a query to a supplier: the same for all letters to this one."""
    vendors = request.repair.vendors
    place = vendors.index(vendor) if vendor in vendors else len(vendors)
    return f"{request.number}-V{place + 1}"


def decide_vendor_words(write: VendorWrite, request: Request, case: Case) -> Outcome:
    """What a supplier answers stays inside; whoever works on the request is told."""
    answered = VendorAnswered(by=case.speaker, at=case.now, words=write.words)
    detail = CustomerWords(
        sender=case.speaker, words=write.words, reading="vendor", files=write.files
    )
    told = (request.assignee,) if request.assignee else case.people.triage
    owed = tuple(Owed(NoticeCode.CUSTOMER_WROTE, who, detail) for who in told)
    return Decision((answered,), owed)


def decide_review(command: CallReview, request: Request, case: Case) -> Outcome:
    """R23: a review that a person calls, at the time that he names."""
    if request.status not in WORKING:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    begins_at = command.at or review_time(request, case)
    return _called(begins_at, request, case)


def decide_conclusion(command: ConcludeReview, request: Request, case: Case) -> Outcome:
    """R24: the outcome of a review that was called."""
    if request.status not in WORKING:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if request.repair.review_at is None:
        return Refusal(Reason.NO_REVIEW_YET)
    return Decision((ReviewHeld(by=case.speaker, at=case.now, text=command.text),))


def call_review(_: Promise, __: int, request: Request, case: Case) -> Decision:
    """K4 has run out: the seed says that a review is called, not that it may be."""
    return _called(review_time(request, case), request, case)


def review_time(request: Request, case: Case) -> datetime:
    """Half an hour of open time from now, at a round minute."""
    calendar = case.rules.schedule(Clock.K4, request).calendar
    at = calendar.add(case.now, case.rules.review_after)
    beyond = timedelta(minutes=at.minute, seconds=at.second) % STEP
    rest = STEP - beyond if beyond else timedelta()
    return at.replace(microsecond=0) + rest


def _called(begins_at: datetime, request: Request, case: Case) -> Decision:
    invited = reviewers(request, case)
    by_person = case.speaker in case.people.members
    called = ReviewCalled(
        by=case.speaker, at=case.now, begins_at=begins_at, invited=invited
    )
    detail = Review(
        begins_at=begins_at,
        ends_at=begins_at + case.rules.review_lasts,
        invited=invited,
        names=tuple(case.people.name_of(who) for who in invited),
        tried=request.repair.methods[-TRIED_LIMIT:],
        called_by=case.people.name_of(case.speaker) if by_person else "",
    )
    owed = tuple(Owed(NoticeCode.REVIEW_MEETING, who, detail) for who in invited)
    return Decision((called,), owed)


def reviewers(request: Request, case: Case) -> tuple[Address, ...]:
    """R24: senior engineers, the owner and the supervisors; else those who assign."""
    people = case.people
    seniors = (who for who, p in people.members.items() if p.role is Role.SENIOR)
    owner = (request.assignee,) if request.assignee else ()
    found = (*seniors, *owner, *people.roster.supervisors)
    return tuple(dict.fromkeys(found)) or people.triage


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {
        **decider(Diagnose, decide_diagnose),
        **decider(Cause, decide_cause),
        **decider(AskVendor, decide_vendor),
        **decider(VendorWrite, decide_vendor_words),
        **decider(CallReview, decide_review),
        **decider(ConcludeReview, decide_conclusion),
    }
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {
        Verb.DIAGNOSE: WORKING,
        Verb.CAUSE: WORKING,
        Verb.VENDOR: ASKABLE,
        Verb.REVIEW: WORKING,
    }
)
"""In which statuses these verbs are not refused outright."""
