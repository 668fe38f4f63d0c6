"""C20: who is in no company of ours is registered, told so, and shown to staff."""

from dataclasses import replace

import pytest

from gateway.domain.companies import Companies, Company
from tests.support.builders import ANNE, BART, RULES
from tests.support.desk import World
from tests.support.threads import remarks

STRANGER = "guest@unknown.example"
BOOK = Companies(
    by_domain={"customer.example": Company(name="Customer Ltd")}, verify_unknown=True
)


@pytest.fixture
def verifying(world: World) -> World:
    rules = replace(RULES, companies=BOOK, internal_domains=("example.com",))
    world.desk.context = replace(world.context, rules=rules)
    return world


def test_a_stranger_is_registered_and_asked_where_he_belongs(verifying: World) -> None:
    verifying.send(STRANGER, "Smoke comes out of tray 2.")
    assert verifying.request().requester == STRANGER
    assert verifying.letters("C20", STRANGER)
    assert not verifying.letters("C01", STRANGER)


def test_staff_are_reminded_to_find_out_who_he_is(verifying: World) -> None:
    verifying.send(STRANGER, "Smoke comes out of tray 2.")
    assert remarks(verifying.request().number) == f"unknown-sender: {STRANGER}"


def test_he_is_told_once_a_day(verifying: World) -> None:
    verifying.send(STRANGER, "Smoke comes out of tray 2.")
    verifying.send(STRANGER, "The door is stuck.", subject="Another matter")
    assert len(verifying.letters("C20", STRANGER)) == 1
    assert len(verifying.letters("C01", STRANGER)) == 1
    verifying.clock.advance(days=1)
    verifying.send(STRANGER, "The lamp is out.", subject="A third matter")
    assert len(verifying.letters("C20", STRANGER)) == 2


@pytest.mark.parametrize("who", [ANNE, "fay@example.com", BART])
def test_whoever_is_known_is_greeted_as_ever(verifying: World, who: str) -> None:
    verifying.send(who, "Smoke comes out of tray 2.")
    assert verifying.letters("C01", who)
    assert not verifying.letters("C20", who)


def test_without_the_setting_nobody_is_a_stranger(world: World) -> None:
    world.send(STRANGER, "Smoke comes out of tray 2.")
    assert world.letters("C01", STRANGER)
