"""The composition root, first half: from settings to the rooms' objects."""

import hashlib
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gateway.antivirus.clamd import ClamdScanner
from gateway.channel import Security, Trust
from gateway.desk.batch import TryPolicy
from gateway.desk.context import Context
from gateway.desk.correspondence import Budget, Correspondence, Sender
from gateway.desk.ports import Courier
from gateway.dispatch.maildir import MaildirCourier
from gateway.dispatch.relays import RelayChain
from gateway.dispatch.renderer import Renderer
from gateway.dispatch.submission import FINAL_TIMEOUT_SECONDS, SmtpCourier
from gateway.dispatch.words import TemplateFault
from gateway.domain.people import Locale
from gateway.mail.token import ALPHABET, Keys
from gateway.runtime.clock import SystemClock
from gateway.settings import Fault, Settings, SettingsError, secret
from gateway.settings_schema import Relay, span
from gateway.spool.directory import DirectorySpool
from gateway.spool.ids import QueueIds
from gateway.store.absences import StoredAbsences
from gateway.store.database import Database, open_database
from gateway.store.erasing import StoredEraser
from gateway.store.facts import Facts
from gateway.store.files import ContentFiles
from gateway.store.ledger import RecordLedger
from gateway.store.outbox import RetrySchedule
from gateway.store.withheld import WithheldCommands
from gateway.wiring import reporting, sealing, signing, values
from gateway.wiring.enclosing import enclosers
from gateway.wiring.knowledge import library
from gateway.wiring.oauth import credentials, providers

SECRET_BYTES = 32
JOURNAL_SUFFIX = ".journal"
STEPS_LIMIT = 30
"""Waits for a relay in one letter: to connect, for each reply, and all once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the state lies, below one folder."""

    root: Path

    @property
    def spool(self) -> Path:
        return self.root / "spool"

    @property
    def database(self) -> Path:
        return self.root / "gateway.db"

    @property
    def files(self) -> Path:
        return self.root / "files"

    @property
    def outgoing(self) -> Path:
        return self.root / "outgoing"

    def journal(self, connection: int) -> Path:
        return self.root / f"delivered-{connection + 1}{JOURNAL_SUFFIX}"

    def journals(self) -> Sequence[Path]:
        """Those of all connections that there ever were."""
        return sorted(self.root.glob(f"delivered*{JOURNAL_SUFFIX}"))

    @property
    def oauth(self) -> Path:
        return self.root / "oauth"

    @property
    def secret(self) -> Path:
        return self.root / "secret"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def turn(self) -> Path:
        return self.root / "large.turn"

    @property
    def crypto(self) -> Path:
        return self.root / "crypto"

    @property
    def imap(self) -> Path:
        return self.root / "imap"


def places(settings: Settings) -> Places:
    """The state folder, made for us alone where it is not there yet."""
    root = settings.state
    try:
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        fault = Fault(str(settings.file), "server.state", str(error))
        raise SettingsError(fault) from error
    return Places(root=root)


def spool(where: Places) -> DirectorySpool:
    clock = SystemClock()
    return DirectorySpool(where.spool, new_id=QueueIds(), clock=clock)


def database(where: Places) -> Database:
    return open_database(where.database)


def keys(settings: Settings, where: Places) -> Keys:
    """The secrets behind tokens: a configured file, else one made at the first start.

    The file holds one secret a line, the newest first; the second line is the one
    before, still good for letters that are out.
    """
    configured = settings.gateway.trust.secret_file
    if not configured and not where.secret.exists():
        _new_secret(where.secret)
    path = configured or str(where.secret)
    lines = secret(path, "trust.secret-file", settings.file).split()
    if not lines:
        fault = Fault(str(settings.file), "trust.secret-file", "the file is empty")
        raise SettingsError(fault)
    named = {_key_id(line): line.encode() for line in lines[:2]}
    if len(named) < len(lines[:2]):
        reason = "the two secrets have the same id by chance: make another new one"
        raise SettingsError(Fault(str(settings.file), "trust.secret-file", reason))
    return Keys(current=_key_id(lines[0]), secrets=named)


def _key_id(line: str) -> str:
    """One character that names a key, and tells nothing of it."""
    return ALPHABET[hashlib.sha256(b"id" + line.encode()).digest()[0] % len(ALPHABET)]


def _new_secret(path: Path) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(SECRET_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())


def renderer(settings: Settings) -> Renderer:
    return Renderer(
        template_dirs=settings.template_folders,
        zone=values.zone(settings),
        support_name=values.names(settings),
    )


def template_faults(settings: Settings) -> tuple[Fault, ...]:
    """What is wrong with the templates: each is rendered once in each locale."""
    try:
        found = renderer(settings).check()
    except TemplateFault as fault:
        found = (fault,)
    return tuple(Fault(fault.file, "-", fault.reason) for fault in found)


def correspondence(
    settings: Settings, where: Places, facts: Facts, living: Keys
) -> Correspondence:
    """Who writes letters, in whose name, and how many."""
    local, domain = values.support(settings)
    given = settings.gateway.letters
    return Correspondence(
        store=facts,
        renderer=renderer(settings),
        keys=living,
        sender=Sender(
            local=local,
            domain=domain,
            names=values.names(settings),
            return_path=given.return_path,
            token_days=given.token_days,
        ),
        budget=Budget(
            per_hour=given.per_hour,
            per_day=given.per_day,
            waiting=given.waiting,
        ),
        enclosers=enclosers(
            settings,
            facts,
            spool(where).open,
            lambda digest: ContentFiles(where.files).path(digest).read_bytes(),
        ),
        sign=signing.signer(settings),
    )


