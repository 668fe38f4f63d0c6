"""The ways in: the SMTP listener and the mailboxes, as the daemon starts them."""

import grp
import os
import pwd
import shutil
import time
from collections.abc import Callable
from dataclasses import astuple, replace
from pathlib import Path

from gateway.channel import Security
from gateway.desk.dragged import FOLDER_TIER, FOLDER_VERBS
from gateway.domain.people import Address, address
from gateway.intake.imap import ImapIntake
from gateway.intake.imap_login import Account
from gateway.intake.imap_look import Folders, Mailbox
from gateway.intake.ledger import FileLedger
from gateway.intake.logins import Logins, LoginsUnreadable
from gateway.intake.smtp import SmtpListener
from gateway.intake.smtp_access import Access
from gateway.intake.smtp_certificate import Certificate
from gateway.intake.smtp_limits import SmtpLimits
from gateway.intake.smtp_local import LocalSocket
from gateway.intake.smtp_policy import Settled, lmtp as policy
from gateway.mail.directives import read_directives
from gateway.mail.envelope import FolderOrder, FolderVerb, QueueId
from gateway.oauth.account import Provider
from gateway.runtime.clock import SystemClock
from gateway.runtime.daemon import Intake
from gateway.runtime.notify import activated_socket, is_activated
from gateway.settings import Fault, Settings, SettingsError, secret
from gateway.settings_schema import Imap, Smtp, size, span, span_or_off
from gateway.spool.directory import DirectorySpool
from gateway.wiring import values
from gateway.wiring.oauth import credentials, providers
from gateway.wiring.rooms import Places

SOCKET_PATH_LIMIT = 107
"""Octets of a socket's path (sockaddr_un, without its NUL)."""
ROOM_SECONDS = 1.0
"""How old the answer may be to how much room there is."""
RESPONSE_SECONDS = 1.0
"""A listener whose loop has not turned for this long is not alive."""
SMTP_SOCKET = "smtp"
LMTP_SOCKET = "lmtp"
"""The names of the listening sockets in the socket units."""
NO_LIMIT = 1_000_000_000
"""Our own MTA repeats what strangers said: refusing it is no reason to leave it."""


def smtp(
    settings: Settings,
    where: Places,
    spool: DirectorySpool,
    on_accept: Callable[[], None],
    backlog: Callable[[], int],
) -> Intake:
    """The listener on its address, or on the socket that systemd passed."""
    given = settings.gateway.smtp
    listener = SmtpListener(
        host=given.host,
        port=given.port,
        sock=activated_socket(SMTP_SOCKET),
        hostname=settings.gateway.server.hostname,
        spool=spool,
        accepts=values.is_ours(settings),
        limits=limits(given),
        clock=SystemClock(),
        on_accept=on_accept,
        backlog=backlog,
        access=access(settings),
        free_disk=_free_disk(where.spool),
    )
    return _of_listener(listener)


def takes_lmtp(settings: Settings) -> bool:
    """Whether it is wanted: by the configuration, or by a socket unit."""
    return settings.gateway.lmtp.enabled or is_activated(LMTP_SOCKET)


def lmtp(
    settings: Settings,
    where: Places,
    spool: DirectorySpool,
    on_accept: Callable[[], None],
    settled: Callable[[QueueId], Settled],
) -> Intake:
    """The listener for an MTA beside us; its mail is never paced, only answered."""
    given = settings.gateway.lmtp
    listener = SmtpListener(
        host=given.host,
        port=given.port,
        local=local_socket(settings),
        sock=activated_socket(LMTP_SOCKET),
        hostname=settings.gateway.server.hostname,
        spool=spool,
        accepts=values.is_ours(settings),
        limits=replace(
            limits(settings.gateway.smtp),
            sessions=given.sessions,
            sessions_per_address=given.sessions,
            recipients=given.recipients,
            refusals=NO_LIMIT,
        ),
        clock=SystemClock(),
        on_accept=on_accept,
        free_disk=_free_disk(where.spool),
        policy=policy(
            normalizes=given.line_ends == "normalize",
            settled=settled if given.mode == "sync" else None,
            settle_seconds=span(given.sync_time).total_seconds(),
        ),
    )
    return _of_listener(listener)


