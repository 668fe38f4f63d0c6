"""Signed and encrypted mail through a whole gateway: its workers have hard limits."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from gateway.cli.demo_post import text_of
from tests.crypto.test_dkim import KEY, a_signer
from tests.journeys.conftest import Maker
from tests.support.keys import TEXT, Authority, Holder, Keyring, mail
from tests.support.mailing import ANNE, BART, SUPPORT, number_of
from tests.support.name_server import a_name_server

MEMORY = "256MiB"
"""Far less than is shipped: what the programs take is not the worker's."""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="keys-") as name:
        yield Path(name)


@pytest.fixture(scope="module")
def authority(folder: Path) -> Authority:
    return Authority(folder).found()


@pytest.fixture(scope="module")
def ours(folder: Path, authority: Authority) -> Holder:
    """Our own key, in a folder of keys."""
    holder = authority.issue(SUPPORT)
    (folder / "keys").mkdir()
    key = folder / "keys" / "support.pem"
    key.write_bytes(holder.both.read_bytes())
    key.chmod(0o600)
    return holder


@pytest.fixture(scope="module")
def ring(folder: Path) -> Iterator[Keyring]:
    made = Keyring(folder / "ring")
    for address in (BART, SUPPORT):
        made.make(address)
    (folder / "public.asc").write_bytes(made.public(armor=True))
    (folder / "secret.asc").write_bytes(made.secret())
    (folder / "secret.asc").chmod(0o600)
    yield made
    made.close()


def test_an_encrypted_request_is_worked_on_and_not_repeated_in_clear(
    make_daemon: Maker, folder: Path, authority: Authority, ours: Holder
) -> None:
    daemon = make_daemon(
        settings={
            "desk": {"memory": MEMORY},
            "crypto": {
                "smime-ca": str(authority.certificate),
                "smime-keys": str(folder / "keys"),
            },
        }
    )
    daemon.start()
    post = daemon.post()
    anne = authority.issue(ANNE)
    daemon.send(mail(ours.encrypted(anne.detached(TEXT.encode()))), ANNE)

    assert "smokes" not in text_of(post.wait_for("C01", ANNE))
    told = " ".join(text_of(post.wait_for("S01", BART)).split())
    assert "The printer smokes." in told
    assert f"signature is valid: S/MIME, {ANNE}" in told


def test_what_cannot_be_read_is_answered_with_how_to_send_it_again(
    make_daemon: Maker, authority: Authority
) -> None:
    daemon = make_daemon(settings={"support": {"phone": "400-000-0000"}})
    daemon.start()
    post = daemon.post()
    daemon.send(mail(authority.issue("dave@x.example").encrypted(TEXT.encode())), ANNE)

    letter = post.wait_for("C21", ANNE)
    assert "400-000-0000" in text_of(letter)
    assert "encrypted" in daemon.command("request", "show", number_of(letter)).out


def test_staff_command_by_an_encrypted_and_signed_mail(
    make_daemon: Maker, folder: Path, ring: Keyring
) -> None:
    daemon = make_daemon(
        settings={
            "desk": {"memory": MEMORY},
            # A border that says nothing here: only the signature proves Bart.
            "trust": {"authserv-id": "mx.example.com"},
            "crypto": {
                "openpgp-keyring": str(folder / "public.asc"),
                "openpgp-secret-keys": str(folder / "secret.asc"),
            },
        }
    )
    daemon.start()
    post = daemon.post()
    daemon.send(mail(TEXT.encode()), ANNE)
    to_assign = post.wait_for("S01", BART)
    command = b"Content-Type: text/plain\r\n\r\n#take\r\n"
    sealed = mail(
        ring.encrypted(command, SUPPORT, "--local-user", BART, "--sign"), BART
    )
    parent = to_assign["Message-ID"]
    head = f"In-Reply-To: {parent}\r\nMessage-ID: <bee@example.com>\r\n".encode()
    content = head + sealed.replace(b"Message-ID: <ant@customer.example>\r\n", b"")
    daemon.send(content, BART, str(to_assign["Reply-To"]))

    assert post.wait_for("C04", ANNE)
    assert list((daemon.state / "crypto").iterdir()) == []


def test_a_domains_signature_is_checked_where_dns_answers(
    make_daemon: Maker, tmp_path: Path
) -> None:
    signer = a_signer(tmp_path)
    with a_name_server() as names:
        names.records[KEY] = signer.record
        daemon = make_daemon(
            settings={"trust": {"dkim": True, "dns-servers": [names.address]}}
        )
        daemon.start()
        post = daemon.post()
        daemon.send(signer.signed(), ANNE)

        assert post.wait_for("C01", ANNE)
        assert names.asked == [KEY]
        assert "dkim:valid" in daemon.log()
