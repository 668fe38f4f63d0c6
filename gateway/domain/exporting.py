"""To take a copy of everything that is on record out of the house (#export, R40).

It changes nothing; that it was done, and by whom, stays on record.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.commands import Verb
from gateway.domain.decision import Case, Decider, Decision, Outcome, decider
from gateway.domain.export_commands import Export
from gateway.domain.export_events import Exported
from gateway.domain.request import Request, Status


def decide_export(_command: Export, _request: Request, case: Case) -> Outcome:
    """The archive goes with the transcript to whoever asked, and to nobody else."""
    return Decision((Exported(by=case.speaker, at=case.now),))


DECIDERS: Mapping[type, Decider] = MappingProxyType({**decider(Export, decide_export)})

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {Verb.EXPORT: frozenset(Status)}
)
