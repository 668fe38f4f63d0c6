"""``dkim``: the DNS record with which our letters' signatures are checked."""

from pathlib import Path

import click

from gateway.cli.opening import state
from gateway.cli.options import config_option
from gateway.wiring import signing


@click.command()
@config_option
def dkim(config: Path | None) -> None:
    """Print the line of the DNS zone that publishes the key of dkim.key-file.

    Publish it before letters are signed: receivers look the key up.
    """
    settings, _ = state(config)
    click.echo(signing.published(settings))
