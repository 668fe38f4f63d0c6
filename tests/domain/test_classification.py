"""Step 2: one owner, a first response, a priority; and who may not have them."""

import pytest

from gateway.domain.classification_commands import (
    Assign,
    Call,
    Lower,
    Note,
    Raise,
    Take,
)
from gateway.domain.classification_details import Assigned as Handover, Told
from gateway.domain.classification_events import Assigned, Called, PriorityChanged
from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.commands import Command
from gateway.domain.decide import decide
from gateway.domain.decision import Decision, Owed, Refusal
from gateway.domain.evolve import evolve_all
from gateway.domain.lifecycle import OPEN
from gateway.domain.people import Address
from gateway.domain.request import Priority, Request, Status
from gateway.domain.solution_details import Progress
from gateway.domain.submission_events import Corresponded
from tests.support.builders import (
    ANNE,
    BART,
    DAVE,
    ELLE,
    HOUR,
    MORNING,
    a_case,
    a_new_request,
    a_request,
)


def after(request: Request, command: Command, speaker: Address = BART) -> Request:
    outcome = decide(command, request, a_case(speaker))
    assert isinstance(outcome, Decision)
    return evolve_all(request, outcome.events)


def test_whoever_takes_a_request_owns_it_and_the_requester_hears_his_name() -> None:
    outcome = decide(Take(), a_new_request(), a_case(BART))

    told = Told(
        next_update_at=MORNING + 4 * HOUR,
        owner_name="Bart",
        owner_phone="010-5555-0101",
    )
    assert outcome == Decision(
        (Assigned(by=BART, at=MORNING, owner=BART),),
        (Owed(NoticeCode.ACCEPTED, ANNE, told),),
    )


def test_to_take_a_request_is_to_accept_it() -> None:
    taken = after(a_new_request(), Take())

    assert (taken.status, taken.assignee, taken.accepted_by, taken.accepted_at) == (
        Status.IN_PROGRESS,
        BART,
        BART,
        MORNING,
    )


def test_the_first_acceptance_stays_on_record_when_the_owner_changes() -> None:
    handed_over = after(a_request(), Assign(owner=DAVE))

    assert (handed_over.assignee, handed_over.accepted_by) == (DAVE, BART)


def test_a_handover_tells_the_requester_the_new_owner_and_the_old_one() -> None:
    outcome = decide(
        Assign(owner=DAVE, reason="knows printers"), a_request(), a_case(ELLE)
    )

    handover = Handover(
        owner=DAVE,
        owner_name="Dave",
        previous_name="Bart",
        by_name="Elle",
        reason="knows printers",
    )
    told = Told(next_update_at=MORNING + 4 * HOUR, owner_name="Dave")
    assert outcome == Decision(
        (Assigned(by=ELLE, at=MORNING, owner=DAVE, reason="knows printers"),),
        (
            Owed(NoticeCode.ACCEPTED, ANNE, told),
            Owed(NoticeCode.ASSIGNED, BART, handover),
            Owed(NoticeCode.ASSIGNED, DAVE, handover),
        ),
    )


def test_whoever_hands_a_request_over_is_not_told_of_it() -> None:
    outcome = decide(Assign(owner=DAVE), a_request(), a_case(BART))
    assert isinstance(outcome, Decision)
    assert [one.to for one in outcome.owed] == [ANNE, DAVE]


def test_the_owner_cannot_become_the_owner_again() -> None:
    assert decide(Take(), a_request(), a_case(BART)) == Refusal(
        Reason.ALREADY_OWNER, "Bart"
    )


@pytest.mark.parametrize("status", sorted(OPEN - {Status.RECEIVED}))
def test_a_new_owner_moves_no_request_that_is_further_on(status: Status) -> None:
    moved = after(a_request(status), Assign(owner=DAVE))
    expected = Status.IN_PROGRESS if status is Status.AWAITING_INFORMATION else status
    assert (moved.status, moved.assignee) == (expected, DAVE)


@pytest.mark.parametrize("status", sorted(set(Status) - OPEN))
@pytest.mark.parametrize(
    "command",
    [
        Take(),
        Assign(owner=DAVE),
        Call(connected=True, gist=""),
        Raise(reason="louder"),
        Lower(reason="calmer"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_nothing_is_classified_once_nobody_works_on_it(
    command: Command, status: Status
) -> None:
    request = a_request(status, assignee=ELLE)
    assert decide(command, request, a_case(BART)) == Refusal(Reason.NOT_IN_THIS_STATUS)


def test_a_call_is_recorded_with_its_moment_and_its_gist() -> None:
    call = Call(connected=True, gist="Smoke seen", time_text="9:45")

    assert decide(call, a_new_request(), a_case(DAVE)) == Decision(
        (
            Called(
                by=DAVE,
                at=MORNING,
                connected=True,
                gist="Smoke seen",
                time_text="9:45",
            ),
        )
    )


@pytest.mark.parametrize(("connected", "called_at"), [(True, MORNING), (False, None)])
def test_only_a_call_that_was_answered_counts_as_one(
    *, connected: bool, called_at: object
) -> None:
    request = after(a_new_request(), Call(connected=connected, gist=""))
    assert request.called_at == called_at


@pytest.mark.parametrize(
    ("before", "level", "after_", "next_level"),
    [
        (Priority.LOW, 0, Priority.MEDIUM, 0),
        (Priority.MEDIUM, 2, Priority.HIGH, 2),
        (Priority.HIGH, 0, Priority.HIGH, 1),
        (Priority.HIGH, 3, Priority.HIGH, 4),
        (Priority.HIGH, 4, Priority.HIGH, 4),
    ],
)
def test_raising_lifts_the_priority_and_at_the_top_the_level(
    before: Priority, level: int, after_: Priority, next_level: int
) -> None:
    request = a_request(priority=before, escalation_level=level)
    assert decide(Raise(reason="board"), request, a_case()) == Decision(
        (
            PriorityChanged(
                by=BART,
                at=MORNING,
                priority=after_,
                escalation_level=next_level,
                reason="board",
            ),
        )
    )


@pytest.mark.parametrize(
    ("before", "after_"),
    [
        (Priority.HIGH, Priority.MEDIUM),
        (Priority.MEDIUM, Priority.LOW),
        (Priority.LOW, Priority.LOW),
    ],
)
def test_lowering_takes_one_step_and_tells_the_requester_the_reason(
    before: Priority, after_: Priority
) -> None:
    """E5; the lowest priority stays, and nobody is told of nothing."""
    request = a_request(priority=before, escalation_level=1)
    told = Progress(text="a test device", lowered=True)
    assert decide(Lower(reason="a test device"), request, a_case(BART)) == Decision(
        (
            PriorityChanged(
                by=BART,
                at=MORNING,
                priority=after_,
                escalation_level=1,
                reason="a test device",
            ),
        ),
        (Owed(NoticeCode.PROGRESS, ANNE, told),) if after_ < before else (),
    )


@pytest.mark.parametrize("status", Status)
def test_a_note_is_kept_in_every_status_and_tells_nobody(status: Status) -> None:
    outcome = decide(Note(text="ask the vendor"), a_request(status), a_case())
    assert outcome == Decision(
        (Corresponded(by=BART, at=MORNING, words="ask the vendor", internal=True),)
    )
