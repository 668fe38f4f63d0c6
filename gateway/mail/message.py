"""A message as read: frozen values, no bytes of the wire, no opinion of ours.

STANDARDS: RFC 5322 (headers), RFC 2045-2049 (MIME), RFC 3834 (automatic mail),
RFC 3464 (delivery reports).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MailKind(StrEnum):
    """What kind of mail it is. Only ``PERSON`` is ever answered."""

    PERSON = "person"
    AUTO_REPLY = "auto-reply"
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


@dataclass(frozen=True, slots=True)
class Mailbox:
    """RFC 5322 §3.4: a display name, which proves nothing, and an addr-spec."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """RFC 3464: whom a mail could not reach, and why."""

    recipients: tuple[str, ...]
    status: str
    hard: bool
    original_message_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipMember:
    """A member of a zip, by its listing. One of an archive within: ``a.zip//b.txt``.

    ``mark`` is empty, "executable-inside" or "nested-archive".
    """

    name: str
    size_bytes: int
    packed_bytes: int
    encrypted: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudFile:
    """A file that lies with a service and came as a link; we fetch no link.

    ``size_text`` and ``expires_text`` are as the service wrote them, or empty.
    """

    name: str
    url: str
    service: str
    size_text: str = ""
    expires_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that came with a message.

    ``refused`` is None or a value of ``RefusedFor``; ``content`` is empty where the
    file was refused. ``size_bytes`` and ``sha256`` are those of the decoded bytes;
    where a file is too large to be decoded the size is its estimate and the digest
    is empty. ``marks`` are values of ``FileMark``; ``members`` the listing of a zip;
    ``derived_from`` the digest of the picture that this one was made of.
    """

    filename: str
    content_type: str
    size_bytes: int
    sha256: str
    inline: bool = False
    refused: str | None = None
    content: bytes = b""
    marks: tuple[str, ...] = ()
    members: tuple[ZipMember, ...] = ()
    derived_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What a text/calendar part says of its first event; empty where it is silent.

    ``method`` is upper case (RFC 5546: REQUEST, REPLY, CANCEL ...); the times stand as
    written there, readable, with their zone's name (``2023-10-09 15:00 (UTC)``).
    ``answer`` is the first attendee's PARTSTAT of a REPLY (ACCEPTED, DECLINED ...).
    """

    method: str = ""
    summary: str = ""
    starts: str = ""
    ends: str = ""
    location: str = ""
    organizer: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFields:
    """Labelled lines of the registration form, as written; empty where not given."""

    company: str = ""
    contact: str = ""
    employee_number: str = ""
    phone: str = ""
    scene: str = ""
    urgency: str = ""
    urgency_reason: str = ""
    symptom: str = ""
    occurred: str = ""
    impact: str = ""
    tried: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message.

    ``text`` is the whole readable body; ``reply_text`` the sender's new words, with
    quotes, our marker, signature and client's footers cut away, and never empty
    where the sender wrote something. ``senders`` holds every mailbox of every From
    header: more or fewer than one is suspicious.
    """

    subject: str
    senders: tuple[Mailbox, ...]
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    reply_to: tuple[Mailbox, ...]
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    date: datetime | None
    text: str
    html: str
    reply_text: str
    fields: FormFields
    attachments: tuple[Attachment, ...]
    kind: MailKind
    kind_reason: str
    bounce: Bounce | None
    authentication_results: tuple[str, ...]
    importance_high: bool = False
    cloud_files: tuple[CloudFile, ...] = ()
    defects: tuple[str, ...] = ()
    calendar: Calendar | None = None
    unreadable: str = ""
    """Why the words cannot be read at all: ``partial`` (RFC 2046 §5.2.2) or empty."""

    @property
    def sender(self) -> Mailbox | None:
        return self.senders[0] if self.senders else None
