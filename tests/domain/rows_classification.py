"""How the corrections of a request's class stand in the record, for test_record."""

from gateway.domain.classification_events import Called
from gateway.domain.events import Event
from gateway.domain.people import Locale
from gateway.domain.reclassifying_events import Classified, LocaleSet
from gateway.domain.request import Priority, Scene, Stage
from tests.support.builders import BART, MORNING

Row = tuple[Stage, str, str, str, bool]
F = Stage.FIRST_RESPONSE

ROWS: list[tuple[Event, Row]] = [
    (
        Classified(
            by=BART,
            at=MORNING,
            domain="network",
            group="",
            priority=Priority.HIGH,
            scene=Scene.CROSS_TEAM,
            urgent=False,
            reason="the VPN",
        ),
        (F, "", "network, high, cross-team", "the VPN", True),
    ),
    (
        Called(
            by=BART,
            at=MORNING,
            connected=False,
            gist="busy",
            counted_at=MORNING,
            best_effort=True,
        ),
        (F, "", "busy", "missed", True),
    ),
    (LocaleSet(by=BART, at=MORNING, locale=Locale.EN), (F, "", "en", "", False)),
]
