"""What steps 1 and 2 learn of a request beyond its form: kept with it, as one value."""

from dataclasses import dataclass
from datetime import datetime

from gateway.domain.people import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One numbered question; its number stays while others are answered.

    ``field`` names what of the form it asks for; else ``text`` is a person's own.
    """

    number: int
    field: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """E11: the latest letter to an address that did not arrive.

    ``given_up``: nothing automatic goes there any more, and staff know.
    """

    to: Address
    code: str
    status: str
    hard: bool
    at: datetime
    given_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """Completeness (K3), classification and routing (R15-R17).

    ``asked`` are the questions that nobody has answered yet, and ``missing`` names the
    fields of the form among them. ``suspected``: perhaps urgent, by its words alone
    (D3), and ``suspicion`` is what was found; ``misjudged``: somebody has judged that
    it is not (E5). ``best_effort_at`` is when K1 ended without a call that connected
    (PROCESS 1.3); ``missed_since`` is when the latest of the ``calls_missed`` was made.
    ``discreet``: a mail
    of it came encrypted, so that no paper repeats in clear what the form says.
    ``came_back`` holds an entry for each address that our letters did not reach,
    ``owner_away`` names the latest absence of an owner of which supervisors know.
    """

    suspected: bool = False
    suspicion: str = ""
    category_reason: str = ""
    group: str = ""
    misjudged: bool = False
    asked: tuple[Question, ...] = ()
    missing: tuple[str, ...] = ()
    checked_at: datetime | None = None
    checked_by: Address | None = None
    asked_at: datetime | None = None
    rounds_asked: int = 0
    calls_missed: int = 0
    missed_since: datetime | None = None
    best_effort_at: datetime | None = None
    urgent_since: datetime | None = None
    discreet: bool = False
    came_back: tuple[CameBack, ...] = ()
    owner_away: str = ""
