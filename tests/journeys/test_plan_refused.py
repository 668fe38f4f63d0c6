"""What step 4 refuses, and what a supplier is told, by mail alone."""

from gateway.cli.demo_post import text_of
from tests.journeys.conftest import JourneyMaker
from tests.journeys.test_plan import APPROVE, PLAN, REQUEST
from tests.support.journey import Journey
from tests.support.mailing import ANNE, BART, ELLE, number_of

VENDOR = "support@vendor.example"


def _located(journey: Journey) -> None:
    journey.write(ANNE, REQUEST, subject="Orders stop in the evening")
    to_assign = journey.letter("S01", BART)
    journey.command(to_assign, "#take", "#cause kind=external the pool is full")


def test_r22_a_supplier_learns_nothing_of_the_customer_and_answers_inside(
    make_journey: JourneyMaker,
) -> None:
    """R20, R22, D13: V01 is scrubbed; its answer reaches the owner alone."""
    journey = make_journey("2026-11-16 10:00")
    _located(journey)
    to_assign = journey.post.letters("S01", BART)[0]
    asked = f"Anne Li of Customer Ltd ({ANNE}, 13812345678) fills the pool. Why?"
    said = journey.command(to_assign, f"#vendor @{VENDOR} {asked}")
    assert "✓" in said
    query = journey.letter("V01", VENDOR)
    told = f"{query['Subject']}\n{text_of(query)}"
    assert "fills the pool" in told
    for secret in ("Anne", "Customer Ltd", ANNE, "13812345678"):
        assert secret not in told
    journey.answer(query, "Raise the limit of version 8.")
    assert "Raise the limit" in journey.text("S04", BART)
    assert "Raise the limit" in journey.shown(number_of(to_assign))
    assert all("Raise" not in text_of(one) for one in journey.post.letters("C06", ANNE))


def test_r29_e14_a_rejected_plan_s_code_and_one_s_own_plan_are_refused(
    make_journey: JourneyMaker,
) -> None:
    """R29, E14, D10: the code is one plan's alone, and no change is a quick fix."""
    journey = make_journey("2026-11-16 10:00")
    _located(journey)
    to_assign = journey.post.letters("S01", BART)[0]
    upgrade = journey.command(to_assign, "#eta 2h", "#fix upgraded to version 8")
    assert "#plan" in upgrade

    journey.command(to_assign, PLAN)
    first = journey.letter("S08", ELLE)
    found = APPROVE.search(text_of(first))
    assert found is not None
    own = journey.command(to_assign, f"#approve {found[1]}")
    assert "✗" in own
    journey.command(first, f"#reject {found[1]} no test at night")
    journey.command(to_assign, PLAN)
    second = journey.letter("S08", ELLE)
    past = journey.command(second, f"#approve {found[1]}")
    assert "earlier plan" in " ".join(past.split())
    assert journey.none_came("C07", ANNE)
