"""Whose word it is (PROCESS 6.4): what a speaker may say about a resolution.

A yes is the requester's, or of whom his company has named; in light scenes also a
colleague's. Two addresses of a public mail domain are nobody's colleagues.
"""

from enum import StrEnum

from gateway.domain.agreement import Rules
from gateway.domain.decision import Case
from gateway.domain.people import Address, Role
from gateway.domain.profiles import wanted
from gateway.domain.request import Request


class Standing(StrEnum):
    """What somebody is to a request, as the party that has the last word sees it."""

    REQUESTER = "requester"
    CONFIRMER = "confirmer"
    COLLEAGUE = "colleague"
    PARTICIPANT = "participant"
    STAFF = "staff"
    STRANGER = "stranger"


ENTITLED = frozenset({Standing.REQUESTER, Standing.CONFIRMER})
"""Whose yes counts in every scene."""


def standing(who: Address, request: Request, case: Case) -> Standing:
    """What this address is to the request."""
    if who == request.requester:
        return Standing.REQUESTER
    if who in confirmers(request, case.rules):
        return Standing.CONFIRMER
    if who in case.people.members:
        return Standing.STAFF
    domain = _domain(who)
    if domain == _domain(request.requester) and not is_public(domain, case.rules):
        return Standing.COLLEAGUE
    if who in request.participants:
        return Standing.PARTICIPANT
    return Standing.STRANGER


def confirmers(request: Request, rules: Rules) -> tuple[Address, ...]:
    """Whom the requester's company has named to confirm beside him."""
    named = rules.confirmers.get(_domain(request.requester), ())
    return tuple(who for who in named if who != request.requester)


def is_formal(request: Request, rules: Rules) -> bool:
    """Whether a certificate is due, as the scene's profile says (R35, 1.4).

    Where none is, a colleague's yes is enough.
    """
    outside = _domain(request.requester) not in rules.internal_domains
    return wanted(rules.profiles[request.scene].certificate, customer=outside)


def is_supervisor(who: Address, case: Case) -> bool:
    person = case.people.members.get(who)
    named = person is not None and person.role is Role.SUPERVISOR
    return named or who in case.people.roster.supervisors


def is_public(domain: str, rules: Rules) -> bool:
    """A public mail domain, or one below it (vip.163.com)."""
    public = rules.public_domains
    return domain in public or domain.endswith(tuple(f".{one}" for one in public))


def _domain(who: Address) -> str:
    return who.rpartition("@")[2]
