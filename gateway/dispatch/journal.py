"""The delivery journal: which letters the next hop took since the last settlement.

An append without fsync: it outlives this process, not a power cut. One decimal letter
id a line; a torn last line is ignored, so that letter goes out once more.
"""

import os
from pathlib import Path


class DeliveryJournal:
    """See :class:`gateway.desk.delivering.Journal`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, letter_id: int) -> None:
        os.write(self._descriptor, f"{letter_id}\n".encode())

    def clear(self) -> None:
        os.ftruncate(self._descriptor, 0)

    def unsettled(self) -> tuple[int, ...]:
        """The letters that an earlier process saw taken and could not settle."""
        *whole, _torn = self._path.read_bytes().split(b"\n")
        return tuple(int(line) for line in whole if line.isdigit())

    def close(self) -> None:
        os.close(self._descriptor)
