"""Who hears of a clock at which stage."""

from dataclasses import replace

import pytest

from gateway.domain.agreement import Act
from gateway.domain.classification_details import Paging
from gateway.domain.codes import Clock, NoticeCode
from gateway.domain.decision import Owed
from gateway.domain.escalation import ACTS, escalate
from gateway.domain.people import Address, Roster
from tests.support.builders import (
    BART,
    DAVE,
    ELLE,
    HOUR,
    MINUTE,
    MORNING,
    PEOPLE,
    a_case,
    a_new_request,
    a_promise,
    a_request,
)

CALL, WARN, MISSED = (
    NoticeCode.URGENT_CALL,
    NoticeCode.DEADLINE_WARNING,
    NoticeCode.DEADLINE_MISSED,
)
NOBODY = replace(PEOPLE, roster=Roster())


@pytest.mark.parametrize(
    ("clock", "stage", "code", "told"),
    [
        (Clock.K1, 0, CALL, (BART,)),
        (Clock.K1, 1, CALL, (ELLE,)),
        (Clock.K1, 2, MISSED, (ELLE, DAVE)),
        (Clock.K2, 0, WARN, (DAVE,)),
        (Clock.K2, 1, WARN, (DAVE,)),
        (Clock.K2, 2, MISSED, (ELLE, DAVE)),
    ],
)
def test_each_stage_has_its_letter_and_its_people(
    clock: Clock, stage: int, code: NoticeCode, told: tuple[Address, ...]
) -> None:
    request = a_request(assignee=DAVE)
    owed = escalate(a_promise(clock), stage, request, a_case()).owed
    assert [(one.code, one.to) for one in owed] == [(code, who) for who in told]


def test_a_page_says_which_call_it_is_and_when_the_target_ends() -> None:
    (owed,) = escalate(
        a_promise(Clock.K1), 1, a_new_request(urgent=True), a_case()
    ).owed
    assert owed == Owed(
        CALL,
        ELLE,
        Paging(
            clock=Clock.K1,
            started_at=MORNING,
            due_at=MORNING + 15 * MINUTE,
            call=3,
            percent=67,
        ),
    )


def test_a_warning_says_how_much_of_the_time_has_passed() -> None:
    (owed,) = escalate(a_promise(Clock.K2), 0, a_request(), a_case()).owed
    assert owed == Owed(
        WARN,
        BART,
        Paging(
            clock=Clock.K2,
            started_at=MORNING,
            due_at=MORNING + 2 * HOUR,
            call=2,
            percent=50,
        ),
    )


@pytest.mark.parametrize("clock", [Clock.K1, Clock.K2])
@pytest.mark.parametrize("stage", range(3))
def test_where_nobody_stands_in_a_place_those_who_assign_are_told(
    clock: Clock, stage: int
) -> None:
    owed = escalate(
        a_promise(clock), stage, a_new_request(), a_case(people=NOBODY)
    ).owed
    assert [one.to for one in owed] == [BART, DAVE]


def test_an_owner_who_is_a_supervisor_is_told_once() -> None:
    owed = escalate(a_promise(Clock.K2), 2, a_request(assignee=ELLE), a_case()).owed
    assert [one.to for one in owed] == [ELLE]


def test_every_act_of_a_schedule_is_known() -> None:
    assert set(ACTS) == set(Act)
