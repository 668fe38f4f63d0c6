"""A real virus scanner for tests: clamd with one signature, in a folder of its own.

The official database would take a gigabyte of memory and a download; the file that
every scanner agrees to call a virus is enough (EICAR), in a text and in a zip.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from gateway.antivirus.clamd import ClamdScanner
from gateway.desk.ports_reading import ScannerUnavailable
from tests.support.servers.process import (
    POLL_SECONDS,
    START_LIMIT_SECONDS,
    ServerDidNotStart,
    fill_in,
    free_ports,
    start_server,
    stop_with_children,
)
from tests.support.servers.requirement import required_program

# In two pieces: else a scanner would take this very file away.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + rb"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SIGNATURE = "Gateway.Test.Eicar"


class Clamd:
    """One instance; its addresses survive ``stop`` and ``start``."""

    def __init__(self) -> None:
        self._program = required_program("clamd", package="clamav-daemon")
        # Not pytest's tmp_path: a unix socket's path ends at 108 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="clamd-"))
        (self.port,) = free_ports(1)
        self.socket = str(self.folder / "clamd.sock")
        self.tcp = f"127.0.0.1:{self.port}"
        self._server: subprocess.Popen[bytes] | None = None
        self._configure()

    def start(self) -> None:
        """Return once it answers on its socket; ServerDidNotStart otherwise."""
        config = self.folder / "clamd.conf"
        self._server = start_server(
            (self._program, "-c", str(config)), stderr=self.folder / "stderr"
        )
        scanner = ClamdScanner(self.socket, timeout_seconds=1)
        deadline = time.monotonic() + START_LIMIT_SECONDS
        while time.monotonic() < deadline and self._server.poll() is None:
            try:
                scanner.version()
            except ScannerUnavailable:
                time.sleep(POLL_SECONDS)
            else:
                return
        raise ServerDidNotStart((self.folder / "stderr").read_text(errors="replace"))

    def stop(self) -> None:
        if self._server is not None:
            stop_with_children(self._server)
            self._server = None
        Path(self.socket).unlink(missing_ok=True)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _configure(self) -> None:
        for name in ("db", "tmp"):
            (self.folder / name).mkdir()
        os.chmod(self.folder, 0o755)  # noqa: PTH101, S103 (clamd may run as another user)
        digest = hashlib.md5(EICAR, usedforsecurity=False).hexdigest()
        line = f"{digest}:{len(EICAR)}:{SIGNATURE}\n"
        (self.folder / "db" / "test.hdb").write_text(line, encoding="ascii")
        values = {"folder": self.folder, "port": self.port}
        fill_in("clamd.conf.in", self.folder / "clamd.conf", values)
