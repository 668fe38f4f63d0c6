"""Who decides what: one table, from a command to the function of its step."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain import (
    archiving,
    article_writing,
    classification,
    completeness,
    diagnosis,
    exporting,
    finding,
    holding,
    judging,
    phoned,
    solution,
    submission,
    verification,
    waiting,
)
from gateway.domain.commands import Command, Verb
from gateway.domain.decision import Case, Decider, Outcome
from gateway.domain.request import Request, Status

DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {
        **submission.DECIDERS,
        **completeness.DECIDERS,
        **classification.DECIDERS,
        **diagnosis.DECIDERS,
        **solution.DECIDERS,
        **verification.DECIDERS,
        **archiving.DECIDERS,
        **holding.DECIDERS,
        **article_writing.DECIDERS,
        **finding.DECIDERS,
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
        **holding.VERBS,
        **article_writing.VERBS,
        **finding.VERBS,
        **exporting.VERBS,
        **phoned.VERBS,
        **waiting.VERBS,
        Verb.HELP: frozenset(Status),
    }
)
"""In which statuses a verb is not refused outright; what is not here opens requests."""


def possible_verbs(status: Status) -> tuple[Verb, ...]:
    """The verbs of staff that this status does not refuse outright."""
    return tuple(verb for verb, allowed in VERBS.items() if status in allowed)


def decide(command: Command, request: Request, case: Case) -> Outcome:
    """Decide a command about a request that exists.

    What makes one is decided by :func:`gateway.domain.submission.decide_submission`.
    """
    return DECIDERS[type(command)](command, request, case)