def context(settings: Settings, where: Places, facts: Facts) -> Context:
    """All that the desk knows beside the message."""
    given = settings.gateway
    living = keys(settings, where)
    return Context(
        store=facts,
        files=ContentFiles(where.files),
        correspondence=correspondence(settings, where, facts, living),
        clock=SystemClock(),
        people=values.people(settings),
        rules=values.rules(settings),
        vocabulary=values.vocabulary(settings),
        phrases=values.phrases(settings),
        keys=living,
        limits=values.limits(settings),
        ours=values.marks(settings),
        zone=values.zone(settings),
        default_locale=Locale(given.support.locale),
        authserv_id=given.trust.authserv_id,
        from_border=values.from_border(settings),
        scanner=scanner(settings),
        convert_pictures=given.attachments.convert_pictures,
        repeated=given.attachments.repeated,
        repeats=given.desk.repeats,
        opener=sealing.opener(settings, where.crypto),
        domain_keys=sealing.domain_keys(settings),
        show_decrypted=given.crypto.show_decrypted,
        support_phone=given.support.phone,
        library=library(settings, facts),
        reviewer=reporting.reviewer(settings, facts),
        waiting=WithheldCommands(facts.database),
        ledger=RecordLedger(facts.database),
        eraser=StoredEraser(facts.database),
        absences=StoredAbsences(facts.database),
        code_valid=span(given.trust.code_valid),
    )


def scanner(settings: Settings) -> ClamdScanner | None:
    """The virus scanner where one is configured."""
    given = settings.gateway.attachments
    if not given.clamd:
        return None
    seconds = span(given.clamd_time).total_seconds()
    if seconds >= span(settings.gateway.desk.message_time).total_seconds():
        reason = "must be below desk.message-time"
        raise SettingsError(Fault(str(settings.file), "attachments.clamd-time", reason))
    try:
        return ClamdScanner(given.clamd, timeout_seconds=seconds)
    except ValueError as error:
        fault = Fault(str(settings.file), "attachments.clamd", str(error))
        raise SettingsError(fault) from error


def try_policy(settings: Settings) -> TryPolicy:
    given = settings.gateway.desk
    return TryPolicy(tries=given.tries, waits=tuple(span(text) for text in given.waits))


def retry_schedule(settings: Settings) -> RetrySchedule:
    given = settings.gateway.letters
    return RetrySchedule(
        first=span(given.retry_first),
        longest=span(given.retry_longest),
        give_up_after=span(given.give_up),
    )


def connections(settings: Settings) -> int:
    """How many letters are on their way at once."""
    given = settings.gateway
    relayed = given.relay.host or given.fallback_relay
    return given.letters.connections if relayed else 1


def letter_seconds(settings: Settings) -> float:
    """How long one letter may take at most: each relay in turn, each to its limits."""
    given = settings.gateway
    steps = (span(one.timeout) for one in (given.relay, *given.fallback_relay))
    seconds = (STEPS_LIMIT * one.total_seconds() for one in steps)
    return sum(one + FINAL_TIMEOUT_SECONDS for one in seconds)


def courier(settings: Settings, where: Places) -> Courier:
    """The relays that are configured, else a Maildir that any reader opens."""
    relays = couriers(settings, where)
    if not relays:
        return MaildirCourier(path=where.outgoing)
    return relays[0] if len(relays) == 1 else RelayChain(couriers=relays)


def couriers(settings: Settings, where: Places) -> tuple[SmtpCourier, ...]:
    """One a relay, in the order in which they are tried."""
    first, more = settings.gateway.relay, settings.gateway.fallback_relay
    if not first.host and not more:
        return ()
    keys = ("relay", *(f"fallback-relay[{place}]" for place in range(len(more))))
    return tuple(
        _courier(settings, where, key, given)
        for key, given in zip(keys, (first, *more), strict=True)
    )


def _courier(settings: Settings, where: Places, key: str, given: Relay) -> SmtpCourier:
    if not given.host:
        reason = "name the relay, or leave this table out"
        raise SettingsError(Fault(str(settings.file), f"{key}.host", reason))
    password, token = "", None
    if (given.oauth or given.password_file) and not given.user:
        reason = "say who logs in, or leave password-file and oauth empty"
        raise SettingsError(Fault(str(settings.file), f"{key}.user", reason))
    if given.user:
        password, token = credentials(
            settings,
            key,
            providers(settings, where.oauth),
            password_file=given.password_file,
            oauth=given.oauth,
        )
    try:
        return SmtpCourier(
            host=given.host,
            port=given.port,
            hostname=settings.gateway.server.hostname,
            security=Security(given.security),
            trust=Trust(given.trust),
            tlsa=sealing.tlsa(settings) if given.trust == Trust.DANE else None,
            user=given.user,
            password=password,
            token=token,
            timeout_seconds=span(given.timeout).total_seconds(),
            ca_file=Path(given.ca_file) if given.ca_file else None,
        )
    except ValueError as error:
        raise SettingsError(Fault(str(settings.file), key, str(error))) from error
