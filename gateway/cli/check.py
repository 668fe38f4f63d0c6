"""``check``: everything that can be wrong, by name; with ``--connect`` also outside."""

import os
import sys
from datetime import timedelta
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from gateway.cli.opening import state
from gateway.cli.options import config_option
from gateway.settings import Settings
from gateway.wiring.checking import faults, remarks, warnings
from gateway.wiring.connecting import tried
from gateway.wiring.rooms import Places
from gateway.wiring.tried import Result

STYLES = {Result.FINE: "green", Result.CAREFUL: "yellow", Result.FAULT: "red"}


@click.command()
@click.option(
    "--connect",
    is_flag=True,
    help="Log in everywhere, mail ourselves, ask the DNS; exit 69 on a fault.",
)
@click.option(
    "--wait",
    default=60,
    show_default=True,
    type=click.IntRange(1, 3600),
    help="Seconds for the mail to ourselves.",
)
@config_option
def check(config: Path | None, *, connect: bool, wait: int) -> None:
    """Check the configuration: file, key and reason for each fault; exit 78."""
    settings, where = state(config)
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
    if connect and not _connected(settings, where, timedelta(seconds=wait)):
        sys.exit(os.EX_UNAVAILABLE)


def _shown(text: str) -> str:
    """What a server said is for the eyes of a person, not for the terminal."""
    return escape("".join(c if c.isprintable() else "?" for c in text))


def _connected(settings: Settings, where: Places, wait: timedelta) -> bool:
    """Print what was tried; whether nothing failed."""
    table = Table("what", "result", "told", "what to do")
    fine = True
    for one in tried(settings, where, wait):
        result = f"[{STYLES[one.result]}]{one.result}[/]"
        table.add_row(_shown(one.what), result, _shown(one.told), _shown(one.mend))
        fine = fine and one.result is not Result.FAULT
    Console().print(table)
    return fine
