"""Staff hand in mail with a password, as their mail clients do (docs/smtp.md)."""

import smtplib
import ssl
from pathlib import Path

import pytest

from tests.journeys.conftest import Maker
from tests.support.daemon import Daemon
from tests.support.mailing import ANNE, BART, SUPPORT, a_mail
from tests.support.servers.certificate import make_certificate

PASSWORD = "correct horse battery staple"  # noqa: S105 - of a test


@pytest.fixture
def host(make_daemon: Maker, tmp_path: Path) -> Daemon:
    made = make_certificate(tmp_path)
    made.key.chmod(0o600)
    logins = tmp_path / "logins"
    logins.write_text("", encoding="utf-8")
    logins.chmod(0o600)
    host = make_daemon(
        settings={
            "smtp": {
                "certificate": str(made.certificate),
                "key": str(made.key),
                "logins-file": str(logins),
            },
            # Nothing but a login, or a token from a proven sender, commands here.
            "trust": {"authserv-id": "mx.example.com"},
        }
    )
    host.configure()
    done = host.command("passwd", BART, stdin=f"{PASSWORD}\n".encode())
    assert done.code == 0, done.err
    host.start()
    return host


def _client(host: Daemon, tmp_path: Path) -> smtplib.SMTP:
    client = smtplib.SMTP("127.0.0.1", host.port, timeout=20)
    client.starttls(
        context=ssl.create_default_context(cafile=str(tmp_path / "tls.crt"))
    )
    return client


def test_a_new_mail_of_who_logged_in_commands(host: Daemon, tmp_path: Path) -> None:
    post = host.post()
    host.send(a_mail(sender=ANNE), ANNE)
    number = str(post.wait_for("C01", ANNE)["X-Ticket"])
    mail = a_mail(
        "#take\n",
        sender=BART,
        subject=f"[{number}] mine",
        message_id="<ant@example.com>",
    )
    with _client(host, tmp_path) as client:
        client.login(BART, PASSWORD)
        client.sendmail(BART, [SUPPORT], mail, mail_options=["BODY=8BITMIME"])

    post.wait_for("C04", ANNE)

    shown = host.command("request", "show", number).out
    assert "in-progress" in shown
    assert BART in shown


def test_the_same_without_the_login_commands_nothing(
    host: Daemon, tmp_path: Path
) -> None:
    post = host.post()
    host.send(a_mail(sender=ANNE), ANNE)
    number = str(post.wait_for("C01", ANNE)["X-Ticket"])
    mail = a_mail(
        "#take\n",
        sender=BART,
        subject=f"[{number}] mine",
        message_id="<ant@example.com>",
    )
    with _client(host, tmp_path) as client:
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login(BART, "a wrong password")
        client.sendmail(BART, [SUPPORT], mail)

    post.wait_for("S12", BART)

    assert "in-progress" not in host.command("request", "show", number).out
    assert post.letters("C04", ANNE) == ()
