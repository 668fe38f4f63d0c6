"""Who decides what: one table, from a command to the function of its step."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain import (
    absent,
    archiving,
    article_writing,
    classification,
    completeness,
    diagnosis,
    exporting,
    filing,
    finding,
    holding,
    improvement,
    inquiring,
    judging,
    leaving,
    merging,
    phoned,
    reclassifying,
    returning,
    sending,
    solution,
    submission,
    verification,
    waiting,
)
from gateway.domain.codes import Reason
from gateway.domain.commands import Command, Verb
from gateway.domain.decision import (
    Case,
    Decider,
    Decision,
    Outcome,
    Refusal,
    decider,
)
from gateway.domain.diagnosing import WORKING
from gateway.domain.diagnosis_commands import VendorWrite
from gateway.domain.holding_commands import Pause
from gateway.domain.inquiry_commands import AskHelp
from gateway.domain.request import Request, Status
from gateway.domain.verification_commands import RecordTest, Resolve


def _help(_: AskHelp, request: Request, case: Case) -> Outcome:
    return helped(request, case)


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {
        **submission.DECIDERS,
        **completeness.DECIDERS,
        **classification.DECIDERS,
        **diagnosis.DECIDERS,
        **solution.DECIDERS,
        **verification.DECIDERS,
        **archiving.DECIDERS,
        **improvement.DECIDERS,
        **holding.DECIDERS,
        **merging.DECIDERS,
        **leaving.DECIDERS,
        **absent.DECIDERS,
        **filing.DECIDERS,
        **returning.DECIDERS,
        **reclassifying.DECIDERS,
        **article_writing.DECIDERS,
        **finding.DECIDERS,
        **inquiring.DECIDERS,
        **sending.DECIDERS,
        **decider(AskHelp, _help),
        **exporting.DECIDERS,
        **judging.DECIDERS,
        **phoned.DECIDERS,
        **waiting.DECIDERS,
    }
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {
        **completeness.VERBS,
        **classification.VERBS,
        **diagnosis.VERBS,
        **solution.VERBS,
        **verification.VERBS,
        **archiving.VERBS,
        **improvement.VERBS,
        **holding.VERBS,
        **merging.VERBS,
        **filing.VERBS,
        **returning.VERBS,
        **reclassifying.VERBS,
        **article_writing.VERBS,
        **finding.VERBS,
        **exporting.VERBS,
        **phoned.VERBS,
        **waiting.VERBS,
        Verb.CONFIRM: frozenset(Status),
        Verb.ERASE: frozenset(Status),
        Verb.AWAY: frozenset(Status),
        **inquiring.VERBS,
        **sending.VERBS,
    }
)
"""In which statuses a verb is not refused outright; what is not here opens requests."""


OWNED = frozenset(
    {*diagnosis.DECIDERS, *solution.DECIDERS, RecordTest, Resolve, Pause}
    - {VendorWrite}
)
"""Work has an owner (R18): what was closed before anybody took it, and came back into
work by a word of its requester, is taken first."""


def helped(request: Request | None, case: Case) -> Decision:
    """S22: what is possible with this request, or all that there is."""
    possible = tuple(Verb) if request is None else possible_verbs(request.status)
    return inquiring.helped(possible, request, case)


def possible_verbs(status: Status) -> tuple[Verb, ...]:
    """The verbs of staff that this status does not refuse outright."""
    return tuple(verb for verb, allowed in VERBS.items() if status in allowed)


def decide(command: Command, request: Request, case: Case) -> Outcome:
    """Decide a command about a request that exists.

    What makes one is decided by :func:`gateway.domain.submission.decide_submission`.
    """
    unowned = request.assignee is None and request.status in WORKING
    if unowned and type(command) in OWNED:
        return Refusal(Reason.NO_OWNER)
    return DECIDERS[type(command)](command, request, case)
