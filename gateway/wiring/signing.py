"""What signs our letters for their domain, from the configuration."""

import shutil
from collections.abc import Callable

from gateway.crypto.program import Bounds
from gateway.settings import Fault, Settings, SettingsError, secret
from gateway.settings_schema import span
from gateway.wiring import values
from gateway.wiring.sealing import has_dkim

Signer = Callable[[bytes], bytes]


def signer(settings: Settings) -> Signer | None:
    """None where letters are not signed here. Raises SettingsError."""
    given = settings.gateway.dkim
    if not given.key_file:
        return None
    if not has_dkim():
        raise _fault(settings, "key-file", "dkimpy (the extra auth) is not installed")
    from gateway.crypto.dkim_signing import LetterSigner, NoKey  # noqa: PLC0415 (an extra)

    key = secret(given.key_file, "dkim.key-file", settings.file).encode()
    try:
        return LetterSigner(domain=domain(settings), selector=given.selector, key=key)
    except NoKey as error:
        raise _fault(settings, "key-file", str(error)) from error


def domain(settings: Settings) -> str:
    """The domain that signs: by default that of the support address."""
    _, own = values.support(settings)
    return settings.gateway.dkim.domain.lower() or own


def published(settings: Settings) -> str:
    """The line of the zone that the DNS needs. Raises SettingsError."""
    if signer(settings) is None:
        raise _fault(settings, "key-file", "no key is named; letters are not signed")
    from gateway.crypto.dkim_signing import zone_line  # noqa: PLC0415 (an extra)

    selector = settings.gateway.dkim.selector
    return zone_line(domain(settings), selector, record(settings))


def record(settings: Settings) -> str:
    """The text of the key's record. Raises SettingsError."""
    from gateway.crypto.dkim_signing import NoKey, record_of  # noqa: PLC0415 (an extra)

    given = settings.gateway.dkim
    key = secret(given.key_file, "dkim.key-file", settings.file).encode()
    seconds = span(settings.gateway.crypto.time).total_seconds()
    openssl = shutil.which("openssl")
    if openssl is None:
        raise _fault(settings, "key-file", "there is no openssl to read the key")
    try:
        return record_of(key, openssl, Bounds(seconds=seconds))
    except NoKey as error:
        raise _fault(settings, "key-file", str(error)) from error


def warnings(settings: Settings) -> tuple[str, ...]:
    """A signature of another domain than From's proves nothing (RFC 7489 §3.1)."""
    given, own = settings.gateway.dkim, values.support(settings)[1]
    signs = domain(settings)
    aligned = signs == own or own.endswith(f".{signs}") or signs.endswith(f".{own}")
    if not given.key_file or aligned:
        return ()
    told = (
        f"dkim.domain: {signs} is not the domain of the support address ({own}): its "
        "signature proves nothing of letters from there"
    )
    return (told,)


def _fault(settings: Settings, key: str, reason: str) -> SettingsError:
    return SettingsError(Fault(str(settings.file), f"dkim.{key}", reason))
