"""Mail from a real mailbox becomes a request, once."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from imapclient import IMAPClient

from tests.journeys.conftest import Maker
from tests.support.daemon import Daemon
from tests.support.mailing import ANNE, a_mail
from tests.support.servers.dovecot import Dovecot

USER = "support-of-a-journey@example.com"


@pytest.fixture
def host(make_daemon: Maker, dovecot: Dovecot, tmp_path: Path) -> Daemon:
    password = tmp_path / "imap-password"
    password.write_text(dovecot.password, encoding="utf-8")
    password.chmod(0o600)
    return make_daemon(
        mailboxes=(
            {
                "host": dovecot.host,
                "port": dovecot.imaps_port,
                "user": USER,
                "password-file": str(password),
                "poll": "1s",
                "folders": {"新建/Customer": "new", "垃圾": "junk"},
                "folders-by": "elle@example.com",
                "ca-file": str(dovecot.ca_file),
            },
        )
    )


@pytest.fixture
def mailbox(dovecot: Dovecot) -> IMAPClient:
    """Offer the mailbox, as the one who delivers to it sees it."""
    client = IMAPClient(dovecot.host, port=dovecot.imap_port, ssl=False)
    client.login(USER, dovecot.password)
    return client


def _holds(mailbox: IMAPClient, folder: str) -> int:
    return int(mailbox.folder_status(folder, ["MESSAGES"])[b"MESSAGES"])


def test_what_lies_in_a_mailbox_becomes_a_request_and_is_moved_away(
    host: Daemon, mailbox: IMAPClient
) -> None:
    early, late = "early@customer.example", "late@customer.example"
    mailbox.append("INBOX", a_mail(sender=early, message_id="<ant@customer.example>"))
    host.start()
    post = host.post()
    post.wait_for("C01", early)

    mailbox.append("INBOX", a_mail(sender=late, message_id="<bee@customer.example>"))
    post.wait_for("C01", late)

    host.wait(lambda: _holds(mailbox, "INBOX") == 0, "the inbox to be empty")
    assert _holds(mailbox, "Processed") == 2
    host.stop()
    host.start()
    host.send(a_mail(message_id="<cat@customer.example>"), ANNE)
    post.wait_for("C01", ANNE)
    assert len(post.letters("C01", early)) == 1
    audit = host.command("audit")
    assert audit.code == 0
    assert "request        3" in audit.out


def plain(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def _drag(mailbox: IMAPClient, subject: str, folder: str) -> None:
    """As staff do it in their mail program."""
    mailbox.select_folder("Processed")
    (uid,) = mailbox.search(["SUBJECT", subject])
    mailbox.move([uid], folder)
    mailbox.unselect_folder()


def test_what_staff_drag_into_a_folder_is_taken_as_that(
    host: Daemon, mailbox: IMAPClient
) -> None:
    spammer = "lottery@spam.example"
    robot = a_mail(
        sender="monitor@customer.example",
        subject="Disk full",
        message_id="<dog@customer.example>",
    )
    mailbox.append("INBOX", b"Auto-Submitted: auto-generated\r\n" + robot)
    won = a_mail(sender=spammer, subject="You won", message_id="<elk@spam.example>")
    mailbox.append("INBOX", won)
    host.start()
    post = host.post()
    post.wait_for("C01", spammer)
    host.wait(lambda: _holds(mailbox, "INBOX") == 0, "the inbox to be empty")

    _drag(mailbox, "Disk full", "新建/Customer")
    _drag(mailbox, "You won", "垃圾")
    told = post.wait_for("S11", "elle@example.com")
    assert "#close invalid junk" in plain(told)
    host.wait(lambda: "Disk full" in host.command("request", "list").out, "a request")
    host.wait(lambda: _holds(mailbox, "新建/Customer") == 0, "the folder of new ones")
    host.wait(lambda: _holds(mailbox, "垃圾") == 0, "the folder of junk")

    invalid = host.command("request", "list", "--status", "invalid").out
    assert "You won" in invalid, invalid
    assert post.letters("C15", spammer) == ()
    assert post.letters("C01", "monitor@customer.example") == ()
    audit = host.command("audit")
    assert audit.code == 0, audit.out