def local_socket(settings: Settings) -> LocalSocket | None:
    """The socket file of LMTP; none where it listens on TCP.

    Raises :class:`SettingsError` where it cannot be made, or its owner is unknown.
    """
    given = settings.gateway.lmtp
    if not (given.enabled and given.path):
        return None
    path = Path(given.path)
    if not path.parent.is_dir():
        raise _fault(settings, "lmtp.path", f"there is no folder {path.parent}")
    if len(os.fsencode(path)) > SOCKET_PATH_LIMIT:
        reason = f"the path is longer than {SOCKET_PATH_LIMIT} octets"
        raise _fault(settings, "lmtp.path", reason)
    for key, name, known in (
        ("socket-user", given.socket_user, pwd.getpwnam),
        ("socket-group", given.socket_group, grp.getgrnam),
    ):
        try:
            _ = known(name) if name else None
        except KeyError as error:
            raise _fault(settings, f"lmtp.{key}", f"nobody is {name!r} here") from error
    return LocalSocket(
        path=path,
        mode=int(given.socket_mode, 8),
        user=given.socket_user,
        group=given.socket_group,
    )


def _free_disk(folder: Path) -> Callable[[], int]:
    """The room on a folder's disk in octets, looked at once a second at most."""
    known = (float("-inf"), 0)

    def free() -> int:
        nonlocal known
        now = time.monotonic()
        if now - known[0] >= ROOM_SECONDS:
            known = (now, shutil.disk_usage(folder).free)
        return known[1]

    return free


def _of_listener(listener: SmtpListener) -> Intake:
    return Intake(
        start=listener.start,
        stop=listener.stop,
        is_alive=lambda: listener.responsive(RESPONSE_SECONDS),
    )


def access(settings: Settings) -> Access:
    """The certificate, the logins and the networks of the listener."""
    given = settings.gateway.smtp
    if given.logins_file and not given.certificate:
        reason = "passwords are taken under TLS alone; set certificate as well"
        raise _fault(settings, "smtp.logins-file", reason)
    return Access(
        tls=_certificate(settings, given).context if given.certificate else None,
        logins=_logins(settings, given) if given.logins_file else None,
        proxies=values.networks(settings, "smtp.proxies", given.proxies),
        trusted=values.networks(
            settings, "trust.border", settings.gateway.trust.border
        ),
    )


def _certificate(settings: Settings, given: Smtp) -> Certificate:
    key = given.key or given.certificate
    try:
        if Path(key).stat().st_mode & 0o007:
            raise _fault(settings, "smtp.key", f"{key} is open to the world")
        return Certificate(certificate=Path(given.certificate), key=Path(key))
    except OSError as error:
        raise _fault(settings, "smtp.certificate", str(error)) from error


def _logins(settings: Settings, given: Smtp) -> Logins:
    key = "smtp.logins-file"
    secret(given.logins_file, key, settings.file)
    logins = Logins(path=Path(given.logins_file))
    try:
        logins.known()
    except LoginsUnreadable as error:
        raise _fault(settings, key, str(error)) from error
    return logins


def _fault(settings: Settings, key: str, reason: str) -> SettingsError:
    return SettingsError(Fault(str(settings.file), key, reason))


