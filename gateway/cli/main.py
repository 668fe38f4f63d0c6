"""The operator's door: one command a file, sysexits(3) codes, plain output."""

import os
import sys

import click

from gateway import __version__
from gateway.cli import (
    audit,
    check,
    demo,
    ingest,
    parse,
    queue,
    request,
    run,
    worker,
)
from gateway.desk.ports import SpoolUnavailable, StoreUnavailable
from gateway.settings import SettingsError


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="ticket-gateway")
def cli() -> None:
    """A ticket desk that is worked entirely by e-mail."""


for _command in (
    run.run,
    check.check,
    queue.queue,
    request.request,
    ingest.ingest,
    parse.parse_command,
    audit.audit,
    demo.demo,
    worker.desk_worker,
):
    cli.add_command(_command)


def main() -> None:
    """Run one command; expected trouble is one line and a sysexits code."""
    try:
        cli()
    except SettingsError as error:
        for fault in error.faults:
            click.echo(f"ticket-gateway: {fault}", err=True)
        sys.exit(os.EX_CONFIG)
    except (SpoolUnavailable, StoreUnavailable) as error:
        click.echo(f"ticket-gateway: {error}", err=True)
        sys.exit(os.EX_TEMPFAIL)
