"""``check --connect``: whether everything that is configured can be reached and used.

Nothing here changes anything, but for one mail to ourselves, which is taken away again.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from enum import StrEnum
from secrets import token_hex
from threading import Event

from gateway.desk.ports import Delivered, Letter
from gateway.dispatch.submission import SmtpCourier
from gateway.intake.imap_faults import (
    CommandRefused,
    LoginRefused,
    MailboxUnavailable,
)
from gateway.intake.imap_look import Mailbox
from gateway.intake.imap_session import ImapSession
from gateway.oauth.endpoint import OAuthUnavailable
from gateway.runtime.clock import SystemClock
from gateway.settings import Settings
from gateway.wiring import intake, rooms, sealing, signing, values
from gateway.wiring.oauth import providers
from gateway.wiring.rooms import Places

FREE_FLOOR_BYTES = 1024 * 1024 * 1024
"""Less room than this on the disk of the state is worth a word."""
SKEW = timedelta(seconds=60)
"""How far our clock may be from that of a mail server."""
LOOK_SECONDS = 1.0
"""Between two looks for the mail that we sent ourselves."""
WANTED = ("IDLE", "MOVE", "UIDPLUS")


class Result(StrEnum):
    FINE = "fine"
    CAREFUL = "careful"
    FAULT = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What was tried, what came of it, and what to do about it."""

    what: str
    result: Result
    told: str
    mend: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A record that the DNS should hold, by a part of its text."""

    what: str
    name: str
    text: str
    mend: str


def tried(settings: Settings, where: Places, wait: timedelta) -> Iterator[Tried]:
    """Try all of it, one after the other. ``wait``: for the mail to ourselves.

    Raises SettingsError.
    """
    spool = rooms.spool(where)
    boxes = [
        one.mailbox for one in intake.mailboxes(settings, where, spool, lambda: None)
    ]
    couriers = rooms.couriers(settings, where)
    yield _disk(where)
    for name, provider in providers(settings, where.oauth).items():
        yield _account(name, provider.token)
    reached = []
    for box in boxes:
        found = tuple(_mailbox(box))
        yield from found
        if found[0].result is not Result.FAULT:
            reached.append(box)
    for courier in couriers:
        relay = _relay(courier)
        yield relay
        if relay.result is not Result.FAULT:
            yield from _round_trip(settings, courier, reached, wait)
        courier.close()
    yield from _domain(settings)


def _disk(where: Places) -> Tried:
    what = f"disk of {where.root}"
    try:
        room = os.statvfs(where.root if where.root.exists() else where.root.parent)
    except OSError as error:
        return Tried(what=what, result=Result.FAULT, told=str(error))
    free = room.f_bavail * room.f_frsize
    told = f"{free // 1024**2} MiB free"
    if free >= FREE_FLOOR_BYTES:
        return Tried(what=what, result=Result.FINE, told=told)
    mend = "make room: mail is refused for a while when it is full"
    return Tried(what=what, result=Result.CAREFUL, told=told, mend=mend)


def _account(name: str, token: Callable[[], str]) -> Tried:
    what = f"oauth {name}"
    try:
        token()
    except OAuthUnavailable as error:
        mend = f"see docs/oauth.md; run: ticket-gateway oauth login {name}"
        return Tried(what=what, result=Result.FAULT, told=str(error), mend=mend)
    return Tried(what=what, result=Result.FINE, told="gives a token")


# --- a mailbox ---------------------------------------------------------------


def _mailbox(box: Mailbox) -> Iterator[Tried]:
    what = f"mailbox {box.account.user} at {box.account.host}:{box.account.port}"
    try:
        session = ImapSession.begin(box.account, box.folders.inbox)
    except LoginRefused as error:
        mend = "correct user and password-file, or the account of oauth"
        yield Tried(what=what, result=Result.FAULT, told=str(error), mend=mend)
        return
    except (MailboxUnavailable, OSError) as error:
        mend = "check host, port, security and ca-file, and whether it is up"
        yield Tried(what=what, result=Result.FAULT, told=str(error), mend=mend)
        return
    try:
        yield from _of_session(what, box, session)
    except MailboxUnavailable as error:
        yield Tried(what=what, result=Result.FAULT, told=str(error))
    finally:
        session.end()


def _of_session(what: str, box: Mailbox, session: ImapSession) -> Iterator[Tried]:
    lacking = [name for name in WANTED if not session.can(name)]
    if lacking:
        told = f"logged in; the server lacks {', '.join(lacking)}"
        mend = "nothing: the gateway polls and copies instead"
        yield Tried(what=what, result=Result.CAREFUL, told=told, mend=mend)
    else:
        told = f"logged in; {', '.join(WANTED)}"
        yield Tried(what=what, result=Result.FINE, told=told)
    for name in (box.folders.processed, box.folders.held):
        try:
            session.make_folder(name)
        except CommandRefused as error:
            mend = "make the folder by hand, or name another one"
            told = str(error)
            yield Tried(
                what=f"folder {name}", result=Result.FAULT, told=told, mend=mend
            )


# --- the relay ---------------------------------------------------------------


def _relay(courier: SmtpCourier) -> Tried:
    what = f"relay {courier.host}:{courier.port} ({courier.security})"
    found = courier.probe()
    if isinstance(found, Delivered):
        return Tried(what=what, result=Result.FINE, told=f"offers {found.response}")
    mend = "check host, port, security, user and ca-file of [relay], and that it is up"
    told = f"{found.code} {found.response}"
    return Tried(what=what, result=Result.FAULT, told=told, mend=mend)


def _round_trip(
    settings: Settings, courier: SmtpCourier, boxes: Sequence[Mailbox], wait: timedelta
) -> Iterator[Tried]:
    """A mail to a plus form of our own address, which has to come back to us."""
    local, domain = values.support(settings)
    to, what = f"{local}+probe{token_hex(4)}@{domain}", "a mail to ourselves"
    if not boxes:
        told = "not tried: no mailbox is read where it could be found again"
        yield Tried(what=what, result=Result.CAREFUL, told=told)
        return
    now = SystemClock().now()
    letter = _probe(f"{local}@{domain}", to, domain, now)
    sent = courier.deliver(letter)
    if not isinstance(sent, Delivered):
        mend = f"let the relay take mail from and to {domain}"
        told = f"{sent.code} {sent.response}"
        yield Tried(what=what, result=Result.FAULT, told=told, mend=mend)
        return
    arrived_at = _arrived(letter.message_id, boxes, wait)
    if arrived_at is None:
        told = f"{to} did not arrive within {wait.total_seconds():.0f} s"
        mend = f"deliver {local}+anything@{domain} to the mailbox of {local}@{domain}"
        yield Tried(what=what, result=Result.FAULT, told=told, mend=mend)
        return
    yield Tried(what=what, result=Result.FINE, told=f"{to} arrived, and was removed")
    yield _clock(now, arrived_at)


def _clock(sent_at: datetime, arrived_at: datetime) -> Tried:
    """Whether its mail server says that it came before it was sent, or long after."""
    what, off = "clock", arrived_at - sent_at
    told = f"the mailbox's server is {abs(off.total_seconds()):.0f} s off, at most"
    if -SKEW <= off <= SKEW + timedelta(minutes=5):
        return Tried(what=what, result=Result.FINE, told=told)
    mend = "set the clock of this host by NTP"
    return Tried(what=what, result=Result.CAREFUL, told=told, mend=mend)


def _probe(sender: str, to: str, domain: str, now: datetime) -> Letter:
    """Never taken for a request: our own mark of a loop says whose it is."""
    own_id = f"<probe.{token_hex(12)}@{domain}>"
    lines = (
        f"From: {sender}",
        f"To: {to}",
        "Subject: A probe of the ticket gateway",
        f"Date: {format_datetime(now)}",
        f"Message-ID: {own_id}",
        f"X-Loop: {domain}",
        "Auto-Submitted: auto-generated",
        "",
        "Sent by ticket-gateway check --connect. It can be deleted.",
        "",
    )
    return Letter(
        letter_id=0,
        message_id=own_id,
        recipient=to,
        return_path=sender,
        content="\r\n".join(lines).encode(),
    )


def _arrived(
    message_id: str, boxes: Sequence[Mailbox], wait: timedelta
) -> datetime | None:
    """When it arrived, by its server's clock; it is removed. None: not in time."""
    pause, clock = Event(), SystemClock()
    until = clock.now() + wait
    while True:
        looks = (
            _removed(message_id, box, folder)
            for box in boxes
            for folder in (box.folders.inbox, box.folders.processed)
        )
        found = next(filter(None, looks), None)
        if found is not None:
            return found
        if clock.now() >= until:
            return None
        pause.wait(LOOK_SECONDS)


