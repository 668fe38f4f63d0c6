"""``parse``: what the gateway reads in a message, as JSON."""

import sys
from pathlib import Path
from typing import BinaryIO

import click

from gateway.cli.options import config_option
from gateway.mail.as_json import as_json
from gateway.mail.parse import parse
from gateway.settings import load
from gateway.wiring.values import limits, marks


@click.command("parse")
@config_option
@click.argument("file", type=click.File("rb"))
def parse_command(config: Path | None, file: BinaryIO) -> None:
    """Read FILE (``-`` is standard input) and print what it says, as JSON."""
    settings = load(config)
    message = parse(file, limits=limits(settings), ours=marks(settings))
    sys.stdout.write(as_json(message) + "\n")
