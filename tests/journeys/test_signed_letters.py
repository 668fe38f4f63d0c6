"""Letters that are signed here arrive with a signature that holds."""

import re
import subprocess
from pathlib import Path

import dkim
import pytest

from tests.journeys.conftest import Maker
from tests.support.mailing import ANNE, a_mail
from tests.support.servers.postfix import Postfix


def test_a_letter_that_went_through_a_relay_still_bears_a_valid_signature(
    make_daemon: Maker, postfix: Postfix, tmp_path: Path
) -> None:
    key = tmp_path / "dkim.pem"
    subprocess.run(
        ("openssl", "genrsa", "-out", str(key), "2048"), check=True, capture_output=True
    )
    key.chmod(0o600)
    host = make_daemon(
        settings={
            "dkim": {"key-file": str(key)},
            "relay": {
                "host": postfix.host,
                "port": postfix.port,
                "ca-file": str(postfix.ca_file),
            },
        }
    )
    host.start()
    published = host.command("dkim")
    assert published.code == 0, published.err
    record = "".join(re.findall('"([^"]*)"', published.out)).encode()
    anne = f"signed.{ANNE}"
    host.send(a_mail(sender=anne), anne)

    (arrival,) = postfix.wait_for(anne)

    def answer(name: bytes, **_: object) -> bytes:
        assert name == b"support._domainkey.example.com."
        return record

    assert dkim.verify(arrival.content, dnsfunc=answer)


def test_a_key_that_is_open_to_the_world_or_none_is_told_by_check(
    make_daemon: Maker, tmp_path: Path
) -> None:
    key = tmp_path / "dkim.pem"
    key.write_text("no key", encoding="utf-8")
    host = make_daemon(settings={"dkim": {"key-file": str(key)}})
    host.configure()
    key.chmod(0o644)
    assert "open to the world" in host.command("check").out
    key.chmod(0o600)
    assert "no RSA key in PEM" in host.command("check").out


@pytest.mark.parametrize("domain", ["example.com", "mail.example.com"])
def test_a_domain_that_does_not_fit_is_warned_of(
    make_daemon: Maker, tmp_path: Path, domain: str
) -> None:
    key = tmp_path / "dkim.pem"
    subprocess.run(
        ("openssl", "genrsa", "-out", str(key), "2048"), check=True, capture_output=True
    )
    key.chmod(0o600)
    table = {"key-file": str(key), "domain": domain}
    host = make_daemon(settings={"dkim": table})
    host.configure()
    assert "proves nothing" not in host.command("check").out
    other = make_daemon(settings={"dkim": {**table, "domain": "elsewhere.example"}})
    other.configure()
    assert "proves nothing" in other.command("check").out
