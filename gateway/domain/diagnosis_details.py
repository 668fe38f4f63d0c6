"""What the letters of step 3 tell: a review that is called, a question to a vendor."""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.people import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """S07, with its .ics. ``called_by`` is empty where the clock called it."""

    begins_at: datetime
    ends_at: datetime
    invited: tuple[Address, ...]
    names: tuple[str, ...]
    tried: tuple[str, ...] = ()
    called_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorQuery:
    """V01. Every word in it is scrubbed; ``external`` is the number of the query."""

    external: str
    title: str
    text: str
    symptom: str
    occurred: str
    owner_name: str
