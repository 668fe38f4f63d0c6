"""A socket in the file system, for the MTA on this host: who may speak to it.

A socket that a dead listener left behind is taken away; one that somebody listens on
is not.
"""

import errno
import os
import shutil
import socket
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalSocket:
    """``mode`` says who may connect; ``user`` and ``group`` own it, empty: we do."""

    path: Path
    mode: int = 0o660
    user: str = ""
    group: str = ""

    def bind(self) -> socket.socket:
        """Raises :class:`OSError` where it cannot be had, or its owner is unknown."""
        self._clear()
        bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        # Nobody else may connect before the mode is set.
        before = os.umask(0o177)
        try:
            bound.bind(str(self.path))
        except OSError:
            bound.close()
            raise
        finally:
            os.umask(before)
        self._hand_over(bound)
        return bound

    def remove(self) -> None:
        """Once nobody listens on it any more."""
        self.path.unlink(missing_ok=True)

    def _hand_over(self, bound: socket.socket) -> None:
        try:
            if self.user:
                shutil.chown(self.path, user=self.user)
            if self.group:
                shutil.chown(self.path, group=self.group)
            self.path.chmod(self.mode)
        except (OSError, LookupError) as error:
            bound.close()
            self.path.unlink(missing_ok=True)
            raise OSError(errno.EPERM, f"{self.path}: {error}") from error

    def _clear(self) -> None:
        with suppress(FileNotFoundError):
            if not stat.S_ISSOCK(self.path.lstat().st_mode):
                return
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
                probe.settimeout(1.0)
                try:
                    probe.connect(str(self.path))
                except ConnectionRefusedError:
                    self.path.unlink()
