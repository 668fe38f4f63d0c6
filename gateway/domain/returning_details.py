"""What S15 tells: which letter did not arrive, and why."""

from dataclasses import dataclass

from gateway.domain.people import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Undelivered:
    """S15. ``others`` are addresses of the same party that may be tried instead.

    ``customer``: the letter was for the requester, whose address may be corrected.
    """

    code: str
    to: Address
    status: str
    hard: bool
    given_up: bool = False
    customer: bool = False
    others: tuple[Address, ...] = ()
