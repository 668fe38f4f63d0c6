"""Clocks of the process by the calendar, days in seconds."""

from gateway.cli.demo_post import text_of
from tests.journeys.conftest import JourneyMaker
from tests.support.mailing import ANNE, BART, ELLE


def test_two_working_hours_last_over_a_weekend(make_journey: JourneyMaker) -> None:
    """K2, R14: written on a Friday at 17:00, due on the Monday at 10:00."""
    journey = make_journey("2026-11-20 17:00")
    journey.write(ANNE, "The printer on the third floor eats paper.")
    acknowledged = journey.text("C01", ANNE)
    assert "Mon 23 November, 10:00" in acknowledged

    journey.at("2026-11-22 12:00")
    journey.write(ANNE, "The scanner, too.", subject="The scanner")
    journey.letter("C01", ANNE)
    assert journey.none_came("S05", BART)

    journey.at("2026-11-23 10:01")
    missed = journey.letter("S06", ELLE)
    assert "Missed: K2, The printer" in str(missed["Subject"])
    assert "K2" in text_of(missed)
    journey.balances()
