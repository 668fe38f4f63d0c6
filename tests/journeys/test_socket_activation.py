"""Sockets that systemd bound: the gateway needs no right to port 25, nor to /run."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.journeys.conftest import Maker
from tests.support.daemon import ROOT, Daemon
from tests.support.listener import Peer
from tests.support.mailing import ANNE, SUPPORT, a_mail
from tests.support.servers.process import (
    POLL_SECONDS,
    free_ports,
    start_server,
    stop_with_children,
)
from tests.support.servers.requirement import required_program

START_SECONDS = 30.0


@pytest.fixture
def path() -> Iterator[Path]:
    # Not tmp_path: a socket's path ends at 108 bytes.
    with TemporaryDirectory(prefix="lmtp-") as folder:
        yield Path(folder) / "lmtp.sock"


@pytest.fixture
def port() -> int:
    return free_ports(1)[0]


@pytest.fixture
def host(make_daemon: Maker) -> Daemon:
    # LMTP is not enabled here: its socket unit alone is reason enough.
    made = make_daemon()
    made.configure()
    return made


@pytest.fixture
def activated(
    host: Daemon, path: Path, port: int
) -> Iterator["subprocess.Popen[bytes]"]:
    """The gateway as systemd starts it once somebody connects."""
    program = required_program("systemd-socket-activate", package="systemd")
    sockets = ("-l", f"127.0.0.1:{port}", "-l", str(path), "--fdname=smtp:lmtp")
    search = (f"--setenv=PYTHONPATH={ROOT}", f"--setenv=PATH={os.environ['PATH']}")
    run = (sys.executable, "-m", "gateway", "run", "--config", str(host.config))
    errors = host.folder / "stderr"
    server = start_server((program, *sockets, *search, *run), stderr=errors)
    deadline = time.monotonic() + START_SECONDS
    while not path.exists():
        assert time.monotonic() < deadline, errors.read_text()
        time.sleep(POLL_SECONDS)
    yield server
    stop_with_children(server)


def hand_in(peer: Peer, greeting: str) -> str:
    peer.answer()
    content = a_mail(message_id=f"<{greeting}@customer.example>").decode()
    steps = (f"MAIL FROM:<{ANNE}>", f"RCPT TO:<{SUPPORT}>", "DATA", f"{content}.")
    return peer.say(f"{greeting} mx.example.com", *steps)[-1]


@pytest.mark.usefixtures("activated")
def test_mail_comes_over_both_sockets_of_systemd(
    host: Daemon, path: Path, port: int
) -> None:
    by_smtp = Peer.to(("127.0.0.1", port), seconds=START_SECONDS)
    assert hand_in(by_smtp, "EHLO").startswith("250 2.0.0 Queued")

    local = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    local.settimeout(START_SECONDS)
    local.connect(str(path))
    by_lmtp = Peer(local)
    assert hand_in(by_lmtp, "LHLO").startswith("250 2.0.0 Queued")

    by_smtp.close()
    by_lmtp.close()
    # What the configuration names is not bound where systemd gave a socket.
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", host.port), 1)


def test_the_sockets_stay_with_systemd_when_the_gateway_ends(
    activated: "subprocess.Popen[bytes]", path: Path, port: int
) -> None:
    peer = Peer.to(("127.0.0.1", port), seconds=START_SECONDS)
    assert peer.answer().startswith("220")
    activated.terminate()
    assert peer.answer().startswith("421")
    assert activated.wait(START_SECONDS) == 0
    peer.close()
    # The gateway did not make the file, so it does not take it away.
    assert path.exists()
