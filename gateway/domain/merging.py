"""Two requests that are one matter, and one request that holds two (E7, E8).

Only what one customer asked is put together, so that neither reads what is another's;
the requester of the merged one is told under which number it goes on (C18).
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.agreement import target
from gateway.domain.archiving import FOLLOWUPS_LIMIT, LINKS_LIMIT, PARTICIPANTS_LIMIT
from gateway.domain.classification import may
from gateway.domain.codes import Clock, NoticeCode, Reason
from gateway.domain.commands import Verb
from gateway.domain.confirmers import Standing, standing
from gateway.domain.consenting import awaits_consent
from gateway.domain.decision import (
    Beside,
    Case,
    Decider,
    Decision,
    Outcome,
    Owed,
    Refusal,
    decider,
)
from gateway.domain.lifecycle import OPEN, Trigger, next_status
from gateway.domain.merging_commands import Merge, Split
from gateway.domain.merging_details import Regrouped
from gateway.domain.merging_events import Absorbed, MergedInto, SplitOff
from gateway.domain.people import Address
from gateway.domain.request import Form, Request, Scene, Status
from gateway.domain.submission import decide_submission, readers
from gateway.domain.submission_commands import Submit
from gateway.domain.submission_details import CustomerWords

MERGED = "merged"
"""How S04 reads the words of a request that was merged."""
TITLE_LIMIT_CHARS = 200
"""Characters of the subject that a split gives to the new request."""
SPLITTABLE = frozenset(Status) - {Status.MERGED, Status.WITHDRAWN, Status.INVALID}
_ONE_CUSTOMER = frozenset({Standing.REQUESTER, Standing.COLLEAGUE})
_FELLOWS = _ONE_CUSTOMER | {Standing.CONFIRMER, Standing.PARTICIPANT, Standing.STAFF}


def decide_merge(merge: Merge, request: Request, case: Case) -> Outcome:
    """This request goes into the other one; mail to its number does so, too."""
    into = merge.into
    why = _no_merge(request, into, case)
    if why is not None:
        return why
    fellows = (request.requester, *request.participants)
    added = tuple(who for who in fellows if _may_follow(who, into, case))
    absorbed = Absorbed(
        by=case.speaker,
        at=case.now,
        other=request.number,
        subject=request.subject,
        added=added,
        followups=request.followups,
    )
    merged = MergedInto(by=case.speaker, at=case.now, other=into.number)
    own = request.requester == into.requester
    regrouped = Regrouped(
        other=into.number, status=into.status, title=into.subject if own else ""
    )
    beside = Beside(into, (absorbed,), _for_owner(request, into, case))
    return Decision(
        (merged,),
        (Owed(NoticeCode.REGROUPED, request.requester, regrouped),),
        beside=(beside,),
    )


def _no_merge(request: Request, into: Request, case: Case) -> Refusal | None:
    """Why these two do not become one; None where they may."""
    if request.number in {into.number, into.merged_into}:
        return Refusal(Reason.ITSELF, into.number)
    if not may(request, Trigger.MERGE) or awaits_consent(request):
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if into.status not in OPEN:
        over = Refusal(Reason.OTHER_IS_OVER, into.number)
        on = into.merged_into
        return Refusal(Reason.MERGED_ALREADY, on) if on else over
    if standing(request.requester, into, case) not in _ONE_CUSTOMER:
        return Refusal(Reason.OTHER_CUSTOMER, into.number)
    if request.urgent and not into.urgent:
        return Refusal(Reason.OTHER_NOT_URGENT, into.number)
    return _too_full(request, into)


def _too_full(request: Request, into: Request) -> Refusal | None:
    """The other one keeps to its limits, or both stay as they are."""
    people = {*into.participants, *request.participants, request.requester}
    for number, limit in (
        (len(into.linked) + 1, LINKS_LIMIT),
        (len(into.followups) + len(request.followups), FOLLOWUPS_LIMIT),
        (len(people), PARTICIPANTS_LIMIT),
    ):
        if number > limit:
            return Refusal(Reason.TOO_MANY, str(limit))
    return None


def _may_follow(who: Address, into: Request, case: Case) -> bool:
    """Whether he may read what the other request's customer reads."""
    return who != into.requester and standing(who, into, case) in _FELLOWS


def _for_owner(request: Request, into: Request, case: Case) -> tuple[Owed, ...]:
    """S04 with the words that came in: the owner of the other reads them all."""
    words = CustomerWords(
        sender=request.requester,
        words=f"{request.number} {request.subject}\n\n{request.description}",
        reading=MERGED,
    )
    told = readers(into, case)
    return tuple(
        Owed(NoticeCode.CUSTOMER_WROTE, who, words)
        for who in told
        if who != case.speaker
    )


def decide_split(split: Split, request: Request, case: Case) -> Outcome:
    """E7: a second matter of one mail is a request of its own, to be assigned anew."""
    if request.status not in SPLITTABLE:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    if len(request.linked) >= LINKS_LIMIT:
        return Refusal(Reason.TOO_MANY, str(LINKS_LIMIT))
    registered, owed = decide_submission(_submit(split, request, case), case)
    new = registered.request
    came_from = SplitOff(
        by=case.speaker, at=case.now, other=request.number, subject=request.subject
    )
    gone = SplitOff(by=case.speaker, at=case.now, other=new.number, subject=new.subject)
    clock = Clock.K1 if new.urgent else Clock.K2
    regrouped = Regrouped(
        other=request.number,
        status=new.status,
        title=request.subject,
        split=True,
        due_at=target(case.rules.schedule(clock, new), new.submitted_at),
    )
    told = [one for one in owed if one.code is not NoticeCode.ACKNOWLEDGEMENT]
    told.append(Owed(NoticeCode.REGROUPED, new.requester, regrouped))
    beside = Beside(new, (registered, came_from), tuple(told), new=True)
    return Decision((gone,), beside=(beside,), told=new.number)


def _submit(split: Split, request: Request, case: Case) -> Submit:
    """The same person's form, without what it says of the first matter."""
    form, scene = request.form, request.scene
    return Submit(
        number=split.number,
        subject=split.subject,
        description=split.text or split.subject,
        requester=request.requester,
        requester_name=request.requester_name,
        locale=request.locale,
        form=Form(
            company=form.company,
            contact=form.contact,
            employee_number=form.employee_number,
            phone=form.phone,
            # A second matter is not urgent because the first one is (D4).
            scene=None if scene is Scene.EMERGENCY else scene,
        ),
        submitted_at=case.now,
        first_message_id=request.first_message_id,
        channel=request.channel,
        internal=request.scene is Scene.INTERNAL,
        ask=False,
    )


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {**decider(Merge, decide_merge), **decider(Split, decide_split)}
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {
        Verb.MERGE: frozenset(
            status for status in Status if next_status(status, Trigger.MERGE)
        ),
        Verb.SPLIT: SPLITTABLE,
    }
)
"""In which statuses these verbs are not refused outright."""
