"""Logging in on another device: a person types a short code there, we wait.

STANDARDS: RFC 8628.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from gateway.oauth.account import OAuthAccount
from gateway.oauth.endpoint import OAuthUnavailable
from gateway.oauth.tokens import Tokens, from_answer

GRANT = "urn:ietf:params:oauth:grant-type:device_code"
INTERVAL_SECONDS = 5.0
"""Between two questions, where the server does not say (§3.2); and what is added where
it asks for patience (§3.5)."""
INTERVAL_LIMIT_SECONDS = 60.0
LIFETIME_SECONDS = 900.0
"""Of a code, where the server does not say; and at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What to tell the person: the page, and the code to type there."""

    page: str
    code: str
    device_code: str = field(repr=False)
    interval_seconds: float
    lifetime_seconds: float


def invite(account: OAuthAccount) -> Invitation:
    """Begin. Raises :class:`OAuthUnavailable`."""
    if account.device is None:
        raise OAuthUnavailable(f"oauth {account.name}: no device-endpoint is set")
    answer = account.device.ask(
        {"client_id": account.client_id, "scope": account.scope}
    )
    page = _text(answer, "verification_uri") or _text(answer, "verification_url")
    code, device_code = _text(answer, "user_code"), _text(answer, "device_code")
    if not (page and code and device_code):
        raise OAuthUnavailable("the answer holds no code to type")
    return Invitation(
        page=page,
        code=code,
        device_code=device_code,
        interval_seconds=_number(answer, "interval", INTERVAL_SECONDS),
        lifetime_seconds=min(
            _number(answer, "expires_in", LIFETIME_SECONDS), LIFETIME_SECONDS
        ),
    )


def wait_for_login(
    account: OAuthAccount,
    invitation: Invitation,
    *,
    now: Callable[[], datetime],
    sleep: Callable[[float], object],
) -> Tokens:
    """Ask until the person is done. Raises :class:`OAuthUnavailable`."""
    waited, interval = 0.0, invitation.interval_seconds
    question = {
        "grant_type": GRANT,
        "device_code": invitation.device_code,
        "client_id": account.client_id,
        "client_secret": account.client_secret,
    }
    while waited < invitation.lifetime_seconds:
        sleep(interval)
        waited += interval
        try:
            tokens = from_answer(account.token.ask(question), now(), None)
        except OAuthUnavailable as error:
            if error.error == "slow_down":
                interval = min(interval + INTERVAL_SECONDS, INTERVAL_LIMIT_SECONDS)
            elif error.error not in {"authorization_pending", ""}:
                raise
            continue
        if not tokens.refresh:
            raise OAuthUnavailable(
                "the server gave no refresh token: ask for offline access in scope"
            )
        return tokens
    raise OAuthUnavailable("nobody typed the code in time", error="expired_token")


def _text(answer: Mapping[str, object], name: str) -> str:
    found = answer.get(name)
    text = found if isinstance(found, str) else ""
    return text if text.isprintable() and len(text) <= 4096 else ""  # noqa: PLR2004 (no code or page is so long)


def _number(answer: Mapping[str, object], name: str, otherwise: float) -> float:
    try:
        found = float(str(answer.get(name)))
    except ValueError:
        return otherwise
    return found if 0 < found < INTERVAL_LIMIT_SECONDS * 60 else otherwise
