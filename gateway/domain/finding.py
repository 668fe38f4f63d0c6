"""What staff ask of the store, and are answered by mail: it changes nothing (R41).

The answer goes to whoever asked, and to nobody else. It needs no request.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain.codes import NoticeCode, Reason
from gateway.domain.commands import Verb
from gateway.domain.decision import (
    Case,
    Decider,
    Decision,
    Outcome,
    Owed,
    Refusal,
    decider,
)
from gateway.domain.knowledge_commands import Find, ListRequests
from gateway.domain.request import Request, Status
from gateway.domain.terms import phrases


def find(question: Find, request: Request | None, case: Case) -> Outcome:
    """What holds the words; without words, what is like the request at hand."""
    if request is not None and not question.query:
        found = case.library.nearest(request)
    elif phrases(question.query):
        found = case.library.find(question.query)
    else:
        return Refusal(Reason.MISSING_ARGUMENT, "words")
    return Decision((), (Owed(NoticeCode.FINDINGS, case.speaker, found),))


def list_requests(
    question: ListRequests, _request: Request | None, case: Case
) -> Outcome:
    listed = case.library.listing(question.which, case.speaker)
    return Decision((), (Owed(NoticeCode.FINDINGS, case.speaker, listed),))


DECIDERS: Mapping[type, Decider] = MappingProxyType(
    {**decider(Find, find), **decider(ListRequests, list_requests)}
)

VERBS: Mapping[Verb, frozenset[Status]] = MappingProxyType(
    {Verb.FIND: frozenset(Status), Verb.LIST: frozenset(Status)}
)
