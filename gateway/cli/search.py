"""``search``: requests and articles that hold the words, as the operator sees them."""

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.table import Table

from gateway.cli.opening import open_facts, state
from gateway.cli.options import config_option
from gateway.domain.findable import COUNT_LIMIT, HITS_LIMIT, Found
from gateway.wiring import knowledge, values

PIPED_COLUMNS = 200


@click.command()
@click.argument("words", nargs=-1)
@click.option("--limit", type=click.IntRange(1, HITS_LIMIT), default=20)
@click.option("--rebuild", is_flag=True, help="Make the index anew from the store.")
@config_option
def search(
    words: tuple[str, ...], config: Path | None, limit: int, *, rebuild: bool
) -> None:
    """Find requests and knowledge articles that hold all WORDS, best first.

    A Latin word of three letters or more also finds longer ones; Chinese is
    found by any part; '"two words"' in quotes stand together. Exit 1 where
    nothing is found.
    """
    if not words and not rebuild:
        raise click.UsageError("name the words to look for, or --rebuild")
    settings, where = state(config)
    facts = open_facts(where)
    if rebuild:
        number = knowledge.rebuilt(settings, facts)
        click.echo(f"{number} requests and articles can be found")
    if words:
        found = knowledge.index(settings, facts).find(" ".join(words), limit)
        _print(found, values.zone(settings))
        sys.exit(0 if found.hits and not found.loose else 1)


def _print(found: Found, zone: ZoneInfo) -> None:
    table = Table("number", "kind", "date", "domain", "title")
    table.columns[0].no_wrap = True
    for hit in found.hits:
        day = f"{hit.at.astimezone(zone):%F}"
        table.add_row(hit.key, hit.kind, day, hit.category, hit.title)
    if found.loose:
        click.echo("nothing holds all of these words; the nearest are")
    if found.hits:
        wide = None if sys.stdout.isatty() else PIPED_COLUMNS
        Console(width=wide, markup=False).print(table)
    more = "+" if found.total >= COUNT_LIMIT else ""
    click.echo(f"{found.total}{more} found")
