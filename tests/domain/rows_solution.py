"""How the events of steps 3 and 4 stand in the record, for test_record."""

from gateway.domain.diagnosis_events import (
    Diagnosed,
    ReviewCalled,
    ReviewHeld,
    VendorAnswered,
    VendorAsked,
)
from gateway.domain.events import Event
from gateway.domain.people import Address
from gateway.domain.repair import Plan
from gateway.domain.request import Stage
from gateway.domain.solution_commands import Phase
from gateway.domain.solution_events import (
    Approved,
    ApproverChanged,
    Consented,
    ConsentRefused,
    EtaMissed,
    EtaPromised,
    Proposed,
    Rejected,
    Updated,
    Worked,
)
from tests.support.builders import ANNE, BART, DAVE, ELLE, MORNING

Row = tuple[Stage, str, str, str, bool]
D, P, W = Stage.DIAGNOSIS, Stage.PLANNING, Stage.IMPLEMENTATION
VENDOR = Address("help@vendor.example")
PLAN = Plan(
    steps="swap it",
    risks="none",
    tests="print",
    window="22:00",
    author=BART,
    proposed_at=MORNING,
    approver=ELLE,
)

ROWS: list[tuple[Event, Row]] = [
    (
        Diagnosed(by=BART, at=MORNING, text="no paper", method="log", time_text="9:10"),
        (D, "9:10", "no paper", "log", True),
    ),
    (
        VendorAsked(by=BART, at=MORNING, vendor=VENDOR, text="known?"),
        (D, "", "known?", VENDOR, False),
    ),
    (
        VendorAnswered(by=VENDOR, at=MORNING, words="yes"),
        (D, "", "yes", "vendor", False),
    ),
    (
        ReviewCalled(by=BART, at=MORNING, begins_at=MORNING, invited=(ELLE,)),
        (D, "", "review 2026-11-16T02:00Z", "", False),
    ),
    (
        ReviewHeld(by=BART, at=MORNING, text="the drum"),
        (D, "", "the drum", "review", False),
    ),
    (
        EtaPromised(by=BART, at=MORNING, eta_at=MORNING, text="soon"),
        (P, "", "ETA 2026-11-16T02:00Z", "soon", True),
    ),
    (
        EtaMissed(by=BART, at=MORNING, eta_at=MORNING),
        (P, "", "ETA 2026-11-16T02:00Z", "missed", False),
    ),
    (Updated(by=BART, at=MORNING, text="at it"), (P, "", "at it", "", True)),
    (
        Proposed(by=BART, at=MORNING, plan=PLAN),
        (P, "", "swap it\nnone\nprint", "22:00", False),
    ),
    (
        ApproverChanged(by=BART, at=MORNING, approver=DAVE),
        (P, "", DAVE, "deputy", False),
    ),
    (
        Approved(by=ELLE, at=MORNING, released=True),
        (P, "", "approved", "released", True),
    ),
    (
        Rejected(by=ELLE, at=MORNING, reason="no way back"),
        (P, "", "no way back", "rejected", False),
    ),
    (
        Consented(by=ANNE, at=MORNING, words="agree", evidence_class="B"),
        (P, "", "agree", "B", True),
    ),
    (
        ConsentRefused(by=ANNE, at=MORNING, words="later", other_time=True),
        (P, "", "later", "other time", True),
    ),
    (
        Worked(by=BART, at=MORNING, phase=Phase.END, text="done", time_text="22:10"),
        (W, "22:10", "done", "end", True),
    ),
]
