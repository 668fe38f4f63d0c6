"""Exception paths of the process that no step owns (PROCESS 1.5)."""

import pytest

from gateway.domain.codes import NoticeCode as N
from gateway.domain.request import Status
from tests.support.builders import ANNE, BART
from tests.support.desk import World

ELSEWHERE = "bart@home.example"
AUTOMATIC = (
    "Auto-Submitted: auto-replied",
    "X-QQ-AUTO-REPLY: true",
    "X-Autoreply: yes",
)


@pytest.mark.parametrize("headers", AUTOMATIC)
def test_e12_an_automatic_reply_is_filed_and_changes_nothing(
    world: World, headers: str
) -> None:
    world.send(ANNE, "Smoke comes out of tray 2.")
    before = world.request()
    acknowledged = world.letter(N.ACKNOWLEDGEMENT, ANNE)
    assert world.answer(acknowledged, "已解决，谢谢", headers=headers) == ()
    assert world.request() == before


def test_commands_from_an_address_that_is_not_registered_never_run(
    world: World,
) -> None:
    """Bart answers his own letter from home: it holds his token, and he no right."""
    world.send(ANNE, "Smoke comes out of tray 2.")
    told = world.letter(N.TO_ASSIGN, BART)
    letters = world.answer(told, "#take\n#close invalid spam", sender=ELSEWHERE)
    request = world.request()
    assert (request.status, request.assignee) == (Status.RECEIVED, None)
    assert not [one for one in letters if one.code in (N.ACCEPTED, N.COMMAND_RESULTS)]


def test_e19_one_mail_through_two_aliases_is_one_request(world: World) -> None:
    ant = "<ant@customer.example>"
    first = world.send(ANNE, "Smoke comes out of tray 2.", message_id=ant)
    second = world.send(
        ANNE,
        "Smoke comes out of tray 2.",
        message_id=ant,
        to="support+urgent@example.com",
    )
    assert [one.code for one in first if one.to == ANNE] == ["C01"]
    assert second == ()
    assert len(world.facts.requests_of(ANNE, world.clock.now().replace(hour=0))) == 1
