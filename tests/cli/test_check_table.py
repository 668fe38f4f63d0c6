"""What a server says is printed without what speaks to a terminal."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gateway.intake.doors import DoorShut, knock
from tests.support.configuration import a_configuration
from tests.support.daemon import run_command


@contextmanager
def saying(words: bytes) -> Iterator[int]:
    """A server that says this to everybody who connects, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.sendall(words)
                    connection.shutdown(socket.SHUT_WR)
                    connection.recv(1000)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def test_a_hostile_greeting_colours_no_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "etc"
    a_configuration(folder)
    with saying(b"554 \x1b]0;owned\x07 [red]no[/red]\r\n") as port:
        config = folder / "gateway.toml"
        text = config.read_text("utf-8").replace("port = 2525", f"port = {port}")
        config.write_text(text, encoding="utf-8")
        done = run_command(
            ("check", "--config", str(config), "--connect"), folder=tmp_path
        )
    assert "\x1b" not in done.out
    assert "\x07" not in done.out
    assert "[red]no[/red]" in done.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (b"554 5.7.1 go away\r\n", "554 5.7.1 go away"),
        (b"220-" + b"x" * 20_000, "no reply of SMTP"),
        (b"220-a\r\n220-b\r\n", "no reply of SMTP"),
        (b"\xff\xfe\x00", "no reply of SMTP"),
        (b"", "no reply of SMTP"),
    ],
)
def test_what_is_no_greeting_of_ours_is_told(words: bytes, told: str) -> None:
    with saying(words) as port, pytest.raises(DoorShut) as shut:
        knock(("127.0.0.1", port), hello="EHLO")
    assert told in str(shut.value)


def test_nobody_there_is_told() -> None:
    with saying(b"") as port:
        pass
    with pytest.raises(DoorShut, match="refused"):
        knock(("127.0.0.1", port), hello="EHLO")
    with pytest.raises(DoorShut):
        knock(Path("/nowhere/" + "x" * 200), hello="LHLO")
