"""ClamAV's daemon, asked over its socket what it thinks of a file.

Rule: only a clear OK is clean. Whatever else it says or does not say is *unavailable*,
and the message waits: nothing passes for want of an answer (THREATS 30).
STANDARDS: clamd(8), commands INSTREAM, PING and VERSION in their ``z`` form.
"""

import contextlib
import re
import socket
import struct
import time
from collections.abc import Iterable, Sequence
from itertools import chain

from gateway.desk.ports_reading import Clean, Infected, ScannerUnavailable, ScanVerdict

CHUNK_BYTES = 256 * 1024
REPLY_LIMIT_BYTES = 4096
"""clamd answers in one short line; more than this is no clamd."""
_TCP = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s/:\[\]]+):(?P<port>[0-9]{1,5})")
_LAST_PORT = 65_535
_FOUND = re.compile(r"stream: (?P<signature>.{1,500}?)(?:\([0-9a-f]+:\d+\))? FOUND")


class ClamdScanner:
    """See ``ports_reading.Scanner``. ``address`` is a path or host:port.

    Raises ValueError where the address is neither.
    """

    def __init__(self, address: str, *, timeout_seconds: float) -> None:
        self._address = address
        self._timeout_seconds = timeout_seconds
        self._tcp = None if address.startswith("/") else _host_and_port(address)

    def scan(self, contents: Sequence[bytes]) -> tuple[ScanVerdict, ...]:
        deadline = time.monotonic() + self._timeout_seconds
        return tuple(self._scan(content, deadline) for content in contents)

    def version(self) -> str:
        """What answers there, as ``ClamAV 1.4.3/…``. Raises ScannerUnavailable."""
        deadline = time.monotonic() + self._timeout_seconds
        said = self._ask(b"zVERSION\0", (), deadline)
        if not said.startswith("ClamAV"):
            raise ScannerUnavailable(f"{self._address}: not clamd: {said[:80]!r}")
        return said

    def _scan(self, content: bytes, deadline: float) -> ScanVerdict:
        pieces = (
            content[start : start + CHUNK_BYTES]
            for start in range(0, len(content), CHUNK_BYTES)
        )
        frames = (struct.pack(">L", len(piece)) + piece for piece in pieces)
        said = self._ask(b"zINSTREAM\0", chain(frames, (bytes(4),)), deadline)
        if said == "stream: OK":
            return Clean()
        found = _FOUND.fullmatch(said)
        if found:
            return Infected(signature=found["signature"])
        raise ScannerUnavailable(f"{self._address}: {said[:200] or 'no answer'}")

    def _ask(self, command: bytes, frames: Iterable[bytes], deadline: float) -> str:
        try:
            with self._connected(deadline) as connection:
                _send(connection, chain((command,), frames), deadline)
                return _reply(connection, deadline)
        except OSError as error:
            raise ScannerUnavailable(f"{self._address}: {error}") from error

    def _connected(self, deadline: float) -> socket.socket:
        if self._tcp is not None:
            return socket.create_connection(self._tcp, timeout=_left(deadline))
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(_left(deadline))
            connection.connect(self._address)
        except BaseException:
            connection.close()
            raise
        return connection


def _host_and_port(address: str) -> tuple[str, int]:
    found = _TCP.fullmatch(address)
    if found is None or not 0 < int(found["port"]) <= _LAST_PORT:
        raise ValueError(f"{address!r} is neither a path nor host:port")
    return found["host"].strip("[]"), int(found["port"])


def _send(connection: socket.socket, frames: Iterable[bytes], deadline: float) -> None:
    """Over its size limit clamd answers and closes while we still send."""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        for frame in frames:
            connection.settimeout(_left(deadline))
            connection.sendall(frame)


def _reply(connection: socket.socket, deadline: float) -> str:
    said = b""
    while b"\0" not in said and len(said) < REPLY_LIMIT_BYTES:
        connection.settimeout(_left(deadline))
        piece = connection.recv(REPLY_LIMIT_BYTES)
        if not piece:
            break
        said += piece
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("no answer in time")
    return left
