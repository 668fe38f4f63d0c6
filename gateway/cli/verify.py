"""``verify``: whether a certificate or an archive is ours, whole and not revoked."""

import os
import sys
from pathlib import Path

import click

from gateway.cli.opening import open_facts, open_spool, state
from gateway.cli.options import config_option
from gateway.papers.verifying import FILE_LIMIT_BYTES
from gateway.store.register import StoredRegister
from gateway.wiring import papers


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@config_option
def verify(config: Path | None, file: Path) -> None:
    """Tell whether FILE, a certificate or an archive, is what was sent.

    Is every byte as it was, who sealed it, is it on record here, has it been
    revoked? Exit 0 where all is well; 1 where anything is not.
    """
    if file.stat().st_size > FILE_LIMIT_BYTES:
        click.echo(f"{file}: larger than {FILE_LIMIT_BYTES} bytes", err=True)
        sys.exit(os.EX_DATAERR)
    content = file.read_bytes()
    settings, where = state(config)
    register = StoredRegister(open_facts(where).database, open_spool(where).open)
    found = papers.verifier(settings, register).verify(content)
    for fact in found.facts:
        click.echo(fact)
    for fault in found.faults:
        click.echo(f"FAULT {fault}")
    click.echo("not valid" if found.faults else "valid")
    sys.exit(1 if found.faults else 0)
