"""``export``: the archive of a request, with all that is on record of it (R40)."""

import os
import sys
from pathlib import Path

import click

from gateway.cli.opening import open_facts, open_spool, state
from gateway.cli.options import config_option
from gateway.domain.people import Locale
from gateway.domain.request import RequestNumber
from gateway.runtime.clock import SystemClock
from gateway.store.register import StoredRegister
from gateway.wiring import papers


@click.command()
@click.argument("number")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The folder for the archive; it is made where it is missing.",
)
@click.option(
    "--language",
    type=click.Choice([str(locale) for locale in Locale]),
    help="Of the papers in it; else the request's own.",
)
@config_option
def export(config: Path | None, number: str, out: Path, language: str | None) -> None:
    """Write NUMBER.zip: papers, certificates, mails and letters of a request.

    Its manifest names each file with its SHA-256; see the command verify.
    """
    settings, where = state(config)
    register = StoredRegister(open_facts(where).database, open_spool(where).open)
    dossier = register.dossier(RequestNumber(number.upper()))
    if dossier is None:
        click.echo(f"{number}: there is no such request", err=True)
        sys.exit(os.EX_NOINPUT)
    locale = Locale(language) if language else dossier.request.locale
    content = papers.exported(settings, dossier, locale, SystemClock().now())
    out.mkdir(parents=True, exist_ok=True)
    file = out / f"{dossier.request.number}.zip"
    # It holds what customers wrote: for nobody else on this host.
    descriptor = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as sink:
        sink.write(content)
    click.echo(file)
