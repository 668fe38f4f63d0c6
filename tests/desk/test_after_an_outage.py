"""What waited while the gateway was down (E18): late, and said so at the head."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.desk.correspondence import LATE_AFTER
from gateway.domain.agreement import target
from gateway.domain.codes import Clock, NoticeCode as N
from tests.desk.test_timekeeping import look
from tests.support.builders import ANNE, BART, MORNING, RULES
from tests.support.desk import World, a_world, rendering, resolved
from tests.support.notices import a_renderer


@pytest.fixture
def spoken(tmp_path: Path) -> Iterator[World]:
    """A desk whose letters have their real words."""
    with a_world(tmp_path) as world:
        rendering(world, a_renderer())
        yield world


def _down(world: World, wait: timedelta) -> None:
    """Anne's mail comes, and is looked at when the gateway runs again."""
    world.put(ANNE, "Smoke comes out of tray 2.")
    world.clock.advance(seconds=wait.total_seconds())
    world.work()


def test_e18_a_letter_that_comes_late_says_so_first(spoken: World) -> None:
    _down(spoken, LATE_AFTER)
    text = spoken.letter(N.ACKNOWLEDGEMENT, ANNE).text
    assert 0 < text.index("Hello") < text.index("comes late") < text.index("logged")
    assert "comes late" in spoken.letter(N.TO_ASSIGN, BART).text


def test_e18_promised_times_count_from_when_the_mail_came(spoken: World) -> None:
    _down(spoken, timedelta(hours=5))
    request = spoken.request()
    assert request.submitted_at == MORNING
    due = target(RULES.schedule(Clock.K2, request), MORNING)
    assert due < spoken.clock.now()
    assert {code for code, _ in look(spoken)} == {N.DEADLINE_MISSED}


def test_what_is_answered_in_time_does_not_speak_of_it(spoken: World) -> None:
    _down(spoken, LATE_AFTER - timedelta(seconds=1))
    assert "late" not in spoken.letter(N.ACKNOWLEDGEMENT, ANNE).text


def test_a_reminder_after_an_outage_tells_when_it_was_due(spoken: World) -> None:
    resolved(spoken)
    spoken.clock.advance(days=1, hours=3)
    look(spoken)
    assert "was due on" in " ".join(
        spoken.letter(N.CONFIRM_REMINDER, ANNE).text.split()
    )


def test_a_reminder_in_time_does_not(spoken: World) -> None:
    resolved(spoken)
    spoken.clock.advance(days=1)
    look(spoken)
    assert "was due on" not in spoken.letter(N.CONFIRM_REMINDER, ANNE).text
