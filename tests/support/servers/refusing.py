"""A mail server that refuses every recipient: Postfix's own smtp-sink."""

import os
import subprocess
from pathlib import Path

from tests.support.servers.process import (
    free_ports,
    start_server,
    stop_with_children,
    wait_for_banner,
)
from tests.support.servers.requirement import required_program


class RefusingServer:
    """It answers each RCPT with one line (5yz), until it is told to take all mail."""

    def __init__(self, folder: Path, answer: str) -> None:
        self._program = required_program(
            "smtp-sink", package="postfix", folder="/usr/sbin"
        )
        self._log = folder / "smtp-sink.log"
        (self.port,) = free_ports(1)
        self._server = self._run("-f", "RCPT", "-B", answer)

    def relent(self) -> None:
        """From now on take all mail."""
        self.stop()
        self._server = self._run()

    def stop(self) -> None:
        stop_with_children(self._server)

    def _run(self, *options: str) -> "subprocess.Popen[bytes]":
        user = ("-u", "nobody") if os.geteuid() == 0 else ()
        address = f"127.0.0.1:{self.port}"
        command = (self._program, *user, *options, address, "100")
        server = start_server(command, stderr=self._log)
        wait_for_banner(server, self.port, b"220", self._log)
        return server
