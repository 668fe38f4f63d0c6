"""What C18 tells: under which number a matter goes on."""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.request import RequestNumber, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouped:
    """C18 of a request that went into ``other``, or came out of it (``split``).

    ``title`` is the other's, empty where whoever reads it has not asked for that one;
    ``status`` is how the matter stands, ``due_at`` when a new one is taken up at last.
    """

    other: RequestNumber
    status: Status
    title: str = ""
    split: bool = False
    due_at: datetime | None = None
