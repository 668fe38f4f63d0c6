"""The tokens of one account, in a file that only we can read."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from gateway.oauth.endpoint import OAuthUnavailable
from gateway.safeio import sync_folder, write_synced

LIFETIME = timedelta(hours=1)
"""Of an access token, where the server does not say (RFC 6749 §5.1)."""
LIFETIME_LIMIT = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """``refresh`` is empty where the flow needs none; ``refreshed_at`` is its age."""

    access: str = field(repr=False)
    expires_at: datetime
    refresh: str = field(default="", repr=False)
    refresh_expires_at: datetime | None = None
    refreshed_at: datetime


def from_answer(
    answer: Mapping[str, object], now: datetime, before: Tokens | None
) -> Tokens:
    """Read a token endpoint's answer; a refresh token that it keeps to itself stays.

    Raises :class:`OAuthUnavailable`.
    """
    access = answer.get("access_token")
    if not isinstance(access, str) or not access or not access.isascii():
        raise OAuthUnavailable("the answer holds no access token")
    refresh = answer.get("refresh_token")
    renewed = isinstance(refresh, str) and bool(refresh)
    ends = _span(answer.get("refresh_token_expires_in"))
    kept = before.refresh_expires_at if before and not renewed else None
    return Tokens(
        access=access,
        expires_at=now + (_span(answer.get("expires_in")) or LIFETIME),
        refresh=str(refresh) if renewed else before.refresh if before else "",
        refresh_expires_at=now + ends if ends else kept,
        refreshed_at=now,
    )


def _span(value: object) -> timedelta | None:
    try:
        seconds = float(str(value))
    except ValueError:
        return None
    within = 0 < seconds <= LIFETIME_LIMIT.total_seconds()
    return timedelta(seconds=seconds) if within else None


def read_tokens(path: Path) -> Tokens | None:
    """None where there are none yet. Raises :class:`OAuthUnavailable`."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        ends = found["refresh_expires_at"]
        return Tokens(
            access=str(found["access"]),
            expires_at=_moment(found["expires_at"]),
            refresh=str(found["refresh"]),
            refresh_expires_at=_moment(ends) if ends else None,
            refreshed_at=_moment(found["refreshed_at"]),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise OAuthUnavailable(f"{path}: cannot be read: {error}") from error


def write_tokens(path: Path, tokens: Tokens) -> None:
    """All at once, for us alone; trouble with those before is past.

    Raises :class:`OSError`.
    """
    ends = tokens.refresh_expires_at
    content = json.dumps(
        {
            "access": tokens.access,
            "expires_at": tokens.expires_at.isoformat(),
            "refresh": tokens.refresh,
            "refresh_expires_at": ends.isoformat() if ends else "",
            "refreshed_at": tokens.refreshed_at.isoformat(),
        }
    )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.unlink(missing_ok=True)
    write_synced(beside, content.encode(), os.O_CREAT | os.O_EXCL, 0o600)
    beside.replace(path)
    sync_folder(path.parent)
    clear_trouble(path)


def note_trouble(path: Path, reason: str, at: datetime) -> None:
    """Leave word for other processes that renewing fails; never raises."""
    with suppress(OSError):
        path.with_suffix(".trouble").write_text(
            f"{at.isoformat()} {reason}\n", encoding="utf-8"
        )


def clear_trouble(path: Path) -> None:
    with suppress(OSError):
        path.with_suffix(".trouble").unlink(missing_ok=True)


def read_trouble(path: Path) -> tuple[datetime, str] | None:
    """Since when renewing fails, and why; None where it does not."""
    try:
        text = path.with_suffix(".trouble").read_text(encoding="utf-8")
        moment, _, reason = text.strip().partition(" ")
        return _moment(moment), reason
    except (OSError, ValueError):
        return None


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """While no other process renews these tokens: a refresh token may be good once."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path.with_suffix(".lock"), os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise OAuthUnavailable(f"{path}: {error}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
