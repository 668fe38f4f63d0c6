"""What a request must tell before it can be worked on (R8, R12, R54).

The table says what is asked for in which scene, in the order of asking; the operator
may put another in its place. What nobody needs is never asked.
"""

from dataclasses import dataclass
from enum import StrEnum

from gateway.domain.request import Scene

QUESTIONS_LIMIT = 5
"""Questions of one letter (C02)."""


class Asked(StrEnum):
    """The fields that a requester can be asked for, by their names in the form."""

    PHONE = "phone"
    SYMPTOM = "symptom"
    OCCURRED = "occurred"
    IMPACT = "impact"
    URGENCY_REASON = "urgency_reason"
    COMPANY = "company"
    CONTACT = "contact"
    EMPLOYEE_NUMBER = "employee_number"
    TRIED = "tried"


EVERY_SCENE = frozenset(Scene)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One field, and of which requests it is wanted; ``urgent``: of those alone."""

    field: Asked
    scenes: frozenset[Scene] = EVERY_SCENE
    urgent: bool = False


_CUSTOMER = frozenset({Scene.CUSTOMER})
_INTERNAL = frozenset({Scene.INTERNAL})

DEFAULT_NEEDS: tuple[Need, ...] = (
    # R10: nobody can be called without a number, so it comes first (E2).
    Need(field=Asked.PHONE, urgent=True),
    Need(field=Asked.SYMPTOM),
    Need(field=Asked.OCCURRED, urgent=True),
    Need(field=Asked.OCCURRED, scenes=_CUSTOMER),
    Need(field=Asked.IMPACT),
    # R52: asked for, and never waited for.
    Need(field=Asked.URGENCY_REASON, urgent=True),
    # R48: who it is, asked once and remembered.
    Need(field=Asked.COMPANY, scenes=_CUSTOMER),
    Need(field=Asked.CONTACT, scenes=_CUSTOMER | _INTERNAL),
    Need(field=Asked.EMPLOYEE_NUMBER, scenes=_INTERNAL),
)
