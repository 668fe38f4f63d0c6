"""What steps 1 and 2 learn of a request beyond its form: kept with it, as one value."""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.people import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """Completeness (K3), classification and routing (R15-R17).

    ``missing`` names the fields of the form that were asked for and not answered yet.
    ``suspected``: perhaps urgent, by its words alone (D3).
    """

    suspected: bool = False
    category_reason: str = ""
    group: str = ""
    missing: tuple[str, ...] = ()
    checked_at: datetime | None = None
    checked_by: Address | None = None
    asked_at: datetime | None = None
    rounds_asked: int = 0
    calls_missed: int = 0
