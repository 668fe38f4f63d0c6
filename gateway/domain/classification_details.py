"""What the letters of step 2 tell: who it is, and which clock runs."""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.codes import Clock
from gateway.domain.likeness import Alike
from gateway.domain.people import Address
from gateway.domain.submission_details import FileNote


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
    """S03, to the new owner and to the one before.

    ``similar``: what was solved before and is most like it.
    """

    owner: Address
    owner_name: str
    previous_name: str
    by_name: str
    reason: str
    similar: tuple[Alike, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """C04 and others whose words all come from the request."""

    next_update_at: datetime | None = None
    owner_name: str = ""
    owner_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMissed:
    """C05. ``gives_up``: from now on the requester says when, and we go on by mail."""

    made_at: datetime
    again_at: datetime
    attempts: int = 1
    gives_up: bool = False
