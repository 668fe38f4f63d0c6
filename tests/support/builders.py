"""Values for tests, whole and valid: a test names only what it is about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.desk.arguments import Surroundings
from gateway.domain.agreement import (
    Act,
    Promise,
    Rules,
    Schedule,
    Stage,
    promise,
    stage_due,
)
from gateway.domain.calendar import calendar_from
from gateway.domain.codes import Clock
from gateway.domain.decision import Case, ConfirmCode
from gateway.domain.evidence import Evidence, EvidenceClass
from gateway.domain.knowledge import Article, ArticleNumber, ArticleState
from gateway.domain.people import Address, Locale, People, Person, Role, Roster
from gateway.domain.request import (
    CauseKind,
    Form,
    Priority,
    Request,
    RequestNumber,
    Status,
)
from gateway.mail.message import FormFields, Mailbox, MailKind, Message
from tests.support.shipped_clocks import bases, shipped_clocks, variants

ANNE = Address("anne@customer.example")
CRIS = Address("cris@customer.example")
BART = Address("bart@example.com")
DAVE = Address("dave@example.com")
ELLE = Address("elle@example.com")

NUMBER = RequestNumber("TS20261116001")
MORNING = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
"""A Monday, 10:00 in Shanghai."""
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

ALWAYS = calendar_from(
    zone="UTC",
    hours={
        day: ["00:00-24:00"]
        for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    },
)
OFFICE = calendar_from(
    zone="Asia/Shanghai",
    hours={day: ["09:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
)

PEOPLE = People(
    members={
        BART: Person(
            name="Bart",
            address=BART,
            role=Role.ENGINEER,
            locale=Locale.EN,
            number="E001",
            phone="010-5555-0101",
            aliases=("Bartholomew",),
        ),
        DAVE: Person(
            name="Dave",
            address=DAVE,
            role=Role.ENGINEER,
            locale=Locale.ZH_CN,
            number="E002",
        ),
        ELLE: Person(
            name="Elle",
            address=ELLE,
            role=Role.SUPERVISOR,
            locale=Locale.EN,
            number="E003",
        ),
    },
    triage=(BART, DAVE),
    roster=Roster(duty=(DAVE,), backup=(BART,), supervisors=(ELLE,)),
)

AROUND = Surroundings(people=PEOPLE, now=MORNING, zone=ZoneInfo("Asia/Shanghai"))

SHIPPED = shipped_clocks(OFFICE, ALWAYS)
RULES = Rules(
    schedules={
        **bases(SHIPPED),
        Clock.K1: Schedule(
            within=15 * MINUTE,
            calendar=ALWAYS,
            stages=(
                Stage(act=Act.CALL_BACKUP, after=5 * MINUTE),
                Stage(act=Act.CALL_SUPERVISORS, after=10 * MINUTE),
                Stage(act=Act.MISSED, after=15 * MINUTE),
            ),
        ),
        Clock.K2: Schedule(
            within=2 * HOUR,
            calendar=OFFICE,
            stages=(
                Stage(act=Act.WARN, after=HOUR),
                Stage(act=Act.WARN, after=90 * MINUTE),
                Stage(act=Act.MISSED, after=2 * HOUR),
            ),
        ),
    },
    variants=variants(SHIPPED),
    calendar=OFFICE,
    # Most tests are of something else: a request is complete as it comes.
    needs=(),
    internal_domains=("example.com",),
    public_domains=("qq.example",),
)

EMPTY_FORM = Form()
CODE = ConfirmCode(printed="K7QM-4P2X", button="K7QM-4P2X9Z")


def a_form(*, phone: str = "139 0000 0000") -> Form:
    return Form(phone=phone)


def a_request(
    status: Status = Status.IN_PROGRESS,
    *,
    assignee: Address | None = BART,
    priority: Priority = Priority.MEDIUM,
    escalation_level: int = 0,
    urgent: bool = False,
    form: Form = EMPTY_FORM,
    cause: str = "",
    solution: str = "",
    test_result: str = "",
) -> Request:
    """Anne's request about the printer, taken by Bart, nothing found yet."""
    return Request(
        number=NUMBER,
        version=2,
        status=status,
        subject="The printer is on fire",
        description="Smoke comes out of tray 2.",
        requester=ANNE,
        requester_name="Anne",
        priority=priority,
        escalation_level=escalation_level,
        urgent=urgent,
        form=form,
        submitted_at=MORNING,
        first_message_id="<ant@customer.example>",
        assignee=assignee,
        accepted_by=assignee,
        accepted_at=MORNING if assignee else None,
        cause=cause,
        solution=solution,
        test_result=test_result,
    )


