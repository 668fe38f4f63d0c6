"""Stands between an IMAP client and its server, and cuts the line where it is told.

It passes on octets in both directions, so that the server behind it is a real one.
For connections in clear only: it has to read what passes.
"""

import contextlib
import socket
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from tests.support.relay import wait_until

CHUNK_BYTES = 64 * 1024


@dataclass(slots=True, kw_only=True)
class Orders:
    """What happens to a line of the client, or to an answer of the server.

    ``without`` are capabilities that the client never hears of. The words are looked
    for in one piece of traffic each; the connection is cut at the first hit. Commands
    to ``refuse`` are answered by NO, and never reach the server.
    """

    without: tuple[str, ...] = ()
    cut_before_command: str = ""
    cut_after_command: str = ""
    cut_at_answer: bytes = b""
    refuse: tuple[str, ...] = ()
    only_once: bool = True
    deaf: bool = False


class ImapProxy:
    """Listens from ``__enter__`` to ``__exit__`` on a loopback port of its own."""

    def __init__(self, server_port: int, orders: Orders | None = None) -> None:
        self.host = "127.0.0.1"
        self.orders = orders or Orders()
        self.connections = 0
        self.cuts = 0
        self.commands: list[str] = []
        self._server_port = server_port
        self._muted: set[socket.socket] = set()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []

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
        self.cut_all()

    def cut_all(self) -> None:
        """Close every connection, to both sides."""
        for pair in self._pairs:
            _cut(pair)

    def wait_for(self, command: str, *, count: int = 1) -> None:
        """Return once the client has said this so often."""
        wait_until(
            lambda: sum(command in said for said in self.commands) >= count,
            f"{command} from the client",
        )

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            server = socket.create_connection((self.host, self._server_port))
            pair = (client, server)
            self._pairs.append(pair)
            for target in (self._to_server, self._to_client):
                threading.Thread(target=target, args=(pair,), daemon=True).start()

    def _to_server(self, pair: tuple[socket.socket, socket.socket]) -> None:
        client, server = pair
        with contextlib.suppress(OSError):
            while piece := client.recv(CHUNK_BYTES):
                said = piece.decode("utf-8", "replace")
                self.commands.append(said)
                if self._is_time("cut_before_command", said):
                    break
                if self._is_time("cut_after_command", said):
                    # The server has acted once it has answered; nobody hears it.
                    self._muted.add(client)
                if any(word in said for word in self.orders.refuse):
                    tag = piece.partition(b" ")[0]
                    client.sendall(tag + b" NO [NOPERM] Not for you\r\n")
                    continue
                server.sendall(piece)
        _cut(pair)

    def _to_client(self, pair: tuple[socket.socket, socket.socket]) -> None:
        client, server = pair
        with contextlib.suppress(OSError):
            while piece := server.recv(CHUNK_BYTES):
                if self.orders.deaf:
                    continue
                if client in self._muted:
                    break
                word = self.orders.cut_at_answer
                if word and word in piece:
                    self.cuts += 1
                    break
                client.sendall(self._unoffered(piece))
        _cut(pair)

    def _is_time(self, order: str, said: str) -> bool:
        word: str = getattr(self.orders, order)
        if not word or word not in said:
            return False
        if self.orders.only_once:
            setattr(self.orders, order, "")
        self.cuts += 1
        return True

    def _unoffered(self, piece: bytes) -> bytes:
        if b"CAPABILITY" in piece:
            for name in self.orders.without:
                piece = piece.replace(f" {name}".encode(), b"")
        return piece


def _cut(pair: tuple[socket.socket, socket.socket]) -> None:
    for end in pair:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
