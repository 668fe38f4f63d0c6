"""Tokens are renewed in time, kept when that fails, and asked for by one at a time."""

import contextlib
import socket
import ssl
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gateway.oauth.account import (
    EARLY,
    PAUSE,
    PAUSE_OF_DEAD,
    Flow,
    Provider,
    Trouble,
)
from gateway.oauth.endpoint import Endpoint, OAuthUnavailable
from gateway.oauth.tokens import Tokens, read_tokens, write_tokens
from tests.support.oauth import BUSY, DENIED, MORNING, Hands, account
from tests.support.servers.certificate import make_certificate
from tests.support.token_server import TokenServer


def provider(
    server: TokenServer, clock: Hands, folder: Path, flow: Flow = Flow.DEVICE
) -> Provider:
    found = Provider(
        account=account(server, flow), path=folder / "oauth" / "m.json", now=clock.now
    )
    if flow is Flow.DEVICE:
        write_tokens(found.path, tokens(MORNING))
    return found


def tokens(expires_at: datetime, **more: datetime) -> Tokens:
    return Tokens(
        access="old",
        expires_at=expires_at,
        refresh="refresh-0",
        refreshed_at=MORNING - timedelta(hours=1),
        refresh_expires_at=more.get("refresh_expires_at"),
    )


def test_a_token_is_renewed_minutes_before_its_end_and_kept_until_then(
    server: TokenServer, clock: Hands, tmp_path: Path
) -> None:
    found = provider(server, clock, tmp_path)
    assert found.token() == "token-1"
    assert server.asked[0] == {
        "grant_type": "refresh_token",
        "refresh_token": "refresh-0",
        "client_id": "ant",
        "client_secret": "bee",
        "scope": "mail offline_access",
    }
    clock.at += timedelta(hours=1) - EARLY - timedelta(seconds=1)
    assert found.token() == "token-1"
    clock.at += timedelta(seconds=1)
    assert found.token() == "token-2"
    # The refresh token that came with the last one is the one that counts.
    assert "refresh-1" in server.asked[1].values()
    assert found.path.stat().st_mode & 0o077 == 0
    assert found.trouble() is None


def test_client_credentials_need_no_person(
    server: TokenServer, clock: Hands, tmp_path: Path
) -> None:
    found = provider(server, clock, tmp_path, Flow.CLIENT_CREDENTIALS)
    assert found.trouble() is None
    assert found.token() == "token-1"
    assert server.asked[0]["grant_type"] == "client_credentials"


def test_while_the_server_is_away_the_old_token_is_used_to_its_end(
    server: TokenServer, clock: Hands, tmp_path: Path
) -> None:
    found = provider(server, clock, tmp_path)
    write_tokens(found.path, tokens(MORNING + timedelta(minutes=3)))
    server.answers = [BUSY]
    assert found.token() == "old"
    clock.at += timedelta(minutes=3)
    server.answers = [BUSY]
    with pytest.raises(OSError, match="HTTP 503"):
        found.token()
    assert len(server.asked) == 2
    with pytest.raises(OSError, match="HTTP 503"):
        found.token()
    assert len(server.asked) == 2  # nobody is asked again at once
    clock.at += PAUSE
    assert found.token() == "token-1"
    assert found.trouble() is None


def test_a_dead_token_is_told_and_not_tried_again_and_again(
    server: TokenServer, clock: Hands, tmp_path: Path
) -> None:
    found = provider(server, clock, tmp_path)
    server.answers = [DENIED]
    with pytest.raises(OAuthUnavailable, match="invalid_grant revoked by hand"):
        found.token()
    clock.at += PAUSE_OF_DEAD - timedelta(seconds=1)
    with pytest.raises(OAuthUnavailable):
        found.token()
    assert len(server.asked) == 1
    # Another process of ours knows of it, too.
    other = Provider(account=found.account, path=found.path, now=clock.now)
    trouble = other.trouble()
    assert trouble is not None
    assert trouble.since == MORNING
    assert "invalid_grant" in trouble.reason
    # Somebody has logged in again: there is no need to wait.
    write_tokens(
        found.path,
        Tokens(
            access="-",
            expires_at=clock.at,
            refresh="new",
            refreshed_at=clock.at,
        ),
    )
    assert found.token() == "token-1"
    assert "new" in server.asked[-1].values()
    assert other.trouble() is None


def test_a_new_login_ends_the_trouble_at_once(
    server: TokenServer, clock: Hands, tmp_path: Path
) -> None:
    found = provider(server, clock, tmp_path)
    server.answers = [DENIED]
    with pytest.raises(OAuthUnavailable):
        found.token()
    write_tokens(found.path, tokens(clock.at + timedelta(hours=1)))
    assert found.trouble() is None
    assert found.token() == "old"


def test_a_second_failure_is_told_though_another_process_renewed_in_between(
    server: TokenServer, clock: Hands, tmp_path: Path
) -> None:
    found = provider(server, clock, tmp_path)
    other = Provider(account=found.account, path=found.path, now=clock.now)
    server.answers = [BUSY]
    with pytest.raises(OAuthUnavailable):
        found.token()
    clock.at += 2 * PAUSE
    assert (other.token(), found.token()) == ("token-1", "token-1")
    assert found.trouble() is None
    clock.at += timedelta(hours=2)
    server.answers = [DENIED]
    with pytest.raises(OAuthUnavailable):
        found.token()
    trouble = other.trouble()
    assert trouble is not None
    assert trouble.since == clock.at


