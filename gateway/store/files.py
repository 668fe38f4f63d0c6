"""Attachment bytes: one file a content, named by its SHA-256. Never executed.

    ab/cd/abcd…   the bytes, mode 0600, written once

A file is there whole or not at all: written aside, fsynced, renamed.
"""

import contextlib
import os
import secrets
from pathlib import Path

from gateway.desk.ports import StoreUnavailable
from gateway.safeio import sync_folder, write_synced

FILE_MODE = 0o600


class ContentFiles:
    """See :class:`gateway.desk.ports.Files`."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256[2:4] / sha256

    def keep(self, sha256: str, content: bytes) -> None:
        path = self.path(sha256)
        if path.exists():
            return
        aside = path.with_name(f".{sha256}.{secrets.token_hex(4)}")
        try:
            _make_folder(path.parent)
            write_synced(aside, content, os.O_CREAT | os.O_EXCL, FILE_MODE)
            aside.rename(path)
            sync_folder(path.parent)
        except OSError as error:
            with contextlib.suppress(OSError):
                aside.unlink()
            raise StoreUnavailable(f"cannot keep a file: {error}") from error

    def erase(self, sha256: str) -> None:
        try:
            self.path(sha256).unlink(missing_ok=True)
        except OSError as error:
            raise StoreUnavailable(f"cannot erase a file: {error}") from error


def _make_folder(folder: Path) -> None:
    """A folder is durable once the one above it has been synced."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)
