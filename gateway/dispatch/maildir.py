"""The way out without a relay: letters go into a Maildir that any reader opens.

A letter's file name is made of its id and its Message-ID, so a letter delivered
twice lands on itself: in ``new`` it is overwritten, in ``cur``, where a reader has
taken it, it is left as it is. Line ends are LF, as delivery agents write them.

STANDARDS: the Maildir convention (tmp, new, cur; info after ``:2,``); RFC 5321 §4.4
(Return-Path), RFC 3463 (X.3.0, X.3.1).
"""

import errno
import hashlib
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from gateway.desk.ports import Deferred, Delivered, Delivery, Letter
from gateway.safeio import sync_folder, write_synced

FOLDERS = ("tmp", "new", "cur")
FOLDER_MODE = 0o700
FILE_MODE = 0o600

SETTLED_NS = 2_000_000_000
"""A folder changed less than this long ago is listed again: mtime is coarse."""

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(slots=True, kw_only=True)
class MaildirCourier:
    """See :class:`gateway.desk.ports.Courier`. One instance a thread.

    The folder is made at the first delivery; an :class:`OSError` is a Deferred.
    """

    path: Path
    _read: frozenset[str] = field(default=frozenset(), init=False)
    _read_as_of_ns: int = field(default=-1, init=False)

    def deliver(self, letter: Letter) -> Delivery:
        name = file_name(letter)
        try:
            if name in self._taken_by_a_reader():
                return Delivered(f"2.0.0 already in {self.path / 'cur'} as {name}")
            _write(self.path, name, _with_trace(letter))
        except OSError as error:
            code = "4.3.1" if error.errno in FULL else "4.3.0"
            return Deferred(code, f"{self.path}: {error.strerror or error}")
        return Delivered(f"2.0.0 kept as {self.path / 'new' / name}")

    def close(self) -> None:
        """See :class:`gateway.desk.ports.Courier`: nothing is held open."""

    def _taken_by_a_reader(self) -> frozenset[str]:
        """The base names in ``cur``; listed anew only where the folder changed."""
        _make(self.path)
        cur = self.path / "cur"
        changed_ns = cur.stat().st_mtime_ns
        if changed_ns != self._read_as_of_ns:
            self._read = frozenset(f.name.partition(":")[0] for f in cur.iterdir())
            settled = time.time_ns() - changed_ns > SETTLED_NS
            self._read_as_of_ns = changed_ns if settled else -1
        return self._read


def file_name(letter: Letter) -> str:
    """The same for every delivery of one letter, another for any other letter."""
    mark = hashlib.sha256(letter.message_id.encode("utf-8", "replace")).hexdigest()
    return f"{letter.letter_id:012d}.{mark[:16]}.ticket-gateway"


def _with_trace(letter: Letter) -> bytes:
    """The envelope on top, so that a reader sees to whom the letter went."""
    trace = (
        f"Return-Path: <{_one_line(letter.return_path)}>\n"
        f"Delivered-To: {_one_line(letter.recipient)}\n"
    )
    content = letter.content.replace(b"\r\n", b"\n")
    return trace.encode("utf-8", "surrogateescape") + content


def _one_line(text: str) -> str:
    return "".join(c for c in text if c.isprintable())


def _make(path: Path) -> None:
    if all((path / folder).is_dir() for folder in FOLDERS):
        return
    path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    for folder in FOLDERS:
        (path / folder).mkdir(mode=FOLDER_MODE, exist_ok=True)
    sync_folder(path)
    sync_folder(path.parent)


def _write(path: Path, name: str, content: bytes) -> None:
    """File fsynced, renamed into ``new``, folder fsynced; or nothing stays."""
    temporary = path / "tmp" / name
    try:
        write_synced(temporary, content, os.O_CREAT | os.O_TRUNC, FILE_MODE)
        temporary.replace(path / "new" / name)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path / "new")
