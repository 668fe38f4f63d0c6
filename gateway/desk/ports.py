"""The contracts of the service desk: what it needs from the rooms around it.

Each promise is written once, here; an adapter says only what is its own. No
library's exception crosses these walls.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, Protocol

from gateway.desk.effects import Committed, Effects, ThreadId
from gateway.desk.ports_returns import ReturnedMail
from gateway.domain.agreement import Promise
from gateway.domain.notices import Notice
from gateway.domain.people import Address
from gateway.domain.request import Request, RequestNumber
from gateway.mail.enclosure import Enclosure
from gateway.mail.envelope import Envelope, QueueId


class SpoolUnavailable(Exception):
    """The spool cannot promise to keep a message now (RFC 5321: 451)."""


class StoreUnavailable(Exception):
    """The store cannot be read or written now; the message waits, untried."""


class StoreRefused(Exception):
    """The store cannot hold these very values; the fault lies with one message."""


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


# --- the spool ---------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Spooled:
    """A message that a desk worker has claimed; an operator may have released it."""

    queue_id: QueueId
    envelope: Envelope
    size_bytes: int
    tries: int
    released: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A message as the operator sees it in a listing."""

    queue_id: QueueId
    queue: str
    since: datetime
    size_bytes: int
    tries: int
    reason: str


class Incoming(Protocol):
    """A message on its way in: written piece by piece, then kept or dropped."""

    def write(self, piece: bytes) -> None:
        """Raises :class:`SpoolUnavailable` where the disk refuses."""
        ...

    def keep(self) -> QueueId:
        """Once this returns, the message survives a power cut.

        File fsynced, renamed into ``incoming``, folder fsynced. Calls from several
        threads share the folder's fsync. Raises :class:`SpoolUnavailable` where it
        cannot promise that, and then nothing half-written stays.
        """
        ...

    def drop(self) -> None:
        """Forget what was written. Safe to call at any time, also after ``keep``."""
        ...


class Spool(Protocol):
    """Accepted mail. A message is in exactly one queue at any instant."""

    def begin(self, envelope: Envelope) -> Incoming:
        """Raises :class:`SpoolUnavailable` where not even a beginning is possible."""
        ...

    def accept(self, envelope: Envelope, content: bytes) -> QueueId:
        """Begin, write and keep a whole message."""
        ...

    def claim(self, claimant: str, limit: int) -> tuple[Spooled, ...]:
        """Take up to ``limit`` messages, oldest first, for this claimant alone.

        Takes due ones of ``deferred`` too. A file that bears no trace block of ours
        goes to ``hold`` with that reason and is not returned.
        """
        ...

    def open(self, queue_id: QueueId) -> BinaryIO:
        """The message below our trace block, wherever it is, kept ones included.

        Raises :class:`KeyError` where there is no such message.
        """
        ...

    def finish(self, claimant: str, queue_ids: Sequence[QueueId]) -> None:
        """The effects are committed: move to the kept originals. Repeats safely."""
        ...

    def defer(
        self, claimant: str, queue_id: QueueId, *, reason: str, until: datetime
    ) -> int:
        """Count a try and put the message back until then; returns the tries."""
        ...

    def hold(self, claimant: str, queue_id: QueueId, *, reason: str) -> None:
        """Count a try and set the message aside for a person."""
        ...

    def give_back(self, claimant: str) -> tuple[QueueId, ...]:
        """Return all that a claimant holds to ``incoming``, uncounted."""
        ...

    def recover(self) -> None:
        """At start, alone: empty ``tmp``, return every claim to ``incoming``."""
        ...

    def waiting(self) -> int:
        """How many messages are in ``incoming`` and claimed."""
        ...

    def listing(self) -> Iterable[Queued]:
        """What waits, is claimed, deferred or held; oldest first."""
        ...

    def originals(self) -> Iterable[QueueId]:
        """The finished ones, whose bytes are kept for good."""
        ...

    def release(self, queue_id: QueueId) -> bool:
        """Give a held or deferred message a new start: ``released``, and no tries."""
        ...

    def discard(self, queue_id: QueueId) -> bool:
        """Move a held message to the kept originals, unhandled (``queue delete``)."""
        ...

    def erase(self, queue_id: QueueId) -> None:
        """Leave of a kept original its place alone, empty. Repeats safely."""
        ...


