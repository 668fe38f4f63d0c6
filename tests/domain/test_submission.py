"""Step 1: what a first mail becomes, who is told, and what is urgent."""

from dataclasses import replace

import pytest

from gateway.domain.classification_details import Paging
from gateway.domain.codes import Clock, NoticeCode
from gateway.domain.decision import Decision, Owed
from gateway.domain.people import Address, Locale, Roster
from gateway.domain.request import Form, Priority, Request, Scene, Urgency
from gateway.domain.submission import decide_submission, decide_words
from gateway.domain.submission_commands import Submit, Write
from gateway.domain.submission_details import (
    Acknowledged,
    CustomerWords,
    RefusedFile,
    RefusedFor,
)
from gateway.domain.submission_events import Corresponded, Registered
from tests.support.builders import (
    ANNE,
    BART,
    CRIS,
    DAVE,
    ELLE,
    EMPTY_FORM,
    HOUR,
    MINUTE,
    MORNING,
    NUMBER,
    PEOPLE,
    a_case,
    a_new_request,
    a_request,
)


def a_submit(
    *,
    subject: str = "The printer is on fire",
    form: Form = EMPTY_FORM,
    requester: Address = ANNE,
    flagged_urgent: bool = False,
    internal: bool = False,
) -> Submit:
    return Submit(
        number=NUMBER,
        subject=subject,
        description="Smoke comes out of tray 2.",
        requester=requester,
        requester_name="Anne",
        locale=Locale.EN,
        form=form,
        submitted_at=MORNING,
        first_message_id="<ant@customer.example>",
        flagged_urgent=flagged_urgent,
        internal=internal,
    )


def registered(submit: Submit) -> Request:
    return decide_submission(submit, a_case(submit.requester))[0].request


def test_a_plain_mail_becomes_a_request_of_medium_urgency() -> None:
    event, _ = decide_submission(a_submit(), a_case(ANNE))

    assert event == Registered(
        by=ANNE,
        at=MORNING,
        request=Request(
            number=NUMBER,
            subject="The printer is on fire",
            description="Smoke comes out of tray 2.",
            requester=ANNE,
            requester_name="Anne",
            submitted_at=MORNING,
            first_message_id="<ant@customer.example>",
        ),
    )


def test_a_plain_mail_is_acknowledged_and_told_to_those_who_assign() -> None:
    _, owed = decide_submission(a_submit(), a_case(ANNE))

    paging = Paging(clock=Clock.K2, started_at=MORNING, due_at=MORNING + 2 * HOUR)
    assert owed == (
        Owed(NoticeCode.ACKNOWLEDGEMENT, ANNE, Acknowledged(due_at=MORNING + 2 * HOUR)),
        Owed(NoticeCode.TO_ASSIGN, BART, paging),
        Owed(NoticeCode.TO_ASSIGN, DAVE, paging),
    )


def test_an_urgent_mail_pages_those_on_duty_and_tells_the_rest_of_triage() -> None:
    form = Form(urgency=Urgency.HIGH, phone="139 0000 0000")
    _, owed = decide_submission(a_submit(form=form), a_case(ANNE))

    due_at = MORNING + 15 * MINUTE
    paging = Paging(clock=Clock.K1, started_at=MORNING, due_at=due_at)
    assert owed == (
        Owed(NoticeCode.ACKNOWLEDGEMENT, ANNE, Acknowledged(due_at=due_at)),
        Owed(NoticeCode.URGENT_CALL, DAVE, paging),
        Owed(NoticeCode.TO_ASSIGN, BART, paging),
    )


def test_an_urgent_mail_reaches_triage_where_nobody_is_on_duty() -> None:
    people = replace(PEOPLE, roster=Roster())
    _, owed = decide_submission(
        a_submit(flagged_urgent=True), a_case(ANNE, people=people)
    )

    told = [(one.code, one.to) for one in owed]
    assert told == [
        (NoticeCode.ACKNOWLEDGEMENT, ANNE),
        (NoticeCode.TO_ASSIGN, BART),
        (NoticeCode.TO_ASSIGN, DAVE),
    ]


def test_an_urgent_mail_without_a_phone_number_is_asked_for_one() -> None:
    _, (acknowledged, *_rest) = decide_submission(
        a_submit(flagged_urgent=True), a_case(ANNE)
    )

    assert acknowledged.detail == Acknowledged(
        due_at=MORNING + 15 * MINUTE, missing_phone=True
    )


