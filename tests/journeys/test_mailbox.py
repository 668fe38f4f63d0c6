"""Mail from a real mailbox becomes a request, once."""

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
