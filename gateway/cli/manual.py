"""``manual``: the manual of common questions, written now (R43)."""

from pathlib import Path

import click

from gateway.cli.opening import open_facts, state
from gateway.cli.options import config_option
from gateway.wiring import knowledge


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The folder for the files; it is made where it is missing.",
)
@config_option
def manual(config: Path | None, out: Path) -> None:
    """Write the manual of common questions, as HTML and PDF.

    It holds the published articles that customers may read, as they are
    now, and tells what changed this month. Without weasyprint: HTML alone.
    """
    settings, where = state(config)
    facts = open_facts(where)
    told, files = knowledge.manual_now(settings, facts)
    out.mkdir(parents=True, exist_ok=True)
    for file in files:
        (out / file.filename).write_bytes(file.content)
        click.echo(out / file.filename)
    pdf = any(file.filename.endswith(".pdf") for file in files)
    if files and not pdf:
        click.echo("no PDF could be typeset; the log says why", err=True)
    click.echo(f"edition {told.edition}: {told.entries} articles")
