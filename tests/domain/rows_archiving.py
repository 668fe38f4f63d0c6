"""How the events of step 6 stand in the record, for test_record."""

from datetime import date

from gateway.domain.archiving_events import Archived, Copied, FollowUpAdded, Linked
from gateway.domain.events import Event
from gateway.domain.improvement_events import ImprovementOpened, ItemEnded
from gateway.domain.merging_events import Absorbed, SplitOff
from gateway.domain.request import RequestNumber, Stage
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
        SplitOff(
            by=BART,
            at=MORNING,
            other=RequestNumber("TS20261116009"),
            subject="Jam",
        ),
        (Stage.FIRST_RESPONSE, "", "Jam", "TS20261116009", True),
    ),
]
