"""Stands between a client and a server, and cuts the line at a counted octet.

It reads nothing of what passes, so that it serves every protocol in clear.
"""

import contextlib
import socket
import threading
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Self

CHUNK_BYTES = 64 * 1024


class Side(StrEnum):
    """Whose octets are counted."""

    CLIENT = "client"
    SERVER = "server"


@dataclass(slots=True)
class Cut:
    """Once ``after`` octets of a side have passed, the line is cut; once only."""

    side: Side
    after: int


class CutProxy:
    """Listens from ``__enter__`` to ``__exit__`` on a loopback port of its own."""

    def __init__(self, server_port: int) -> None:
        self.host = "127.0.0.1"
        self.cut: Cut | None = None
        self.passed = dict.fromkeys(Side, 0)
        self._server_port = server_port
        self._ends: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._listener = socket.create_server((self.host, 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        _shut(*self._ends)

    def arm(self, cut: Cut | None) -> None:
        """Count from nothing, and cut there."""
        self.passed = dict.fromkeys(Side, 0)
        self.cut = cut

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection((self.host, self._server_port))
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._ends += [client, server]
            for side, source, target in (
                (Side.CLIENT, client, server),
                (Side.SERVER, server, client),
            ):
                threading.Thread(
                    target=self._pump, args=(side, source, target), daemon=True
                ).start()

    def _pump(self, side: Side, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(CHUNK_BYTES):
                allowed = self._allowed(side, len(piece))
                target.sendall(piece[:allowed])
                if allowed < len(piece) or self._is_cut_here(side):
                    self.cut = None
                    break
        _shut(source, target)

    def _allowed(self, side: Side, octets: int) -> int:
        before = self.passed[side]
        cut = self.cut
        if cut is not None and cut.side is side:
            octets = min(octets, max(0, cut.after - before))
        self.passed[side] = before + octets
        return octets

    def _is_cut_here(self, side: Side) -> bool:
        cut = self.cut
        return cut is not None and cut.side is side and self.passed[side] >= cut.after


def _shut(*ends: socket.socket) -> None:
    for end in ends:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
