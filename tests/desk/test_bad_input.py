"""Bad input, through the whole desk: what is wrong, what to send instead, and no more.

After each the request stands as it stood: nothing is half done.
"""

import re
from dataclasses import replace

import pytest

from gateway.domain.codes import NoticeCode as N
from gateway.domain.request import Request, Status
from tests.support.builders import ANNE, BART, ELLE
from tests.support.desk import Sent, World, rendering
from tests.support.notices import a_renderer

RISKS = "Risks: it may not start; then go back\n"
PLAN = f"""\
#plan tomorrow 22:00-22:30

Steps: set the pool to 400 and restart it
{RISKS}Tests: submit three orders
Business continuity: orders by phone meanwhile
Downtime: 5 minutes
Impact: no orders during that time
Rollback: the saved configuration
"""
APPROVE = re.compile(r"#approve (\S+)")
AGREE = re.compile(r"^ +(AGREE \S+)", re.MULTILINE)


@pytest.fixture
def taken(world: World) -> World:
    """Anne's request, taken and located by Bart; letters as shipped."""
    rendering(world, a_renderer())
    world.send(ANNE, "Orders stop in the evening.", subject="Orders stop")
    world.answer(world.letter(N.TO_ASSIGN, BART), "#take\n#cause the pool is full")
    return world


def _words(letter: Sent) -> str:
    return " ".join(letter.text.split())


def _standing(world: World) -> Request:
    """The request but for what was noted on it."""
    return replace(world.request(), version=0)


def _refused(world: World, line: str) -> str:
    """What Bart is told; the request stands as before and nobody else hears of it."""
    before = _standing(world)
    letters = world.answer(world.letter(N.TO_ASSIGN, BART), line)
    assert [(one.code, one.to) for one in letters] == [(N.COMMAND_RESULTS, BART)]
    assert _standing(world) == before
    said = _words(letters[0])
    assert "none was carried out" in said
    return said


@pytest.mark.parametrize("line", ["#eta 2026-11-14 10:00", "#review 9:00 2026-11-14"])
def test_r27_a_time_that_is_past_promises_nothing(taken: World, line: str) -> None:
    said = _refused(taken, line)
    assert "this time is past; name one to come, as 14:30, 2h or tomorrow" in said


def test_r28_a_plan_without_its_risks_asks_nobody_to_approve(taken: World) -> None:
    said = _refused(taken, PLAN.replace(RISKS, ""))
    assert "send all of it again with them: Risks" in said


def test_r41_a_keyword_of_300_characters_is_taken_by_no_command(taken: World) -> None:
    for line in (f"#archive keywords={'x' * 300}", f"#article keywords={'x' * 300}"):
        assert "at most 40 characters; shorten it: xxx" in _refused(taken, line)


def test_r29_e14_the_owner_does_not_approve_his_own_plan(taken: World) -> None:
    taken.answer(taken.letter(N.TO_ASSIGN, BART), PLAN)
    found = APPROVE.search(taken.letter(N.APPROVAL_PLEASE, ELLE).text)
    assert found
    said = _refused(taken, f"#approve {found[1]}")
    assert "nobody approves a plan of his own" in said
    assert "this one is for: Elle" in said
    assert taken.request().status is Status.AWAITING_APPROVAL


def _asked(world: World) -> Sent:
    """A plan, approved: the letter that asks Anne."""
    world.answer(world.letter(N.TO_ASSIGN, BART), PLAN)
    please = world.letter(N.APPROVAL_PLEASE, ELLE)
    found = APPROVE.search(please.text)
    assert found
    world.answer(please, f"#approve {found[1]}")
    return world.letter(N.CONSENT_PLEASE, ANNE)


def test_r30_the_consent_code_of_yesterdays_plan_releases_nothing(taken: World) -> None:
    first = _asked(taken)
    assert "When: Tue 17 November, 22:00–22:30" in _words(first)
    yesterdays = AGREE.search(first.text)
    assert yesterdays
    taken.answer(first, "do not agree")
    taken.clock.advance(days=1)
    second = _asked(taken)

    letters = taken.answer(second, yesterdays[1])
    told = {one.to: one for one in letters}
    assert "belongs to an earlier plan" in _words(told[ANNE])
    todays = AGREE.search(told[ANNE].text)
    assert todays
    assert todays[1] != yesterdays[1]
    assert taken.request().status is Status.AWAITING_CONSENT
    plan = taken.request().repair.plan
    assert plan is not None
    assert plan.released_at is None

    taken.answer(told[ANNE], todays[1])
    assert taken.request().status is Status.IN_PROGRESS