def test_nobody_has_logged_in(
    server: TokenServer, clock: Hands, tmp_path: Path
) -> None:
    found = provider(server, clock, tmp_path)
    found.path.unlink()
    trouble = found.trouble()
    assert trouble is not None
    assert trouble.reason == "nobody has logged in yet"
    with pytest.raises(OAuthUnavailable, match="oauth login mailbox"):
        found.token()
    assert server.asked == []


def test_a_refresh_token_that_ends_is_told_a_week_before(
    server: TokenServer, clock: Hands, tmp_path: Path
) -> None:
    found = provider(server, clock, tmp_path)
    ends = MORNING + timedelta(days=8)
    write_tokens(
        found.path, tokens(MORNING + timedelta(hours=1), refresh_expires_at=ends)
    )
    assert found.trouble() is None
    clock.at += timedelta(days=1)
    trouble = found.trouble()
    assert trouble is not None
    assert trouble.since == ends


def test_a_fault_that_may_pass_is_told_once_the_old_token_has_ended(
    server: TokenServer, clock: Hands, tmp_path: Path
) -> None:
    found = provider(server, clock, tmp_path)
    write_tokens(found.path, tokens(MORNING + timedelta(minutes=3)))
    server.answers = [BUSY, BUSY]
    assert found.token() == "old"
    assert found.trouble() is None
    clock.at += timedelta(minutes=3)
    with pytest.raises(OSError, match="HTTP 503"):
        found.token()
    trouble = found.trouble()
    assert trouble is not None
    assert "HTTP 503" in trouble.reason


def test_what_the_server_says_is_told_while_the_old_token_is_good(
    server: TokenServer, clock: Hands, tmp_path: Path
) -> None:
    found = provider(server, clock, tmp_path)
    write_tokens(found.path, tokens(MORNING + timedelta(minutes=3)))
    server.answers = [DENIED]
    with pytest.raises(OAuthUnavailable):
        found.token()
    trouble = found.trouble()
    assert trouble is not None
    assert trouble.since == MORNING


@pytest.mark.parametrize(
    ("host", "days"),
    [
        ("login.microsoftonline.com", 90),
        ("oauth2.googleapis.com", 180),
        ("login.example", 90),
    ],
)
def test_a_refresh_token_that_nobody_uses_is_told_a_week_before_it_dies(
    server: TokenServer, clock: Hands, tmp_path: Path, host: str, days: int
) -> None:
    found = provider(server, clock, tmp_path)
    endpoint = replace(found.account.token, url=f"https://{host}/token")
    found = replace(found, account=replace(found.account, token=endpoint))
    dies = MORNING - timedelta(hours=1) + timedelta(days=days)
    clock.at = dies - timedelta(days=7, seconds=1)
    assert found.trouble() is None
    clock.at = dies - timedelta(days=7)
    assert found.trouble() == Trouble(
        reason="its refresh token dies unused", since=dies
    )


def test_many_threads_that_ask_at_once_renew_once(
    server: TokenServer, clock: Hands, tmp_path: Path
) -> None:
    found = provider(server, clock, tmp_path)
    other = Provider(account=found.account, path=found.path, now=clock.now)
    got: list[str] = []
    threads = [
        threading.Thread(target=lambda one=one: got.append(one.token()))
        for one in (found, other) * 4
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert got == ["token-1"] * 8
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((200, {}), "no access token"),
        ((200, {"access_token": "a\u00e9"}), "no access token"),
        ((200, b"[1]"), "no JSON object"),
        ((200, b"no json"), "Expecting value"),
        ((200, b" " * 70_000), "too long"),
        ((302, {"access_token": "evil"}), "HTTP 302"),
        ((401, {"error": "invalid_client"}), "invalid_client"),
        ((500, b""), "HTTP 500"),
    ],
)
def test_an_answer_that_is_no_token_is_told(
    server: TokenServer,
    clock: Hands,
    tmp_path: Path,
    answer: tuple[int, bytes],
    told: str,
) -> None:
    found = provider(server, clock, tmp_path)
    server.answers = [answer]
    with pytest.raises(OAuthUnavailable, match=told):
        found.token()
    assert len(server.asked) == 1


def test_a_server_without_a_good_certificate_is_told_no_secret(
    server: TokenServer, clock: Hands, tmp_path: Path
) -> None:
    found = provider(server, clock, tmp_path)
    endpoint = Endpoint(url=server.url)
    with pytest.raises(OAuthUnavailable, match="CERTIFICATE_VERIFY_FAILED"):
        endpoint.ask({"client_secret": "bee"})
    assert server.asked == []
    assert read_tokens(found.path) is not None


def test_a_server_that_drips_is_left_when_the_time_is_up(tmp_path: Path) -> None:
    made = make_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.certificate, made.key)
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection = context.wrap_socket(listener.accept()[0], server_side=True)
            connection.recv(4096)
            with connection, contextlib.suppress(OSError):
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n")
                while not over.wait(0.2):
                    connection.sendall(b" ")

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        slow = Endpoint(url=url, ca_file=made.certificate, timeout_seconds=1)
        with pytest.raises(OAuthUnavailable, match="takes too long"):
            slow.ask({"a": "b"})
        over.set()
        thread.join(20)


@pytest.mark.parametrize("url", ["http://127.0.0.1/t", "https://", "ftp://a/b", "x"])
def test_an_address_that_is_not_https_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        Endpoint(url=url)


def test_tokens_that_cannot_be_read_are_told(
    server: TokenServer, clock: Hands, tmp_path: Path
) -> None:
    found = provider(server, clock, tmp_path)
    found.path.write_text("{}", encoding="utf-8")
    with pytest.raises(OAuthUnavailable, match="cannot be read"):
        found.token()
    assert found.trouble() is not None
