"""What several commands share: where the configuration is, and opening the state."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from gateway.settings import Settings, load
from gateway.spool.directory import DirectorySpool
from gateway.store.facts import Facts
from gateway.wiring import rooms
from gateway.wiring.rooms import Places

F = TypeVar("F", bound=Callable[..., object])


def config_option(command: F) -> F:
    return click.option(
        "--config",
        type=click.Path(dir_okay=False, path_type=Path),
        help="gateway.toml; else /etc/ticket-gateway/gateway.toml, else the sample.",
    )(command)


def state(config: Path | None) -> tuple[Settings, Places]:
    settings = load(config)
    return settings, rooms.places(settings)


def open_spool(where: Places) -> DirectorySpool:
    return rooms.spool(where)


def open_facts(where: Places) -> Facts:
    return Facts(rooms.database(where))
