"""``run``: the daemon in the foreground."""

import os
import sys
from pathlib import Path

import click

from gateway.cli.options import config_option
from gateway.settings import Settings, load
from gateway.wiring.daemon import AlreadyRunning, daemon, open_log


@click.command()
@config_option
def run(config: Path | None) -> None:
    """Take mail in, work on it, send letters, until SIGTERM or Ctrl-C."""
    settings = load(config)
    open_log(settings)
    try:
        built = daemon(settings, ready=lambda: _tell(settings))
    except AlreadyRunning as error:
        click.echo(f"ticket-gateway: {error}", err=True)
        sys.exit(os.EX_TEMPFAIL)
    except OSError as error:
        click.echo(f"ticket-gateway: cannot use {settings.state}: {error}", err=True)
        sys.exit(os.EX_CANTCREAT)
    try:
        built.run()
    except OSError as error:
        where = f"{settings.gateway.smtp.host}:{settings.gateway.smtp.port}"
        reason = f"cannot listen on {where}: {error.strerror or error}"
        click.echo(f"ticket-gateway: {reason}", err=True)
        sys.exit(os.EX_OSERR)


def _tell(settings: Settings) -> None:
    given = settings.gateway
    support = given.support.address
    for line in (*_ways_in(settings), _way_out(settings)):
        click.echo(line)
    if given.smtp.enabled and given.smtp.host in {"127.0.0.1", "localhost", "::1"}:
        click.echo("")
        click.echo("A first mail to try, from another terminal:")
        click.echo("")
        click.echo(f"  {_first_mail(support, given.smtp.host, given.smtp.port)}")
        click.echo("")


def _ways_in(settings: Settings) -> list[str]:
    given = settings.gateway
    said = []
    if given.smtp.enabled:
        said.append(
            f"Listening for mail to {given.support.address} "
            f"on {given.smtp.host}:{given.smtp.port} (SMTP)."
        )
    said += [
        f"Reading the mailbox {box.user} on {box.host}:{box.port} (IMAP)."
        for box in given.imap
    ]
    return said


def _way_out(settings: Settings) -> str:
    relay = settings.gateway.relay
    if relay.host:
        return f"Letters go to the relay {relay.host}:{relay.port}."
    return f"Letters go into the Maildir {settings.state / 'outgoing'}."


def _first_mail(support: str, host: str, port: int) -> str:
    """One command that needs nothing but Python."""
    message = (
        f"From: Anne <anne@customer.example>\\r\\nTo: {support}\\r\\n"
        "Subject: Cannot log in\\r\\nMessage-ID: <ant@customer.example>\\r\\n\\r\\n"
        "The login page says: connection timed out.\\r\\nUrgency: medium\\r\\n"
    )
    return (
        f'python3 -c \'import smtplib; smtplib.SMTP("{host}", {port}).sendmail('
        f'"anne@customer.example", ["{support}"], "{message}")\''
    )
