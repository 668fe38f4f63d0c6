"""An account of a token server, and a clock that a test moves."""

from datetime import UTC, datetime

from gateway.oauth.account import Flow, OAuthAccount
from gateway.oauth.endpoint import Endpoint
from tests.support.token_server import TokenServer

MORNING = datetime(2026, 11, 16, 1, 30, tzinfo=UTC)
DENIED = (400, {"error": "invalid_grant", "error_description": "revoked\nby hand"})
BUSY = (503, b"<html>come back</html>")


class Hands:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = MORNING

    def now(self) -> datetime:
        return self.at


def account(server: TokenServer, flow: Flow = Flow.DEVICE) -> OAuthAccount:
    endpoint = Endpoint(url=server.url, ca_file=server.ca_file)
    return OAuthAccount(
        name="mailbox",
        flow=flow,
        token=endpoint,
        device=endpoint,
        client_id="ant",
        client_secret="bee",  # noqa: S106 - of a test
        scope="mail offline_access",
    )
