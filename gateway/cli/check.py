"""``check``: everything that can be wrong with the configuration, by name."""

import os
import sys
from pathlib import Path

import click

from gateway.cli.opening import state
from gateway.cli.options import config_option
from gateway.wiring.checking import faults, remarks, warnings


@click.command()
@config_option
def check(config: Path | None) -> None:
    """Check the configuration: file, key and reason for each fault; exit 78."""
    settings, _ = state(config)
    for warning in warnings(settings):
        click.echo(f"warning: {warning}")
    for remark in remarks(settings):
        click.echo(remark)
    found = faults(settings)
    for fault in found:
        click.echo(str(fault))
    if found:
        sys.exit(os.EX_CONFIG)
    click.echo(f"{settings.file}: no faults")
