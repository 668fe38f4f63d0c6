"""What one request adds to a month, by PROCESS 7.1."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.domain.codes import Clock
from gateway.domain.elapsed import elapsed
from gateway.domain.manual import month_of
from gateway.domain.people import Address
from gateway.domain.repair import Repair
from gateway.domain.request import Form, Request, Status
from gateway.domain.review_details import Party
from gateway.domain.review_facts import (
    LOOKBACK,
    CaseFile,
    Facts,
    Measure,
    Row,
    facts_of,
)
from gateway.domain.triage import Triage
from tests.support.builders import BART, MORNING, RULES, a_new_request

MONTH = month_of(
    MORNING.date(),
    MORNING.astimezone(RULES.calendar.zone).replace(
        hour=0, minute=0, second=0, microsecond=0
    ),
)
MEASURE = Measure(
    month=MONTH, rules=RULES, elapsed=elapsed(RULES.calendar, MONTH.since - LOOKBACK)
)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def counted(request: Request, *rows: Row, articles: tuple[str, ...] = ()) -> Facts:
    return facts_of(CaseFile(request=request, rows=rows, articles=articles), MEASURE)


def row(kind: str, after: timedelta, action: str = "", remark: str = "") -> Row:
    return Row(kind=kind, at=MORNING + after, action=action, remark=remark)


def a_request(**changed: object) -> Request:
    return replace(a_new_request(), submitted_at=MORNING, **changed)  # type: ignore[arg-type]  # by name


def test_acceptance_in_time_meets_k2() -> None:
    """R14: our own acknowledgement is no response."""
    taken = a_request(assignee=BART, accepted_at=MORNING + HOUR)
    facts = counted(taken)
    assert (facts.clock, facts.late, facts.response) == (Clock.K2, 0.0, 60.0)


def test_k2_that_was_missed_tells_by_how_much() -> None:
    """In open time: a night and a weekend do not count."""
    due = RULES.schedule(Clock.K2, a_request()).within
    taken = a_request(assignee=BART, accepted_at=MORNING + due + 17 * MINUTE)
    assert counted(taken).late == pytest.approx(17)


def test_what_nobody_answered_is_missed_once_its_time_has_come() -> None:
    assert (counted(a_request()).late or 0) > 0
    ending = MONTH.until - MINUTE
    late = replace(a_request(), submitted_at=ending)
    assert counted(late).late is None


def test_k1_wants_a_call_that_connected() -> None:
    """R13: acceptance alone is no call."""
    urgent = a_request(
        urgent=True, form=Form(phone="138"), accepted_at=MORNING + MINUTE
    )
    missed = row("Called", 5 * MINUTE, remark="missed")
    spoken = row("Called", 8 * MINUTE, "told her")
    assert counted(urgent, missed).late != 0.0
    assert counted(urgent, missed, spoken).late == 0.0
    assert counted(urgent, missed, spoken).response == 1.0


def test_best_effort_is_told_apart() -> None:
    """PROCESS 1.3: two calls that nobody took end K1."""
    triage = Triage(urgent_since=MORNING, best_effort_at=MORNING + 9 * MINUTE)
    urgent = a_request(urgent=True, form=Form(phone="138"), triage=triage)
    facts = counted(urgent, row("Called", 2 * MINUTE, remark="missed"))
    assert (facts.best_effort, facts.late) == (True, 0.0)


def test_without_a_number_taking_it_answers_k1() -> None:
    """E2."""
    urgent = a_request(urgent=True, accepted_at=MORNING + MINUTE)
    assert counted(urgent).late == 0.0


@pytest.mark.parametrize(
    ("kinds", "kept"),
    [
        (("EtaPromised", "Resolved"), (1, 1)),
        (("EtaPromised", "EtaMissed", "Resolved"), (0, 1)),
        (("EtaPromised", "EtaPromised", "Resolved"), (1, 2)),
        (("EtaPromised", "EtaMissed", "EtaPromised", "Resolved"), (1, 2)),
        (("EtaPromised",), (0, 0)),
        (("Resolved",), (0, 0)),
    ],
)
def test_a_promise_is_kept_by_the_hand_over_alone(
    kinds: tuple[str, ...], kept: tuple[int, int]
) -> None:
    """R27, K5: another promise in its place breaks it."""
    rows = [row(kind, place * HOUR) for place, kind in enumerate(kinds)]
    facts = counted(a_request(), *rows)
    assert (facts.eta_kept, facts.eta_of) == kept


def test_k4_is_met_by_a_cause_before_the_review() -> None:
    """R23: each round counts."""
    in_time = counted(a_request(), row("CauseFound", HOUR))
    late = counted(a_request(), row("ReviewCalled", HOUR), row("CauseFound", 2 * HOUR))
    again = counted(
        a_request(),
        row("CauseFound", HOUR),
        row("Disputed", 2 * HOUR),
        row("ReviewCalled", 5 * HOUR),
    )
    assert (in_time.k4_met, in_time.k4_of) == (1, 1)
    assert (late.k4_met, late.k4_of) == (0, 1)
    assert (again.k4_met, again.k4_of) == (1, 2)


def test_the_time_to_solve_leaves_out_what_the_customer_took() -> None:
    rows = (
        row("QuestionsAsked", 1 * HOUR),
        row("Supplied", 2 * HOUR),
        row("Resolved", 3 * HOUR),
        row("Confirmed", 4 * HOUR, "fine", "B"),
    )
    done = a_request(status=Status.CONFIRMED, confirmed_at=MORNING + 4 * HOUR)
    facts = counted(done, *rows)
    assert (facts.solving_whole, facts.solving, facts.waited) == (180, 120, 60)
    assert (facts.confirmed_as, facts.first_time) == ("B", True)


def test_all_rounds_count_for_the_time_to_solve() -> None:
    rows = (
        row("Resolved", 1 * HOUR),
        row("Disputed", 2 * HOUR),
        row("Resolved", 3 * HOUR),
        row("Confirmed", 4 * HOUR, "fine", "A code"),
    )
    facts = counted(a_request(status=Status.CONFIRMED), *rows)
    assert (facts.resolved, facts.reopened, facts.first_time) == (2, 1, False)
    assert (facts.solving_whole, facts.solving) == (180, 120)
    assert facts.confirmed_as == "A"


def test_only_what_happened_in_the_month_counts() -> None:
    before = MONTH.since - 40 * DAY
    old = replace(a_request(), submitted_at=before)
    rows = (
        Row(kind="Resolved", at=before + HOUR),
        Row(kind="Disputed", at=before + 2 * HOUR),
    )
    facts = counted(old, *rows)
    assert (facts.received, facts.resolved, facts.reopened) == (False, 0, 0)
    assert facts.open_days == (MONTH.until - before).days


@pytest.mark.parametrize(
    ("request_", "party"),
    [
        (a_request(status=Status.IN_PROGRESS), Party.US),
        (a_request(status=Status.AWAITING_CONFIRMATION), Party.CUSTOMER),
        (a_request(status=Status.AWAITING_APPROVAL), Party.APPROVAL),
        (
            a_request(
                status=Status.IN_PROGRESS,
                repair=Repair(vendors=(Address("db@vendor.example"),)),
            ),
            Party.VENDOR,
        ),
    ],
)
def test_the_backlog_tells_whom_a_request_waits_for(
    request_: Request, party: Party
) -> None:
    facts = counted(request_)
    assert facts.open_days is not None
    assert facts.waits is party


def test_what_was_invalid_or_merged_is_left_out() -> None:
    facts = counted(a_request(status=Status.INVALID))
    assert (facts.left_out, facts.late, facts.open_days) == (True, None, None)


def test_spans_of_work_are_added_up() -> None:
    """R59."""
    rows = (
        replace(row("Diagnosed", HOUR), time_text="10:20-11:30"),
        replace(row("Worked", HOUR), time_text="23:30-00:15"),
        replace(row("Worked", HOUR), time_text="09:45"),
    )
    assert counted(a_request(), *rows).minutes == 70 + 45


def test_a_quote_bears_no_name() -> None:
    """D13."""
    named = a_request(requester_name="Anne Li", form=Form(contact="Anne Li"))
    facts = counted(named, row("Rated", HOUR, "poor", "Anne Li, 138 0000 1234: slow"))
    assert facts.mark == "poor"
    assert "Anne" not in facts.words
    assert "1234" not in facts.words
