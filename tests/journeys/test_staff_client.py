"""Staff hand in mail with a password, as their mail clients do (docs/smtp.md)."""

import re
import smtplib
import socket
import ssl
import subprocess
from pathlib import Path

import pytest

from tests.journeys.conftest import Maker
from tests.support.daemon import Daemon
from tests.support.listener import Peer
from tests.support.mailing import ANNE, BART, SUPPORT, a_mail
from tests.support.servers.certificate import make_certificate
from tests.support.servers.requirement import required_program
from tests.support.smtp_client import plain, wrapped
from tests.support.snippets import DOCS

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


def a_request(host: Daemon) -> str:
    """The number of a request of Anne's."""
    host.send(a_mail(sender=ANNE), ANNE)
    return str(host.post().wait_for("C01", ANNE)["X-Ticket"])


def test_swaks_works_as_the_page_says(host: Daemon, tmp_path: Path) -> None:
    swaks = required_program("swaks", package="swaks")
    number = a_request(host)
    page = (DOCS / "smtp.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^```sh\nswaks (.*?)^```$", page, re.DOTALL | re.MULTILINE)
    shown = "mail.example.com --port 587"
    assert shown in command
    assert "[TS20261116001]" in command
    command = command.replace(shown, f"127.0.0.1 --port {host.port}")
    command = command.replace("TS20261116001", number).strip()
    trust = (
        f"--auth-password '{PASSWORD}' --tls-verify --tls-ca-path {tmp_path}/tls.crt"
    )

    done = subprocess.run(
        ("sh", "-c", f"{swaks} {command} {trust} --timeout 20"),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "~> AUTH PLAIN" in done.stdout
    host.post().wait_for("C04", ANNE)
    assert BART in host.command("request", "show", number).out


def test_a_session_as_thunderbird_has_it_commands(host: Daemon, tmp_path: Path) -> None:
    """EHLO, STARTTLS, EHLO, AUTH with the password in it, then all in one go."""
    number = a_request(host)
    mail = a_mail(
        "#take\n",
        sender=BART,
        subject=f"[{number}] mine",
        message_id="<ant@example.com>",
        headers={"User-Agent": "Mozilla Thunderbird"},
    )
    peer = Peer(socket.create_connection(("127.0.0.1", host.port), 20))
    peer.answer()
    assert peer.say("EHLO [192.168.1.7]", "STARTTLS")[1].startswith("220")
    secure = wrapped(peer, tmp_path / "tls.crt")
    secure.say("EHLO [192.168.1.7]")
    assert secure.say(f"AUTH PLAIN {plain(BART, PASSWORD)}")[0].startswith("235 2.7.0")
    size = f"SIZE={len(mail)}"
    envelope = f"MAIL FROM:<{BART}> BODY=8BITMIME {size}\r\nRCPT TO:<{SUPPORT}>\r\n"
    secure.send(f"{envelope}DATA\r\n".encode())
    assert [secure.answer()[:3] for _ in range(3)] == ["250", "250", "354"]
    secure.send(mail + b".\r\nQUIT\r\n")
    assert [secure.answer()[:3] for _ in range(2)] == ["250", "221"]
    secure.close()

    host.post().wait_for("C04", ANNE)
    assert BART in host.command("request", "show", number).out
