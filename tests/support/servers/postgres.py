"""A real PostgreSQL for tests: a cluster of its own, reached by a socket alone.

It never runs as root, which PostgreSQL refuses; and it trusts the disk, because what
it holds is worth nothing after the test.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from tests.support.servers.process import (
    POLL_SECONDS,
    START_LIMIT_SECONDS,
    ServerDidNotStart,
    start_server,
    stop_with_children,
)
from tests.support.servers.requirement import require_server

USER = "postgres"
"""Of the database; and of the system, where root runs the tests."""
PROGRAMS = Path("/usr/lib/postgresql")
INIT_LIMIT_SECONDS = 60.0
CAREFREE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres:
    """One server; ``conninfo`` survives ``stop`` and ``start``."""

    def __init__(self) -> None:
        found = sorted(PROGRAMS.glob("*/bin/postgres"))
        if not found:
            require_server("postgres", "not installed (Debian package postgresql)")
        self._programs = found[-1].parent
        # Not pytest's tmp_path: a unix socket's path ends at 108 bytes.
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        if os.geteuid() == 0:
            try:
                owner = pwd.getpwnam(USER)
            except KeyError:
                require_server("postgres", f"there is no user {USER} to run it")
            os.chown(self._folder, owner.pw_uid, owner.pw_gid)
        made = self._ran(
            *("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C"),
            *("--no-sync", f"--username={USER}", "--pgdata", self._folder / "data"),
        )
        self._server: subprocess.Popen[bytes] | None = None
        if made != 0:
            raise ServerDidNotStart("initdb failed")

    @property
    def conninfo(self) -> str:
        return f"host={self._folder} dbname=postgres user={USER}"

    def start(self) -> None:
        """Return once it answers; ServerDidNotStart otherwise."""
        settings = [word for one in CAREFREE for word in ("-c", one)]
        command = (
            *(str(self._programs / "postgres"), "-D", str(self._folder / "data")),
            *("-k", str(self._folder), "-c", "listen_addresses=", *settings),
        )
        log = self._folder.with_suffix(".log")
        self._server = start_server(command, stderr=log, user=USER)
        deadline = time.monotonic() + START_LIMIT_SECONDS
        while time.monotonic() < deadline and self._server.poll() is None:
            if self._ran("pg_isready", "--quiet", "--host", self._folder) == 0:
                return
            time.sleep(POLL_SECONDS)
        raise ServerDidNotStart(log.read_text(errors="replace"))

    def stop(self) -> None:
        if self._server is not None:
            # "Fast": SIGTERM alone would wait for those that are connected.
            self._server.send_signal(signal.SIGINT)
            stop_with_children(self._server)
            self._server = None
        # Its children are gone with their group: what they left would be taken for
        # a server at work.
        (self._folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.with_suffix(".log").unlink(missing_ok=True)

    def _ran(self, program: str, *arguments: str | Path) -> int:
        """Run one of its programs, as the user that owns the cluster."""
        owner = pwd.getpwnam(USER) if os.geteuid() == 0 else None
        done = subprocess.run(
            [str(self._programs / program), *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=INIT_LIMIT_SECONDS,
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
            extra_groups=() if owner else None,
            cwd="/",
        )
        return done.returncode
