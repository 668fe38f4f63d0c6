"""Steps 3 and 4: a cause, then a fix that rests on it, then a test."""

from dataclasses import replace

import pytest

from gateway.domain.codes import Advice, Reason
from gateway.domain.commands import Command
from gateway.domain.decide import decide
from gateway.domain.decision import Decision, Refusal
from gateway.domain.diagnosing import WORKING
from gateway.domain.diagnosis_commands import Cause
from gateway.domain.diagnosis_events import CauseFound
from gateway.domain.evolve import evolve_all
from gateway.domain.repair import Repair
from gateway.domain.request import CauseKind, Status
from gateway.domain.solution_commands import Fix
from gateway.domain.solution_events import Fixed
from gateway.domain.verification_commands import RecordTest, Resolve
from gateway.domain.verification_events import Tested
from tests.support.builders import BART, HOUR, MORNING, a_case, a_request


@pytest.mark.parametrize("status", sorted(WORKING))
def test_a_cause_is_recorded_while_work_is_done(status: Status) -> None:
    cause = Cause(text="Toner leaks", kind=CauseKind.INTERNAL, time_text="10:20-11:30")

    assert decide(cause, a_request(status), a_case()) == Decision(
        (
            CauseFound(
                by=BART,
                at=MORNING,
                kind=CauseKind.INTERNAL,
                text="Toner leaks",
                time_text="10:20-11:30",
            ),
        ),
        advice=Advice.MEND_AT_ONCE,
    )


@pytest.mark.parametrize("status", sorted(WORKING))
def test_a_fix_rests_on_a_cause(status: Status) -> None:
    promised = Repair(eta_at=MORNING + HOUR)
    request = replace(a_request(status, cause="Toner leaks"), repair=promised)
    fix = Fix(text="New drum", consent="Anne", consent_time="10:31", time_text="11:30")

    assert decide(fix, request, a_case()) == Decision(
        (
            Fixed(
                by=BART,
                at=MORNING,
                text="New drum",
                action="part",
                consent="Anne 10:31",
                time_text="11:30",
            ),
        )
    )


def test_r27_a_fix_without_a_promised_time_is_refused() -> None:
    request = a_request(cause="Toner leaks")
    refused = Refusal(Reason.NO_ETA_YET)
    assert decide(Fix(text="New drum"), request, a_case()) == refused
    missed = replace(request, repair=Repair(eta_at=MORNING, eta_missed=True))
    assert decide(Fix(text="New drum"), missed, a_case()) == refused
    beside = replace(a_case(), ahead=frozenset({Resolve}))
    assert isinstance(decide(Fix(text="New drum"), request, beside), Decision)


def test_a_fix_without_a_cause_is_refused() -> None:
    assert decide(Fix(text="New drum"), a_request(), a_case()) == Refusal(
        Reason.NO_CAUSE_YET
    )


@pytest.mark.parametrize("status", sorted(set(Status) - WORKING))
@pytest.mark.parametrize(
    "command",
    [Cause(text="x"), Fix(text="x"), RecordTest(text="x")],
    ids=lambda command: type(command).__name__,
)
def test_work_is_recorded_only_while_it_is_done(
    command: Command, status: Status
) -> None:
    request = a_request(status, cause="known", solution="known")
    assert decide(command, request, a_case()) == Refusal(Reason.NOT_IN_THIS_STATUS)


def test_a_test_is_recorded() -> None:
    assert decide(RecordTest(text="No smoke"), a_request(), a_case()) == Decision(
        (Tested(by=BART, at=MORNING, text="No smoke"),)
    )


def test_tests_add_up_line_by_line_while_a_new_cause_replaces_the_old_one() -> None:
    request = a_request(cause="A guess", test_result="Tray 1: no smoke")
    worked = evolve_all(
        request,
        (
            CauseFound(by=BART, at=MORNING, kind=CauseKind.EXTERNAL, text="Bad paper"),
            Tested(by=BART, at=MORNING, text="Tray 2: no smoke"),
        ),
    )

    assert worked == replace(
        request,
        version=request.version + 2,
        cause="Bad paper",
        cause_kind=CauseKind.EXTERNAL,
        test_result="Tray 1: no smoke\nTray 2: no smoke",
        repair=Repair(diagnosing_since=MORNING),
    )
