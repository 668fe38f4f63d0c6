"""Words to systemd: ready, alive, stopping. Without systemd they go nowhere."""

import os
import socket

SOCKET_VARIABLE = "NOTIFY_SOCKET"
LISTEN_FDS_START = 3


def notify(state: str) -> bool:
    """Send one state, such as ``READY=1``; whether anybody was there to hear it."""
    where = os.environ.get(SOCKET_VARIABLE, "")
    if not where:
        return False
    target = "\0" + where[1:] if where.startswith("@") else where
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
        try:
            out.sendto(state.encode(), target)
        except OSError:
            return False
    return True


def watchdog_interval() -> float | None:
    """Half of what systemd allows between two signs of life, in seconds."""
    allowed = os.environ.get("WATCHDOG_USEC", "")
    return int(allowed) / 2_000_000 if allowed.isdigit() else None


def activated_socket(name: str) -> socket.socket | None:
    """The listening socket that systemd passed under this name (sd_listen_fds)."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return None
    count = int(os.environ.get("LISTEN_FDS", "0"))
    names = os.environ.get("LISTEN_FDNAMES", "").split(":")
    for place in range(count):
        if place < len(names) and names[place] == name:
            return socket.socket(fileno=LISTEN_FDS_START + place)
    return None
