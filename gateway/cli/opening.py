"""Opening the state that a command looks at."""

from pathlib import Path

from gateway.settings import Settings, load
from gateway.spool.directory import DirectorySpool
from gateway.store.facts import Facts
from gateway.wiring import rooms
from gateway.wiring.rooms import Places


def state(config: Path | None) -> tuple[Settings, Places]:
    settings = load(config)
    return settings, rooms.places(settings)


def open_spool(where: Places) -> DirectorySpool:
    return rooms.spool(where)


def open_facts(where: Places) -> Facts:
    return Facts(rooms.database(where))
