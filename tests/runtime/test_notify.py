"""Words to systemd, over a real socket."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.runtime.notify import activated_socket, notify, watchdog_interval


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(10)
        yield listening


def test_a_state_is_heard(ear: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", ear.getsockname())
    assert notify("READY=1")
    assert ear.recv(100) == b"READY=1"


def test_a_state_is_heard_on_an_abstract_socket(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = f"ticket-gateway-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind("\0" + name)
        ear.settimeout(10)
        monkeypatch.setenv("NOTIFY_SOCKET", "@" + name)
        assert notify("WATCHDOG=1")
        assert ear.recv(100) == b"WATCHDOG=1"


def test_without_systemd_words_go_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert not notify("READY=1")


def test_a_socket_that_is_gone_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    assert not notify("READY=1")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("60000000", 30.0), ("1000000", 0.5), ("", None), ("soon", None), ("-5", None)],
)
def test_life_is_shown_twice_as_often_as_is_asked(
    monkeypatch: pytest.MonkeyPatch, said: str, seconds: float | None
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", said)
    assert watchdog_interval() == seconds


@pytest.mark.parametrize("names", ["", "other", "other:another"])
def test_no_socket_is_taken_that_was_passed_under_another_name(
    monkeypatch: pytest.MonkeyPatch, names: str
) -> None:
    monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
    monkeypatch.setenv("LISTEN_FDS", "1")
    monkeypatch.setenv("LISTEN_FDNAMES", names)
    assert activated_socket("smtp") is None


@pytest.mark.parametrize("pid", ["", "1"])
def test_no_socket_is_taken_that_was_passed_to_another_process(
    monkeypatch: pytest.MonkeyPatch, pid: str
) -> None:
    monkeypatch.setenv("LISTEN_PID", pid)
    monkeypatch.setenv("LISTEN_FDS", "1")
    monkeypatch.setenv("LISTEN_FDNAMES", "smtp")
    assert activated_socket("smtp") is None
