"""Attachment bytes: one file a content, named by its SHA-256. Never executed.

    ab/cd/abcd…   the bytes, mode 0600, written once

A file is there whole or not at all: written aside, fsynced, renamed.
"""

import contextlib
import os
import secrets
from pathlib import Path

from gateway.desk.ports import StoreUnavailable


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
            _write(aside, content)
            aside.rename(path)
            _sync_folder(path.parent)
        except OSError as error:
            with contextlib.suppress(OSError):
                aside.unlink()
            raise StoreUnavailable(f"cannot keep a file: {error}") from error


def _make_folder(folder: Path) -> None:
    """A folder is durable once the one above it has been synced."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync_folder(folder.parent)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
