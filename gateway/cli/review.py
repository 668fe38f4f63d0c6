"""``review``: the figures of a month, as the monthly letter tells them (R44)."""

from pathlib import Path

import click

from gateway.cli.opening import open_facts, state
from gateway.cli.options import config_option
from gateway.wiring import told_now


@click.command()
@click.argument("month")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder for its files: charts, table, PDF.",
)
@config_option
def review(config: Path | None, month: str, out: Path | None) -> None:
    """Print the review of MONTH (2026-10), and write its files with --out.

    Nothing is mailed. The figures of a month that is over are counted once
    and kept; a month that is not over is counted anew each time.
    """
    settings, where = state(config)
    try:
        text, files = told_now.review_now(settings, open_facts(where), month)
    except ValueError as error:
        raise click.BadParameter(f"{month!r} is no month like 2026-10") from error
    click.echo(text)
    if out is None:
        return
    out.mkdir(parents=True, exist_ok=True)
    for file in files:
        (out / file.filename).write_bytes(file.content)
        click.echo(out / file.filename, err=True)
