"""``check --connect``: the relay, and a mail through it to ourselves and back.

The mail goes to a plus form of our own address: answers of customers come to such ones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from secrets import token_hex
from threading import Event

from gateway.desk.ports import Delivered, Letter
from gateway.dispatch.submission import SmtpCourier
from gateway.intake.imap_faults import CommandRefused, MailboxUnavailable
from gateway.intake.imap_look import Mailbox
from gateway.intake.imap_session import ImapSession
from gateway.runtime.clock import SystemClock
from gateway.settings import Settings
from gateway.wiring import values
from gateway.wiring.tried import Tried, careful, certificate, fault, fine

SKEW_WARNING = timedelta(seconds=60)
"""How far our clock may be from that of a mail server: further off, promised times are
told wrong, and a customer's reply may seem to come before its letter."""
SKEW_LIMIT = timedelta(minutes=5)
"""From here on others refuse us: tokens and signatures are not good yet, or no more."""
LOOK_SECONDS = 1.0
"""Between two looks for the mail that we sent ourselves."""
WORD = "probe"
"""What our probes have behind the plus, with a serial."""


_PUBLISH = "let the relay's operator publish a TLSA record"
_RESOLVER = "name a validating resolver, on this machine or in trust.dns-servers"
MENDS = (
    ("certificate has expired", "let the relay's operator renew its certificate"),
    (
        "CERTIFICATE_VERIFY_FAILED",
        "name the authority of its certificate in ca-file, and its right host",
    ),
    ("certificate shown", f"{_PUBLISH} of the certificate that it has now"),
    ("there is no TLSA record", f'{_PUBLISH} (RFC 7672); else trust = "verify"'),
    ("is of use for SMTP", f"{_PUBLISH} of usage 2 or 3 (RFC 7672)"),
    ("TLSA", f"{_RESOLVER}; the relay's zone has to be signed (DNSSEC)"),
    ("name server", _RESOLVER),
    ("no answer about", "see that the name servers of trust.dns-servers answer"),
)
"""What to do, by words of the fault; the first that fit."""
MEND = "check host, port, security, user and ca-file of [relay], and that it is up"


def relay(courier: SmtpCourier) -> Iterator[Tried]:
    """Connect and log in; the first row is a fault where that cannot be done."""
    how = f"{courier.security}, trust {courier.trust}"
    what = f"relay {courier.host}:{courier.port} ({how})"
    found = courier.probe()
    if not isinstance(found, Delivered):
        told = f"{found.code} {found.response}"
        yield fault(what, told, _why_unreachable(told))
        return
    yield fine(what, f"offers {found.response}")
    until = courier.certificate_until()
    if until is not None:
        mend = "let the relay's operator renew it: no letter goes once it has ended"
        at = f"certificate of {courier.host}:{courier.port}"
        yield certificate(at, until, SystemClock().now(), mend)


def _why_unreachable(told: str) -> str:
    return next((mend for words, mend in MENDS if words in told), MEND)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrival:
    """A mail of ours, found again: by its server's clock, and when we saw it."""

    at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """From the relay back into our mailboxes; ``wait`` is for each mail."""

    local: str
    domain: str
    courier: SmtpCourier
    boxes: Sequence[Mailbox]
    wait: timedelta

    @property
    def own(self) -> str:
        return f"{self.local}@{self.domain}"


def round_trip(
    settings: Settings, courier: SmtpCourier, boxes: Sequence[Mailbox], wait: timedelta
) -> Iterator[Tried]:
    """A mail to a plus form of our own address, which has to come back to us."""
    what = "a mail to ourselves"
    if not boxes:
        yield careful(what, "not tried: no mailbox is read where it could be found")
        return
    local, domain = values.support(settings)
    way = _Way(local=local, domain=domain, courier=courier, boxes=boxes, wait=wait)
    now = SystemClock().now()
    to = f"{local}+{WORD}{token_hex(4)}@{domain}"
    letter = _probe(way, to, now)
    sent = courier.deliver(letter)
    if not isinstance(sent, Delivered):
        yield fault(what, f"{to}: {sent.code} {sent.response}", _if_refused(way))
        return
    arrival = _arrived(letter.message_id, way)
    if arrival is None:
        told = f"{to} did not arrive within {wait.total_seconds():.0f} s"
        yield fault(what, *_without_plus(told, way))
        return
    yield fine(what, f"{to} arrived, and was removed")
    yield clock(now, arrival.at, arrival.seen_at)


def _if_refused(way: _Way) -> str:
    """Whether it is the plus form alone that the relay does not take."""
    letter = _probe(way, way.own, SystemClock().now())
    if isinstance(way.courier.deliver(letter), Delivered):
        _arrived(letter.message_id, way)  # It is taken away again.
        return _plus_mend(way)
    return f"let the relay take mail from and to {way.domain}"


def _without_plus(told: str, way: _Way) -> tuple[str, str]:
    """What to say where it is gone: whether a mail without a plus arrives."""
    letter = _probe(way, way.own, SystemClock().now())
    sent = way.courier.deliver(letter)
    if isinstance(sent, Delivered) and _arrived(letter.message_id, way) is not None:
        return f"{told}, one to {way.own} did", _plus_mend(way)
    mend = f"deliver {way.own}, and {way.local}+anything@, to a mailbox of [[imap]]"
    return f"{told}, nor one to {way.own}", mend


def _plus_mend(way: _Way) -> str:
    return (
        f"deliver {way.local}+anything@{way.domain} to the mailbox of {way.own}: "
        "recipient_delimiter = + in Postfix, plus addressing in Exchange Online; "
        "replies come to such addresses"
    )


def clock(sent_at: datetime, arrived_at: datetime, seen_at: datetime) -> Tried:
    """It must have come after it was sent, and before we saw it."""
    off = max(sent_at - arrived_at, arrived_at - seen_at, timedelta())
    ahead = sent_at - arrived_at >= arrived_at - seen_at
    side = "ahead of" if ahead else "behind"
    if off < timedelta(seconds=2):
        return fine("clock", "agrees with the mailbox's server")
    told = f"{off.total_seconds():.0f} s {side} the mailbox's server"
    mend = "set the clock of this host by NTP (timedatectl set-ntp true)"
    if off < SKEW_WARNING:
        return fine("clock", told)
    return (fault if off >= SKEW_LIMIT else careful)("clock", told, mend)


def _probe(way: _Way, to: str, now: datetime) -> Letter:
    """Never taken for a request: our own mark of a loop says whose it is."""
    own_id = f"<probe.{token_hex(12)}@{way.domain}>"
    lines = (
        f"From: {way.own}",
        f"To: {to}",
        "Subject: A probe of the ticket gateway",
        f"Date: {format_datetime(now)}",
        f"Message-ID: {own_id}",
        f"X-Loop: {way.domain}",
        "Auto-Submitted: auto-generated",
        "",
        "Sent by ticket-gateway check --connect. It can be deleted.",
        "",
    )
    return Letter(
        letter_id=0,
        message_id=own_id,
        recipient=to,
        return_path=way.own,
        content="\r\n".join(lines).encode(),
    )


def _arrived(message_id: str, way: _Way) -> _Arrival | None:
    """It is removed where it is found. None: not in time."""
    pause, clock = Event(), SystemClock()
    until = clock.now() + way.wait
    while True:
        looks = (
            _removed(message_id, box, folder)
            for box in way.boxes
            for folder in (box.folders.inbox, box.folders.processed)
        )
        found = next(filter(None, looks), None)
        if found is not None:
            return _Arrival(at=found, seen_at=clock.now())
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
