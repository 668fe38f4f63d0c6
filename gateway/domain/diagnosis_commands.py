"""What step 3 is asked for: what was looked at, the cause, a vendor, a review."""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.people import Address
from gateway.domain.request import CauseKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnose:
    """R20: one look, by a method."""

    text: str
    method: str = ""
    time_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    text: str
    kind: CauseKind | None = None
    time_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskVendor:
    """R22: a question to a supplier, who learns nothing of the customer."""

    vendor: Address
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorWrite:
    """What a supplier answered."""

    words: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReview:
    """R23: a technical review; without a moment, as soon as one can be held."""

    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcludeReview:
    """R24: what the review came to."""

    text: str
