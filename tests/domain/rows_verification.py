"""How the events of step 5 stand in the record, for test_record."""

from datetime import timedelta

from gateway.domain.answer_events import (
    AskedBack,
    Challenged,
    Denied,
    Doubted,
    Rated,
    VouchedFor,
)
from gateway.domain.events import Event
from gateway.domain.request import Stage
from gateway.domain.verification_events import Explained
from gateway.domain.waiting_commands import CloseFor
from gateway.domain.waiting_events import (
    ClosedWithout,
    Observed,
    PhonedIn,
    Postponed,
    Reminded,
)
from tests.support.builders import ANNE, BART, CRIS, MORNING

Row = tuple[Stage, str, str, str, bool]
LATER = MORNING + timedelta(days=2)

ROWS: list[tuple[Event, Row]] = [
    (
        Reminded(by=BART, at=MORNING, to=(ANNE, CRIS)),
        (Stage.VERIFICATION, "", f"{ANNE}, {CRIS}", "", True),
    ),
    (
        Observed(by=BART, at=MORNING, until=LATER),
        (Stage.VERIFICATION, "", "2026-11-18 02:00 UTC", "", True),
    ),
    (
        Postponed(by=ANNE, at=MORNING, until=LATER),
        (Stage.VERIFICATION, "", "2026-11-18 02:00 UTC", "", False),
    ),
    (
        PhonedIn(by=BART, at=MORNING, who="Anne", time_text="14:05", gist="works"),
        (Stage.VERIFICATION, "14:05", "works", "Anne 14:05", True),
    ),
    (
        ClosedWithout(
            by=BART, at=MORNING, why=CloseFor.UNCONFIRMED, reason="no answer"
        ),
        (Stage.VERIFICATION, "", "no answer", "unconfirmed", True),
    ),
    (
        Doubted(by=ANNE, at=MORNING, words="ok", reading="unclear"),
        (Stage.VERIFICATION, "", "ok", "unclear", True),
    ),
    (
        AskedBack(by=BART, at=MORNING, question="And the export?"),
        (Stage.VERIFICATION, "", "And the export?", "", True),
    ),
    (
        Challenged(by=CRIS, at=MORNING, words="confirmed", to=ANNE),
        (Stage.VERIFICATION, "", "confirmed", ANNE, True),
    ),
    (
        Denied(by=ANNE, at=MORNING, words="not me"),
        (Stage.VERIFICATION, "", "not me", "", True),
    ),
    (
        VouchedFor(by=CRIS, at=MORNING, words="resolved"),
        (Stage.VERIFICATION, "", "resolved", "", True),
    ),
    (
        Rated(by=ANNE, at=MORNING, mark="good", words="quick"),
        (Stage.VERIFICATION, "", "good", "quick", True),
    ),
    (
        Explained(by=BART, at=MORNING, words="only the cache was cleared"),
        (Stage.REDIAGNOSIS, "", "only the cache was cleared", "", True),
    ),
]
