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


def is_activated(name: str) -> bool:
    """Whether systemd passed a listening socket under this name."""
    return _descriptor(name) is not None


def activated_socket(name: str) -> socket.socket | None:
    """The listening socket that systemd passed under this name (sd_listen_fds).

    It is the only one for its descriptor: ask once.
    """
    descriptor = _descriptor(name)
    return None if descriptor is None else socket.socket(fileno=descriptor)


def _descriptor(name: str) -> int | None:
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return None
    count = os.environ.get("LISTEN_FDS", "")
    names = os.environ.get("LISTEN_FDNAMES", "").split(":")
    passed = names[: int(count) if count.isdecimal() else 0]
    return LISTEN_FDS_START + passed.index(name) if name in passed else None
