"""What someone asks for: the imperative tongue. A command may be refused."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.domain.notices import FileNote, RefusedFile, Unreadable
from gateway.domain.people import Address, Locale
from gateway.domain.request import CauseKind, Form, RequestNumber


class Verb(StrEnum):
    """The verbs of staff that this version carries out, by their English names."""

    TAKE = "take"
    ASSIGN = "assign"
    RAISE = "raise"
    LOWER = "lower"
    CALL = "call"
    NOTE = "note"
    CAUSE = "cause"
    FIX = "fix"
    TEST = "test"
    RESOLVE = "resolve"
    UNRESOLVED = "unresolved"
    AS = "as"
    HELP = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    """Step 1: words that belong to no request yet."""

    number: RequestNumber
    subject: str
    description: str
    requester: Address
    requester_name: str
    locale: Locale
    form: Form
    submitted_at: datetime
    first_message_id: str
    flagged_urgent: bool = False
    internal: bool = False
    channel: str = "mail"
    kept: tuple[str, ...] = ()
    refused: tuple[RefusedFile, ...] = ()
    notes: tuple[FileNote, ...] = ()
    behalf: "Behalf | None" = None
    unreadable: Unreadable | None = None
    discreet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Behalf:
    """Who hands in the words of another, and whether that one is to hear of it.

    ``sent`` is the date of the forwarded mail in its own words.
    """

    by: Address
    acknowledge: bool = True
    sent: str = ""
    message_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """#as: the forwarded mail is a request of its original sender.

    ``requester`` is None where that one is to be read from the mail.
    """

    requester: Address | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A customer's words about a request, that decide nothing."""

    words: str
    reading: str
    files: tuple[str, ...] = ()
    notes: tuple[FileNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign:
    owner: Address
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lower:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    connected: bool
    gist: str
    time_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    text: str
    kind: CauseKind | None = None
    time_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    text: str
    consent: str = ""
    time_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTest:
    """Test results; each line is a numbered step of the letter that asks (R34)."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolve:
    text: str = ""
    workaround: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """Staff, or a requester's words, say that it is not solved."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm:
    """The requester says that it is solved. ``evidence_class`` as in 6.6.

    ``key`` is the key that signed the mail, of DKIM with its DNS record as it is now.
    """

    words: str
    evidence_class: str
    proof: str
    sha256: str
    message_id: str
    key: str = ""


Command = (
    Submit
    | Write
    | Take
    | Assign
    | Raise
    | Lower
    | Call
    | Note
    | Cause
    | Fix
    | RecordTest
    | Resolve
    | Unresolved
    | Confirm
    | Attribute
)
