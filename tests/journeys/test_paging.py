"""An urgent request that nobody answers reaches one person after the other."""

from gateway.cli.demo_post import text_of
from gateway.cli.demo_words import ENGLISH
from tests.journeys.conftest import JourneyMaker
from tests.support.daemon import PEOPLE
from tests.support.journey import Journey
from tests.support.mailing import ANNE, BART, CRIS, DAVE, ELLE

DUTY_DAVE = PEOPLE.replace('duty = ["elle@example.com"]', 'duty = ["dave@example.com"]')
NIGHT = "2026-11-22 03:00"
"""A Sunday: K1 knows no calendar."""


def _night(make_journey: JourneyMaker) -> Journey:
    return make_journey(NIGHT, files={"people.toml": DUTY_DAVE})


def test_duty_then_backup_then_supervisor_then_the_miss(
    make_journey: JourneyMaker,
) -> None:
    """K1, R4, R13: at once, after 5, 10 and 15 minutes."""
    journey = _night(make_journey)
    journey.write(ANNE, ENGLISH.request)
    calls = [journey.letter("S02", DAVE)]
    journey.at("2026-11-22 03:05:02")
    calls.append(journey.letter("S02", BART))
    journey.at("2026-11-22 03:10:02")
    calls.append(journey.letter("S02", ELLE))
    assert journey.none_came("S06", ELLE)
    journey.at("2026-11-22 03:15:02")
    missed = journey.letter("S06", ELLE)

    said = [text_of(call) for call in calls]
    assert [f"call number {n}" in text for n, text in enumerate(said, 1)] == [True] * 3
    assert all("13812345678" in text for text in said)
    assert all(letter["Importance"] == "high" for letter in (*calls, missed))


def test_a_shift_and_an_absence_say_who_is_called(make_journey: JourneyMaker) -> None:
    """K1, E13: Elle's shift, but she is away and Bart is her deputy."""
    shift = '{ hours = "18:00-09:00", days = ["sat"], duty = ["elle@example.com"] }'
    roster = DUTY_DAVE.replace("[roster]", f"[roster]\nshifts = [{shift}]")
    people = f"""{roster}
[[absences]]
who = "elle@example.com"
first = 2026-11-22
last = 2026-11-22
deputy = "bart@example.com"
"""
    journey = make_journey(NIGHT, files={"people.toml": people})
    journey.write(ANNE, ENGLISH.request)

    journey.letter("S02", BART)
    assert journey.none_came("S02", DAVE)


def test_a_call_that_is_noted_ends_the_paging(make_journey: JourneyMaker) -> None:
    """D7: what stops K1 is the call that is on record."""
    journey = _night(make_journey)
    journey.write(ANNE, ENGLISH.request)
    call = journey.letter("S02", DAVE)
    journey.command(call, "#call connected it is the order module")

    # A second request's clock goes all the way: by then the first one's would have.
    journey.write(CRIS, ENGLISH.request)
    journey.at("2026-11-22 03:20")
    missed = journey.letter("S06", ELLE)

    assert missed["X-Ticket"] != call["X-Ticket"]
    assert len(journey.post.letters("S06", ELLE)) == 1


def test_what_came_due_while_it_was_down_is_told_once_at_the_start(
    make_journey: JourneyMaker,
) -> None:
    """E18: after an outage a clock tells once, at the stage that time has reached."""
    journey = _night(make_journey)
    journey.write(ANNE, ENGLISH.request)
    journey.letter("S02", DAVE)
    journey.daemon.stop()
    journey.at("2026-11-22 03:17")

    journey.daemon.start(**journey.clock.environment())
    journey.letter("S06", ELLE)

    assert journey.none_came("S02", BART)
    assert journey.none_came("S02", ELLE)
    assert len(journey.post.letters("S06", ELLE)) == 1


def test_when_nobody_answers_the_whole_team_is_called_and_then_the_operator_told(
    make_journey: JourneyMaker,
) -> None:
    """E3: by the roster, the supervisors, everybody; at last S21."""
    operator = "root@example.com"
    people = DUTY_DAVE.replace("[roster]", f'operators = ["{operator}"]\n[roster]', 1)
    journey = make_journey(NIGHT, files={"people.toml": people})
    journey.write(ANNE, ENGLISH.request)
    first = journey.letter("S02", DAVE)
    for moment, who in (("03:05", BART), ("03:10", ELLE)):
        journey.at(f"2026-11-22 {moment}:02")
        journey.letter("S02", who)
    journey.at("2026-11-22 03:15:02")
    journey.letter("S06", ELLE)
    journey.at("2026-11-22 03:20:02")
    again = [journey.letter("S02", who) for who in (DAVE, BART, ELLE)]
    assert all("call number 4" in text_of(one) for one in again)
    assert journey.none_came("S21", operator)
    journey.at("2026-11-22 03:30:02")
    for who in (operator, ELLE):
        alarm = text_of(journey.letter("S21", who))
        assert str(first["X-Ticket"]) in alarm
        assert "nobody has reached the customer" in " ".join(alarm.split())


def test_a_suspicion_is_judged_by_who_is_on_duty(make_journey: JourneyMaker) -> None:
    """D3, K1: the words call Dave in the night; the letter says what was found."""
    journey = _night(make_journey)
    journey.write(ANNE, "订单系统瘫痪，所有人都不能下单。", subject="订单系统")
    call = journey.letter("S02", DAVE)
    assert "[PERHAPS URGENT]" in str(call["Subject"])
    assert "瘫痪" in text_of(call)
    transcript = journey.command(call, "#raise nobody can order")
    assert "Priority: HIGH" in transcript

    journey.at("2026-11-22 03:06")
    assert "Urgent request" in journey.text("S02", BART)
