"""Step 1: a request is submitted, registered and acknowledged (R5-R13, R47-R55)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from gateway.domain.agreement import Rules, target
from gateway.domain.archiving_events import Linked
from gateway.domain.classification_clocks import wants_call
from gateway.domain.classification_details import Paging
from gateway.domain.codes import Clock, NoticeCode, Reason
from gateway.domain.completeness import (
    lacking,
    on_arrival,
    questions_of,
    with_facts,
)
from gateway.domain.decision import (
    Case,
    Decider,
    Decision,
    Outcome,
    Owed,
    Refusal,
    decider,
)
from gateway.domain.employee_numbers import told_apart
from gateway.domain.events import Event
from gateway.domain.people import Address
from gateway.domain.request import Form, Priority, Request, Scene, Urgency
from gateway.domain.routing import REASON_WORDS_LIMIT, likened, route, words_in
from gateway.domain.submission_commands import Attribute, Register, Submit, Write
from gateway.domain.submission_details import Acknowledged, CustomerWords
from gateway.domain.submission_events import Corresponded, Registered, SubmittedOnBehalf
from gateway.domain.triage import Triage
from gateway.domain.urgency import called

PRIORITY_OF = {
    Urgency.LOW: Priority.LOW,
    Urgency.MEDIUM: Priority.MEDIUM,
    Urgency.HIGH: Priority.HIGH,
}
"""R16: the priority starts as the requester's urgency."""


def decide_submission(
    submit: Submit, case: Case
) -> tuple[Registered, tuple[Owed, ...]]:
    """Register; acknowledge; tell those who assign, or page those on duty."""
    request = _likened(_request(submit, case.rules), case)
    registered = Registered(by=request.requester, at=case.now, request=request)
    paging = _paging(Clock.K1 if request.urgent else Clock.K2, request, submit, case)
    owed = _told_requester(submit, _acknowledged(submit, request, paging.due_at, case))
    paged = called(case) if wants_call(request) else ()
    call = _paging(Clock.K1, request, submit, case)
    owed += [Owed(NoticeCode.URGENT_CALL, who, call) for who in paged]
    owed += [
        Owed(NoticeCode.TO_ASSIGN, who, paging)
        for who in assigners(request, case)
        if who not in paged and who not in _told_otherwise(submit)
    ]
    return registered, tuple(owed)


def _acknowledged(
    submit: Submit, request: Request, due_at: datetime, case: Case
) -> Acknowledged:
    return Acknowledged(
        due_at=due_at,
        kept=submit.kept,
        refused=submit.refused,
        missing_phone=request.urgent and not request.form.phone,
        discreet=submit.discreet,
        questions=questions_of(lacking(request, case.rules)) if submit.ask else (),
        continues=submit.continues.number if submit.continues else "",
        ended_at=submit.continues.ended_at if submit.continues else None,
    )


def _paging(clock: Clock, request: Request, submit: Submit, case: Case) -> Paging:
    schedule = case.rules.schedule(clock, request)
    return Paging(
        clock=clock,
        started_at=request.submitted_at,
        due_at=target(schedule, request.submitted_at),
        files=submit.kept,
        notes=submit.notes,
    )


def _told_requester(submit: Submit, acknowledged: Acknowledged) -> list[Owed]:
    """C01; C22 to who came too late for another request; C20 to a stranger; C21."""
    if submit.behalf and not submit.behalf.acknowledge:
        return []
    if submit.unreadable:
        return [Owed(NoticeCode.UNREADABLE, submit.requester, submit.unreadable)]
    return [Owed(_greeting(submit), submit.requester, acknowledged)]


def _greeting(submit: Submit) -> NoticeCode:
    if submit.continues:
        return NoticeCode.MOVED_ON
    return NoticeCode.UNKNOWN_SENDER if submit.unknown else NoticeCode.ACKNOWLEDGEMENT


def arrival(registered: Registered, submit: Submit, case: Case) -> tuple[Event, ...]:
    """The registration, who handed it in, and the check that follows at once (K3)."""
    checked = on_arrival(registered.request, case, ask=submit.ask)
    return (registered, *on_behalf(submit, case), *_linked(submit, case), *checked)


def _linked(submit: Submit, case: Case) -> tuple[Linked, ...]:
    """What came too late for a request names it (E15)."""
    if submit.continues is None:
        return ()
    others = (submit.continues.number,)
    return (Linked(by=submit.requester, at=case.now, others=others),)


def _told_otherwise(submit: Submit) -> tuple[Address, ...]:
    """The requester, by the acknowledgement; who handed it in, by the transcript."""
    behalf = submit.behalf
    if behalf and behalf.acknowledge:
        return (submit.requester, behalf.by)
    return (submit.requester,)


