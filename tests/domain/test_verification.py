"""Step 5: what it takes to ask for the last word, and whose word that is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.decide import decide
from gateway.domain.decision import Decision, Owed, Refusal
from gateway.domain.evidence import Evidence, EvidenceClass
from gateway.domain.evolve import evolve_all
from gateway.domain.people import Address
from gateway.domain.question import question_of
from gateway.domain.repair import Repair
from gateway.domain.request import Priority, Status
from gateway.domain.settlement import Settlement
from gateway.domain.verification_commands import Confirm, Resolve, Unresolved
from gateway.domain.verification_details import ConfirmPlease, Reopened, Settled
from gateway.domain.verification_events import Confirmed, Disputed, Resolved
from tests.support.builders import (
    ANNE,
    BART,
    CODE,
    CRIS,
    DAVE,
    ELLE,
    MORNING,
    NUMBER,
    a_case,
    a_confirmed_request,
    a_resolved_request,
    a_tested_request,
)

EVIDENCE = Evidence(
    evidence_class=EvidenceClass.WORDS,
    rule="T2",
    line="It works now.",
    round=1,
    by=ANNE,
    received_at=MORNING,
    message_id="<bee@customer.example>",
    mail_sha256="5e" * 32,
    authentication="token",
)
CONFIRM = Confirm(words="It works now.", evidence=EVIDENCE)
RESOLVABLE = {Status.IN_PROGRESS, Status.IMPLEMENTING}
DISPUTABLE = {
    Status.AWAITING_CONFIRMATION,
    Status.CONFIRMED,
    Status.CLOSED_UNCONFIRMED,
    Status.ARCHIVED,
}


# --- asking for it -----------------------------------------------------------


def test_a_tested_solution_is_handed_to_the_requester_with_a_code() -> None:
    outcome = decide(Resolve(text="New drum."), a_tested_request(), a_case())

    asked = ConfirmPlease(
        code=CODE.printed,
        button_code=CODE.button,
        certificate=f"{NUMBER}-C1",
        answer_by=MORNING + timedelta(days=7),
    )
    assert outcome == Decision(
        (Resolved(by=BART, at=MORNING, text="New drum.", workaround=False),),
        (Owed(NoticeCode.CONFIRM_PLEASE, ANNE, asked),),
    )


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        ("cause", Reason.NO_CAUSE_YET),
        ("solution", Reason.NO_SOLUTION_YET),
        ("test_result", Reason.NO_TEST_YET),
    ],
)
def test_nothing_is_resolved_without_cause_solution_and_test(
    missing: str, reason: Reason
) -> None:
    changes: dict[str, str] = {missing: ""}
    request = replace(a_tested_request(), **changes)  # type: ignore[arg-type]  # one text field
    assert decide(Resolve(), request, a_case()) == Refusal(reason)


def test_the_words_of_a_resolution_may_be_the_solution() -> None:
    request = replace(a_tested_request(), solution="")
    outcome = decide(Resolve(text="New drum."), request, a_case())

    assert isinstance(outcome, Decision)
    assert evolve_all(request, outcome.events) == replace(
        request,
        version=request.version + 1,
        status=Status.AWAITING_CONFIRMATION,
        solution="New drum.",
        resolved_at=MORNING,
        settlement=Settlement(questions=(question_of(a_tested_request()),)),
    )


def test_a_resolution_without_words_keeps_the_solution_on_record() -> None:
    outcome = decide(Resolve(), a_tested_request(), a_case())
    assert isinstance(outcome, Decision)
    resolved = evolve_all(a_tested_request(), outcome.events)
    assert resolved.solution == "New drum."


@pytest.mark.parametrize("status", sorted(set(Status) - RESOLVABLE))
def test_only_work_in_hand_can_be_resolved(status: Status) -> None:
    request = replace(a_tested_request(), status=status)
    assert decide(Resolve(), request, a_case()) == Refusal(Reason.NOT_IN_THIS_STATUS)


def test_what_was_found_in_an_earlier_round_does_not_resolve_this_one() -> None:
    request = a_resolved_request()
    dispute = decide(Unresolved(words="still smoking"), request, a_case(ANNE))
    assert isinstance(dispute, Decision)
    reopened = evolve_all(request, dispute.events)

    assert decide(Resolve(text="New drum."), reopened, a_case()) == Refusal(
        Reason.NO_CAUSE_YET
    )


# --- yes ---------------------------------------------------------------------


def test_the_requesters_yes_confirms_with_evidence_for_both_sides() -> None:
    outcome = decide(CONFIRM, a_resolved_request(), a_case(ANNE))

    settled = Settled(
        certificate=f"{NUMBER}-C1",
        words="It works now.",
        evidence=EVIDENCE,
        dispute_until=MORNING + timedelta(days=7),
    )
    assert outcome == Decision(
        (Confirmed(by=ANNE, at=MORNING, words="It works now.", evidence=EVIDENCE),),
        (
            Owed(NoticeCode.RECEIPT, ANNE, settled),
            Owed(NoticeCode.OUTCOME, BART, settled),
        ),
    )


@pytest.mark.parametrize("speaker", [CRIS, BART, ELLE])
@pytest.mark.parametrize("status", Status)
def test_nobody_confirms_for_the_requester(speaker: Address, status: Status) -> None:
    request = replace(a_resolved_request(), status=status)
    assert decide(CONFIRM, request, a_case(speaker)) == Refusal(
        Reason.NOT_THE_REQUESTER
    )


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.AWAITING_CONFIRMATION}))
def test_a_yes_to_a_question_that_nobody_asked_confirms_nothing(
    status: Status,
) -> None:
    request = replace(a_resolved_request(), status=status)
    assert decide(CONFIRM, request, a_case(ANNE)) == Refusal(Reason.NOT_IN_THIS_STATUS)


# --- no ----------------------------------------------------------------------


def test_a_no_reopens_one_priority_higher_and_tells_both_sides() -> None:
    outcome = decide(
        Unresolved(words="still smoking"), a_resolved_request(), a_case(ANNE)
    )

    told = Reopened(words="still smoking", raised=True)
    assert outcome == Decision(
        (
            Disputed(
                by=ANNE,
                at=MORNING,
                words="still smoking",
                priority=Priority.HIGH,
                escalation_level=0,
            ),
        ),
        (
            Owed(NoticeCode.REOPENED, ANNE, told),
            Owed(NoticeCode.OUTCOME, BART, told),
        ),
    )


def test_a_no_at_the_highest_priority_raises_the_level_and_tells_supervisors() -> None:
    request = replace(a_resolved_request(), priority=Priority.HIGH)
    outcome = decide(Unresolved(words="still smoking"), request, a_case(ANNE))

    told = Reopened(words="still smoking", raised=False, level=True)
    assert outcome == Decision(
        (
            Disputed(
                by=ANNE,
                at=MORNING,
                words="still smoking",
                priority=Priority.HIGH,
                escalation_level=1,
            ),
        ),
        (
            Owed(NoticeCode.REOPENED, ANNE, told),
            Owed(NoticeCode.OUTCOME, BART, told),
            Owed(NoticeCode.OUTCOME, ELLE, told),
        ),
    )


def test_staff_who_reopen_are_not_told_of_their_own_act() -> None:
    outcome = decide(
        Unresolved(words="I saw smoke"), a_resolved_request(), a_case(BART)
    )
    assert isinstance(outcome, Decision)
    assert [one.to for one in outcome.owed] == [ANNE]


@pytest.mark.parametrize("speaker", [ANNE, CRIS, BART, DAVE])
def test_a_no_is_heard_from_anyone_who_belongs_here(speaker: Address) -> None:
    outcome = decide(Unresolved(words="no"), a_resolved_request(), a_case(speaker))
    assert isinstance(outcome, Decision)


@pytest.mark.parametrize("status", sorted(set(Status) - DISPUTABLE))
def test_a_no_to_what_nobody_calls_solved_reopens_nothing(status: Status) -> None:
    request = replace(a_resolved_request(), status=status)
    assert decide(Unresolved(words="no"), request, a_case(ANNE)) == Refusal(
        Reason.NOT_IN_THIS_STATUS
    )


def test_a_new_round_forgets_cause_solution_and_test() -> None:
    request = a_confirmed_request()
    outcome = decide(Unresolved(words="smoke again"), request, a_case(ANNE))

    assert isinstance(outcome, Decision)
    assert evolve_all(request, outcome.events) == replace(
        request,
        version=request.version + 1,
        status=Status.IN_PROGRESS,
        round=2,
        priority=Priority.HIGH,
        reopen_reason="smoke again",
        cause="",
        cause_kind=None,
        solution="",
        test_result="",
        resolved_at=None,
        confirmed_at=None,
        settlement=Settlement(disputed_by=ANNE),
        repair=Repair(diagnosing_since=MORNING),
    )
