"""What handling one message comes to, before it is committed.

``Effects`` is the whole of it: the store applies it in one transaction, or not at
all. Nothing in here has happened yet.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.desk.ports_erasing import Erasure
from gateway.domain.agreement import Promise
from gateway.domain.bouncing import Score
from gateway.domain.codes import Clock, NoticeCode
from gateway.domain.duty import Absence
from gateway.domain.events import Event
from gateway.domain.people import Address
from gateway.domain.request import Request, RequestNumber
from gateway.mail.envelope import QueueId


class EndState(StrEnum):
    """Where an accepted message ended. Each is in exactly one (R: audit).

    ``held`` is no row: a held message is in the spool's hold queue.
    """

    REQUEST = "request"
    REPLY = "reply"
    COMMAND = "command"
    FILED = "filed"


class FiledFor(StrEnum):
    """Why a message was filed and changed nothing."""

    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    DELAY = "delivery-delay"
    READ_RECEIPT = "read-receipt"
    RECALL = "recall"
    CHALLENGE = "challenge-response"
    ALERT = "monitoring-alert"
    CALENDAR = "calendar"
    LIST = "list"
    BULK = "bulk"
    OWN = "own"
    DUPLICATE = "duplicate"
    UNPROVEN_STAFF = "unproven-staff"
    HELP = "help"
    DELETED = "deleted-by-operator"
    JUNK = "junk"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """An attachment as the store lists it; ``sha256`` names its bytes."""

    filename: str
    content_type: str
    size_bytes: int
    sha256: str
    refused: str | None
    inline: bool
    marks: tuple[str, ...] = ()
    derived_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The row of an accepted message: the ledger that ``audit`` reads.

    ``digest`` is that of its bytes. ``sameness``, with the Message-ID, names the mail
    that they are a copy of; where it is empty the digest does. ``said`` is equal for
    all mails in which a sender repeats himself; empty where that does not count.
    """

    queue_id: QueueId
    message_id: str
    digest: str
    sameness: str = ""
    sender: str
    subject: str
    received_at: datetime
    size_bytes: int
    end_state: EndState
    reason: str
    proof: str = ""
    words: str = ""
    said: str = ""
    number: RequestNumber | None = None


class IdKind(StrEnum):
    """Why a Message-ID belongs to a request though no mail that we have bears it."""

    AWAITED = "awaited"
    """A mail of the request answers it; it is still to come."""
    ALIAS = "alias"
    """A relay gave it to a letter of ours on its way to ``recipient``."""
    ORIGINAL = "original"
    """The mail was forwarded to us by staff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadId:
    """A Message-ID that was learned; ``recipient`` is empty but for an alias."""

    message_id: str
    number: RequestNumber
    kind: IdKind
    recipient: str = ""
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What was known when a new request was decided: the store checks it once more.

    No mail that belongs to a request bore an id of ``unknown``; of those and of
    ``own``, the mail's Message-ID, nothing was learned but ``learned``, what was
    awaited before ``since`` left aside. The latest requests of ``requester`` since
    then were ``requests``; where nobody is named, it does not matter.
    """

    own: str
    unknown: tuple[str, ...] = ()
    learned: frozenset[tuple[str, str]] = frozenset()
    since: datetime
    requester: str = ""
    requests: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file that goes with a letter; its bytes are in the letter's."""

    filename: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingLetter:
    """A finished letter on its way into the outbox; pictures are no ``files``."""

    code: NoticeCode
    number: RequestNumber | None
    recipient: Address
    message_id: str
    subject: str
    return_path: str
    content: bytes
    automatic: bool
    created_at: datetime
    not_before: datetime
    withheld: bool = False
    files: tuple[SentFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Something that happens once, such as the digest of a day for one person.

    ``key`` names it among all others, ``at`` is when it was written down.
    """

    key: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A mail whose commands wait for the code that was mailed to who gave them.

    ``queue_id`` is that mail's. ``text`` is its words, with commands above line
    ``commands_until`` alone where that is set. ``numbers`` are the requests that it
    acts on, and ``standings`` how each stood when that was told: it is carried out for
    exactly these, as they stood. No code is kept.
    """

    queue_id: QueueId
    actor: Address
    text: str
    commands_until: int | None = None
    numbers: tuple[RequestNumber, ...]
    standings: tuple[str, ...]
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What becomes of one request; ``based_on`` is None where it is new."""

    request: Request
    based_on: int | None
    events: tuple[Event, ...]
    started: tuple[Promise, ...] = ()
    stopped: tuple[Clock, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedLetter:
    """A letter of ours that could not be delivered; ``hard`` where that is final.

    ``score`` is what becomes of the recipient's; ``based_on`` is the version of the
    one that was read, 0 where there was none.
    """

    message_id: str
    recipient: Address
    hard: bool
    at: datetime
    score: Score
    based_on: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An address that lives, and is no longer given up.

    ``points`` is what remains at most where it was; nothing where staff ``vouched``.
    """

    address: Address
    at: datetime
    points: float = 0
    vouched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """All that one message, or one look at a clock, changes.

    ``based_on`` is the version of the request that was read; None where it is new or
    where no request changes. The store refuses the whole where it has moved since,
    where the promise that ``fired`` is no longer at that stage, or where the ``basis``
    of a new request holds no more. ``evidence`` is every proof that tied the mail to a
    request, strongest first, and ``conflict`` the other requests that it names: both
    for the log. An ``occasion`` that took place before is SEEN; a mail with one is then
    decided again. ``beside`` are other requests that change with it, all or none. An
    ``erasure`` is done last.
    """

    receipt: Receipt | None
    request: Request | None = None
    based_on: int | None = None
    events: tuple[Event, ...] = ()
    fired: Promise | None = None
    started: tuple[Promise, ...] = ()
    stopped: tuple[Clock, ...] = ()
    beside: tuple[Changed, ...] = ()
    letters: tuple[OutgoingLetter, ...] = ()
    files: tuple[KeptFile, ...] = ()
    ids: tuple[ThreadId, ...] = ()
    basis: Basis | None = None
    occasion: Occasion | None = None
    returned: ReturnedLetter | None = None
    heard: tuple[Heard, ...] = ()
    withheld: Withheld | None = None
    erasure: Erasure | None = None
    absence: Absence | None = None
    evidence: tuple[str, ...] = ()
    conflict: tuple[RequestNumber, ...] = ()

    @property
    def changes(self) -> tuple[Changed, ...]:
        """Every request that changes; the one that the mail is about comes first."""
        if self.request is None:
            return self.beside
        own = Changed(
            request=self.request,
            based_on=self.based_on,
            events=self.events,
            started=self.started,
            stopped=self.stopped,
        )
        return (own, *self.beside)


class Committed(StrEnum):
    """How the store answered an ``Effects``."""

    DONE = "done"
    SEEN = "seen"
    MOVED = "moved"