def on_behalf(submit: Submit, case: Case) -> tuple[SubmittedOnBehalf, ...]:
    """Who handed in the words of another, for the record; nobody for one's own."""
    if submit.behalf is None:
        return ()
    handed_in = SubmittedOnBehalf(
        by=submit.behalf.by,
        at=case.now,
        requester=submit.requester,
        sent=submit.behalf.sent,
        message_id=submit.behalf.message_id,
    )
    return (handed_in,)


def decide_attribute(_: Attribute, __: Request, ___: Case) -> Outcome:
    """A request that exists has its requester; only a new one is attributed."""
    return Refusal(Reason.NOTHING_FORWARDED)


def decide_register(_: Register, __: Request, ___: Case) -> Outcome:
    """A new request is made by itself, not beside a forwarded mail."""
    return Refusal(Reason.ONE_REQUEST)


def decide_words(write: Write, request: Request, case: Case) -> Outcome:
    """Words that decide nothing go to whoever works on the request (S04)."""
    wrote = Corresponded(
        by=case.speaker, at=case.now, words=write.words, internal=False
    )
    detail = CustomerWords(
        sender=case.speaker,
        words=write.words,
        reading=write.reading,
        files=write.files,
        notes=write.notes,
    )
    owed = tuple(
        Owed(NoticeCode.CUSTOMER_WROTE, who, detail)
        for who in readers(request, case)
        if who != case.speaker
    )
    return Decision((wrote,), owed)


def readers(request: Request, case: Case) -> tuple[Address, ...]:
    """Who reads what a customer writes: the owner, or those who assign."""
    return (request.assignee,) if request.assignee else assigners(request, case)


def assigners(request: Request, case: Case) -> tuple[Address, ...]:
    """The group that it was routed to, else all who assign (R17)."""
    members = case.rules.routing.groups.get(request.triage.group, ())
    return members or case.people.triage


def _request(submit: Submit, rules: Rules) -> Request:
    form = submit.form
    if submit.ask:
        form = with_facts(form, submit.description)
    known, who = rules.companies, submit.requester
    form = known.filled(told_apart(form, rules.employee_numbers), who)
    form = _as_before(form, submit.remembered)
    by_sender = Scene.INTERNAL if submit.internal else Scene.CUSTOMER
    scene = form.scene or known.scene(who) or by_sender
    marked = any(mark in submit.subject.casefold() for mark in rules.urgent_marks)
    urgent = (
        scene is Scene.EMERGENCY
        or form.urgency is Urgency.HIGH
        or marked
        or submit.flagged_urgent
    )
    suspicion = "" if urgent else _suspicion(submit, rules)
    urgency = Urgency.HIGH if urgent else form.urgency or Urgency.MEDIUM
    routed = route(
        submit.subject,
        submit.description,
        rules.routing,
        requester=submit.requester,
        scene=scene,
    )
    return Request(
        number=submit.number,
        subject=submit.subject,
        description=submit.description,
        requester=submit.requester,
        requester_name=submit.requester_name or known.contact(who).name,
        locale=known.locale(who) or submit.locale,
        scene=scene,
        urgency=urgency,
        urgent=urgent,
        priority=PRIORITY_OF[urgency],
        form=form,
        submitted_at=submit.submitted_at,
        channel=submit.channel,
        first_message_id=submit.first_message_id,
        category=routed.domain,
        triage=Triage(
            category_reason=routed.reason,
            group=routed.group,
            suspected=bool(suspicion) and not submit.often_misjudged,
            suspicion=suspicion,
        ),
    )


def _as_before(form: Form, before: Form) -> Form:
    """R48: who it is was asked once; what he says now wins.

    Never a phone number, which a forged mail may have left.
    """
    return replace(
        form,
        company=form.company or before.company,
        contact=form.contact or before.contact,
        employee_number=form.employee_number or before.employee_number,
    )


def _likened(request: Request, case: Case) -> Request:
    """R15: where no rule names a domain, what came before may. A tie stays one."""
    if request.category or request.triage.category_reason:
        return request
    alike = case.library.similar(request)
    routed = likened(alike, case.rules.routing, request.scene)
    if routed is None:
        return request
    triage = replace(request.triage, category_reason=routed.reason, group=routed.group)
    return replace(request, category=routed.domain, triage=triage)


def _suspicion(submit: Submit, rules: Rules) -> str:
    """D3: what makes it perhaps urgent; nothing where its requester calls it low."""
    if submit.form.urgency is Urgency.LOW:
        return ""
    said = "" if submit.discreet else f"{submit.subject}\n{submit.description}"
    found = words_in(said, rules.suspect_words)[:REASON_WORDS_LIMIT]
    return ", ".join(("Importance: high",) * submit.important + found)


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {
        **decider(Write, decide_words),
        **decider(Attribute, decide_attribute),
        **decider(Register, decide_register),
    }
)
