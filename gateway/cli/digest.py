"""``digest``: what the members of the team would be told now (S16)."""

from pathlib import Path

import click

from gateway.cli.opening import open_facts, state
from gateway.cli.options import config_option
from gateway.wiring import told_now


@click.command()
@click.argument("who", required=False, default="")
@config_option
def digest(config: Path | None, who: str) -> None:
    """Print today's digest of WHO, or of everybody who has something to do.

    WHO is an address, a name or a staff number of people.toml. Nothing is
    mailed. Exit 1 where there is nobody of that name.
    """
    settings, where = state(config)
    letters = told_now.digest_texts(settings, open_facts(where), who)
    if who and not letters:
        raise click.ClickException(f"people.toml has nobody called {who!r}")
    for name, text in letters:
        click.echo(f"--- {name}")
        click.echo(text)
    if not letters:
        click.echo("nobody has anything to do")
