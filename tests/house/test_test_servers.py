"""The tests' own mailbox and relay keep what they promise."""

import smtplib

import pytest
from imapclient import IMAPClient

from tests.support.servers.dovecot import Dovecot
from tests.support.servers.postfix import DEFERRED, REFUSED, Postfix

LETTER = (
    b"From: Anne <anne@customer.example>\r\nTo: support@example.com\r\n"
    b"Subject: ant\r\nMessage-ID: <ant@customer.example>\r\n\r\nIt broke.\r\n"
)


def test_the_mailbox_keeps_a_message_over_tls_and_moves_it(dovecot: Dovecot) -> None:
    with _logged_in(dovecot, "keeps@example.com") as client:
        client.append("INBOX", LETTER)
        client.select_folder("INBOX")
        (uid,) = client.search()
        fetched = client.fetch([uid], ["BODY.PEEK[]"])
        client.move([uid], "Archive")
        left = client.search()
        client.select_folder("Archive", readonly=True)

        assert fetched[uid][b"BODY[]"] == LETTER
        assert (len(left), len(client.search())) == (0, 1)


def test_the_mailbox_offers_what_the_gateway_uses(dovecot: Dovecot) -> None:
    with _logged_in(dovecot, "offers@example.com") as client:
        assert {b"IDLE", b"MOVE", b"UIDPLUS"} <= set(client.capabilities())


def test_idle_wakes_when_a_message_comes(dovecot: Dovecot) -> None:
    with (
        _logged_in(dovecot, "idle@example.com") as waiting,
        _logged_in(dovecot, "idle@example.com") as sending,
    ):
        waiting.select_folder("INBOX")
        waiting.idle()
        sending.append("INBOX", LETTER)
        woken = waiting.idle_check(timeout=10)
        waiting.idle_done()

        assert (1, b"EXISTS") in woken


def test_the_mailbox_refuses_a_wrong_password(dovecot: Dovecot) -> None:
    client = IMAPClient(dovecot.host, dovecot.imaps_port, ssl_context=dovecot.tls())
    with pytest.raises(client.Error, match=r"(?i)authentication failed"):
        client.login("wrong@example.com", dovecot.password + "!")
    client.shutdown()


def test_mail_survives_a_restart_of_the_mailbox(dovecot: Dovecot) -> None:
    with _logged_in(dovecot, "restart@example.com") as client:
        client.append("INBOX", LETTER)

        dovecot.stop()
        dovecot.start()

    with _logged_in(dovecot, "restart@example.com") as client:
        client.select_folder("INBOX")
        assert len(client.search()) == 1


def test_the_relay_files_a_letter_with_its_envelope(postfix: Postfix) -> None:
    with smtplib.SMTP(postfix.host, postfix.port) as client:
        client.starttls(context=postfix.tls())
        client.sendmail("desk+r@example.com", ["files@customer.example"], LETTER)

    (arrival,) = postfix.wait_for("files@customer.example")
    assert arrival.mail_from == "desk+r@example.com"
    assert b"Message-ID: <ant@customer.example>\n" in arrival.content
    assert arrival.content.endswith(b"\n\nIt broke.\n")


def test_the_relay_keeps_the_null_reverse_path(postfix: Postfix) -> None:
    with smtplib.SMTP(postfix.host, postfix.port) as client:
        client.sendmail("", ["null@customer.example"], LETTER)

    (arrival,) = postfix.wait_for("null@customer.example")
    assert arrival.mail_from == ""


@pytest.mark.parametrize(("local_part", "code"), [(REFUSED, 550), (DEFERRED, 451)])
def test_the_relay_refuses_on_purpose(
    postfix: Postfix, local_part: str, code: int
) -> None:
    with smtplib.SMTP(postfix.host, postfix.port) as client:
        client.ehlo()
        client.mail("desk@example.com")

        assert client.rcpt(f"{local_part}@customer.example")[0] == code


def _logged_in(dovecot: Dovecot, address: str) -> IMAPClient:
    client = IMAPClient(dovecot.host, dovecot.imaps_port, ssl_context=dovecot.tls())
    client.login(address, dovecot.password)
    return client
