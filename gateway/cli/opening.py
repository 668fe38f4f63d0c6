"""Opening the state that a command looks at."""

import os
from pathlib import Path

from gateway.settings import Settings, load
from gateway.spool.directory import DirectorySpool
from gateway.store.facts import Facts
from gateway.wiring import rooms
from gateway.wiring.rooms import Places


def state(config: Path | None) -> tuple[Settings, Places]:
    settings = load(config)
    where = rooms.places(settings)
    _become_owner(where.root)
    return settings, where


def _become_owner(state_folder: Path) -> None:
    """Root works as the state's owner: else the daemon could not write its files."""
    owner = state_folder.stat()
    if os.geteuid() == 0 and owner.st_uid != 0:
        os.setgroups([])
        os.setgid(owner.st_gid)
        os.setuid(owner.st_uid)


def open_spool(where: Places) -> DirectorySpool:
    return rooms.spool(where)


def open_facts(where: Places) -> Facts:
    return Facts(rooms.database(where))
