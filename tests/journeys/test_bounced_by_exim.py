"""A letter that a real Exim cannot deliver comes back in Exim's own form."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from gateway.cli.demo_post import text_of
from tests.journeys.conftest import Maker
from tests.journeys.test_behind_exim import NOBODY, logged
from tests.support.daemon import Daemon, Table
from tests.support.mailing import ANNE, BART, SUPPORT, a_mail, number_of
from tests.support.servers.refusing import RefusingServer
from tests.support.servers.requirement import require_server
from tests.support.servers.unpacked import as_installed, run, unpacked

pytestmark = pytest.mark.servers

EXIM = """\
exim_path = {program}
keep_environment =
exim_user = Debian-exim
exim_group = Debian-exim
spool_directory = {folder}/spool
log_file_path = {folder}/log-%s
primary_hostname = mx.example.com
qualify_domain = example.com
host_lookup =
rfc1413_query_timeout = 0s
disable_ipv6 = true
begin routers
back:
  driver = accept
  domains = example.com
  transport = gateway
out:
  driver = manualroute
  domains = customer.example
  route_list = * 127.0.0.1 byname
  self = send
  transport = out
begin transports
gateway:
  driver = lmtp
  socket = {socket}
out:
  driver = smtp
  port = {port}
  allow_localhost
begin retry
* * F,1h,1m
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that nobody, as whom the server runs, owns."""
    if os.geteuid() != 0:
        require_server("exim", "it changes its user, which root only may")
    with TemporaryDirectory(prefix="exim-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def daemon(make_daemon: Maker, folder: Path) -> Daemon:
    path = str(folder / "lmtp.sock")
    lmtp: Table = {"enabled": True, "path": path, "socket-group": "nogroup"}
    made = make_daemon(settings={"lmtp": lmtp})
    made.start()
    return made


def test_e11_a_letter_that_exim_returns_is_told_to_the_owner(
    daemon: Daemon, folder: Path
) -> None:
    post = daemon.post()
    daemon.send(a_mail(), ANNE, SUPPORT)
    letter = post.wait_for("C01", ANNE)
    sender = str(letter["Return-Path"]).strip("<>")
    server = RefusingServer(folder, "550 5.1.1 no such mailbox here")
    try:
        said = _sent(folder, server.port, sender, letter.as_bytes())
    finally:
        server.stop()

    told = post.wait_for("S15", BART)

    assert number_of(told) == number_of(letter), said
    words = " ".join(text_of(told).split())
    assert ANNE in words
    assert "5.1.1" in words
    daemon.wait_for_log("end_state=filed.*bounce")
    assert daemon.command("audit").code == 0


def _sent(folder: Path, port: int, sender: str, content: bytes) -> str:
    """Hand a letter to Exim, as a relay would have it; what Exim logged of it."""
    given = unpacked("exim4-daemon-light", "usr/sbin/exim4")
    program = as_installed(given, folder, ("Debian-exim",))
    config = folder / "exim.conf"
    text = EXIM.format(
        folder=folder, program=program, port=port, socket=folder / "lmtp.sock"
    )
    config.write_text(text, encoding="utf-8")
    config.chmod(0o644)
    (folder / "spool").mkdir()
    os.chown(folder / "spool", NOBODY, NOBODY)
    os.chown(folder, NOBODY, NOBODY)
    command = (str(program), "-C", str(config), "-odf", "-oi", "-f", sender, ANNE)
    return run(command, content).said + logged(folder)
