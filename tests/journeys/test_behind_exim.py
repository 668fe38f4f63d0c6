"""Real Exim and OpenSMTPD with the snippets of docs/mta.md, unpacked beside postfix."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.journeys.conftest import Maker
from tests.support.daemon import Daemon, Table
from tests.support.mailing import ANNE, SUPPORT, a_mail
from tests.support.servers.requirement import require_server
from tests.support.servers.unpacked import Ran, as_installed, run, unpacked
from tests.support.snippets import changed, snippet

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
# The daemon itself looks no name up and says nothing to the outside.
host_lookup =
rfc1413_query_timeout = 0s
disable_ipv6 = true
acl_smtp_rcpt = rcpt
begin acl
rcpt:
  require verify = recipient
  accept
begin routers
{router}
begin transports
{transport}
begin retry
* * F,1h,1m
"""
NOBODY = 65534


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that nobody, as whom the servers run, owns."""
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


def exim(folder: Path, *arguments: str, stdin: bytes) -> Ran:
    """Run Exim in the foreground: it takes mail on stdin and delivers it at once."""
    unpacked_program = unpacked("exim4-daemon-light", "usr/sbin/exim4")
    program = as_installed(unpacked_program, folder, ("Debian-exim",))
    transport = snippet("mta.md", "begin transports", "Exim, by LMTP")
    text = EXIM.format(
        folder=folder,
        program=program,
        router=snippet("mta.md", "begin routers", "Exim, by LMTP"),
        transport=changed(transport, socket=folder / "lmtp.sock"),
    )
    config = folder / "exim.conf"
    config.write_text(text, encoding="utf-8")
    config.chmod(0o644)
    (folder / "spool").mkdir(exist_ok=True)
    os.chown(folder / "spool", NOBODY, NOBODY)
    os.chown(folder, NOBODY, NOBODY)
    command = (str(program), "-C", str(config), *arguments)
    return run(command, stdin)


def logged(folder: Path) -> str:
    log = folder / "log-main"
    return log.read_text(encoding="utf-8") if log.exists() else "no log"


def test_exim_hands_over_by_lmtp_and_keeps_the_token_of_the_address(
    daemon: Daemon, folder: Path
) -> None:
    to = (SUPPORT, "support+xyz@example.com")
    done = exim(folder, "-odf", "-oi", "-f", ANNE, *to, stdin=a_mail())

    assert done.code == 0, done.said + logged(folder)
    for one in to:
        line = next(x for x in logged(folder).splitlines() if f"<{one}> R=" in x)
        assert "T=ticket_gateway" in line
        assert "250 2.0.0 Queued" in line
    daemon.post().wait_for("C01", ANNE)
    assert daemon.command("audit").code == 0


def test_exim_refuses_who_is_not_ours_in_the_session(
    daemon: Daemon, folder: Path
) -> None:
    assert daemon.is_running()
    session = f"EHLO x\r\nMAIL FROM:<{ANNE}>\r\nRCPT TO:<{SUPPORT}>\r\n"
    session += "RCPT TO:<nobody@example.com>\r\nQUIT\r\n"

    done = exim(folder, "-bs", stdin=session.encode())

    answers = [line[:3] for line in done.said.splitlines() if line[3:4] == " "]
    assert answers[-3:] == ["250", "550", "221"], done.said


def test_exim_keeps_the_mail_while_the_gateway_is_away(
    daemon: Daemon, folder: Path
) -> None:
    daemon.stop()
    exim(folder, "-odf", "-oi", "-f", ANNE, SUPPORT, stdin=a_mail())
    assert f"== {SUPPORT}" in logged(folder)

    daemon.start()
    exim(folder, "-qff", stdin=b"")

    assert f"<{SUPPORT}> R=ticket_gateway" in logged(folder)
    daemon.post().wait_for("C01", ANNE)


def test_opensmtpd_reads_its_snippet(folder: Path) -> None:
    program = unpacked("opensmtpd", "usr/sbin/smtpd")
    config = folder / "smtpd.conf"
    text = snippet("mta.md", "/etc/smtpd.conf", "OpenSMTPD, by LMTP")
    config.write_text(text, encoding="utf-8")

    users = ("_smtpd", "_smtpq", "opensmtpd", "opensmtpq")
    done = run((str(as_installed(program, folder, users)), "-n", "-f", str(config)))

    assert done.code == 0, done.said
    assert "configuration OK" in done.said
