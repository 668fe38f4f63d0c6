"""How the events of a hold stand in the record, for test_record."""

from gateway.domain.events import Event
from gateway.domain.holding_events import Held, HoldAsked, HoldRefused, Resumed
from gateway.domain.request import Stage
from tests.support.builders import ANNE, BART, MORNING

Row = tuple[Stage, str, str, str, bool]
P = Stage.PLANNING

ROWS: list[tuple[Event, Row]] = [
    (
        HoldAsked(by=BART, at=MORNING, until=MORNING, reason="no drum to be had"),
        (P, "", "no drum to be had", "hold until 2026-11-16T02:00Z", True),
    ),
    (
        Held(by=ANNE, at=MORNING, words="agree", evidence_class="B"),
        (P, "", "agree", "B", True),
    ),
    (HoldRefused(by=ANNE, at=MORNING, words="no"), (P, "", "no", "no hold", True)),
    (Resumed(by=BART, at=MORNING, reason="here"), (P, "", "here", "resumed", True)),
]
