"""The profiles of the four scenes: one process, and what differs (PROCESS 1.4, R63).

Clocks differ by scene in their schedules, and what a request must tell in the table of
needs; here stands who agrees before work is done, and whose word ends it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from gateway.domain.request import Scene


class Whose(StrEnum):
    """Of which requesters something is wanted."""

    ALWAYS = "always"
    CUSTOMERS = "customers"
    """Of those who are not of our own domains."""
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """``consent`` before work is done (R30); ``certificate`` at the end (R35)."""

    consent: Whose
    certificate: Whose


DEFAULT_PROFILES: Mapping[Scene, Profile] = MappingProxyType(
    {
        Scene.INTERNAL: Profile(consent=Whose.NEVER, certificate=Whose.NEVER),
        Scene.CUSTOMER: Profile(consent=Whose.ALWAYS, certificate=Whose.ALWAYS),
        Scene.CROSS_TEAM: Profile(consent=Whose.ALWAYS, certificate=Whose.NEVER),
        Scene.EMERGENCY: Profile(consent=Whose.CUSTOMERS, certificate=Whose.CUSTOMERS),
    }
)


def wanted(whose: Whose, *, customer: bool) -> bool:
    """Whether it is wanted of this requester."""
    return whose is Whose.ALWAYS or (whose is Whose.CUSTOMERS and customer)
