"""What opens and checks signed and encrypted mail, from the configuration's keys.

Keys and certificates are read at the start: a changed one counts after the next.
"""

import hashlib
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.channel import TlsaLookup
from gateway.crypto.opener import ProgramOpener
from gateway.crypto.openpgp import Keys, OpenPgp, Programs
from gateway.crypto.program import Bounds
from gateway.crypto.smime import Smime, Trusted, fingerprint_of
from gateway.desk.ports_reading import DomainKeys
from gateway.settings import Fault, Settings, SettingsError, secret
from gateway.settings_schema import span

if TYPE_CHECKING:
    from gateway.crypto.records import TxtRecords

KEYS_LIMIT = 16
"""Files of S/MIME keys, the first by name."""
PINNED_LIMIT = 1000
CERTIFICATE_BYTES = 64 * 1024


def opener(settings: Settings, folder: Path) -> ProgramOpener:
    """``folder`` is for what lives as long as one call. Raises SettingsError."""
    given = settings.gateway.crypto
    seconds = span(given.time).total_seconds()
    if seconds >= span(settings.gateway.desk.message_time).total_seconds():
        raise _fault(settings, "time", "must be below desk.message-time")
    bounds = Bounds(seconds=seconds)
    return ProgramOpener(
        smime=Smime(
            program=_program("openssl"),
            bounds=bounds,
            trusted=Trusted(
                authorities=str(_file(settings, "smime-ca", given.smime_ca) or ""),
                pinned=_pinned(settings),
            ),
            keys=_keys(settings),
        ),
        openpgp=OpenPgp(
            programs=Programs(
                gpgv=_program("gpgv"), gpg=_program("gpg"), agent=_program("gpg-agent")
            ),
            bounds=bounds,
            keys=Keys(
                public=_file(settings, "openpgp-keyring", given.openpgp_keyring),
                secret=_secret(
                    settings, "openpgp-secret-keys", given.openpgp_secret_keys
                ),
                passphrase=_secret(
                    settings, "openpgp-passphrase-file", given.openpgp_passphrase_file
                ),
            ),
            folder=folder,
        ),
    )


def clean(folder: Path) -> None:
    """At start, alone: make the folder, for us alone; what a crash left in it goes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def domain_keys(settings: Settings) -> DomainKeys | None:
    """Our own look at DKIM signatures; None where it is off, or lacks its library."""
    if not settings.gateway.trust.dkim or not has_dkim():
        return None
    from gateway.crypto.dkim import DomainKeys as Checker  # noqa: PLC0415 (an extra)

    return Checker(records=records(settings))


def has_dkim() -> bool:
    return all(find_spec(name) for name in ("dkim", "dns"))


def records(settings: Settings) -> "TxtRecords":
    """The DNS as it is configured; wants the extra auth. Raises SettingsError."""
    from gateway.crypto.records import TxtRecords, server  # noqa: PLC0415 (an extra)

    given = settings.gateway.trust
    try:
        for text in given.dns_servers:
            server(text)
    except ValueError as error:
        fault = Fault(str(settings.file), "trust.dns-servers", str(error))
        raise SettingsError(fault) from error
    seconds = span(given.dns_time).total_seconds()
    return TxtRecords(servers=given.dns_servers, seconds=seconds)


def tlsa(settings: Settings) -> TlsaLookup:
    """What DANE asks the DNS. Raises SettingsError."""
    if not has_dkim():
        reason = "DANE needs dnspython (the extra auth), which is not installed"
        raise SettingsError(Fault(str(settings.file), "relay.trust", reason))
    records(settings)
    from gateway.crypto.tlsa import TlsaRecords  # noqa: PLC0415 (an extra)

    given = settings.gateway.trust
    seconds = span(given.dns_time).total_seconds()
    return TlsaRecords(servers=given.dns_servers, seconds=seconds).get


def warnings(settings: Settings) -> tuple[str, ...]:
    """What is configured and cannot work for want of a program or a library."""
    given = settings.gateway.crypto
    needed = {
        "openssl": "S/MIME signatures are not checked, encrypted mail is not opened",
        "gpgv": "OpenPGP signatures are not checked" if given.openpgp_keyring else "",
        "gpg": "OpenPGP mail is not decrypted" if given.openpgp_secret_keys else "",
    }
    found = [
        f"crypto: there is no {name}: {lost}"
        for name, lost in needed.items()
        if lost and not _program(name)
    ]
    if settings.gateway.trust.dkim and not has_dkim():
        found.append(
            "trust.dkim: dkimpy (the extra auth) is not installed; DKIM signatures are "
            "not checked here"
        )
    return tuple(found)


def _program(name: str) -> str:
    return shutil.which(name) or ""


def _file(settings: Settings, key: str, text: str) -> Path | None:
    if not text:
        return None
    path = Path(text).absolute()
    try:
        with path.open("rb"):
            return path
    except OSError as error:
        raise _fault(settings, key, str(error)) from error


def _secret(settings: Settings, key: str, text: str) -> Path | None:
    if not text:
        return None
    secret(text, f"crypto.{key}", settings.file)
    return Path(text).absolute()


def _keys(settings: Settings) -> tuple[Path, ...]:
    """One file a key: its private key and its certificate, both as PEM."""
    text = settings.gateway.crypto.smime_keys
    files = _inside(settings, "smime-keys", text)[:KEYS_LIMIT]
    for path in files:
        if "PRIVATE KEY" not in secret(str(path), "crypto.smime-keys", settings.file):
            raise _fault(settings, "smime-keys", f"{path} holds no private key")
    return files


def _pinned(settings: Settings) -> frozenset[str]:
    """The certificates that are trusted by hand: PEM or DER, one a file."""
    text = settings.gateway.crypto.pinned
    found: set[str] = set()
    for path in _inside(settings, "pinned", text)[:PINNED_LIMIT]:
        content = path.read_bytes()[:CERTIFICATE_BYTES]
        pem = b"-----BEGIN" in content
        name = fingerprint_of(content) if pem else hashlib.sha256(content).hexdigest()
        if not name:
            raise _fault(settings, "pinned", f"{path} holds no certificate")
        found.add(name)
    return frozenset(found)


def _inside(settings: Settings, key: str, text: str) -> tuple[Path, ...]:
    """The files of a folder, by name; hidden ones aside."""
    if not text:
        return ()
    try:
        found = sorted(Path(text).absolute().iterdir())
    except OSError as error:
        raise _fault(settings, key, str(error)) from error
    return tuple(p for p in found if p.is_file() and not p.name.startswith("."))


def _fault(settings: Settings, key: str, reason: str) -> SettingsError:
    return SettingsError(Fault(str(settings.file), f"crypto.{key}", reason))
