"""What we owe someone: a notice, before it is a letter.

The codes are those of the catalogue of letters. A notice is a value; the words and
the looks of a letter stand in the templates, and nowhere else. What each tells beside
its request is a detail; each step's own are in ``<step>_details``.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from gateway.domain.absent_details import OwnerAway
from gateway.domain.alarm_details import Alarm
from gateway.domain.archiving_details import ToArchive
from gateway.domain.classification_details import (
    Assigned,
    CallMissed,
    Paging,
    Told,
)
from gateway.domain.codes import NoticeCode
from gateway.domain.command_details import CodePlease, CommandResults
from gateway.domain.completeness_details import ClosedUnanswered, Questions
from gateway.domain.diagnosis_details import Review, VendorQuery
from gateway.domain.digest_details import DigestTold
from gateway.domain.inquiry_details import HelpTold, RequestTold, StatsTold
from gateway.domain.knowledge_details import ArticleTold, Findings, ManualTold
from gateway.domain.leaving_details import Hushed, WithdrawnTold
from gateway.domain.merging_details import Regrouped
from gateway.domain.people import Address, Locale
from gateway.domain.remarks import Remark
from gateway.domain.request import Request
from gateway.domain.returning_details import Undelivered
from gateway.domain.review_details import ReviewTold
from gateway.domain.solution_details import (
    Approval,
    ApprovalPlease,
    ConsentPlease,
    ConsentTold,
    Progress,
    WorkTold,
)
from gateway.domain.submission_details import (
    Acknowledged,
    CustomerWords,
    FormPlease,
    Unreadable,
)
from gateway.domain.verification_details import (
    ClarifyPlease,
    ClosedUnconfirmed,
    ConfirmedByOther,
    ConfirmPlease,
    ConfirmReminder,
    IdentityCheck,
    Reopened,
    Settled,
    ToJudge,
)

Detail = (
    Acknowledged
    | ConfirmPlease
    | ConfirmReminder
    | ClarifyPlease
    | ConfirmedByOther
    | IdentityCheck
    | ClosedUnconfirmed
    | ToJudge
    | Settled
    | Reopened
    | Questions
    | ClosedUnanswered
    | Paging
    | Assigned
    | CallMissed
    | CustomerWords
    | CommandResults
    | CodePlease
    | RequestTold
    | StatsTold
    | HelpTold
    | Told
    | Unreadable
    | FormPlease
    | Findings
    | ArticleTold
    | ManualTold
    | Alarm
    | DigestTold
    | ReviewTold
    | Review
    | VendorQuery
    | Progress
    | ApprovalPlease
    | Approval
    | ConsentPlease
    | ConsentTold
    | WorkTold
    | ToArchive
    | Regrouped
    | Undelivered
    | WithdrawnTold
    | Hushed
    | OwnerAway
)


class Late(StrEnum):
    """What a letter that comes late was to follow at once (E18)."""

    MAIL = "mail"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing owed to one person.

    ``request`` is None in C19, in S12, and in an S11 that answers a mail without one.
    ``remarks`` are in letters to staff alone. ``enclosed`` names the files that go
    with the letter, ``pictures`` the content ids of those that its HTML shows.
    ``late``: its cause dates from ``late_since``, and we could not write before.
    """

    code: NoticeCode
    to: Address
    name: str
    locale: Locale
    at: datetime
    request: Request | None
    owner_name: str = ""
    remarks: tuple[Remark, ...] = ()
    enclosed: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    late: Late | None = None
    late_since: datetime | None = None
    detail: Detail
