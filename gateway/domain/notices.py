"""What we owe someone: a notice, before it is a letter.

The codes are those of the catalogue of letters. A notice is a value; the words and
the looks of a letter stand in the templates, and nowhere else.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.domain.people import Address, Locale
from gateway.domain.remarks import Remark
from gateway.domain.request import Request


class NoticeCode(StrEnum):
    """The catalogue: C to customers, S to staff."""

    ACKNOWLEDGEMENT = "C01"
    ACCEPTED = "C04"
    CONFIRM_PLEASE = "C09"
    RECEIPT = "C12"
    REOPENED = "C13"
    ATTACHMENTS_REFUSED = "C14"
    UNREADABLE = "C21"
    TO_ASSIGN = "S01"
    URGENT_CALL = "S02"
    ASSIGNED = "S03"
    CUSTOMER_WROTE = "S04"
    DEADLINE_WARNING = "S05"
    DEADLINE_MISSED = "S06"
    COMMAND_RESULTS = "S11"
    COMMANDS_REFUSED = "S12"
    OUTCOME = "S14"


class Clock(StrEnum):
    """The clocks of the process that run in this version."""

    K1 = "K1"
    K2 = "K2"


class Reason(StrEnum):
    """Why something was refused; each has its phrase in every locale."""

    UNKNOWN_VERB = "unknown-verb"
    BAD_ARGUMENT = "bad-argument"
    MISSING_ARGUMENT = "missing-argument"
    UNKNOWN_PERSON = "unknown-person"
    AMBIGUOUS_PERSON = "ambiguous-person"
    NOT_IN_THIS_STATUS = "not-in-this-status"
    NO_CAUSE_YET = "no-cause-yet"
    NO_SOLUTION_YET = "no-solution-yet"
    NO_TEST_YET = "no-test-yet"
    NOT_THE_REQUESTER = "not-the-requester"
    ALREADY_OWNER = "already-owner"
    NO_REQUEST = "no-request"
    NOT_PROVEN = "not-proven"
    TOO_MANY_COMMANDS = "too-many-commands"
    NOT_RUN = "not-run"
    COMMANDS_FIRST = "commands-first"
    ONE_REQUEST = "one-request"
    PARTS_DISAGREE = "parts-disagree"
    FORWARD_NOT_PROVEN = "forward-not-proven"
    NOTHING_FORWARDED = "nothing-forwarded"
    SEVERAL_SENDERS = "several-senders"
    SENDER_IS_OURS = "sender-is-ours"


class RefusedFor(StrEnum):
    """Why an attachment was not kept (D12, R55)."""

    TOO_LARGE = "too-large"
    WRONG_TYPE = "wrong-type"
    NAME_AND_CONTENT_DIFFER = "name-and-content-differ"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    TOO_MANY = "too-many"
    PICTURE_NOT_JPG = "picture-not-jpg"
    ZIP_CUT = "zip-cut"
    ZIP_DIFFERS = "zip-differs"
    ZIP_OVERLAP = "zip-overlap"
    ZIP_ENTRIES = "zip-entries"
    ZIP_SIZE = "zip-size"
    ZIP_RATIO = "zip-ratio"
    ZIP_NESTED = "zip-nested"
    PATH_TRICKS = "path-tricks"
    INFECTED = "infected"
    CLOUD_LINK = "cloud-link"


class FileMark(StrEnum):
    """What staff are told of a file before they open it; the first two in red."""

    EXECUTABLE_INSIDE = "executable-inside"
    INFECTED = "infected"
    ENCRYPTED = "encrypted"
    NESTED_ARCHIVE = "nested-archive"
    TRUNCATED = "truncated"
    CLOUD_LINK = "cloud-link"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedFile:
    """``service`` names who keeps a file that came as a link only."""

    filename: str
    size_bytes: int
    limit_bytes: int
    why: RefusedFor
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileNote:
    """A file that staff have to take care with, and why.

    ``signature`` is the virus scanner's word; the rest describes a file that lies with
    a service, as that service wrote it.
    """

    filename: str
    marks: tuple[FileMark, ...]
    signature: str = ""
    service: str = ""
    size_text: str = ""
    expires: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """C01, C14: what was kept, what was refused, when we come back.

    ``discreet``: the mail came encrypted, so nothing of it is said in clear.
    """

    due_at: datetime
    refused: tuple[RefusedFile, ...] = ()
    kept: tuple[str, ...] = ()
    missing_phone: bool = False
    discreet: bool = False


class UnreadableFor(StrEnum):
    """Why the words of a mail cannot be read."""

    ENCRYPTED = "encrypted"
    DAMAGED_ENCRYPTION = "damaged-encryption"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """C21. ``phone`` is where to call us; empty where no number is configured."""

    why: UnreadableFor
    received_at: datetime
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmPlease:
    """C09. ``button_code`` ends in two characters that are never printed (P5)."""

    code: str
    button_code: str
    certificate: str
    answer_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """C12, S14: who said what when, and how it was proven (6.6)."""

    certificate: str
    words: str
    speaker: Address
    received_at: datetime
    sha256: str
    message_id: str
    evidence_class: str
    proof: str
    dispute_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """C13, S14."""

    words: str
    raised: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """S01, S02, S05, S06: which clock, when it ends, what stops it."""

    clock: Clock
    started_at: datetime
    due_at: datetime
    call: int = 1
    percent: int = 0
    files: tuple[str, ...] = ()
    notes: tuple[FileNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """S03, to the new owner and to the one before."""

    owner: Address
    owner_name: str
    previous_name: str
    by_name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerWords:
    """S04: a customer's new words, and what we made of them."""

    sender: Address
    words: str
    reading: str
    files: tuple[str, ...] = ()
    notes: tuple[FileNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLine:
    """One command of a mail, as the transcript tells it."""

    command: str
    done: bool
    reason: Reason | None = None
    detail: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandResults:
    """S11, S12."""

    lines: tuple[ResultLine, ...]
    subject: str
    message_id: str
    sent_at: datetime
    note_kept: bool = False
    told_customer: tuple[NoticeCode, ...] = ()
    corrected: tuple[str, ...] = ()
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """C04 and others whose words all come from the request."""

    next_update_at: datetime | None = None
    owner_name: str = ""
    owner_phone: str = ""


Detail = (
    Acknowledged
    | ConfirmPlease
    | Evidence
    | Reopened
    | Paging
    | Assigned
    | CustomerWords
    | CommandResults
    | Told
    | Unreadable
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing owed to one person.

    ``request`` is None only in S12, and in an S11 that answers a mail without one.
    ``remarks`` are in letters to staff alone.
    """

    code: NoticeCode
    to: Address
    name: str
    locale: Locale
    at: datetime
    request: Request | None
    owner_name: str = ""
    remarks: tuple[Remark, ...] = ()
    detail: Detail
