"""A real relay for tests: Postfix in a folder of its own, keeping what it takes.

Every letter it accepts, whatever the domain, ends in one Maildir, one file for
each recipient, with the envelope on top. Nothing leaves this host and no name is
looked up. Two local parts are refused on purpose, see REFUSED and DEFERRED.
Postfix's master runs as root only; without root these tests are skipped.
"""

import os
import pwd
import shutil
import ssl
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from pathlib import Path

from tests.support.servers.certificate import make_certificate
from tests.support.servers.process import (
    POLL_SECONDS,
    fill_in,
    free_ports,
    start_server,
    stop_with_children,
    wait_for_banner,
)
from tests.support.servers.requirement import require_server, required_program

REFUSED = "refused"
"""A recipient refused@anything is answered ``550 5.1.1``."""
DEFERRED = "deferred"
"""A recipient deferred@anything is answered ``451 4.3.0``."""

DAEMONS = "/usr/lib/postfix/sbin"
QUEUES = (
    *("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold"),
    *("incoming", "maildrop", "private", "public", "saved", "trace"),
)
ARRIVAL_LIMIT_SECONDS = 20.0
SIZE_LIMIT_BYTES = 60 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One letter for one recipient, as the relay would have passed it on."""

    mail_from: str
    rcpt_to: str
    content: bytes


class Postfix:
    """One instance; its port and what arrived survive ``stop`` and ``start``."""

    def __init__(
        self, *, main: str = "", master: str = "", maps: Mapping[str, str] | None = None
    ) -> None:
        """``main`` and ``master`` are put behind its own files, ``maps`` beside them.

        In all of them ``/etc/postfix/`` means the folder of its own.
        """
        self._main, self._master_cf, self._maps = main, master, maps or {}
        if os.geteuid() != 0:
            require_server("postfix", "its master process runs as root only")
        # Not the command "postfix": its script checks every file for two seconds.
        self._master = required_program("master", package="postfix", folder=DAEMONS)
        self.host = "127.0.0.1"
        (self.port,) = free_ports(1)
        self._folder = Path(tempfile.mkdtemp(prefix="postfix-"))
        self._maildir = self._folder / "mail" / "all"
        self.ca_file = make_certificate(self._folder).certificate
        self._configure()
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return once the relay greets; ServerDidNotStart otherwise."""
        self._server = start_server(
            (self._master, "-c", str(self._folder / "etc"), "-s"),
            stderr=self._folder / "stderr",
        )
        wait_for_banner(self._server, self.port, b"220", self._log_file)

    def stop(self) -> None:
        """End the relay; what it accepted and did not file yet waits for ``start``."""
        if self._server is not None:
            stop_with_children(self._server)
            self._server = None

    def remove(self) -> None:
        """Stop, and forget all letters."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def tls(self) -> ssl.SSLContext:
        """Answer a client's context that trusts this relay and no other."""
        return ssl.create_default_context(cafile=str(self.ca_file))

    def log(self) -> str:
        """Answer what the relay has logged so far."""
        log = self._log_file
        return log.read_text(errors="replace") if log.exists() else ""

    def arrived(self, rcpt_to: str | None = None) -> tuple[Arrival, ...]:
        """Answer what has been filed so far, for everybody or for one address."""
        files = sorted((self._maildir / "new").glob("*"))
        arrivals = tuple(_read(path) for path in files)
        return tuple(one for one in arrivals if rcpt_to in (None, one.rcpt_to))

    def wait_for(self, rcpt_to: str, *, count: int = 1) -> tuple[Arrival, ...]:
        """Return once this many letters for an address are filed.

        Raises AssertionError with the relay's log after ARRIVAL_LIMIT_SECONDS.
        """
        deadline = time.monotonic() + ARRIVAL_LIMIT_SECONDS
        while len(found := self.arrived(rcpt_to)) < count:
            missing = f"{len(found)} of {count} for {rcpt_to}:\n{self.log()}"
            assert time.monotonic() < deadline, missing
            time.sleep(POLL_SECONDS)
        return found

    @property
    def maildir(self) -> Path:
        """Where every letter ends, whoever it is for."""
        return self._maildir

    @property
    def _log_file(self) -> Path:
        return self._folder / "log" / "maillog"

    def _configure(self) -> None:
        # The folder is traversed by the users postfix and nobody.
        self._folder.chmod(0o755)
        for name in ("etc", "queue", "data", "log", "mail"):
            (self._folder / name).mkdir(mode=0o755)
        queue, nobody = pwd.getpwnam("postfix"), pwd.getpwnam("nobody")
        os.chown(self._folder / "data", queue.pw_uid, queue.pw_gid)
        os.chown(self._folder / "mail", nobody.pw_uid, nobody.pw_gid)
        values = {
            "folder": self._folder,
            "port": self.port,
            "uid": nobody.pw_uid,
            "gid": nobody.pw_gid,
            "size_limit": SIZE_LIMIT_BYTES,
            "refused": REFUSED,
            "deferred": DEFERRED,
        }
        for name in ("main.cf", "master.cf", "recipients"):
            fill_in(f"postfix-{name}.in", self._folder / "etc" / name, values)
        self._add({"main.cf": self._main, "master.cf": self._master_cf, **self._maps})
        for path in (self._folder / "etc").iterdir():
            # Postfix waits two seconds for a file this young to be finished.
            os.utime(path, times=(0, 0))
        _make_queue(self._folder / "queue")

    def _add(self, texts: Mapping[str, str]) -> None:
        for name, text in texts.items():
            ours = text.replace("/etc/postfix/", f"{self._folder}/etc/")
            with (self._folder / "etc" / name).open("a", encoding="utf-8") as file:
                file.write(f"\n{ours}\n")


def _read(path: Path) -> Arrival:
    content = path.read_bytes()
    head = BytesHeaderParser().parsebytes(content)
    return Arrival(
        mail_from=str(head["Return-Path"]).strip("<>"),
        rcpt_to=str(head["X-Original-To"]),
        content=content,
    )


def _make_queue(queue: Path) -> None:
    """Make the folders that the command ``postfix`` would make at its first start."""
    (queue / "pid").mkdir()
    for name in QUEUES:
        (queue / name).mkdir(mode=0o700)
        shutil.chown(queue / name, user="postfix")
    # Ordinary users hand letters over through these two.
    for name, mode in (("maildrop", 0o730), ("public", 0o710)):
        shutil.chown(queue / name, group="postdrop")
        (queue / name).chmod(mode)
