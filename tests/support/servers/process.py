"""One server process of a test: free ports, start, ready, stop.

Rule of this room: a process is ended by the id under which it was started here,
and every wait has a limit and ends with the server's own log.
"""

import contextlib
import os
import pwd
import random
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template

START_LIMIT_SECONDS = 20.0
STOP_LIMIT_SECONDS = 10.0
POLL_SECONDS = 0.02
# Below the range from which the kernel takes ports for outgoing connections, so
# that no other test can take a port between its choice and its use.
PORTS = range(20_000, 32_000)
TEMPLATES = Path(__file__).parent


class ServerDidNotStart(Exception):
    """The server ended or stayed silent; the text holds what it logged."""


def free_ports(count: int) -> tuple[int, ...]:
    """Choose loopback ports that nothing listens on now."""
    chosen: list[int] = []
    for port in random.SystemRandom().sample(PORTS, k=200):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                chosen.append(port)
        if len(chosen) == count:
            return tuple(chosen)
    raise ServerDidNotStart("no free port on 127.0.0.1")


def fill_in(template: str, target: Path, values: Mapping[str, object]) -> None:
    """Write a configuration file from its template beside this module."""
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    target.write_text(Template(text).substitute(values), encoding="utf-8")


def start_server(
    command: Sequence[str], *, stderr: Path, user: str | None = None
) -> "subprocess.Popen[bytes]":
    """Start a program as leader of its own session; root may name another user."""
    owner = pwd.getpwnam(user) if user and os.geteuid() == 0 else None
    with stderr.open("wb") as stream:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
            start_new_session=True,
            user=owner.pw_uid if owner else None,
            group=owner.pw_gid if owner else None,
            extra_groups=() if owner else None,
        )


def wait_for_banner(
    server: "subprocess.Popen[bytes]", port: int, banner: bytes, log: Path
) -> None:
    """Return once the server greets on this port.

    Raises ServerDidNotStart with the server's log where it ends or stays silent.
    """
    deadline = time.monotonic() + START_LIMIT_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with contextlib.suppress(OSError), _connected(port) as connection:
            if connection.recv(512).startswith(banner):
                return
        time.sleep(POLL_SECONDS)
    said = log.read_text(errors="replace") if log.exists() else "no log"
    raise ServerDidNotStart(f"{server.args!r} on port {port}: {said}")


def stop_with_children(server: "subprocess.Popen[bytes]") -> None:
    """End a server started in a session of its own, and what it left behind.

    A Dovecot session in IDLE outlives its master; only the group takes it along.
    """
    server.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.wait(STOP_LIMIT_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait(STOP_LIMIT_SECONDS)


def _connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=2)
