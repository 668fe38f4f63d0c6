"""``erase``: what is kept of a person is listed, and with --yes taken away."""

import os
import sys
from pathlib import Path

import click

from gateway.cli.opening import open_facts, open_spool, state
from gateway.cli.options import config_option
from gateway.desk.erasing import pseudonym, sweep
from gateway.desk.ports_erasing import Erasure, Holdings
from gateway.domain.people import SYSTEM, address
from gateway.runtime.clock import SystemClock
from gateway.store.erasing import StoredEraser
from gateway.store.files import ContentFiles
from gateway.wiring import values


@click.command()
@click.argument("who", metavar="ADDRESS")
@click.option("--yes", is_flag=True, help="Erase; else it is only listed.")
@config_option
def erase(config: Path | None, who: str, *, yes: bool) -> None:
    """Erase the personal data of a customer, and tell what was erased.

    Requests, record, mails, letters and files; what happened and when stays
    under a pseudonym, and the record's chain still holds. His requests must
    be over. Without --yes nothing is changed.
    """
    settings, where = state(config)
    person = address(who)
    if person in values.people(settings).members:
        click.echo(f"{who}: is of the people file", err=True)
        sys.exit(os.EX_DATAERR)
    facts, spool = open_facts(where), open_spool(where)
    eraser = StoredEraser(facts.database)
    found = eraser.holdings(person)
    _print(found)
    if found.open:
        click.echo(f"not over yet: {' '.join(found.open)}; close them first", err=True)
        sys.exit(os.EX_DATAERR)
    if not yes:
        click.echo("nothing was changed; add --yes to erase")
        sys.exit(os.EX_NOINPUT if found.is_nothing else 0)
    now, name = SystemClock().now(), pseudonym()
    eraser.erase(Erasure(who=person, by=SYSTEM, at=now, pseudonym=name))
    sweep(eraser, spool, ContentFiles(where.files))
    eraser.scour()
    click.echo(f"erased; what remains stands under {name}")


def _print(found: Holdings) -> None:
    click.echo(f"requests  {len(found.numbers):6}  {' '.join(found.numbers)}".rstrip())
    named = f"named in  {len(found.touched):6}  {' '.join(found.touched)}"
    click.echo(named.rstrip())
    for name in ("rows", "mails", "letters", "files"):
        click.echo(f"{name:<10}{getattr(found, name):6}")
