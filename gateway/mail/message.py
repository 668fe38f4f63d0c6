"""A message as read: frozen values, no bytes of the wire, no opinion of ours.

STANDARDS: RFC 5322 (headers), RFC 2045-2049 (MIME), RFC 3834 (automatic mail),
RFC 3464 (delivery reports).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Day = date
"""A calendar day; ``Message.date`` is a moment."""


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


class CutFor(StrEnum):
    """Why a line of a reply is not among its new words."""

    BANNER = "gateway-banner"
    MARKER = "our-marker"
    SEPARATOR = "separator"
    QUOTE = "quote"
    QUOTE_SIGN = "quote-sign"
    SIGNATURE = "signature"
    FOOTER = "client-footer"
    LIST_FOOTER = "list-footer"
    NOTICE = "legal-notice"
    OWN_ADDRESS = "own-address"
    PICTURE = "picture-placeholder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Neighbouring lines that were cut from a reply for one reason."""

    why: CutFor
    text: str


@dataclass(frozen=True, slots=True)
class Mailbox:
    """RFC 5322 §3.4: a display name, which proves nothing, and an addr-spec."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """RFC 3464: whom a mail could not reach, and why.

    ``hard`` where the system that reports has given up; ``delayed`` where it says that
    it will try again. ``status`` is a code of RFC 3463, as written or by its words.
    ``subaddresses`` are those with a plus that the mail which came back holds.
    """

    recipients: tuple[str, ...]
    status: str
    hard: bool
    original_message_id: str = ""
    delayed: bool = False
    subaddresses: tuple[str, ...] = ()


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
    ``derived_from`` the digest of the picture that this one was made of; ``signature``
    what a virus scanner called it.
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
    signature: str = ""


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


class Protection(StrEnum):
    """A layer in which a mail, or a part of it, came wrapped."""

    SMIME_SIGNED = "smime-signed"
    SMIME_OPAQUE = "smime-opaque"
    SMIME_ENCRYPTED = "smime-encrypted"
    OPENPGP_SIGNED = "openpgp-signed"
    OPENPGP_ENCRYPTED = "openpgp-encrypted"
    OPENPGP_INLINE_SIGNED = "openpgp-inline-signed"
    OPENPGP_INLINE_ENCRYPTED = "openpgp-inline-encrypted"


class SignatureMethod(StrEnum):
    SMIME = "smime"
    OPENPGP = "openpgp"
    DKIM = "dkim"


class SignatureResult(StrEnum):
    """What the check of a signature came to; only ``VALID`` proves anything.

    UNTRUSTED: the signature fits, but nobody we trust vouches for its certificate.
    UNCHECKED: it could not be checked (no program, no answer in time, switched off).
    """

    VALID = "valid"
    INVALID = "invalid"
    UNTRUSTED = "untrusted"
    UNKNOWN_KEY = "unknown-key"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature, and what its check came to.

    ``signers`` are the addresses that the certificate or key names, of DKIM the
    domain; ``key`` is its fingerprint, of DKIM ``selector._domainkey.domain``.
    ``for_sender``: one of the signers is the address in From. ``partly``: words of
    the mail stand outside of what is signed. ``pinned``: the key itself is among
    those that the operator trusts by hand. ``record`` is the DNS record of a DKIM
    key as it was then (PROCESS 6.6).
    """

    method: SignatureMethod
    result: SignatureResult
    signers: tuple[str, ...] = ()
    key: str = ""
    reason: str = ""
    for_sender: bool = False
    pinned: bool = False
    partly: bool = False
    signed_at: datetime | None = None
    record: str = ""

    @property
    def proves(self) -> bool:
        """Whether it proves that all the words are those of whom From names."""
        valid = self.result is SignatureResult.VALID
        return valid and self.for_sender and not self.partly


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
    is_reply: bool = False
    """Whether it answers a mail, by In-Reply-To, References or its subject's Re:."""
    returns_on: Day | None = None
    """Of an automatic reply: the first day on which its writer is back."""
    cloud_files: tuple[CloudFile, ...] = ()
    defects: tuple[str, ...] = ()
    calendar: Calendar | None = None
    unreadable: str = ""
    """Why words of the mail cannot be read: ``partial`` (RFC 2046 §5.2.2),
    ``encrypted``, ``damaged-encryption``; or empty."""
    protection: tuple[Protection, ...] = ()
    """The layers met, outermost first; a layer within an encrypted one is among them
    once that could be opened."""
    signatures: tuple[Signature, ...] = ()
    decrypted: bool = False
    """Whether words of it came encrypted and were opened here."""
    closed: tuple[str, ...] = ()
    """SHA-256 of each encrypted part that stayed closed."""
    cut: tuple[Cut, ...] = ()
    """What is not among ``reply_text``, in the order of the mail, each with why."""
    below_from: int | None = None
    """The line of ``reply_text`` from which on it stood below something quoted; None
    where all of it stood above."""
    commands_until: int | None = None
    """The line of ``reply_text`` from which on no command is read; None where all of
    it may hold commands."""
    wants_no_answer: bool = False
    """Whether its header asks for no automatic answer, which a person's may, too."""

    @property
    def sender(self) -> Mailbox | None:
        return self.senders[0] if self.senders else None
