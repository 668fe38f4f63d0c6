"""Why a message waits: a text file beside the queues, one line a try.

An aid for people, not a promise: it is not fsynced, and where it cannot be written
the message is deferred or held all the same.
"""

import contextlib
from datetime import datetime
from pathlib import Path

from gateway.mail.envelope import QueueId

REASON_LIMIT_CHARACTERS = 500
"""A longer reason is cut there."""

READ_LIMIT_OCTETS = 64 * 1024
"""Of a reasons file so much is read, from its end."""


class Reasons:
    """The folder ``reasons``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, queue_id: QueueId, reason: str, at: datetime) -> None:
        text = " ".join(reason.split())[:REASON_LIMIT_CHARACTERS]
        line = f"{at.isoformat(timespec='seconds')} {text}\n"
        with contextlib.suppress(OSError), (self._folder / queue_id).open("ab") as file:
            file.write(line.encode("utf-8", "replace"))

    def has(self, queue_id: QueueId) -> bool:
        """Whether the message was deferred or held before."""
        try:
            return (self._folder / queue_id).exists()
        except OSError:
            return False

    def last(self, queue_id: QueueId) -> str:
        """The latest reason, without its time; empty where there is none."""
        try:
            with (self._folder / queue_id).open("rb") as file:
                file.seek(max(0, file.seek(0, 2) - READ_LIMIT_OCTETS))
                lines = file.read().decode("utf-8", "replace").splitlines()
        except OSError:
            return ""
        return lines[-1].partition(" ")[2] if lines else ""