def limits(given: Smtp) -> SmtpLimits:
    """The bounds of a listener, from the configuration's words."""
    return SmtpLimits(
        sessions=given.sessions,
        sessions_per_address=given.sessions_per_address,
        recipients=given.recipients,
        size_bytes=size(given.message_size),
        line_octets=given.line_length,
        command_seconds=span(given.command_time).total_seconds(),
        data_seconds=span(given.data_time).total_seconds(),
        mails_per_minute=given.mails_per_minute,
        recipients_per_minute=given.recipients_per_minute,
        unknown_recipients=given.unknown_recipients,
        soft_errors=given.soft_errors,
        tarpit_seconds=span_or_off(given.tarpit).total_seconds(),
        greet_seconds=span_or_off(given.greet_pause).total_seconds(),
        free_octets=size(given.free_disk),
        bytes_in_flight=size(given.bytes_in_flight),
        backlog=given.backlog,
        backlog_wait_seconds=span(given.backlog_wait).total_seconds(),
    )


def mailboxes(
    settings: Settings,
    where: Places,
    spool: DirectorySpool,
    on_accept: Callable[[], None],
) -> tuple[ImapIntake, ...]:
    """One intake a mailbox of the configuration."""
    ledger = FileLedger(path=where.imap)
    accounts = providers(settings, where.oauth)
    return tuple(
        ImapIntake(
            mailbox=_mailbox(settings, given, place, accounts),
            spool=spool,
            ledger=ledger,
            clock=SystemClock(),
            idle=given.idle,
            poll_interval=span(given.poll),
            on_accept=on_accept,
        )
        for place, given in enumerate(settings.gateway.imap)
    )


def of_mailbox(mailbox: ImapIntake) -> Intake:
    return Intake(start=mailbox.start, stop=mailbox.stop, is_alive=mailbox.is_alive)


def _mailbox(
    settings: Settings, given: Imap, place: int, accounts: dict[str, Provider]
) -> Mailbox:
    key = f"imap[{place}]"
    password, token = credentials(
        settings,
        key,
        accounts,
        password_file=given.password_file,
        oauth=given.oauth,
    )
    try:
        account = Account(
            host=given.host,
            port=given.port,
            user=given.user,
            password=password,
            token=token,
            security=Security(given.security),
            ca_file=Path(given.ca_file) if given.ca_file else None,
        )
    except ValueError as error:
        raise _fault(settings, key, str(error)) from error
    folders = Folders(inbox=given.folder, processed=given.processed, held=given.held)
    return Mailbox(
        account=account,
        address=settings.gateway.support.address,
        hostname=settings.gateway.server.hostname,
        folders=folders,
        size_limit_bytes=size(settings.gateway.smtp.message_size),
        orders=_orders(settings, given, key, folders),
    )


def _orders(
    settings: Settings, given: Imap, key: str, folders: Folders
) -> dict[str, FolderOrder]:
    """What each folder is for into which staff drag a mail."""
    if not given.folders:
        return {}
    by = address(given.folders_by)
    if by not in values.people(settings).members:
        reason = f"nobody in people.toml has the address {given.folders_by!r}"
        raise _fault(settings, f"{key}.folders-by", reason)
    taken = {name.casefold() for name in astuple(folders)}
    for name in given.folders:
        if not name.strip(" /") or name.casefold() in taken:
            reason = f"the folder {name!r} has another use, or no name"
            raise _fault(settings, f"{key}.folders", reason)
    return {
        name: _order(settings, f"{key}.folders", verb, by)
        for name, verb in given.folders.items()
    }


def _order(settings: Settings, key: str, text: str, by: Address) -> FolderOrder:
    if text in (FolderVerb.NEW, FolderVerb.JUNK):
        return FolderOrder(verb=FolderVerb(text), by=by)
    vocabulary = values.vocabulary(settings)
    lines = read_directives(text, vocabulary).lines
    verb = lines[0].verb if len(lines) == 1 else None
    if verb not in FOLDER_VERBS or vocabulary.trust[verb] > FOLDER_TIER:
        known = ", ".join(sorted(FOLDER_VERBS))
        raise _fault(settings, key, f"{text!r} cannot be a folder; these can: {known}")
    return FolderOrder(verb=FolderVerb.COMMAND, by=by, text=text)
