"""A real Dovecot delivers into a Sieve script that hands mail on (docs/mta.md)."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.journeys.conftest import Maker
from tests.support.daemon import Daemon
from tests.support.errands import errands
from tests.support.mailing import ANNE, SUPPORT, a_mail
from tests.support.servers.requirement import require_server, required_program
from tests.support.snippets import snippet

pytestmark = pytest.mark.servers

UNDER = "Dovecot Sieve, through a pipe"
NOBODY = 65534
PLUGIN = Path("/usr/lib/dovecot/modules/lib90_sieve_plugin.so")
CONFIG = """\
base_dir = {folder}/run
mail_location = maildir:{folder}/mail
log_path = {folder}/log
postmaster_address = postmaster@example.com
ssl = no
stats_writer_socket_path =
protocol lda {{
  mail_plugins = sieve
}}
{snippet}
"""
BINARIES, SCRIPT = "/usr/lib/dovecot/sieve-pipe", "/etc/dovecot/ticket-gateway.sieve"


@pytest.fixture
def host(make_daemon: Maker) -> Daemon:
    made = make_daemon()
    made.configure()
    return made


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder of nobody's, who owns the mailbox."""
    if os.geteuid() != 0:
        require_server("dovecot-lda", "the mailbox is nobody's, whom only root may be")
    with TemporaryDirectory(prefix="sieve-") as name:
        os.chown(name, NOBODY, NOBODY)
        yield Path(name)


@pytest.fixture
def mailbox(folder: Path, host: Daemon) -> Iterator[Path]:
    """The configuration of a mailbox whose Sieve script is the page's."""
    if not PLUGIN.exists():
        require_server("sieve", "not installed (Debian package dovecot-sieve)")
    (folder / "bin").mkdir()
    script = folder / "ticket-gateway.sieve"
    script.write_text(snippet("mta.md", SCRIPT, UNDER), encoding="utf-8")
    plugin = snippet("mta.md", "/etc/dovecot/conf.d/90-ticket-gateway.conf", UNDER)
    assert BINARIES in plugin
    assert SCRIPT in plugin
    plugin = plugin.replace(BINARIES, str(folder / "bin")).replace(SCRIPT, str(script))
    config = folder / "dovecot.conf"
    config.write_text(CONFIG.format(folder=folder, snippet=plugin), encoding="utf-8")
    for path in folder.rglob("*"):
        os.chown(path, NOBODY, NOBODY)
    with errands(folder / "bin" / "ticket-gateway", host.command):
        yield config


def deliver(config: Path, to: str) -> int:
    program = required_program(
        "dovecot-lda", package="dovecot-core", folder="/usr/lib/dovecot"
    )
    done = subprocess.run(
        (program, "-c", config, "-f", ANNE, "-a", to),
        input=a_mail(),
        env={"PATH": "/usr/bin:/bin", "HOME": str(config.parent), "USER": "nobody"},
        user=NOBODY,
        group=NOBODY,
        extra_groups=(),
        timeout=60,
        check=False,
    )
    return done.returncode


def said(config: Path) -> str:
    return (config.parent / "log").read_text(encoding="utf-8")


@pytest.mark.parametrize("to", [SUPPORT, "support+ts1.xyz@example.com"])
def test_sieve_hands_mail_on_with_its_envelope(
    mailbox: Path, host: Daemon, to: str
) -> None:
    assert deliver(mailbox, to) == 0, said(mailbox)

    (kept,) = host.state.rglob("incoming/*")
    text = kept.read_bytes()
    assert text.startswith(b"Return-Path: <anne@customer.example>\r\n"), said(mailbox)
    assert f"Delivered-To: {to}\r\n".encode() in text


def test_other_mail_stays_in_the_mailbox(mailbox: Path, host: Daemon) -> None:
    assert deliver(mailbox, "bart@example.com") == 0

    assert list(host.state.rglob("incoming/*")) == []
    assert len(list((mailbox.parent / "mail" / "new").iterdir())) == 1


def test_a_mail_that_the_command_does_not_take_stays_in_the_mailbox(
    mailbox: Path, host: Daemon
) -> None:
    host.config.write_text("[smtp]\nport = 0\n", encoding="utf-8")

    deliver(mailbox, SUPPORT)

    assert len(list((mailbox.parent / "mail" / "new").iterdir())) == 1
    assert "ticket-gateway" in said(mailbox)
