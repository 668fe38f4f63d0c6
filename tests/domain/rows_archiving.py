"""How the events of step 6 stand in the record, for test_record."""

from datetime import date

from gateway.domain.absent_events import OwnerFoundAway
from gateway.domain.archiving_events import Archived, Copied, FollowUpAdded, Linked
from gateway.domain.events import Event
from gateway.domain.improvement_events import ImprovementOpened, ItemEnded
from gateway.domain.leaving_events import Muted, Withdrawn
from gateway.domain.merging_events import Absorbed, SplitOff
from gateway.domain.people import SYSTEM
from gateway.domain.request import RequestNumber, Stage
from gateway.domain.returning_events import ContactChanged, LetterReturned
from gateway.domain.settlement import FollowUp
from tests.support.builders import ANNE, BART, CRIS, MORNING

Row = tuple[Stage, str, str, str, bool]
ITEM = FollowUp(who=BART, due=date(2026, 12, 1), text="watch the pool")

ROWS: list[tuple[Event, Row]] = [
    (
        Archived(by=BART, at=MORNING, keywords=("drum", "smoke")),
        (Stage.ARCHIVING, "", "drum, smoke", "", True),
    ),
    (
        FollowUpAdded(by=BART, at=MORNING, followup=ITEM),
        (Stage.ARCHIVING, "", "watch the pool", f"{BART} 2026-12-01", True),
    ),
    (
        ImprovementOpened(by=BART, at=MORNING, item=ITEM),
        (Stage.ARCHIVING, "", "watch the pool", f"{BART} 2026-12-01", False),
    ),
    (
        ItemEnded(by=BART, at=MORNING, item=ITEM, outcome="it holds"),
        (Stage.ARCHIVING, "", "watch the pool", "it holds", False),
    ),
    (
        Copied(by=BART, at=MORNING, added=(CRIS,), removed=(ANNE,)),
        (Stage.FIRST_RESPONSE, "", f"+{CRIS} -{ANNE}", "", False),
    ),
    (
        Linked(by=BART, at=MORNING, others=(RequestNumber("TS20261116009"),)),
        (Stage.ARCHIVING, "", "TS20261116009", "", False),
    ),
    (
        Absorbed(
            by=BART,
            at=MORNING,
            other=RequestNumber("TS20261116009"),
            subject="Smoke",
            added=(CRIS,),
        ),
        (Stage.FIRST_RESPONSE, "", "Smoke", "TS20261116009", False),
    ),
    (
        LetterReturned(
            by=SYSTEM, at=MORNING, to=ANNE, code="C09", status="5.1.1", hard=True
        ),
        (Stage.FIRST_RESPONSE, "", f"C09 {ANNE}", "5.1.1", False),
    ),
    (
        ContactChanged(by=BART, at=MORNING, to=CRIS, was=ANNE),
        (Stage.FIRST_RESPONSE, "", CRIS, ANNE, True),
    ),
    (
        Withdrawn(by=ANNE, at=MORNING, words="withdraw"),
        (Stage.ARCHIVING, "", "withdraw", "", True),
    ),
    (
        Muted(by=ANNE, at=MORNING, muted=True),
        (Stage.FIRST_RESPONSE, "", "stop", "", True),
    ),
    (
        OwnerFoundAway(by=SYSTEM, at=MORNING, owner=BART, back=date(2026, 12, 1)),
        (Stage.FIRST_RESPONSE, "", BART, "2026-12-01", False),
    ),
    (
        SplitOff(
            by=BART,
            at=MORNING,
            other=RequestNumber("TS20261116009"),
            subject="Jam",
        ),
        (Stage.FIRST_RESPONSE, "", "Jam", "TS20261116009", True),
    ),
]