# --- letters on their way out ------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A finished letter, one recipient, as the outbox holds it."""

    letter_id: int
    message_id: str
    recipient: str
    return_path: str
    content: bytes
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Delivered:
    """The next hop has taken responsibility (RFC 5321 §4.2.5)."""

    response: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """Not now: a 4yz reply, or no answer at all. ``code`` as in RFC 3463."""

    code: str
    response: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Never: a 5yz reply. ``code`` as in RFC 3463."""

    code: str
    response: str


Delivery = Delivered | Deferred | Failed


class Courier(Protocol):
    """A way out for letters."""

    def deliver(self, letter: Letter) -> Delivery:
        """Hand over one letter. Expected trouble is a value, never an exception."""
        ...

    def close(self) -> None:
        """Let go of the connection, if there is one."""
        ...


class Outbox(Protocol):
    """Letters owed, in the store."""

    def claim(self, now: datetime, limit: int) -> tuple[Letter, ...]:
        """Due letters, oldest first, leased to this caller.

        None to a recipient to whom another caller has one on its way.
        """
        ...

    def release(self, letters: Sequence[Letter]) -> None:
        """Give back what was claimed and not tried."""
        ...

    def settle(
        self, outcomes: Sequence[tuple[Letter, Delivery]], now: datetime
    ) -> None:
        """Write down what became of them: sent, to be tried again, or failed."""
        ...

    def reclaim(self) -> None:
        """At start, alone: end the leases of a process that is gone."""
        ...

    def unsent(self) -> int:
        """How many letters are due and not sent."""
        ...


# --- facts -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A Message-ID that we know: whose it is, and to whom it went.

    ``recipient`` is None for a message that came in.
    """

    message_id: str
    number: RequestNumber
    recipient: Address | None
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentCount:
    """Automatic letters to one address: the last hour, the last day, and waiting."""

    hour: int
    day: int
    waiting: int


class Store(ReturnedMail, Protocol):
    """The facts. Each method raises :class:`StoreUnavailable` where it cannot."""

    def draw_number(self, day: date) -> RequestNumber:
        """The next serial of this local day: drawn once, never again, gaps allowed."""
        ...

    def request(self, number: RequestNumber) -> Request | None: ...

    def references(self, message_ids: Sequence[str]) -> tuple[Reference, ...]:
        """What we know of these Message-IDs, letters of ours and mails of theirs."""
        ...

    def thread_ids(
        self, message_ids: Sequence[str], since: datetime
    ) -> tuple[ThreadId, ...]:
        """What was learned of these ids, earliest first; none awaited longer."""
        ...

    def bears(self, message_id: str) -> bool:
        """Whether a mail that was handled before bears this Message-ID."""
        ...

    def requests_of(self, requester: Address, since: datetime) -> tuple[Request, ...]:
        """This person's latest requests, newest first; a bounded number."""
        ...

    def seen(self, message_id: str, sameness: str) -> bool:
        """Whether a copy of this very mail was handled before (see ``Receipt``)."""
        ...

    def repeats(self, said: str, since: datetime) -> int:
        """How many mails of these words came since, as ``Receipt.said`` names them."""
        ...

    def handled(self, queue_ids: Sequence[QueueId]) -> frozenset[QueueId]:
        """Which of these were handled and committed before."""
        ...

    def sent_count(self, recipient: Address, now: datetime) -> SentCount: ...

    def letters_to(self, number: RequestNumber, recipient: Address) -> tuple[str, ...]:
        """Message-IDs of our letters to this person about this request, in order."""
        ...

    def letter_text(self, message_ids: Sequence[str]) -> tuple[bytes, ...]:
        """The finished bytes of letters of ours, for subtraction from a reply."""
        ...

    def times_seen(self, sender: str, digests: Sequence[str]) -> Mapping[str, int]:
        """In how many mails of this sender each of these files came before."""
        ...

    def commit(self, batch: Sequence[Effects]) -> tuple[Committed, ...]:
        """Apply each in full or not at all, all of them in one transaction.

        SEEN: a receipt with this queue id is there. MOVED: the request changed since
        it was read, or what a new one is based on did; decide again.
        """
        ...

    def took_place(self, occasion: str) -> bool:
        """Whether an ``Effects`` of this occasion was committed."""
        ...

    def chain_head(self) -> tuple[int, str]:
        """The number of the last row of the record, and its digest.

        Mailed out, it proves later that no row up to it was changed or taken away.
        """
        ...

    def due(self, now: datetime, limit: int) -> tuple[Promise, ...]:
        """Promises whose moment has come, oldest first."""
        ...


class Files(Protocol):
    """Attachment bytes, each once, by SHA-256."""

    def keep(self, sha256: str, content: bytes) -> None:
        """Durable once it returns. Repeats safely. Raises StoreUnavailable."""
        ...

    def erase(self, sha256: str) -> None:
        """Take the bytes away, if they are there. Raises StoreUnavailable."""
        ...


class Encloser(Protocol):
    """What goes with a letter of one code as a file."""

    def __call__(self, notice: Notice, /) -> tuple[Enclosure, ...]:
        """The files; none where they cannot be made now. Never raises.

        The same notice gives the same files: a batch that the store refuses is
        written anew.
        """
        ...


class Renderer(Protocol):
    """From a notice to words."""

    def render(self, notice: Notice, *, reply_address: str) -> "Rendered": ...


class Rendered(Protocol):
    """A letter's words in both forms."""

    @property
    def subject(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def html(self) -> str: ...
