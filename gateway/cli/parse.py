"""``parse``: what the gateway reads in a message, as JSON."""

import sys
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir
from typing import BinaryIO

import click

from gateway.cli.options import config_option
from gateway.mail.as_json import as_json
from gateway.mail.opening import read_opened
from gateway.settings import load
from gateway.wiring.sealing import opener
from gateway.wiring.values import limits, marks


@click.command("parse")
@config_option
@click.argument("file", type=click.File("rb"))
def parse_command(config: Path | None, file: BinaryIO) -> None:
    """Read FILE (``-`` is standard input) and print what it says, as JSON."""
    settings = load(config)
    message = read_opened(
        file if file.seekable() else BytesIO(file.read()),
        limits=limits(settings),
        ours=marks(settings),
        opener=opener(settings, Path(gettempdir())),
    )
    sys.stdout.write(as_json(message) + "\n")
