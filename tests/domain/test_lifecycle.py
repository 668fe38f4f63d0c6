"""The table of the lifecycle against the process, pair by pair."""

import pytest

from gateway.domain.lifecycle import (
    CUSTOMER_WORD,
    STEP_OF,
    TRANSITIONS,
    CustomerWord,
    Trigger,
    next_status,
)
from gateway.domain.request import Status

S, T = Status, Trigger

PROCESS_1_4B = {
    (S.RECEIVED, T.ACCEPT): S.IN_PROGRESS,
    (S.RECEIVED, T.ASK): S.AWAITING_INFORMATION,
    (S.RECEIVED, T.WITHDRAW): S.WITHDRAWN,
    (S.RECEIVED, T.INVALIDATE): S.INVALID,
    (S.RECEIVED, T.MERGE): S.MERGED,
    (S.AWAITING_INFORMATION, T.SUPPLY): S.RECEIVED,
    (S.AWAITING_INFORMATION, T.ACCEPT): S.IN_PROGRESS,
    (S.AWAITING_INFORMATION, T.EXPIRE): S.CLOSED_UNCONFIRMED,
    (S.AWAITING_INFORMATION, T.WITHDRAW): S.WITHDRAWN,
    (S.AWAITING_INFORMATION, T.INVALIDATE): S.INVALID,
    (S.AWAITING_INFORMATION, T.MERGE): S.MERGED,
    (S.IN_PROGRESS, T.ASK): S.AWAITING_INFORMATION,
    (S.IN_PROGRESS, T.PLAN): S.AWAITING_APPROVAL,
    (S.IN_PROGRESS, T.START): S.IMPLEMENTING,
    (S.IN_PROGRESS, T.RESOLVE): S.AWAITING_CONFIRMATION,
    (S.IN_PROGRESS, T.PAUSE): S.ON_HOLD,
    (S.IN_PROGRESS, T.WITHDRAW): S.WITHDRAWN,
    (S.IN_PROGRESS, T.INVALIDATE): S.INVALID,
    (S.IN_PROGRESS, T.MERGE): S.MERGED,
    (S.AWAITING_APPROVAL, T.APPROVE): S.IN_PROGRESS,
    (S.AWAITING_APPROVAL, T.APPROVE_WITH_CONSENT): S.AWAITING_CONSENT,
    (S.AWAITING_APPROVAL, T.REJECT): S.IN_PROGRESS,
    (S.AWAITING_APPROVAL, T.WITHDRAW): S.WITHDRAWN,
    (S.AWAITING_CONSENT, T.CONSENT): S.IN_PROGRESS,
    (S.AWAITING_CONSENT, T.REFUSE): S.IN_PROGRESS,
    (S.AWAITING_CONSENT, T.WITHDRAW): S.WITHDRAWN,
    (S.IMPLEMENTING, T.FINISH): S.IN_PROGRESS,
    (S.IMPLEMENTING, T.RESOLVE): S.AWAITING_CONFIRMATION,
    (S.IMPLEMENTING, T.ASK): S.AWAITING_INFORMATION,
    (S.ON_HOLD, T.RESUME): S.IN_PROGRESS,
    (S.ON_HOLD, T.WITHDRAW): S.WITHDRAWN,
    (S.AWAITING_CONFIRMATION, T.CONFIRM): S.CONFIRMED,
    (S.AWAITING_CONFIRMATION, T.DISPUTE): S.IN_PROGRESS,
    (S.AWAITING_CONFIRMATION, T.EXPIRE): S.CLOSED_UNCONFIRMED,
    (S.AWAITING_CONFIRMATION, T.WITHDRAW): S.WITHDRAWN,
    (S.CONFIRMED, T.ARCHIVE): S.ARCHIVED,
    (S.CONFIRMED, T.DISPUTE): S.IN_PROGRESS,
    (S.CLOSED_UNCONFIRMED, T.DISPUTE): S.IN_PROGRESS,
    (S.CLOSED_UNCONFIRMED, T.ARCHIVE): S.ARCHIVED,
    (S.ARCHIVED, T.DISPUTE): S.IN_PROGRESS,
    (S.WITHDRAWN, T.REOPEN): S.IN_PROGRESS,
    (S.INVALID, T.REOPEN): S.IN_PROGRESS,
}
"""The moves of PROCESS.md 1.4b, copied by hand: whoever changes one changes both."""


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("trigger", Trigger)
def test_a_status_moves_exactly_as_the_process_says(
    status: Status, trigger: Trigger
) -> None:
    assert next_status(status, trigger) == PROCESS_1_4B.get((status, trigger))