def _removed(message_id: str, box: Mailbox, folder: str) -> datetime | None:
    try:
        session = ImapSession.begin(box.account, folder)
    except (MailboxUnavailable, OSError):
        return None
    try:
        found = session.bearing(message_id)
        if not found:
            return None
        session.remove(tuple(found))
        return next(iter(found.values())) or SystemClock().now()
    except (MailboxUnavailable, CommandRefused):
        return None
    finally:
        session.end()


# --- what the DNS says -------------------------------------------------------


def _domain(settings: Settings) -> Iterator[Tried]:
    """SPF, DMARC and our own key: whether others can believe our letters."""
    _, domain = values.support(settings)
    if not sealing.has_dkim():
        told = "not asked: dnspython (the extra auth) is not installed"
        yield Tried(what=f"DNS of {domain}", result=Result.CAREFUL, told=told)
        return
    records = sealing.records(settings)
    for one in _wanted(settings, domain):
        yield _of_dns(one, records.every(one.name))


def _wanted(settings: Settings, domain: str) -> Iterator[Wanted]:
    yield Wanted(
        what="SPF",
        name=domain,
        text="v=spf1",
        mend="publish v=spf1 with the hosts that send your mail (RFC 7208)",
    )
    yield Wanted(
        what="DMARC",
        name=f"_dmarc.{domain}",
        text="v=DMARC1",
        mend="publish v=DMARC1; p=none at least (RFC 7489)",
    )
    given = settings.gateway.dkim
    if given.key_file:
        yield Wanted(
            what="DKIM",
            name=f"{given.selector}._domainkey.{signing.domain(settings)}",
            text=signing.record(settings).rpartition(" ")[2],
            mend="publish what ticket-gateway dkim prints",
        )


def _of_dns(wanted: Wanted, found: Sequence[str] | None) -> Tried:
    what = f"{wanted.what} of {wanted.name}"
    if found is None:
        told = "no answer from the DNS"
        return Tried(what=what, result=Result.CAREFUL, told=told)
    if any(wanted.text in one.replace(" ", "") for one in found):
        return Tried(what=what, result=Result.FINE, told="published")
    told = "another record is published" if found else "not published"
    return Tried(what=what, result=Result.CAREFUL, told=told, mend=wanted.mend)
