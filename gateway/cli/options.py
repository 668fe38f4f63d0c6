"""What the commands share: the option that says where the configuration is."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

F = TypeVar("F", bound=Callable[..., object])


def config_option(command: F) -> F:
    return click.option(
        "--config",
        type=click.Path(dir_okay=False, path_type=Path),
        help="gateway.toml; else /etc/ticket-gateway/gateway.toml, else the sample.",
    )(command)
