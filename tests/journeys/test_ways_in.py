"""The whole story over each way in, and out through a real relay.

In front stands a Postfix that hands over by SMTP, by LMTP or through a pipe, or a
Dovecot mailbox that is read; every letter leaves through another Postfix, and what the
story reads is what that one delivered.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from imapclient import IMAPClient

from gateway.cli.demo_post import Post
from gateway.cli.demo_story import Act, Story
from gateway.cli.demo_words import CHINESE
from tests.journeys.conftest import Maker
from tests.journeys.test_behind_postfix import BY_PIPE, mta
from tests.support.daemon import Daemon, Table
from tests.support.errands import errands
from tests.support.servers.dovecot import Dovecot
from tests.support.servers.postfix import Postfix
from tests.support.snippets import changed, snippet

pytestmark = pytest.mark.servers
BOX = "support-of-the-story@example.com"
LIMIT_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The gateway to be, and what stands around it."""

    host: Daemon
    folder: Path
    relay: Postfix
    dovecot: Dovecot

    def post(self, port: int) -> Post:
        """A mail client that hands in at this port, and reads what was delivered."""
        return Post(
            port=port,
            outgoing=self.relay.maildir,
            alive=self.host.is_running,
            limit_seconds=LIMIT_SECONDS,
        )


class MailboxPost(Post):
    """Mail is delivered to a mailbox, as its provider does."""

    mailbox: Dovecot

    def send(self, mail_from: str, rcpt_to: str, content: bytes) -> str:
        trace = f"Return-Path: <{mail_from}>\r\nDelivered-To: {rcpt_to}\r\n"
        with IMAPClient(self.mailbox.host, self.mailbox.imap_port, ssl=False) as client:
            client.login(BOX, self.mailbox.password)
            client.append("INBOX", trace.encode() + content)
        return "delivered"


Way = Callable[[House], AbstractContextManager[Post]]


@contextmanager
def by_smtp(house: House) -> Iterator[Post]:
    transport = f"support@example.com smtp:[127.0.0.1]:{house.host.port}\n"
    smtp = "smtp unix - - n - - smtp\n"
    with mta(master=smtp, transport=transport) as server:
        house.host.start()
        yield house.post(server.port)


@contextmanager
def by_lmtp(house: House) -> Iterator[Post]:
    transport = f"support@example.com lmtp:unix:{house.folder}/lmtp.sock\n"
    with mta(transport=transport) as server:
        house.host.start()
        yield house.post(server.port)


@contextmanager
def by_pipe(house: House) -> Iterator[Post]:
    transport = snippet("mta.md", "/etc/postfix/gateway-transport", BY_PIPE)
    service = snippet("mta.md", "master.cf", BY_PIPE)
    with errands(house.folder / "ticket-gateway", house.host.command) as command:
        master = changed(service, command=command, user="user=nobody")
        with mta(master=master, transport=transport) as server:
            house.host.start()
            yield house.post(server.port)


@contextmanager
def by_imap(house: House) -> Iterator[Post]:
    house.host.start()
    post = MailboxPost(
        port=0,
        outgoing=house.relay.maildir,
        alive=house.host.is_running,
        limit_seconds=LIMIT_SECONDS,
    )
    post.mailbox = house.dovecot
    yield post


@pytest.fixture
def house(make_daemon: Maker, dovecot: Dovecot, tmp_path: Path) -> Iterator[House]:
    password = tmp_path / "imap-password"
    password.write_text(dovecot.password, encoding="utf-8")
    password.chmod(0o600)
    relay = Postfix()
    relay.start()
    with TemporaryDirectory(prefix="ways-") as name:
        Path(name).chmod(0o755)
        out: Table = {
            "host": relay.host,
            "port": relay.port,
            "ca-file": str(relay.ca_file),
        }
        box: Table = {
            "host": dovecot.host,
            "port": dovecot.imaps_port,
            "user": BOX,
            "password-file": str(password),
            "ca-file": str(dovecot.ca_file),
        }
        local: Table = {
            "enabled": True,
            "path": f"{name}/lmtp.sock",
            "socket-group": "postfix",
            "mode": "sync",
        }
        host = make_daemon(settings={"relay": out, "lmtp": local}, mailboxes=(box,))
        yield House(host=host, folder=Path(name), relay=relay, dovecot=dovecot)
        host.stop()
    relay.remove()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("way", [by_smtp, by_lmtp, by_pipe, by_imap])
def test_the_story_from_a_first_mail_to_a_certificate(house: House, way: Way) -> None:
    house.host.configure()
    with way(house) as post:
        scenes = {scene.act: scene for scene in Story(post=post, words=CHINESE).tell()}
        number = str(scenes[Act.ACKNOWLEDGED].mail["X-Ticket"])
        receipt = scenes[Act.RECEIPT].mail
        assert str(receipt["X-Ticket"]) == number
        assert "with ESMTPS" in str(receipt["Received"])
        shown = house.host.command("request", "show", number)
        assert "confirmed" in shown.out
        audit = house.host.command("audit")
        assert (audit.code, audit.out.splitlines()[-1]) == (0, "balanced")
