"""What the letters of step 5 tell: the question, and the answer."""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.evidence import Evidence
from gateway.domain.people import Address
from gateway.domain.submission_details import FileNote
from gateway.domain.waiting_commands import CloseFor


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmPlease:
    """C09. ``button_code`` ends in two characters that are never printed (P5).

    ``formal``: the answer signs a certificate. ``closes_at`` is when silence ends the
    request, unconfirmed; None where it never does by itself.
    """

    code: str
    button_code: str
    certificate: str
    answer_by: datetime
    closes_at: datetime | None = None
    formal: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmReminder:
    """C10. ``for_another``: to one who may confirm beside the requester."""

    asked: ConfirmPlease
    count: int
    for_another: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClarifyPlease:
    """C11: the sender's own words, and the two answers that we understand.

    ``past_code``: he gave the code of an earlier round. ``question`` is what staff ask.
    """

    asked: ConfirmPlease
    line: str
    past_code: bool = False
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """C12, S14: who said what when, and how it was proven (6.6).

    ``words`` are empty where they are not said in clear. ``phoned_by`` is who noted a
    confirmation by telephone, and who seconded it. ``keywords`` are suggested for the
    archive; the owner alone is told (R41).
    """

    certificate: str
    words: str
    evidence: Evidence
    dispute_until: datetime
    formal: bool = True
    phoned_by: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened:
    """C13, S14. ``words`` are the customer's own, ``explanation`` the owner's (R39).

    ``revoked`` is the certificate that a "no" took back. ``raised`` and ``level``: the
    priority went up, or, at the top already, supervisors were told. ``anew``: it had
    been withdrawn or found invalid, and staff took it up again.
    """

    words: str
    raised: bool
    level: bool = False
    explanation: str = ""
    revoked: str = ""
    anew: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedUnconfirmed:
    """C15, S14: closed without anybody's confirmation."""

    why: CloseFor
    reason: str
    reopen_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedByOther:
    """C16: somebody else's yes, which is not the requester's."""

    asked: ConfirmPlease
    other: Address
    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityCheck:
    """C17. ``code`` is good once, and was mailed to the registered address alone."""

    code: str
    claimed: Address
    words: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ToJudge:
    """S13: words that a person has to judge, and why we do not.

    ``line`` is the one that stood in the way. ``decide_by``: the clock stands still,
    and waits for the owner until then.
    """

    sender: Address
    words: str
    line: str
    reading: str
    asked_again: bool = False
    decide_by: datetime | None = None
    files: tuple[str, ...] = ()
    notes: tuple[FileNote, ...] = ()
