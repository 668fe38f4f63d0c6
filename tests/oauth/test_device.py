"""A login on another device (RFC 8628)."""

import pytest

from gateway.oauth.device import Invitation, invite, wait_for_login
from gateway.oauth.endpoint import OAuthUnavailable
from gateway.oauth.tokens import Tokens
from tests.support.oauth import BUSY, Hands, account
from tests.support.token_server import TokenServer


def login(server: TokenServer, clock: Hands) -> tuple[Tokens, list[float]]:
    slept: list[float] = []
    made = account(server)
    invitation = invite(made)
    assert (invitation.page, invitation.code) == (
        "https://login.example/device",
        "ANT-BEE",
    )
    got = wait_for_login(made, invitation, now=clock.now, sleep=slept.append)
    return got, slept


def error(code: str) -> tuple[int, dict[str, str]]:
    return 400, {"error": code}


def test_a_device_login_waits_as_it_is_told(server: TokenServer, clock: Hands) -> None:
    first = server.answer({})
    server.asked.clear()
    server.answers = [
        first,
        error("authorization_pending"),
        error("slow_down"),
        BUSY,
    ]
    got, slept = login(server, clock)
    assert (got.access, got.refresh) == ("token-1", "refresh-1")
    assert slept == [1.0, 1.0, 6.0, 6.0]
    assert server.asked[-1]["device_code"] == "device-secret"


@pytest.mark.parametrize("code", ["access_denied", "expired_token", "invalid_client"])
def test_a_device_login_that_is_refused_ends(
    server: TokenServer, clock: Hands, code: str
) -> None:
    first = server.answer({})
    server.answers = [first, error(code)]
    with pytest.raises(OAuthUnavailable, match=code):
        login(server, clock)


def test_a_code_that_nobody_types_runs_out(server: TokenServer, clock: Hands) -> None:
    made = account(server)
    short = Invitation(
        page="https://login.example/device",
        code="A",
        device_code="d",
        interval_seconds=5,
        lifetime_seconds=12,
    )
    server.answers = [error("authorization_pending")] * 9
    with pytest.raises(OAuthUnavailable, match="in time"):
        wait_for_login(made, short, now=clock.now, sleep=lambda _: None)
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    "answer",
    [{}, {"user_code": "A", "device_code": "d"}, {"verification_uri": "a\nb"}],
)
def test_an_invitation_without_a_code_is_none(
    server: TokenServer, answer: dict[str, str]
) -> None:
    server.answers = [(200, answer)]
    with pytest.raises(OAuthUnavailable, match="no code"):
        invite(account(server))


def test_without_a_refresh_token_a_login_is_of_no_use(
    server: TokenServer, clock: Hands
) -> None:
    first = server.answer({})
    server.answers = [first, (200, {"access_token": "a", "expires_in": 60})]
    with pytest.raises(OAuthUnavailable, match="offline access"):
        login(server, clock)
