"""What has happened to a request: the audit journal's words.

An event is a fact, already decided; it refuses nothing. ``evolve`` applies it to the
request, ``record`` writes its row of the process record.
"""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.people import Address
from gateway.domain.remarks import Remark
from gateway.domain.request import CauseKind, Priority, Request, RequestNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """Step 1. The request as it was born, number and all."""

    by: Address
    at: datetime
    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Corresponded:
    """Words that change nothing but the record: a customer's, or a note."""

    by: Address
    at: datetime
    words: str
    internal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """Step 2: one owner. The first assignment is the acceptance (R18, R56)."""

    by: Address
    at: datetime
    owner: Address
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """D7: the phone call, or the attempt at one."""

    by: Address
    at: datetime
    connected: bool
    gist: str
    time_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityChanged:
    by: Address
    at: datetime
    priority: Priority
    escalation_level: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseFound:
    """Step 3."""

    by: Address
    at: datetime
    kind: CauseKind | None
    text: str
    time_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """Step 4: an immediate fix (R26)."""

    by: Address
    at: datetime
    text: str
    consent: str = ""
    time_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    by: Address
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Step 5: handed to the requester for the last word."""

    by: Address
    at: datetime
    text: str
    workaround: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    by: Address
    at: datetime
    words: str
    evidence_class: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """R37-R39: not solved; one round more, one priority higher, and why."""

    by: Address
    at: datetime
    words: str
    priority: Priority
    escalation_level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedOnBehalf:
    """Staff handed in a mail of ``requester``, as whose request it counts.

    ``sent`` is the date as the forwarded mail tells it, in its own words.
    """

    by: Address
    at: datetime
    requester: Address
    sent: str = ""
    message_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarked:
    """What staff should know of how a mail came to its request."""

    by: Address
    at: datetime
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedInto:
    """From now on mail about this request goes to the other one."""

    by: Address
    at: datetime
    other: RequestNumber


Event = (
    Registered
    | Corresponded
    | Assigned
    | Called
    | PriorityChanged
    | CauseFound
    | Fixed
    | Tested
    | Resolved
    | Confirmed
    | Disputed
    | SubmittedOnBehalf
    | Remarked
    | MergedInto
)