def test_whoever_submits_is_not_told_to_assign_it() -> None:
    _, owed = decide_submission(a_submit(requester=BART), a_case(BART))

    assert [one.to for one in owed if one.code is NoticeCode.TO_ASSIGN] == [DAVE]


def test_the_acknowledgement_names_files_kept_and_refused() -> None:
    refused = RefusedFile(
        filename="x.exe",
        size_bytes=9,
        limit_bytes=10 * 1024**2,
        why=RefusedFor.WRONG_TYPE,
    )
    submit = replace(a_submit(), kept=("log.txt",), refused=(refused,))
    _, (acknowledged, *_rest) = decide_submission(submit, a_case(ANNE))

    assert acknowledged.detail == Acknowledged(
        due_at=MORNING + 2 * HOUR, kept=("log.txt",), refused=(refused,)
    )


@pytest.mark.parametrize(
    "submit",
    [
        a_submit(form=Form(scene=Scene.EMERGENCY)),
        a_submit(form=Form(urgency=Urgency.HIGH)),
        a_submit(form=Form(urgency=Urgency.LOW), flagged_urgent=True),
        a_submit(subject="【紧急】订单无法提交"),
        a_submit(subject="[Urgent] printer"),
    ],
    ids=["scene", "claimed high", "urgent address", "Chinese mark", "English mark"],
)
def test_what_makes_a_request_urgent(submit: Submit) -> None:
    request = registered(submit)
    assert (request.urgent, request.urgency, request.priority) == (
        True,
        Urgency.HIGH,
        Priority.HIGH,
    )


@pytest.mark.parametrize("subject", ["urgent: printer", "紧急", "Not [very] urgent"])
def test_the_bare_word_urgent_in_a_subject_is_no_mark(subject: str) -> None:
    assert not registered(a_submit(subject=subject)).urgent


@pytest.mark.parametrize(
    ("urgency", "priority"),
    [
        (Urgency.LOW, Priority.LOW),
        (Urgency.MEDIUM, Priority.MEDIUM),
        (Urgency.HIGH, Priority.HIGH),
        (None, Priority.MEDIUM),
    ],
)
def test_the_priority_starts_as_the_urgency(
    urgency: Urgency | None, priority: Priority
) -> None:
    assert registered(a_submit(form=Form(urgency=urgency))).priority is priority


@pytest.mark.parametrize(
    ("internal", "named", "scene"),
    [
        (False, None, Scene.CUSTOMER),
        (True, None, Scene.INTERNAL),
        (True, Scene.CROSS_TEAM, Scene.CROSS_TEAM),
        (False, Scene.INTERNAL, Scene.INTERNAL),
    ],
)
def test_the_scene_is_the_named_one_or_that_of_the_sender(
    *, internal: bool, named: Scene | None, scene: Scene
) -> None:
    submit = a_submit(internal=internal, form=Form(scene=named))
    assert registered(submit).scene is scene


def test_words_go_to_the_owner_and_change_nothing_else() -> None:
    write = Write(words="It smells.", reading="unclear", files=("smoke.jpg",))
    outcome = decide_words(write, a_request(), a_case(ANNE))

    detail = CustomerWords(
        sender=ANNE, words="It smells.", reading="unclear", files=("smoke.jpg",)
    )
    assert outcome == Decision(
        (Corresponded(by=ANNE, at=MORNING, words="It smells.", internal=False),),
        (Owed(NoticeCode.CUSTOMER_WROTE, BART, detail),),
    )


def test_words_about_a_request_without_an_owner_go_to_those_who_assign() -> None:
    outcome = decide_words(
        Write(words="Well?", reading=""), a_new_request(), a_case(CRIS)
    )
    assert isinstance(outcome, Decision)
    assert [one.to for one in outcome.owed] == [BART, DAVE]


def test_nobody_is_told_of_his_own_words() -> None:
    outcome = decide_words(
        Write(words="Mine.", reading=""), a_request(assignee=ELLE), a_case(ELLE)
    )
    assert outcome == Decision(
        (Corresponded(by=ELLE, at=MORNING, words="Mine.", internal=False),)
    )