def a_new_request(*, urgent: bool = False, phone: str = "") -> Request:
    """The same request before anybody has taken it."""
    form = a_form(phone=phone)
    return replace(
        a_request(Status.RECEIVED, assignee=None, urgent=urgent, form=form), version=1
    )


def a_tested_request() -> Request:
    """The same request, ready to be handed to Anne for the last word."""
    return replace(
        a_request(cause="Toner leaks.", solution="New drum.", test_result="No smoke."),
        cause_kind=CauseKind.INTERNAL,
    )


def a_resolved_request() -> Request:
    return replace(
        a_tested_request(), status=Status.AWAITING_CONFIRMATION, resolved_at=MORNING
    )


def a_confirmed_request() -> Request:
    return replace(a_resolved_request(), status=Status.CONFIRMED, confirmed_at=MORNING)


def an_evidence(
    evidence_class: EvidenceClass = EvidenceClass.CODE, *, line: str = "fixed"
) -> Evidence:
    """Anne's own word about the first round."""
    return Evidence(
        evidence_class=evidence_class,
        rule="T1",
        line=line,
        round=1,
        by=ANNE,
        received_at=MORNING,
        message_id="<bee@customer.example>",
        mail_sha256="5e" * 32,
        authentication="token",
    )


def a_case(
    speaker: Address = BART,
    *,
    now: datetime = MORNING,
    people: People = PEOPLE,
    rules: Rules = RULES,
) -> Case:
    return Case(
        speaker=speaker,
        now=now,
        people=people,
        rules=rules,
        confirm_code=lambda _request: CODE,
    )


def a_promise(clock: Clock = Clock.K2, *, stage: int = 0) -> Promise:
    """A clock that runs since the request came in."""
    kept = promise(a_request(), clock, RULES, started_at=MORNING)
    due_at = stage_due(RULES.schedules[clock], kept.started_at, stage)
    return replace(kept, stage=stage, due_at=due_at)


def a_message(
    text: str = "Smoke comes out of tray 2.",
    *,
    subject: str = "The printer is on fire",
    senders: tuple[Mailbox, ...] = (Mailbox("Anne", ANNE),),
    to: tuple[Mailbox, ...] = (Mailbox("", "support@example.com"),),
    reply_to: tuple[Mailbox, ...] = (),
    message_id: str = "<ant@customer.example>",
    in_reply_to: str = "",
    references: tuple[str, ...] = (),
    authentication_results: tuple[str, ...] = (),
) -> Message:
    return Message(
        subject=subject,
        senders=senders,
        to=to,
        cc=(),
        reply_to=reply_to,
        message_id=message_id,
        in_reply_to=in_reply_to,
        references=references,
        date=MORNING,
        text=text,
        html="",
        reply_text=text,
        fields=FormFields(),
        attachments=(),
        kind=MailKind.PERSON,
        kind_reason="",
        bounce=None,
        authentication_results=authentication_results,
    )


def an_article(
    state: ArticleState = ArticleState.DRAFT, *, author: Address = BART
) -> Article:
    """What Bart wrote down after the fire."""
    return Article(
        number=ArticleNumber("KB-0001"),
        state=state,
        title="Smoke comes out",
        symptom="Smoke comes out of tray 2.",
        cause="Toner leaks.",
        steps="Put in a new drum.",
        keywords=("printer", "fire"),
        source=NUMBER,
        author=author,
        created_at=MORNING,
        changed_at=MORNING,
    )
