"""An account at an authorization server, and the access token of the moment.

STANDARDS: RFC 6749 §4.4 (client credentials), §6 (refreshing).
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from gateway import maillog
from gateway.oauth.endpoint import Endpoint, OAuthUnavailable
from gateway.oauth.tokens import (
    Tokens,
    alone,
    from_answer,
    note_trouble,
    read_tokens,
    read_trouble,
    write_tokens,
)

EARLY = timedelta(minutes=5)
"""So long before its end an access token is renewed."""
PAUSE = timedelta(minutes=1)
"""After a failure nobody asks again for so long."""
PAUSE_OF_DEAD = timedelta(minutes=15)
"""The same, where the server said that asking is of no use."""
WARNING = timedelta(days=7)
"""So long before the end of a refresh token people are told."""

DISUSE: Mapping[str, timedelta] = MappingProxyType(
    {
        "login.microsoftonline.com": timedelta(days=90),
        "oauth2.googleapis.com": timedelta(days=180),
    }
)
"""After so long without use a provider lets a refresh token die, by its own word.
Each renewal is a use: it matters for an account whose server is never asked."""
DISUSE_ELSEWHERE = timedelta(days=90)

DEAD = frozenset(
    {"invalid_grant", "invalid_client", "unauthorized_client", "access_denied"}
)
"""Errors that no waiting mends (RFC 6749 §5.2)."""


class Flow(StrEnum):
    DEVICE = "device"
    CLIENT_CREDENTIALS = "client-credentials"


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthAccount:
    """What the operator registered. ``device`` is where a device login begins."""

    name: str
    flow: Flow
    token: Endpoint
    device: Endpoint | None
    client_id: str
    client_secret: str = field(default="", repr=False)
    scope: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why an account works no more, or will not: ``since`` when it matters."""

    reason: str
    since: datetime


@dataclass(slots=True, kw_only=True)
class Provider:
    """Gives the access token of one account to any thread; one renews at a time."""

    account: OAuthAccount
    path: Path
    now: Callable[[], datetime]
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)
    _failed: OAuthUnavailable | None = field(default=None, init=False)
    _failed_at: datetime | None = field(default=None, init=False)

    def token(self) -> str:
        """An access token that is good for minutes.

        Raises :class:`OAuthUnavailable`, an :class:`OSError`.
        """
        with self._lock:
            now, tokens = self.now(), read_tokens(self.path)
            if tokens and now < tokens.expires_at - EARLY:
                self._failed = self._failed_at = None
                return tokens.access
            with alone(self.path):
                return self._current(now)

    def _current(self, now: datetime) -> str:
        """As ``token``; another process may have renewed it while we waited."""
        tokens = read_tokens(self.path)
        if tokens and now < tokens.expires_at - EARLY:
            self._failed = self._failed_at = None
            return tokens.access
        try:
            return self._renewed(tokens, now).access
        except OAuthUnavailable as error:
            if tokens and now < tokens.expires_at and error.error not in DEAD:
                return tokens.access
            raise

    def trouble(self) -> Trouble | None:
        """What an operator has to know of: a token that is dead, or soon will be.

        Asks nobody: it tells how the latest question of any process went.
        """
        now = self.now()
        try:
            tokens, failed = read_tokens(self.path), read_trouble(self.path)
        except OAuthUnavailable as error:
            return Trouble(reason=str(error), since=now)
        if failed:
            return Trouble(reason=failed[1], since=failed[0])
        if self.account.flow is Flow.DEVICE and (tokens is None or not tokens.refresh):
            return Trouble(reason="nobody has logged in yet", since=now)
        ends = tokens.refresh_expires_at if tokens else None
        if ends is not None and ends - now <= WARNING:
            return Trouble(reason="its refresh token ends", since=ends)
        unused = self._dies_unused(tokens)
        if unused is not None and unused - now <= WARNING:
            return Trouble(reason="its refresh token dies unused", since=unused)
        return None

    def _dies_unused(self, tokens: Tokens | None) -> datetime | None:
        """When the provider forgets a refresh token that nobody uses."""
        if tokens is None or not tokens.refresh:
            return None
        host = urlsplit(self.account.token.url).hostname or ""
        return tokens.refreshed_at + DISUSE.get(host, DISUSE_ELSEWHERE)

    def ends(self) -> datetime | None:
        """When a person has to log in again; None where the provider does not say.

        Raises :class:`OAuthUnavailable`.
        """
        tokens = read_tokens(self.path)
        return tokens.refresh_expires_at if tokens else None

    def _renewed(self, tokens: Tokens | None, now: datetime) -> Tokens:
        failed, at = self._failed, self._failed_at
        if failed and at and not (tokens and tokens.refreshed_at > at):
            pause = PAUSE_OF_DEAD if failed.error in DEAD else PAUSE
            if now - at < pause:
                raise failed
        try:
            answer = self.account.token.ask(self._question(tokens))
            renewed = from_answer(answer, now, tokens)
            write_tokens(self.path, renewed)
        except OSError as error:
            raise self._noted(error, now) from error
        self._failed = self._failed_at = None
        return renewed

    def _noted(self, error: OSError, now: datetime) -> OAuthUnavailable:
        """The failure, remembered: for a while nobody asks, and people are told."""
        failed = (
            error
            if isinstance(error, OAuthUnavailable)
            else OAuthUnavailable(str(error))
        )
        if not self._passes(failed, now) and not read_trouble(self.path):
            note_trouble(self.path, str(failed), now)
        self._failed, self._failed_at = failed, now
        maillog.unavailable(f"oauth {self.account.name}", str(failed))
        return failed

    def _passes(self, failed: OAuthUnavailable, now: datetime) -> bool:
        """Whether it may mend itself while the access token that we have is good.

        What the server says is told at once: no waiting mends a dead token.
        """
        try:
            tokens = read_tokens(self.path)
        except OAuthUnavailable:
            return False
        return not failed.error and tokens is not None and now < tokens.expires_at

    def _question(self, tokens: Tokens | None) -> Mapping[str, str]:
        account = self.account
        who = {
            "client_id": account.client_id,
            "client_secret": account.client_secret,
            "scope": account.scope,
        }
        if account.flow is Flow.CLIENT_CREDENTIALS:
            return {"grant_type": "client_credentials", **who}
        if tokens is None or not tokens.refresh:
            reason = f'nobody has logged in: run "oauth login {account.name}"'
            raise OAuthUnavailable(reason, error="invalid_grant")
        return {
            "grant_type": "refresh_token",
            "refresh_token": tokens.refresh,
            **who,
        }
