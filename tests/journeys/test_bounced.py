"""A letter that a real Postfix cannot deliver comes back as its own bounce message.

Postfix takes the letter, the customer's server refuses it, and what Postfix then writes
(RFC 3464, from the null sender) reaches the gateway by SMTP or by LMTP.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from gateway.cli.demo_post import Post, text_of
from tests.journeys.conftest import Maker
from tests.support.daemon import Daemon, Table
from tests.support.mailing import BART, SUPPORT, a_mail, a_reply, number_of
from tests.support.servers.postfix import Postfix
from tests.support.servers.process import free_ports
from tests.support.servers.refusing import RefusingServer

pytestmark = pytest.mark.servers

GONE = "anne@gone.example"
"""A customer whose server refuses all mail to her."""
MOVED = "anne@moved.example"
LIMIT_SECONDS = 60.0
SMTP = "smtp unix - - n - - smtp"
REASON = "550 5.1.1 no such mailbox here"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that Postfix's own users reach; tmp_path is root's alone."""
    with TemporaryDirectory(prefix="bounced-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def refusing(folder: Path) -> Iterator[RefusingServer]:
    """The customer's server, which refuses every recipient."""
    server = RefusingServer(folder, REASON)
    yield server
    server.stop()


def _relay(refusing: RefusingServer, way: str) -> Postfix:
    routes = f"gone.example smtp:[127.0.0.1]:{refusing.port}\n{SUPPORT} {way}\n"
    return Postfix(
        main="transport_maps = texthash:/etc/postfix/routes\nrecipient_delimiter = +",
        master=SMTP,
        maps={"routes": routes},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A gateway whose relay delivers what it can, and brings back the rest."""

    host: Daemon
    relay: Postfix
    post: Post

    def write(self, sender: str, text: str, subject: str, serial: int) -> None:
        name = f"<mail{serial}@customer.example>"
        mail = a_mail(text, sender=sender, subject=subject, message_id=name)
        self.host.send(mail, sender, SUPPORT)

    def answer(self, letter: EmailMessage, text: str, serial: int) -> None:
        self.host.send(*a_reply(letter, text, message_id=f"<reply{serial}@x.example>"))

    def wait_for(self, code: str, to: str) -> EmailMessage:
        return self.post.wait_for(code, to)

    def shown(self, number: str) -> str:
        return self.host.command("request", "show", number).out


@pytest.fixture(params=["SMTP", "LMTP"])
def house(
    make_daemon: Maker,
    folder: Path,
    refusing: RefusingServer,
    request: pytest.FixtureRequest,
) -> Iterator[House]:
    socket_file = folder / "lmtp.sock"
    (port,) = free_ports(1)
    ways = {"SMTP": f"smtp:[127.0.0.1]:{port}", "LMTP": f"lmtp:unix:{socket_file}"}
    relay = _relay(refusing, ways[str(request.param)])
    out: Table = {
        "host": relay.host,
        "port": relay.port,
        "ca-file": str(relay.ca_file),
    }
    lmtp: Table = {
        "enabled": True,
        "path": str(socket_file),
        "socket-group": "postfix",
    }
    host = make_daemon(settings={"relay": out, "lmtp": lmtp, "smtp": {"port": port}})
    host.port = port
    try:
        relay.start()
        host.start()
        yield House(host=host, relay=relay, post=_post(host, relay))
        host.stop()
    finally:
        relay.remove()


def _post(host: Daemon, relay: Postfix) -> Post:
    return Post(
        port=host.port,
        outgoing=relay.maildir,
        alive=host.is_running,
        limit_seconds=LIMIT_SECONDS,
    )


def test_e11_a_letter_that_postfix_returns_reaches_the_owner_and_then_the_customer(
    house: House,
) -> None:
    house.write(GONE, "Smoke comes out of tray 2.", "Smoke", 1)
    told = house.wait_for("S15", BART)
    number = number_of(told)
    said = " ".join(text_of(told).split())
    assert GONE in said
    assert "no such mailbox" in said
    assert "5.1.1" in said
    assert f"C01 {GONE}" in house.shown(number)

    # What she may answer now comes back as well: of that nobody is told again.
    house.answer(house.wait_for("S01", BART), "#take", 1)
    house.host.wait_for_log("end_state=filed.*bounce", count=2)
    assert len(house.post.letters("S15", BART)) == 1

    house.answer(told, f"#contact {MOVED}", 2)
    moved = house.wait_for("C06", MOVED)
    assert number_of(moved) == number
    house.answer(moved, "Thank you, it reaches me here.", 3)
    house.wait_for("S04", BART)
    assert house.host.command("audit").code == 0


def test_what_waits_for_an_answer_is_sent_again_once_the_mailbox_is_back(
    house: House, refusing: RefusingServer
) -> None:
    house.write(GONE, "Smoke comes out of tray 2.", "Smoke", 1)
    told = house.wait_for("S15", BART)
    house.answer(told, "#take", 1)
    house.host.wait_for_log("end_state=filed.*bounce", count=2)
    refusing.relent()
    house.answer(told, "#resend", 2)
    house.wait_for("S11", BART)
    house.host.wait(
        lambda: any(
            f"to=<{GONE}>" in line and "status=sent" in line
            for line in house.relay.log().splitlines()
        ),
        "the letter to be taken",
    )
    assert len(house.post.letters("S15", BART)) == 1