@pytest.mark.parametrize("asked", [S.RECEIVED, S.IN_PROGRESS, S.IMPLEMENTING])
def test_what_was_supplied_leads_back_to_the_status_that_asked(asked: Status) -> None:
    assert next_status(S.AWAITING_INFORMATION, T.SUPPLY, asked) is asked


@pytest.mark.parametrize("trigger", sorted(set(Trigger) - {T.SUPPLY}))
@pytest.mark.parametrize("status", Status)
def test_only_supply_knows_of_the_status_that_asked(
    status: Status, trigger: Trigger
) -> None:
    assert next_status(status, trigger, S.IMPLEMENTING) is next_status(status, trigger)


def test_every_status_can_be_reached_from_the_first() -> None:
    assert _reachable(S.RECEIVED) == set(Status)


@pytest.mark.parametrize("status", sorted(set(Status) - {S.MERGED}))
def test_every_status_but_merged_still_leads_to_the_archive(status: Status) -> None:
    assert S.ARCHIVED in _reachable(status)


@pytest.mark.parametrize("status", sorted(set(Status) - {S.MERGED}))
def test_every_status_but_merged_can_come_back_into_progress(status: Status) -> None:
    assert S.IN_PROGRESS in _reachable(status)


def test_a_merged_request_goes_nowhere() -> None:
    assert TRANSITIONS[S.MERGED] == {}


def test_every_trigger_moves_something() -> None:
    used = {trigger for moves in TRANSITIONS.values() for trigger in moves}
    assert used == set(Trigger)


def test_only_the_word_confirm_leads_to_confirmed() -> None:
    ways = {
        (status, trigger)
        for status, moves in TRANSITIONS.items()
        for trigger, following in moves.items()
        if following is S.CONFIRMED
    }
    assert ways == {(S.AWAITING_CONFIRMATION, T.CONFIRM)}


def test_every_status_has_its_step_and_its_word_for_the_customer() -> None:
    assert set(STEP_OF) == set(CUSTOMER_WORD) == set(Status)


@pytest.mark.parametrize(
    ("word", "statuses"),
    [
        (CustomerWord.RECEIVED, {S.RECEIVED, S.AWAITING_INFORMATION}),
        (
            CustomerWord.IN_PROGRESS,
            {
                S.IN_PROGRESS,
                S.AWAITING_APPROVAL,
                S.AWAITING_CONSENT,
                S.IMPLEMENTING,
                S.ON_HOLD,
            },
        ),
        (CustomerWord.AWAITING_YOU, {S.AWAITING_CONFIRMATION}),
        (CustomerWord.RESOLVED, {S.CONFIRMED}),
        (
            CustomerWord.CLOSED,
            {S.CLOSED_UNCONFIRMED, S.ARCHIVED, S.WITHDRAWN, S.INVALID, S.MERGED},
        ),
    ],
)
def test_a_customer_sees_five_words(word: CustomerWord, statuses: set[Status]) -> None:
    assert {
        status for status, seen in CUSTOMER_WORD.items() if seen is word
    } == statuses


def _reachable(start: Status) -> set[Status]:
    found, waiting = {start}, [start]
    while waiting:
        following = set(TRANSITIONS[waiting.pop()].values()) - found
        found |= following
        waiting += following
    return found
