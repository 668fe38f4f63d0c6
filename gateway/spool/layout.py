"""Where a message lies: the folders of the spool and the names in them.

    tmp/                 being written; emptied at start
    incoming/            promised to the sender, not yet handled
    active/<claimant>/   claimed by a desk worker
    deferred/            to be tried again, not before its mtime
    hold/                set aside for a person
    originals/<day>/     handled; kept for good
    reasons/<queue id>   why it was deferred or held, one line a try

A file's name is its queue id, followed by ``~N`` once it has been tried N times.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from gateway.mail.envelope import QueueId
from gateway.safeio import sync_folder

FOLDERS = ("tmp", "incoming", "active", "deferred", "hold", "originals", "reasons")

FILE_MODE = 0o640
FOLDER_MODE = 0o750

_TRIES = re.compile(r"[1-9][0-9]{0,8}")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


def create(root: Path) -> None:
    """Make the folders, durably. Raises :class:`OSError`."""
    root.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    for folder in FOLDERS:
        (root / folder).mkdir(mode=FOLDER_MODE, exist_ok=True)
    sync_folder(root)


def plain(name: str) -> bool:
    """Whether a claimant or queue id may be a file's name (``..`` may not)."""
    return _PLAIN_NAME.fullmatch(name) is not None


def file_name(queue_id: QueueId, tries: int) -> str:
    return f"{queue_id}~{tries}" if tries else queue_id


def parts(name: str) -> tuple[QueueId, int]:
    """The queue id and the tries in a file's name."""
    queue_id, mark, tries = name.partition("~")
    # A name that someone else put there is taken as it is; it will go to hold.
    counted = mark and _TRIES.fullmatch(tries)
    return QueueId(queue_id), int(tries) if counted else 0


def names(folder: Path) -> list[str]:
    """The names in a folder, sorted; none where there is no such folder."""
    try:
        with os.scandir(folder) as entries:
            return sorted(e.name for e in entries if not e.name.startswith("."))
    except FileNotFoundError:
        return []


def count(folder: Path) -> int:
    """How many names a folder holds."""
    try:
        with os.scandir(folder) as entries:
            return sum(1 for entry in entries if not entry.name.startswith("."))
    except FileNotFoundError:
        return 0


def folders(parent: Path) -> Iterator[Path]:
    """The folders in ``active`` or ``originals``, sorted."""
    for name in names(parent):
        if (parent / name).is_dir():
            yield parent / name


def named(folder: Path, queue_id: QueueId) -> str | None:
    """The name that a queue id bears in this folder, however often it was tried."""
    if (folder / queue_id).is_file():
        return queue_id
    return next((name for name in names(folder) if parts(name)[0] == queue_id), None)
