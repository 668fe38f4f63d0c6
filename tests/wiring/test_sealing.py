"""Keys and programs for signed and encrypted mail, as the configuration names them."""

import base64
import stat
from pathlib import Path

import pytest

from gateway.crypto.smime import fingerprint_of
from gateway.settings import SettingsError, load
from gateway.wiring import sealing
from gateway.wiring.checking import faults, warnings
from tests.support.configuration import a_configuration
from tests.support.keys import Authority


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    found = Authority(tmp_path_factory.mktemp("ca")).found()
    found.issue("bart@example.com")
    return found


def changed(folder: Path, key: str, value: object) -> Path:
    return a_configuration(folder, gateway=(f'\n{key} = ""', f'\n{key} = "{value}"'))


def test_certificates_are_pinned_as_pem_and_as_der(
    tmp_path: Path, authority: Authority
) -> None:
    pem = (authority.folder / "bart.pem").read_bytes()
    der = base64.b64decode(b"".join(pem.splitlines()[1:-1]))
    pinned = tmp_path / "pinned"
    pinned.mkdir()
    (pinned / "bart.pem").write_bytes(pem)
    (pinned / "again.cer").write_bytes(der)
    (pinned / ".hidden").write_bytes(b"no certificate")

    found = sealing.opener(load(changed(tmp_path / "c", "pinned", pinned)), tmp_path)
    assert found.smime.trusted.pinned == frozenset({fingerprint_of(pem)})


def test_our_keys_are_the_files_of_their_folder(
    tmp_path: Path, authority: Authority
) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    key = keys / "support.pem"
    key.write_bytes((authority.folder / "bart.both.pem").read_bytes())
    key.chmod(0o600)

    found = sealing.opener(load(changed(tmp_path / "c", "smime-keys", keys)), tmp_path)
    assert found.smime.keys == (key,)


@pytest.mark.parametrize(
    ("name", "mode", "words"),
    [("open.pem", 0o604, "-----BEGIN PRIVATE KEY-----"), ("cert.pem", 0o600, "x")],
)
def test_a_key_that_is_open_to_the_world_or_none_is_a_fault(
    tmp_path: Path, name: str, mode: int, words: str
) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / name).write_text(words)
    (keys / name).chmod(mode)
    settings = load(changed(tmp_path / "c", "smime-keys", keys))

    with pytest.raises(SettingsError, match=r"crypto\.smime-keys: .*" + name):
        sealing.opener(settings, tmp_path)


@pytest.mark.parametrize(
    "key",
    [
        *("smime-ca", "pinned", "smime-keys", "openpgp-keyring"),
        *("openpgp-secret-keys", "openpgp-passphrase-file"),
    ],
)
def test_what_is_named_and_not_there_is_a_fault(tmp_path: Path, key: str) -> None:
    settings = load(changed(tmp_path / "c", key, tmp_path / "nowhere"))
    found = [fault.key for fault in faults(settings)]
    assert f"crypto.{key}" in found


def test_a_certificate_that_is_none_is_a_fault(tmp_path: Path) -> None:
    pinned = tmp_path / "pinned"
    pinned.mkdir()
    (pinned / "bart.pem").write_text("-----BEGIN something else-----")
    settings = load(changed(tmp_path / "c", "pinned", pinned))
    with pytest.raises(SettingsError, match="holds no certificate"):
        sealing.opener(settings, tmp_path)


def test_a_call_takes_less_time_than_a_message_has(tmp_path: Path) -> None:
    given = ('\ntime = "10s"', '\ntime = "60s"')
    settings = load(a_configuration(tmp_path, gateway=given))
    with pytest.raises(SettingsError, match=r"crypto\.time: must be below"):
        sealing.opener(settings, tmp_path)


def test_a_name_server_without_an_address_is_a_fault(tmp_path: Path) -> None:
    file = a_configuration(
        tmp_path, gateway=("dns-servers = []", 'dns-servers = ["dns.example.com"]')
    )
    text = file.read_text("utf-8")
    file.write_text(text.replace("dkim = false", "dkim = true"), encoding="utf-8")
    with pytest.raises(SettingsError, match=r"trust\.dns-servers"):
        sealing.domain_keys(load(file))


def test_dkim_that_is_off_is_not_looked_at(tmp_path: Path) -> None:
    assert sealing.domain_keys(load(a_configuration(tmp_path))) is None


def test_without_its_library_dkim_is_off_and_check_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "find_spec", lambda _name: None)
    settings = load(a_configuration(tmp_path, gateway=("dkim = false", "dkim = true")))
    assert sealing.domain_keys(settings) is None
    assert any(said.startswith("trust.dkim: dkimpy") for said in warnings(settings))


def test_without_programs_check_says_what_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    keyring = tmp_path / "keyring"
    keyring.write_bytes(b"")
    settings = load(changed(tmp_path / "c", "openpgp-keyring", keyring))

    said = [line for line in warnings(settings) if line.startswith("crypto:")]
    assert [line.split(":")[1] for line in said] == [
        " there is no openssl",
        " there is no gpgv",
    ]
    assert sealing.opener(settings, tmp_path).smime.program == ""


def test_what_a_crash_left_is_gone_at_the_start(tmp_path: Path) -> None:
    folder = tmp_path / "crypto"
    (folder / "gpg-left" / "private-keys-v1.d").mkdir(parents=True)
    sealing.clean(folder)

    assert list(folder.iterdir()) == []
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
