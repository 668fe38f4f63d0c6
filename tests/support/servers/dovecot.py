"""A real mailbox for tests: Dovecot 2.3 in a folder of its own, without root.

Any address is a mailbox and there is one password, so a test takes an address
nobody else uses and needs no cleaning up. Offered: IMAP and IMAPS on 127.0.0.1,
STARTTLS, IDLE, MOVE, UIDPLUS, CONDSTORE; folders INBOX, Archive and Junk.
"""

import grp
import os
import pwd
import secrets
import shutil
import ssl
import subprocess
import tempfile
from pathlib import Path

from tests.support.servers.certificate import make_certificate
from tests.support.servers.process import (
    fill_in,
    free_ports,
    start_server,
    stop_with_children,
    wait_for_banner,
)
from tests.support.servers.requirement import require_server, required_program

# Dovecot 2.4 reads another configuration language altogether.
SPOKEN_VERSION = "2.3."


class Dovecot:
    """One instance; ports, password and mail survive ``stop`` and ``start``.

    ``tokens`` is where it asks about access tokens; then they let in by XOAUTH2, too.
    ``namespace`` are its settings of where folders begin and what parts their levels;
    ``more`` is put behind all of them.
    """

    def __init__(
        self, *, tokens: str = "", namespace: str = "separator = /", more: str = ""
    ) -> None:
        self._tokens = tokens
        self._namespace, self._more = namespace, more
        self._program = required_program("dovecot", package="dovecot-imapd")
        version = _output_of(self._program, "--version")
        if not version.startswith(SPOKEN_VERSION):
            require_server("dovecot", f"its version is {version}, not 2.3")
        # imap-login refuses to run as root.
        self._user = "nobody" if os.geteuid() == 0 else _own_name()
        self.host = "127.0.0.1"
        self.password = secrets.token_hex(12)
        self.imap_port, self.imaps_port = free_ports(2)
        # Not pytest's tmp_path: a unix socket's path ends at 108 bytes.
        self._folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.ca_file = make_certificate(self._folder).certificate
        self._configure()
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return once both ports answer; ServerDidNotStart otherwise."""
        self._server = start_server(
            (self._program, "-F", "-c", str(self._folder / "dovecot.conf")),
            stderr=self._folder / "stderr",
            user=self._user,
        )
        log = self._folder / "dovecot.log"
        wait_for_banner(self._server, self.imap_port, b"* OK", log)

    def stop(self) -> None:
        """End the server and every session, also one that sits in IDLE."""
        if self._server is not None:
            stop_with_children(self._server)
            self._server = None

    def remove(self) -> None:
        """Stop, and forget all mail."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def tls(self) -> ssl.SSLContext:
        """Answer a client's context that trusts this server and no other."""
        return ssl.create_default_context(cafile=str(self.ca_file))

    @property
    def maildirs(self) -> Path:
        """Where the mail of each user lies, in a Maildir of his name."""
        return self._folder / "mail"

    def log(self) -> str:
        """Answer what the server has logged so far."""
        return (self._folder / "dovecot.log").read_text(errors="replace")

    def _let_tokens_in(self) -> None:
        conf = self._folder / "dovecot.conf"
        with conf.open("a", encoding="utf-8") as file:
            file.write(_OAUTH2.format(folder=self._folder))
        told = _TOKENS.format(url=self._tokens)
        (self._folder / "oauth2.conf").write_text(told, encoding="utf-8")

    def _configure(self) -> None:
        owner = pwd.getpwnam(self._user)
        values = {
            "folder": self._folder,
            "user": self._user,
            "group": grp.getgrgid(owner.pw_gid).gr_name,
            "imap_port": self.imap_port,
            "imaps_port": self.imaps_port,
            "password": self.password,
            "namespace": self._namespace,
        }
        fill_in("dovecot.conf.in", self._folder / "dovecot.conf", values)
        with (self._folder / "dovecot.conf").open("a", encoding="utf-8") as file:
            file.write(self._more)
        if self._tokens:
            self._let_tokens_in()
        for name in ("run", "state", "mail"):
            (self._folder / name).mkdir()
        if os.geteuid() == 0:
            for path in (self._folder, *self._folder.iterdir()):
                os.chown(path, owner.pw_uid, owner.pw_gid)


_OAUTH2 = """
auth_mechanisms = plain login xoauth2 oauthbearer
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
"""
_TOKENS = """
tokeninfo_url = {url}
username_attribute = email
active_attribute = active
active_value = true
use_grant_password = no
force_introspection = no
timeout_msecs = 5000
"""


def _own_name() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        require_server("dovecot", "the user of this process has no name")


def _output_of(*command: str) -> str:
    finished = subprocess.run(command, check=True, capture_output=True, text=True)
    return finished.stdout.strip()
