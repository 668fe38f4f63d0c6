"""Writing that outlives a power cut: the few lines that several rooms need.

A file is durable once it has been fsynced, its name once its folder has been.
"""

import os
from pathlib import Path


def write_synced(path: Path, content: bytes, flags: int, mode: int) -> None:
    """Open with these flags, write it all, fsync. Raises :class:`OSError`."""
    descriptor = os.open(path, os.O_WRONLY | flags, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut. Raises :class:`OSError`."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
