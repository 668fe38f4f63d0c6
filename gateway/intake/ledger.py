"""What was already taken out of a mailbox, remembered across a crash.

Rule: a message is recorded after the spool has it and before the mailbox is changed.
So a record means "safe here, may be moved", and no record means "fetch it".

STANDARDS: RFC 3501 §2.3.1.1 (a UID means something only under its UIDVALIDITY).
"""

import hashlib
import os
import re
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from gateway.mail.envelope import QueueId
from gateway.safeio import sync_folder, write_synced

SLACK_LINES = 1000
"""A ledger is rewritten when it holds this many lines more than are needed."""

FOLDER_MODE = 0o700
FILE_MODE = 0o600

LINE = re.compile(rb"(\d{1,10}) (\d{1,10}) \S{1,200}")


class LedgerUnavailable(Exception):
    """The ledger cannot be read or written now; nothing more may be taken."""


class ImapLedger(Protocol):
    """The UIDs whose messages the spool already has. One thread a mailbox."""

    def uidvalidity(self, mailbox: str) -> int:
        """The latest one of which a message is known; 0 where there is none."""
        ...

    def seen(self, mailbox: str, uidvalidity: int, uid: int) -> bool:
        """Raises :class:`LedgerUnavailable` where it cannot know."""
        ...

    def record(
        self, mailbox: str, uidvalidity: int, taken: Mapping[int, QueueId]
    ) -> None:
        """Note these UIDs. Once this returns, the record survives a power cut.

        Repeats safely.

        Raises :class:`LedgerUnavailable` where it cannot promise that.
        """
        ...

    def keep_only(self, mailbox: str, uidvalidity: int, uids: Collection[int]) -> None:
        """Forget every message of this mailbox that is no longer in it.

        A record of another UIDVALIDITY names nothing and is forgotten too. May be
        called at any time; it bounds the ledger by the size of the mailbox.
        """
        ...


@dataclass(slots=True)
class _Page:
    """One mailbox: what its file says, and how long the file has become."""

    uidvalidity: int = 0
    taken: dict[int, bytes] = field(default_factory=dict)
    lines: int = 0


@dataclass(slots=True)
class FileLedger:
    """A text file a mailbox, one line a message: ``UIDVALIDITY UID queue-id``.

    Lines are appended and fsynced. A last line that a crash tore is not counted and
    is closed off by a line end before the next one is written.
    """

    path: Path
    _pages: dict[str, _Page] = field(default_factory=dict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def uidvalidity(self, mailbox: str) -> int:
        with self._lock:
            return self._page(mailbox).uidvalidity

    def seen(self, mailbox: str, uidvalidity: int, uid: int) -> bool:
        with self._lock:
            page = self._page(mailbox)
            return page.uidvalidity == uidvalidity and uid in page.taken

    def record(
        self, mailbox: str, uidvalidity: int, taken: Mapping[int, QueueId]
    ) -> None:
        lines = {uid: _line(uidvalidity, uid, taken[uid]) for uid in taken}
        with self._lock:
            page = self._page(mailbox)
            try:
                self._append(mailbox, b"".join(lines.values()))
            except OSError as error:
                raise LedgerUnavailable(f"{self.path}: {error}") from error
            for uid, line in lines.items():
                _enter(page, uidvalidity, uid, line)

    def keep_only(self, mailbox: str, uidvalidity: int, uids: Collection[int]) -> None:
        with self._lock:
            page = self._page(mailbox)
            known = page.taken if page.uidvalidity == uidvalidity else {}
            page.uidvalidity = uidvalidity
            page.taken = {uid: line for uid, line in known.items() if uid in uids}
            if page.lines <= len(page.taken) + SLACK_LINES:
                return
            try:
                self._rewrite(mailbox, page)
            except OSError as error:
                raise LedgerUnavailable(f"{self.path}: {error}") from error

    def _page(self, mailbox: str) -> _Page:
        if mailbox not in self._pages:
            try:
                self._pages[mailbox] = self._load(mailbox)
            except OSError as error:
                raise LedgerUnavailable(f"{self.path}: {error}") from error
        return self._pages[mailbox]

    def _load(self, mailbox: str) -> _Page:
        page = _Page()
        self.path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        file = self._file(mailbox)
        content = file.read_bytes() if file.exists() else b""
        whole, _, torn = content.rpartition(b"\n")
        for line in whole.split(b"\n"):
            page.lines += 1
            found = LINE.fullmatch(line)
            if found is not None:
                _enter(page, int(found[1]), int(found[2]), line + b"\n")
        if torn:
            self._append(mailbox, b"\n")
        return page

    def _file(self, mailbox: str) -> Path:
        """A name of its own for every mailbox, whatever characters it is made of."""
        mark = hashlib.sha256(mailbox.encode("utf-8", "surrogatepass")).hexdigest()
        readable = re.sub(r"[^A-Za-z0-9@.-]", "_", mailbox)[:80]
        return self.path / f"{readable}-{mark[:12]}.uids"

    def _append(self, mailbox: str, line: bytes) -> None:
        file = self._file(mailbox)
        is_new = not file.exists()
        write_synced(file, line, os.O_CREAT | os.O_APPEND, FILE_MODE)
        if is_new:
            sync_folder(self.path)

    def _rewrite(self, mailbox: str, page: _Page) -> None:
        file = self._file(mailbox)
        fresh = file.with_suffix(".tmp")
        lines = b"".join(page.taken.values())
        write_synced(fresh, lines, os.O_CREAT | os.O_TRUNC, FILE_MODE)
        fresh.replace(file)
        sync_folder(self.path)
        page.lines = len(page.taken)


def _enter(page: _Page, uidvalidity: int, uid: int, line: bytes) -> None:
    """The newest UIDVALIDITY is the mailbox; what another one named is gone."""
    if page.uidvalidity != uidvalidity:
        page.uidvalidity, page.taken = uidvalidity, {}
    page.taken[uid] = line
    page.lines += 1


def _line(uidvalidity: int, uid: int, queue_id: QueueId) -> bytes:
    return f"{uidvalidity} {uid} {queue_id}\n".encode()
