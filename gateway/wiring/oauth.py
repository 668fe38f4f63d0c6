"""The accounts of ``[[oauth]]``: the tokens that mailboxes and relays log in with."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from gateway.oauth.account import Flow, OAuthAccount, Provider
from gateway.oauth.endpoint import Endpoint
from gateway.runtime.clock import SystemClock
from gateway.settings import Fault, Settings, SettingsError, secret
from gateway.settings_schema import OAuth

Token = Callable[[], str]


def providers(settings: Settings, folder: Path) -> dict[str, Provider]:
    """One an account, by its name; ``folder`` holds their tokens. Raises SettingsError.

    Whoever asks for the tokens of an account asks the same provider.
    """
    found: dict[str, Provider] = {}
    for place, given in enumerate(settings.gateway.oauth):
        if given.name in found or not _is_name(given.name):
            reason = f"{given.name!r} is no name, or the name of two accounts"
            raise _fault(settings, f"oauth[{place}].name", reason)
        account = _account(settings, given, f"oauth[{place}]")
        found[given.name] = Provider(
            account=account, path=folder / f"{given.name}.json", now=SystemClock().now
        )
    return found


def credentials(
    settings: Settings,
    key: str,
    found: dict[str, Provider],
    *,
    password_file: str,
    oauth: str,
) -> tuple[str, Token | None]:
    """A password or a source of tokens, for what has to log in; never both."""
    if bool(password_file) == bool(oauth):
        reason = "set one of password-file and oauth"
        raise _fault(settings, f"{key}.password-file", reason)
    if password_file:
        return secret(password_file, f"{key}.password-file", settings.file), None
    if oauth not in found:
        raise _fault(settings, f"{key}.oauth", f"there is no [[oauth]] named {oauth!r}")
    return "", found[oauth].token


def _account(settings: Settings, given: OAuth, key: str) -> OAuthAccount:
    flow = Flow(given.flow)
    if flow is Flow.CLIENT_CREDENTIALS and not given.client_secret_file:
        reason = "client-credentials need the secret of the application"
        raise _fault(settings, f"{key}.client-secret-file", reason)
    held = ""
    if given.client_secret_file:
        held = secret(
            given.client_secret_file, f"{key}.client-secret-file", settings.file
        )
    at = partial(Endpoint, ca_file=Path(given.ca_file) if given.ca_file else None)
    try:
        return OAuthAccount(
            name=given.name,
            flow=flow,
            token=at(url=given.token_endpoint),
            device=at(url=given.device_endpoint) if given.device_endpoint else None,
            client_id=given.client_id,
            client_secret=held,
            scope=given.scope,
        )
    except ValueError as error:
        raise _fault(settings, f"{key}.token-endpoint", str(error)) from error


def _is_name(text: str) -> bool:
    return text.replace("-", "").isalnum() and text.isascii()


def _fault(settings: Settings, key: str, reason: str) -> SettingsError:
    return SettingsError(Fault(str(settings.file), key, reason))
