"""``oauth``: the accounts that log in with tokens: log in, look, forget."""

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from gateway.cli.opening import state
from gateway.cli.options import config_option
from gateway.oauth.account import Flow, Provider
from gateway.oauth.device import invite, wait_for_login
from gateway.oauth.endpoint import OAuthUnavailable
from gateway.oauth.tokens import Tokens, alone, clear_trouble, read_tokens, write_tokens
from gateway.runtime.clock import SystemClock
from gateway.wiring.oauth import providers


@click.group()
def oauth() -> None:
    """Accounts of [[oauth]] that mailboxes and the relay log in with."""


@oauth.command()
@click.argument("name")
@click.option(
    "--refresh-token",
    is_flag=True,
    help="Read a refresh token that you have from standard input.",
)
@config_option
def login(config: Path | None, name: str, *, refresh_token: bool) -> None:
    """Log the account NAME in, once; the gateway renews its tokens from then on.

    A page and a short code are printed: open the page anywhere, type the code, and
    agree as the user of the mailbox. Exit 1 where it is refused, or too late.
    """
    provider = _provider(config, name)
    if provider.account.flow is Flow.CLIENT_CREDENTIALS:
        raise click.ClickException(f"{name} logs in with its client secret by itself")
    try:
        tokens = _given(provider) if refresh_token else _logged_in(provider)
        with alone(provider.path):
            write_tokens(provider.path, tokens)
        provider.token()
    except OSError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name}: logged in")


def _given(provider: Provider) -> Tokens:
    """The tokens that a refresh token gives; one that gives none changes nothing."""
    text = sys.stdin.readline().strip()
    if not text:
        raise click.ClickException("there is no token on standard input")
    now = SystemClock().now()
    given = Tokens(access="-", expires_at=now, refresh=text, refreshed_at=now)
    with TemporaryDirectory() as folder:
        trial = replace(provider, path=Path(folder) / "trial.json")
        write_tokens(trial.path, given)
        trial.token()
        return read_tokens(trial.path) or given


def _logged_in(provider: Provider) -> Tokens:
    invitation = invite(provider.account)
    click.echo(f"Open  {invitation.page}\nType  {invitation.code}\nWaiting ...")
    clock, pause = SystemClock(), Event().wait
    return wait_for_login(provider.account, invitation, now=clock.now, sleep=pause)


@oauth.command()
@config_option
def status(config: Path | None) -> None:
    """Print each account with how long its tokens are good. Exit 1 where one fails."""
    settings, where = state(config)
    table = Table("account", "flow", "access until", "refreshed", "state")
    fine = True
    for name, provider in providers(settings, where.oauth).items():
        until = refreshed = "-"
        try:
            tokens = read_tokens(provider.path)
            if tokens:
                until = _moment(tokens.expires_at)
                refreshed = _moment(tokens.refreshed_at)
            provider.token()
            trouble = provider.trouble()
            told = f"{trouble.reason} ({_moment(trouble.since)})" if trouble else "fine"
        except OAuthUnavailable as error:
            fine, told = False, str(error)
        table.add_row(name, provider.account.flow, until, refreshed, escape(told))
    Console().print(table)
    sys.exit(0 if fine else 1)


@oauth.command()
@click.argument("name")
@config_option
def forget(config: Path | None, name: str) -> None:
    """Forget the tokens of the account NAME; revoke them at the provider yourself."""
    provider = _provider(config, name)
    with alone(provider.path):
        provider.path.unlink(missing_ok=True)
        clear_trouble(provider.path)
    click.echo(f"{name}: forgotten")


def _provider(config: Path | None, name: str) -> Provider:
    settings, where = state(config)
    found = providers(settings, where.oauth)
    if name not in found:
        known = ", ".join(found) or "none"
        raise click.ClickException(f"there is no account {name!r}; known: {known}")
    return found[name]


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
