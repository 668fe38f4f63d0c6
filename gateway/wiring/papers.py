"""Papers: the typesetter with the operator's seal, from the configuration."""

from collections.abc import Mapping
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from gateway.desk.ports_papers import Dossier, Register
from gateway.dispatch.words import TemplateFault, Words, load_words
from gateway.domain.people import Locale
from gateway.papers.archive import bundle
from gateway.papers.certificate import Bureau
from gateway.papers.pages import Pages, PaperFault
from gateway.papers.seal import SealFault, check, seal_from
from gateway.papers.signature import fingerprint
from gateway.papers.typesetter import SealFiles, Typesetter
from gateway.papers.verifying import Verifier
from gateway.settings import Fault, Settings, SettingsError, secret
from gateway.settings_schema import span
from gateway.wiring import values

OTHERS = 0o007


def typesetter(settings: Settings) -> Typesetter:
    """Raises SettingsError. The press itself starts with the first paper."""
    given = settings.gateway.papers
    seconds = span(given.time).total_seconds()
    if seconds >= span(settings.gateway.desk.message_time).total_seconds():
        raise _fault(settings, "time", "must be below desk.message-time")
    return Typesetter(seconds=seconds, seal=_seal(settings))


def bureau(
    settings: Settings, words: Mapping[Locale, Words], typesetter: Typesetter
) -> Bureau:
    """What papers are made with. Raises SettingsError for a template's fault."""
    return Bureau(
        pages=pages(settings),
        words=words,
        names=values.names(settings),
        people=values.people(settings),
        typesetter=typesetter,
    )


def verifier(settings: Settings, register: Register) -> Verifier:
    """What looks at certificates and archives. Raises SettingsError."""
    given = _seal(settings)
    own = ""
    if given and has_seal():
        own = fingerprint(seal_from(given.certificate, given.passphrase_file))
    return Verifier(register=register, own_seal=own)


def exported(
    settings: Settings, dossier: Dossier, locale: Locale, at: datetime
) -> bytes:
    """The archive of a request, for the operator. Raises SettingsError."""
    setter = typesetter(settings)
    try:
        made = bureau(settings, words(settings), setter)
        return bundle(made, dossier, locale, at)
    except PaperFault as error:
        raise SettingsError(Fault(error.file, "-", error.reason)) from error
    finally:
        setter.close()


def words(settings: Settings) -> Mapping[Locale, Words]:
    """The words of papers: those of letters. Raises SettingsError."""
    zone = values.zone(settings)
    try:
        return {
            locale: load_words(settings.template_folders, locale, zone)
            for locale in Locale
        }
    except TemplateFault as error:
        raise SettingsError(Fault(error.file, "-", error.reason)) from error


def pages(settings: Settings) -> Pages:
    """The templates of papers. Raises SettingsError."""
    try:
        return Pages(settings.template_folders)
    except PaperFault as error:
        raise SettingsError(Fault(error.file, "-", error.reason)) from error


def _seal(settings: Settings) -> SealFiles | None:
    """The certificate, tried: a passphrase that does not fit is found at the start."""
    given = settings.gateway.papers
    if not given.certificate:
        return None
    certificate = Path(given.certificate).absolute()
    passphrase = None
    if given.passphrase_file:
        secret(given.passphrase_file, "papers.passphrase-file", settings.file)
        passphrase = Path(given.passphrase_file).absolute()
    try:
        if certificate.stat().st_mode & OTHERS:
            raise _fault(settings, "certificate", f"{certificate} is open to the world")
        if has_seal():
            check(certificate, passphrase)
    except (OSError, SealFault) as error:
        raise _fault(settings, "certificate", str(error)) from error
    return SealFiles(certificate=certificate, passphrase_file=passphrase)


def has_seal() -> bool:
    return find_spec("pyhanko") is not None


def warnings(settings: Settings) -> tuple[str, ...]:
    """What is configured, or usual, and cannot work for want of a library."""
    found = []
    if find_spec("weasyprint") is None:
        found.append(
            "papers: weasyprint (the extra pdf) is not installed; certificates go "
            "without their PDF"
        )
    if settings.gateway.papers.certificate and not has_seal():
        found.append(
            "papers.certificate: pyhanko (the extra seal) is not installed; papers "
            "are not sealed"
        )
    return tuple(found)


def _fault(settings: Settings, key: str, reason: str) -> SettingsError:
    return SettingsError(Fault(str(settings.file), f"papers.{key}", reason))
