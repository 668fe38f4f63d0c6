"""What step 1 is asked for: a request registered, and words that come after it."""

from dataclasses import dataclass, field
from datetime import datetime

from gateway.domain.people import Address, Locale
from gateway.domain.request import Form, RequestNumber
from gateway.domain.submission_details import FileNote, RefusedFile, Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A request that a mail belongs to, and came too late for (E15)."""

    number: RequestNumber
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit:
    """Step 1: words that belong to no request yet.

    ``remembered``: who the requester is, as earlier requests of his say (R48).
    ``important``: the mail's header says so. ``often_misjudged``: what this requester
    sent today was suspected to be urgent too often, and was not.
    """

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
    important: bool = False
    remembered: Form = field(default_factory=Form)
    often_misjudged: bool = False
    internal: bool = False
    channel: str = "mail"
    kept: tuple[str, ...] = ()
    refused: tuple[RefusedFile, ...] = ()
    notes: tuple[FileNote, ...] = ()
    behalf: "Behalf | None" = None
    unreadable: Unreadable | None = None
    discreet: bool = False
    ask: bool = True
    """Whether what is missing may be asked for at once."""
    continues: Late | None = None
    unknown: bool = False
    """Whether the requester is to be told that nobody here knows him (C20)."""


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
class Register:
    """#new: what somebody said by phone or in person becomes his request (R5).

    ``at`` is when he said it; None: as the mail came in (R51).
    """

    requester: Address
    subject: str
    at: datetime | None = None
    channel: str = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A customer's words about a request, that decide nothing."""

    words: str
    reading: str
    files: tuple[str, ...] = ()
    notes: tuple[FileNote, ...] = ()
