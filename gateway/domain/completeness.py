"""Whether a request tells what it must, and how it comes to do so (R8, R11, R12, E1).

The check is made at once when a request is registered; a person's question counts as
one, too. Only what is unknown and necessary is asked for. What is not answered is
asked for twice more, then by telephone, and in the end the request is closed.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from gateway.domain.agreement import (
    Act,
    Promise,
    Rules,
    act_due,
    share,
    stage_due,
    target,
)
from gateway.domain.asking import ask_back
from gateway.domain.classification_details import Paging
from gateway.domain.codes import Clock, NoticeCode, Reason
from gateway.domain.commands import Verb
from gateway.domain.completeness_commands import Answers, Ask
from gateway.domain.completeness_details import ClosedUnanswered, Questions
from gateway.domain.completeness_events import (
    Checked,
    ClosedForLack,
    QuestionsAsked,
    Supplied,
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
from gateway.domain.employee_numbers import is_known, told_apart
from gateway.domain.events import Event
from gateway.domain.facts_told import says_anything, told
from gateway.domain.lifecycle import Trigger, next_status
from gateway.domain.needs import QUESTIONS_LIMIT, Asked
from gateway.domain.people import SYSTEM, Address
from gateway.domain.request import Form, Request, Status
from gateway.domain.submission_details import CustomerWords
from gateway.domain.triage import Question

ASKABLE = frozenset(
    {
        Status.RECEIVED,
        Status.AWAITING_INFORMATION,
        Status.IN_PROGRESS,
        Status.IMPLEMENTING,
    }
)
"""The statuses in which the requester can be asked for more."""


def lacking(request: Request, rules: Rules) -> tuple[Asked, ...]:
    """What is unknown and necessary, in the order of asking, at most five."""
    wanted = dict.fromkeys(
        need.field
        for need in rules.needs
        if request.scene in need.scenes and (request.urgent or not need.urgent)
    )
    unknown = (field for field in wanted if not _known(request, field, rules))
    return tuple(unknown)[:QUESTIONS_LIMIT]


def _known(request: Request, field: Asked, rules: Rules) -> bool:
    given: str = getattr(request.form, field)
    if field is Asked.EMPLOYEE_NUMBER:
        return is_known(given, rules.employee_numbers)
    if given:
        return True
    if field is Asked.SYMPTOM:
        return says_anything(request.description)
    return field is Asked.CONTACT and bool(request.requester_name)


def with_facts(form: Form, words: str) -> Form:
    """The form, filled with what plain sentences tell; what is given stays."""
    plain = {
        str(field): sentence
        for field, sentence in told(words).items()
        if not getattr(form, field)
    }
    return filled(form, plain)


def filled(form: Form, texts: Mapping[str, str]) -> Form:
    """The form with these fields, by their names, in place of what it had."""
    return replace(
        form,
        phone=texts.get(Asked.PHONE, form.phone),
        symptom=texts.get(Asked.SYMPTOM, form.symptom),
        occurred=texts.get(Asked.OCCURRED, form.occurred),
        impact=texts.get(Asked.IMPACT, form.impact),
        urgency_reason=texts.get(Asked.URGENCY_REASON, form.urgency_reason),
        company=texts.get(Asked.COMPANY, form.company),
        contact=texts.get(Asked.CONTACT, form.contact),
        employee_number=texts.get(Asked.EMPLOYEE_NUMBER, form.employee_number),
        tried=texts.get(Asked.TRIED, form.tried),
    )


def questions_of(fields: tuple[Asked, ...]) -> tuple[Question, ...]:
    return tuple(
        Question(number=number, field=str(field))
        for number, field in enumerate(fields, start=1)
    )


def on_arrival(request: Request, case: Case, *, ask: bool) -> tuple[Event, ...]:
    """The check at registration, and the asking that follows it.

    ``ask`` is False where the words could not be read, or nobody is to be answered:
    then a person makes the check (K3).
    """
    if not ask or not case.rules.needs:
        return ()
    missing = lacking(request, case.rules)
    checked = Checked(by=SYSTEM, at=case.now, missing=tuple(map(str, missing)))
    if not missing:
        return (checked,)
    asked = QuestionsAsked(by=SYSTEM, at=case.now, questions=questions_of(missing))
    return (checked, asked)


def decide_ask(ask: Ask, request: Request, case: Case) -> Outcome:
    """#ask: a person's own questions, numbered on from those that are open (C02).

    While a resolution waits for its answer they are about that answer (C11).
    """
    if request.status is Status.AWAITING_CONFIRMATION:
        return ask_back("\n".join(ask.questions), request, case)
    if request.status not in ASKABLE:
        return Refusal(Reason.NOT_IN_THIS_STATUS)
    open_ = request.triage.asked
    first = max((one.number for one in open_), default=0) + 1
    own = tuple(
        Question(number=number, text=text)
        for number, text in enumerate(ask.questions, start=first)
    )
    questions = (*open_, *own)
    if len(questions) > QUESTIONS_LIMIT:
        return Refusal(Reason.TOO_MANY_QUESTIONS, str(QUESTIONS_LIMIT))
    missing = tuple(one.field or one.text for one in questions)
    checked = Checked(by=case.speaker, at=case.now, missing=missing)
    asked = QuestionsAsked(by=case.speaker, at=case.now, questions=questions)
    detail = Questions(questions=questions, asker=case.people.name_of(case.speaker))
    owed = Owed(NoticeCode.QUESTIONS, request.requester, detail)
    return Decision((checked, asked), (owed,))


def decide_answers(given: Answers, request: Request, case: Case) -> Outcome:
    """What a reply fills in; the words go to whoever works on the request (S04)."""
    form = told_apart(_filled(request.form, given), case.rules.employee_numbers)
    by_number = dict(given.by_number)
    left = tuple(
        one for one in request.triage.asked if not _answered(one, form, by_number)
    )
    closed = tuple(one for one in request.triage.asked if one not in left)
    own = tuple(one for one in left if not one.field)
    if own and says_anything(given.words) and (closed or not by_number):
        # A person's own question is answered by words that a person reads.
        left = tuple(one for one in left if one.field)
    supplied = Supplied(
        by=case.speaker,
        at=case.now,
        words=given.words,
        form=form,
        subject=request.subject,
        open=left,
    )
    reading = _reading(given, request, left)
    return Decision((supplied,), passed_on(given, reading, request, case))


def passed_on(
    given: Answers, reading: str, request: Request, case: Case
) -> tuple[Owed, ...]:
    """S04 to the owner, or to those who assign."""
    detail = CustomerWords(
        sender=case.speaker,
        words=given.words,
        reading=reading,
        files=given.files,
        notes=given.notes,
    )
    readers = (request.assignee,) if request.assignee else case.people.triage
    return tuple(
        Owed(NoticeCode.CUSTOMER_WROTE, who, detail)
        for who in readers
        if who != case.speaker
    )


def _filled(form: Form, given: Answers) -> Form:
    """Labelled lines win over numbered answers, and both over plain sentences."""
    plain = with_facts(form, given.words)
    labelled = {
        str(name): text for name in Asked if (text := getattr(given.form, name))
    }
    return filled(filled(plain, dict(given.by_field)), labelled)


def _answered(one: Question, form: Form, by_number: Mapping[int, str]) -> bool:
    if one.field:
        return bool(getattr(form, one.field))
    return one.number in by_number


def _reading(given: Answers, request: Request, left: tuple[Question, ...]) -> str:
    if given.call_me:
        return "call-me"
    if not request.triage.asked:
        return "words"
    if not left:
        return "answered"
    return "answered-in-part" if left != request.triage.asked else "not-answered"


# --- the clock of what is waited for (E1) ------------------------------------


def remind(_: Promise, stage: int, request: Request, case: Case) -> Decision:
    """C03: what is still missing, and what happens when."""
    if not _waits(request):
        return Decision(())
    schedule = case.rules.schedule(Clock.INFORMATION, request)
    asked_at = request.triage.asked_at or case.now
    closes = request.status is Status.AWAITING_INFORMATION
    detail = Questions(
        questions=request.triage.asked,
        reminder=stage + 1,
        call_on=act_due(schedule, asked_at, Act.HAVE_CALLED),
        close_on=act_due(schedule, asked_at, Act.CLOSE_UNANSWERED) if closes else None,
    )
    return Decision((), (Owed(NoticeCode.QUESTIONS_AGAIN, request.requester, detail),))


def have_called(kept: Promise, stage: int, request: Request, case: Case) -> Decision:
    """The third working day: a person calls, who is told by S05."""
    if not _waits(request):
        return Decision(())
    schedule = case.rules.schedule(Clock.INFORMATION, request)
    at = stage_due(schedule, kept.started_at, stage)
    paging = Paging(
        clock=Clock.INFORMATION,
        started_at=kept.started_at,
        due_at=target(schedule, kept.started_at),
        percent=share(schedule, kept.started_at, at),
    )
    told_to = (request.assignee,) if request.assignee else case.people.triage
    owed = (Owed(NoticeCode.DEADLINE_WARNING, who, paging) for who in told_to)
    return Decision((), tuple(owed))


def close_unanswered(_: Promise, __: int, request: Request, case: Case) -> Decision:
    """The fifth: closed for lack of information, unless somebody works on it."""
    if not _waits(request) or next_status(request.status, Trigger.EXPIRE) is None:
        return Decision(())
    closed = ClosedForLack(by=SYSTEM, at=case.now, missing=request.triage.missing)
    detail = ClosedUnanswered(
        questions=request.triage.asked,
        reopen_until=case.now + case.rules.dispute_window,
    )
    told_to: tuple[Address, ...] = (request.requester,)
    owed = tuple(Owed(NoticeCode.CLOSED_UNCONFIRMED, who, detail) for who in told_to)
    return Decision((closed,), owed)


def _waits(request: Request) -> bool:
    return bool(request.triage.asked) and request.status in ASKABLE


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {**decider(Ask, decide_ask), **decider(Answers, decide_answers)}
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {Verb.ASK: ASKABLE | {Status.AWAITING_CONFIRMATION}}
)
"""In which statuses these verbs are not refused outright."""
