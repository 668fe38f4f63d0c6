"""2.3: what the certificate says, and what it must not."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from gateway.dispatch.samples import sample
from gateway.domain.certificate import (
    STEPS_LIMIT,
    TEXT_LIMIT_CHARACTERS,
    Certificate,
    Conclusion,
    Method,
    Step,
    certificate_of,
    steps_of,
)
from gateway.domain.codes import NoticeCode
from gateway.domain.evidence import EvidenceClass
from gateway.domain.evolve import evolve
from gateway.domain.people import Locale
from gateway.domain.remarks import Remark, RemarkKind
from gateway.domain.repair import Plan
from gateway.domain.request import Request
from gateway.domain.settlement import FollowUp
from gateway.domain.submission_events import Remarked
from gateway.domain.verification_details import Settled
from tests.support.builders import BART, ELLE, PEOPLE

NOON = datetime(2023, 10, 9, 4, 30, tzinfo=UTC)


def a_confirmed_request() -> Request:
    notice = sample(NoticeCode.RECEIPT, Locale.ZH_CN)[0]
    assert notice.request is not None
    assert isinstance(notice.detail, Settled)
    evidence = notice.detail.evidence
    return replace(
        notice.request,
        confirmed_at=evidence.received_at,
        settlement=replace(notice.request.settlement, evidence=evidence),
    )


def of(request: Request, *, discreet: bool = False) -> Certificate:
    return certificate_of(request, PEOPLE, NOON, discreet=discreet)


def test_its_number_is_the_requests_with_the_round() -> None:
    """2.3, R35."""
    assert of(a_confirmed_request()).number == "TS20231009001-C1"
    assert of(replace(a_confirmed_request(), round=3)).number == "TS20231009001-C3"


def test_it_names_both_sides_and_who_approved() -> None:
    request = a_confirmed_request()
    plan = Plan(
        steps="a",
        risks="b",
        tests="c",
        impact="two minutes without orders",
        author=BART,
        proposed_at=NOON,
        approver=ELLE,
        approved_by=ELLE,
        approved_at=NOON,
    )
    made = of(replace(request, repair=replace(request.repair, plan=plan)))

    assert (made.customer.company, made.customer.contact) == ("客户有限公司", "李安")
    assert made.owner == PEOPLE.name_of(BART)
    assert made.approver == PEOPLE.name_of(ELLE)
    assert made.done.impact == "two minutes without orders"


def test_what_was_confirmed_by_a_workaround_is_solved_in_part() -> None:
    request = a_confirmed_request()
    assert of(request).conclusion is Conclusion.SOLVED
    repair = replace(request.repair, workaround=True)
    assert of(replace(request, repair=repair)).conclusion is Conclusion.PARTLY


def test_without_the_customers_word_nothing_is_confirmed() -> None:
    """6.5: silence is no answer, and the paper says so."""
    request = a_confirmed_request()
    silent = replace(
        request,
        confirmed_at=None,
        settlement=replace(request.settlement, evidence=None),
    )
    made = of(silent)

    assert made.conclusion is Conclusion.UNCONFIRMED
    assert made.method is Method.NONE
    assert made.words == ""
    assert not any(step.passed for step in made.steps)


@pytest.mark.parametrize(
    ("evidence_class", "method"),
    [
        (EvidenceClass.SEALED, Method.SEAL),
        (EvidenceClass.CODE, Method.MAIL),
        (EvidenceClass.WORDS, Method.MAIL),
        (EvidenceClass.PHONE, Method.PHONE),
    ],
)
def test_how_it_was_confirmed_follows_from_the_evidence(
    evidence_class: EvidenceClass, method: Method
) -> None:
    """R36."""
    request = a_confirmed_request()
    assert request.settlement.evidence is not None
    evidence = replace(request.settlement.evidence, evidence_class=evidence_class)
    settled = replace(request.settlement, evidence=evidence)
    assert of(replace(request, settlement=settled)).method is method


def test_words_that_came_encrypted_are_not_repeated() -> None:
    made = of(a_confirmed_request(), discreet=True)
    assert (made.words, made.problem, made.occurred, made.impact) == ("", "", "", "")
    assert made.evidence is not None


def test_what_the_form_says_stays_in_confidence_once_a_mail_came_encrypted() -> None:
    request = a_confirmed_request()
    said = Remarked(by=BART, at=NOON, remarks=(Remark(RemarkKind.DECRYPTED, ""),))
    made = of(evolve(request, said))

    assert made.withheld
    assert (made.problem, made.impact, made.customer.phone) == ("", "", "")
    assert made.words == "CONFIRM K7QM-4P2X"


def test_a_step_may_name_what_was_to_be_expected() -> None:
    assert steps_of("open the form → it opens\n\n  log in  \n-> odd", passed=True) == (
        Step(text="open the form", expected="it opens", passed=True),
        Step(text="log in", passed=True),
        Step(text="-> odd", passed=True),
    )


def test_open_items_stand_with_who_and_when() -> None:
    """R61."""
    item = FollowUp(who=BART, due=date(2023, 10, 20), text="watch the pool")
    (line,) = of(replace(a_confirmed_request(), followups=(item,))).followups
    assert (line.text, line.who, line.due) == ("watch the pool", "Bart", item.due)


def test_our_improvements_are_not_the_customers_follow_ups() -> None:
    """R46."""
    item = FollowUp(
        who=BART, due=date(2023, 10, 20), text="teach them", improvement=True
    )
    assert of(replace(a_confirmed_request(), followups=(item,))).followups == ()


def test_texts_and_steps_are_bounded() -> None:
    request = replace(
        a_confirmed_request(),
        cause="x" * (TEXT_LIMIT_CHARACTERS + 1),
        test_result="step\n" * (STEPS_LIMIT + 1),
    )
    made = of(request)
    assert made.done.cause == "x" * TEXT_LIMIT_CHARACTERS + " …"
    assert len(made.steps) == STEPS_LIMIT
